import { describe, expect, it } from 'vitest';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import { boardRow, type Viewer } from '../../functions/domain/visit/shown.ts';
import { asked, authorised, given, type Given, givenOf, known, look, passing, says, seenBy, withHome } from '../support/given.ts';
import { answers, assistant, at, deputy, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const technician = 'hampton-technician';
const machine: Viewer = { machine: 'read' };
const textOf = (...args: Parameters<typeof seenBy>): string => JSON.stringify(seenBy(...args));
const names = (...args: Parameters<typeof seenBy>): readonly string[] => seenBy(...args).actions.map((action) => action.name);
const steps = [
  says('08:35', teacher, 'answer', { answers }),
  says('08:36', teacher, 'assess', { safeWord: 'green folder', signed: true }),
  says('08:40', head, 'authorise'),
  says('13:00', teacher, 'depart', { visitor: 'all', ticks }),
  look('13:00'),
];
const gone = given(...steps);
const everybody = [teacher, assistant, office, deputy, head, executiveHead, technician];

describe('who sees what of a visit', () => {
  it.each([
    ['why they go', 'To meet the family before September', [teacher, assistant, deputy, head, executiveHead]],
    ['where they go', '14 Larch Walk', [teacher, assistant, office, deputy, head, executiveHead]],
    ['the family', 'Okonjo-Bell family', [teacher, assistant, office, deputy, head, executiveHead]],
    ['a number to reach them by', '+447700900111', [teacher, assistant, office, deputy, head, executiveHead]],
    ['the safe word', 'green folder', [office, deputy, head]],
  ])('%s', (_what, words, people) => {
    expect(everybody.filter((person) => textOf(gone, person).includes(words))).toEqual(people);
  });

  it('a concern: the safeguarding leads and the heads, not the visitors who said it, nor the office', () => {
    const worried = gone.and(says('14:00', teacher, 'answer', { answers: { 'any-concern': 'tell-dsl' } }));
    const readers = everybody.filter((person) => 'any-concern' in (seenBy(worried, person)['answers'] as object)); // it is an object for every person
    expect(readers).toEqual([deputy, head, executiveHead]);
  });

  it('a machine sees how it stands, and nothing that anybody said', () => {
    const words = /larch|okonjo|meet the family|green folder|\+44|priya/i;
    const said = gone.and(
      says('13:20', teacher, 'arrive', { metBy: 'Ms Okonjo' }),
      says('13:30', teacher, 'raise-alarm', { kind: 'illness', words: 'Priya fell' }),
    );
    expect(textOf(said, machine)).not.toMatch(words);
    expect(seenBy(said, machine)).toMatchObject({ stage: 'out', visitors: [{ state: 'on-site' }, { state: 'signed-out' }] });
    expect(seenBy(said, machine)['history']).toBeUndefined();
  });

  it('what is kept about a home by its class', () => {
    const home = givenOf(
      asked({}, teacher, withHome({ 'family-name': 'Okonjo-Bell' })),
      withHome({ 'family-name': 'Okonjo-Bell' }),
      ...steps,
    );
    expect(textOf(home, technician)).not.toContain('Okonjo');
  });
});

describe('a call for help', () => {
  it('is kept from whoever made it and stays behind: not what else was sent in the same moment', () => {
    const stays = given(
      ...steps.slice(0, 2),
      says('08:38', teacher, 'not-going', { visitor: teacher, reason: 'I left the green folder at home' }),
      says('08:40', assistant, 'depart-in-breach', { reason: 'She is ill' }),
      look('08:40'),
    );
    const sent = (person: string): readonly string[] => [...new Set(textOf(stays, person).match(/(?:rung|notice):\w+/g))];
    expect(sent(office)).toEqual(['rung:h1', 'notice:breach', 'notice:copy']);
    expect(sent(teacher)).toEqual(['notice:breach', 'notice:copy']);
  });

  const called = gone.and(says('13:30', teacher, 'raise-alarm', { kind: 'help', words: 'He has locked the door' }), look('13:30'));

  it('is shown to whoever can act on it', () => {
    for (const person of [office, deputy, head, executiveHead]) {
      expect(seenBy(called, person)['alarms'], person).toHaveLength(1);
      expect(boardRow(called.visit, { person }, known, called.now)?.state, person).toBe('help');
    }
  });

  it('leaves no trace in what anybody on the visit is shown', () => {
    for (const person of [teacher, assistant]) {
      expect(seenBy(called, person), person).toEqual(seenBy(gone, person));
      expect(boardRow(called.visit, { person }, known, gone.now), person).toEqual(boardRow(gone.visit, { person }, known, gone.now));
    }
  });

  it('by the safe word leaves no more trace than the words of any check-in', () => {
    const plain = gone.and(says('13:30', teacher, 'check-in', { words: 'All fine' }), look('13:30'));
    const word = gone.and(says('13:30', teacher, 'check-in', { words: 'green folder' }), look('13:30'));
    for (const person of [teacher, assistant])
      expect(textOf(word, person)).toBe(textOf(plain, person).replaceAll('All fine', 'green folder'));
  });

  it('worked and stood down leaves none either', () => {
    const worked = called.and(
      says('13:32', office, 'acknowledge', { alarm: 'h1' }),
      says('13:33', office, 'log-attempt', { alarm: 'h1', rung: 1, result: 'no-answer' }),
      says('13:34', head, 'record-police', { alarm: 'h1', by: 'Ruth', reference: 'CAD 9' }),
      look('13:40'),
    );
    expect(seenBy(worked, teacher)).toEqual(seenBy(gone, teacher));
    expect(textOf(worked, office)).toContain('CAD 9');
  });

  it('cannot be found by trying: whoever is on the visit works none of its alarms, whether or not there is one', () => {
    for (const [type, body] of [
      ['acknowledge', { alarm: 'h1' }],
      ['log-attempt', { alarm: 'h1', rung: 1, result: 'reached-safe' }],
      ['escalate', { alarm: 'h1' }],
      ['stand-down', { alarm: 'h1', how: 'I am fine' }],
    ] as const) {
      called.when(says('13:35', teacher, type, body)).refuses('own-alarm');
      gone.when(says('13:35', teacher, type, body)).refuses('own-alarm');
    }
    called.when(says('13:35', teacher, 'record-police', { alarm: 'h1' })).refuses('unknown-alarm');
    const calledOff = { answers: { 'police-called-off': { h1: { who: 'Ruth', when: at('13:50') } } } };
    const visitors = { [teacher]: at('14:30') };
    const stood = called.and(
      says('13:36', head, 'record-police', { alarm: 'h1' }),
      says('13:40', head, 'stand-down', { alarm: 'h1', how: 'Spoke to them', visitors }),
    );
    stood.when(says('13:50', teacher, 'answer', calledOff)).refuses('unknown-visitor');
    stood.when(says('13:50', office, 'answer', calledOff)).records('QuestionsAnswered');
    gone.when(says('13:35', teacher, 'record-police', { alarm: 'h1' })).refuses('unknown-alarm');
  });

  it('is not told by what the school writes down meanwhile', () => {
    const noted = called.and(
      says('13:31', office, 'note', { words: 'She used the green folder, police on the way' }),
      says('13:32', head, 'pass-on', { to: 'The police', words: 'A call for help' }),
      says('13:33', office, 'tick', { ticks: ['know-policy'] }),
    );
    expect(seenBy(noted, teacher)).toEqual(seenBy(gone, teacher));
    expect(textOf(noted, deputy)).toContain('police on the way');
    const heard = called.and(says('13:33', office, 'check-in', { visitor: teacher, words: 'She said green folder on the phone' }));
    expect(textOf(heard, teacher)).not.toContain('green folder');
    expect(textOf(heard, teacher)).toContain('VisitorCheckedIn');
    expect(textOf(heard, deputy)).toContain('green folder');
  });

  it('leaves the visitors the words of their own', () => {
    expect(textOf(gone.and(says('13:31', teacher, 'note', { words: 'A dog' })), assistant)).toContain('A dog');
  });

  it('is not told by the visit being closed twice', () => {
    const back = called.and(
      says('14:00', teacher, 'return', { visitor: 'all' }),
      says('14:01', teacher, 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed' } }),
      says('14:02', teacher, 'close'),
    );
    expect(seenBy(back, teacher).stage).toBe('closed');
    expect(seenBy(back, office)).toMatchObject({ stage: 'written-up' });
    expect(textOf(back, office)).toContain('"seeming":true');
    expect(textOf(back, teacher)).not.toContain('seem');
    const visitors = { [teacher]: 'accounted-for', [assistant]: 'accounted-for' };
    const really = back.and(
      says('14:10', head, 'stand-down', { alarm: 'h1', how: 'Both are here', visitors }),
      says('14:11', office, 'close'),
    );
    expect(seenBy(really, office).stage).toBe('closed');
    expect(seenBy(really, teacher)['history']).toEqual(seenBy(back, teacher)['history']);
    expect(shadowOf(really.visit, known).changedAt).toBe(shadowOf(back.visit, known).changedAt);
  });

  it('is not the machine’s to know', () => {
    expect(seenBy(called, machine)['alarms']).toEqual([]);
  });
});

describe('what somebody may do next', () => {
  it('follows the stage', () => {
    const asked_ = given();
    expect(names(asked_, teacher)).toEqual(expect.arrayContaining(['amend', 'answer', 'assess', 'cancel', 'depart']));
    expect(names(asked_, teacher)).not.toContain('authorise');
    expect(names(asked_, head)).toEqual(expect.arrayContaining(['authorise', 'decline']));
    expect(names(asked_, office)).not.toContain('assess');
    expect(names(gone, teacher)).not.toContain('cancel');
    const back = gone.and(says('14:20', teacher, 'return', { visitor: 'all' }));
    expect(names(back, teacher)).toEqual(expect.arrayContaining(['write-up', 'close']));
  });

  it('always allows what is never refused', () => {
    for (const visit of [given(), given(...authorised), gone, given(says('09:00', teacher, 'cancel', { reason: 'Ill' }))])
      expect(names(visit, teacher)).toEqual(
        expect.arrayContaining(['depart-in-breach', 'arrive', 'check-in', 'leave', 'return', 'revise', 'correct', 'raise-alarm', 'note']),
      );
  });

  it('says of a departure what is missing, and what would do', () => {
    const depart = seenBy(given(), teacher).actions.find((action) => action.name === 'depart');
    expect(depart?.allowed).toBe(false);
    expect(depart?.unmet?.map((u) => u.code)).toEqual(expect.arrayContaining(['timetable', 'decided', 'notice']));
    expect(depart?.unmet?.every((u) => u.clauses.length > 0 && u.message !== '')).toBe(true);
  });

  it('shows beside it what is only outstanding', () => {
    const authorise = seenBy(given(), head).actions.find((action) => action.name === 'authorise');
    expect(authorise?.outstanding?.map((u) => u.code)).toEqual(['informed', 'informed', 'know-policy']);
  });

  it('offers the ladder where an alarm is open, and standing down to nobody on the visit', () => {
    const late = gone.and(passing('15:00'));
    expect(names(late, office)).toEqual(expect.arrayContaining(['acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down']));
    expect(names(late, teacher)).not.toContain('stand-down');
    expect(names(gone, office)).not.toContain('acknowledge');
  });
});

describe('the board', () => {
  const row = (visit: Given, time: string, person = office) => boardRow(visit.visit, { person }, known, at(time));

  it('has nobody who is not out', () => {
    expect(row(given(...authorised), '12:00')).toBeUndefined();
    expect(row(given(...authorised, passing('13:15')), '13:15')).toBeUndefined();
  });

  it.each([
    ['14:29', 'out'],
    ['14:30', 'due'],
    ['14:59', 'due'],
    ['15:00', 'overdue'],
  ])('at %s says %s, whether or not anybody looked', (time, state) => {
    expect(row(gone, time)?.state).toBe(state);
  });

  it('names each who is out and when they are next to be heard of', () => {
    const one = row(gone.and(says('14:00', teacher, 'return')), '14:10');
    expect(one?.visitors.map((v) => v['person'])).toEqual([assistant]);
    expect(one?.nextAt).toBe(at('14:30'));
  });

  it('keeps a visit whose alarm is open though everybody is back', () => {
    const home = gone.and(says('13:30', teacher, 'raise-alarm', { kind: 'illness' }), says('14:00', teacher, 'return', { visitor: 'all' }));
    expect(row(home, '14:10')).toMatchObject({ state: 'concern', visitors: [] });
  });

  it('shows who has an alarm, and until when', () => {
    const held = gone.and(passing('15:00'), says('15:02', office, 'acknowledge', { alarm: 'a1' }));
    expect(row(held, '15:03')?.alarms).toMatchObject([{ id: 'a1', kind: 'overdue', rung: 1, heldBy: office, heldUntil: at('15:12') }]);
  });
});

describe('the history', () => {
  const types = (visit: Given, person: string): readonly unknown[] =>
    (seenBy(visit, person)['history'] as { readonly type: string }[]).map((e) => e.type); // of a person it is a list of events

  it('has every fact in order, by whom and when', () => {
    expect(types(gone, head)).toEqual(gone.visit.history.map((e) => e.type));
  });

  it('names what could not be read, and does not show it', () => {
    const unread = gone.and(says('13:20', teacher, 'arrive', {}, { unread: { metBy: { secret: 'x' } } }));
    expect(textOf(unread, office)).toContain('"unread":["metBy"]');
    expect(textOf(unread, office)).not.toContain('secret');
  });
});
