import { describe, expect, it } from 'vitest';
import { openAlarms } from '../../functions/domain/visit/relations.ts';
import { nextAlarm } from '../../functions/domain/visit/watch.ts';
import { shown } from '../../functions/domain/visit/shown.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import { asked, given, givenOf, knowing, known, look, out, passing, says, seenBy, type Step, withPerson } from '../support/given.ts';
import { assistant, at, deputy, executiveHead, head, office, teacher } from '../support/hampton-visit.ts';

const assess: Step = says('08:55', teacher, 'assess', { safeWord: 'green folder', signed: true });
const [answering, agreeing, leaving, sending] = out;
/** Out, with a safe word that was agreed beforehand. */
const withWord = given(answering!, assess, agreeing!, leaving!, sending!);
const help = (time: string, who = teacher): Step => says(time, who, 'raise-alarm', { kind: 'help' });

describe('a call for help', () => {
  it('opens at its first step at once, by the ladder that the school set', () => {
    given(...out)
      .when(help('13:30'))
      .records(
        { type: 'AlarmOpened', kind: 'distress', of: 'help', visitors: [teacher], ladder: '$help-ladder' },
        { type: 'RungBegun', rung: 1, told: [office, deputy, head] },
      );
  });

  it('goes on to the police when nobody has it', () => {
    given(...out, help('13:30'), look('13:30'))
      .when(passing('13:33'))
      .tells('rung:h1/2', office, head, executiveHead);
  });

  it('is one where the kind of it cannot be read', () => {
    given(...out)
      .when(says('13:30', teacher, 'raise-alarm', {}, { unread: { kind: 'hlep' } }))
      .records({ type: 'AlarmOpened', kind: 'distress', call: 'help', unread: { kind: 'hlep' } }, 'RungBegun');
  });

  it('a second time is a second alarm', () => {
    const twice = given(...out, help('13:30'), look('13:30'))
      .when(help('13:31'))
      .records({ type: 'AlarmOpened', alarm: 'h2' }, 'RungBegun');
    expect(openAlarms(twice.visit)).toHaveLength(2);
  });

  it('that was kept under another name takes no other alarm’s', () => {
    const { visit } = given(...out, help('13:30'));
    const before = { ...visit, alarms: visit.alarms.map((alarm) => ({ ...alarm, id: 'a1' })) };
    expect([nextAlarm(before, 'overdue'), nextAlarm(before, 'distress')]).toEqual(['a2', 'h1']);
  });

  it('about violence goes by the school’s own ladder', () => {
    given(...out)
      .when(says('13:30', teacher, 'raise-alarm', { kind: 'violence' }))
      .records({ type: 'AlarmOpened', kind: 'distress', of: 'violence', ladder: 'violence' }, 'RungBegun');
  });

  it('carries where they are, where they send it', () => {
    given(...out)
      .when(says('13:30', teacher, 'raise-alarm', { kind: 'help', position: { latitude: 51.4, longitude: -0.3 } }))
      .records({ type: 'AlarmOpened', position: { latitude: 51.4, longitude: -0.3 } }, 'RungBegun');
  });
});

describe('while a call for help is open', () => {
  const called = given(...out, help('13:30'), look('13:30'));

  it('nothing goes to a visitor, whatever falls due', () => {
    const told = called.when(passing('17:00')).sent.map((line) => line.split(' ')[1]);
    expect(told).not.toContain(teacher);
    expect(told).not.toContain(assistant);
  });

  it('what was to go to a visitor and has not gone is called back', () => {
    const nudged = given(
      ...out,
      passing('14:44:59'),
      look('14:45', () => 'later'),
    );
    expect(Object.values(nudged.visit.owed).map((n) => n.to)).toContain(teacher);
    nudged.and(help('14:45:05')).when(look('14:45:30')).tells('nudge:round-return', office);
  });

  it('nobody rings the visitors or the home: those steps are passed over in every alarm', () => {
    const late = called
      .when(passing('15:00'))
      .records(
        ...Array.from(
          { length: called.when(passing('15:00')).visit.history.length - called.visit.history.length },
          (_, i) => called.when(passing('15:00')).visit.history[called.visit.history.length + i]!.type,
        ),
      );
    const steps = late.visit.history.flatMap((e) =>
      e.type === 'RungBegun' && e.alarm === 'a1' ? [`${e.name} ${e.passedOver ?? 'told'}`] : [],
    );
    expect(steps).toEqual(['worker quiet', 'location quiet', 'lead told']);
  });

  it('whoever is on the visit is not shown that the police are to be called off, which waits for it', () => {
    const rung = given(...out, passing('15:01'), says('15:05', office, 'record-police', { alarm: 'a1' }));
    const back = says('15:20', office, 'return', { visitor: 'all' });
    const plain = rung.and(back);
    const helped = rung.and(says('15:10', teacher, 'raise-alarm', { kind: 'help' }), back);
    expect([plain, helped].map(({ visit }) => visit.tasks.length)).toEqual([1, 0]);
    expect(seenBy(plain, teacher)['tasks']).toEqual(seenBy(helped, teacher)['tasks']);
    expect(seenBy(plain, office)['tasks']).toHaveLength(1);
  });

  it('the clocks run on', () => {
    const late = called.and(passing('15:00'));
    expect(openAlarms(late.visit).map((a) => a.kind)).toEqual(['distress', 'overdue']);
  });

  it('the ladder that was being climbed leaves the visitors and the home alone from then on', () => {
    const climbing = given(...out, passing('15:00'), help('15:05'), look('15:05'));
    climbing.when(passing('15:10')).tells('rung:a1/2').tells('rung:a1/3', head, executiveHead);
  });
});

describe('a call for help that is over', () => {
  it('leaves whoever was back before as they were, when they look', () => {
    const back = given(...out, help('13:30'), passing('14:20'), says('14:20', teacher, 'return', { visitor: 'all' }), passing('14:30'));
    const visitors = { [teacher]: 'accounted-for', [assistant]: 'accounted-for' };
    const over = back.and(says('14:40', head, 'stand-down', { alarm: 'h1', how: 'Spoke to both', visitors }));
    expect(openAlarms(over.visit)).toEqual([]);
    expect(seenBy({ ...over, now: back.now }, teacher)).toEqual(seenBy(back, teacher));
  });
});

describe('the safe word', () => {
  it.each([
    ['check-in', { words: 'Could you look in the green folder for me?' }],
    ['note', { words: 'GREEN FOLDER' }],
    ['arrive', { metBy: 'somebody with a Green, Folder' }],
    ['leave', { next: 'green-folder' }],
    ['return', { seenBy: 'the green folder' }],
    ['revise', { place: 'green folder' }],
    ['correct', { so: 'it was in the green folder' }],
    ['depart-in-breach', { reason: 'green folder' }],
    ['raise-alarm', { kind: 'other', words: 'green folder' }],
  ] as const)('is heard in %s, whatever stands around it', (name, body) => {
    const said = withWord.when(says('13:30', teacher, name, body));
    expect(openAlarms(said.visit).filter((a) => a.kind === 'distress' && a.call === 'word')).toHaveLength(1);
  });

  it('is heard where it came in what could not be read', () => {
    const said = withWord.when(says('13:30', office, 'check-in', { visitor: teacher }, { unread: { remark: 'green folder' } }));
    expect(openAlarms(said.visit)[0]?.kind).toBe('distress');
  });

  it('is heard by the office for the one whose word it is', () => {
    const said = withWord.when(says('13:30', office, 'note', { words: 'She asked about the green folder' }));
    expect(openAlarms(said.visit)[0]?.visitors).toContain(teacher);
  });

  it('does what was said all the same, and stops no clock', () => {
    withWord
      .when(says('13:30', teacher, 'check-in', { words: 'green folder' }))
      .records(
        { type: 'VisitorCheckedIn', visitor: teacher },
        { type: 'AlarmOpened', kind: 'distress', call: 'word', of: 'help' },
        { type: 'RungBegun', rung: 1 },
      );
    withWord
      .and(says('13:30', teacher, 'check-in', { words: 'green folder' }))
      .when(passing('15:00'))
      .tells('rung:a1/3', head, executiveHead);
  });

  it('is not heard in other words, or in part of one', () => {
    for (const words of ['All fine', 'green folders', 'a folder, green'])
      expect(openAlarms(withWord.when(says('13:30', teacher, 'check-in', { words })).visit), words).toEqual([]);
  });

  it('is not heard in the name of what was done, or of whom', () => {
    const plain = given(
      answering!,
      says('08:55', teacher, 'assess', { safeWord: 'check in', signed: true }),
      agreeing!,
      leaving!,
      sending!,
    );
    expect(openAlarms(plain.when(says('13:30', teacher, 'check-in', {})).visit)).toEqual([]);
  });

  it('of nobody is not heard', () => {
    given(...out)
      .when(says('13:30', teacher, 'check-in', { words: 'green folder' }))
      .records('VisitorCheckedIn');
  });
});

it('is not taken from whoever goes on visits too and notes the others’ return without their names', () => {
  const both = withPerson(deputy, { duties: ['slt', 'dsl', 'visitor'] });
  const noted = given(knowing(both), ...out, help('13:30'), says('13:40', deputy, 'return', { words: 'They are both back' }));
  noted.when(says('13:41', deputy, 'acknowledge', { alarm: 'h1' })).records({ type: 'AlarmAcknowledged' });
  expect(noted.visit.visitors.map(({ person }) => person)).toEqual([teacher, assistant]);
  expect(noted.visit.history.findLast((event) => event.type === 'NoteMade')).toMatchObject({ unread: { words: 'They are both back' } });
});

describe('other alarms', () => {
  it.each([
    ['illness', 'illness', '$concern-ladder'],
    ['child-alone', 'concern-now', 'instructions'],
    ['child-in-danger', 'concern-now', 'instructions'],
    ['other', 'other', '$concern-ladder'],
  ])('%s opens the ladder that answers it, at once', (kind, of, ladder) => {
    given(...out)
      .when(says('13:30', teacher, 'raise-alarm', { kind }))
      .records({ type: 'AlarmOpened', kind: 'concern', of, ladder }, { type: 'RungBegun', rung: 1 });
  });

  it('of a child who is alone calls the safeguarding leads while the visitors wait outside', () => {
    given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'child-alone' }))
      .when(look('13:30'))
      .tells('rung:a1/1', office, deputy, head);
  });

  it('do not silence a phone', () => {
    given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'illness' }), look('13:30'))
      .when(passing('14:45'))
      .tells('nudge:round-return', teacher, assistant, office);
  });

  it('open by an answer too: a concern that cannot wait', () => {
    given(...out)
      .when(says('13:30', teacher, 'answer', { answers: { 'any-concern': 'now' } }))
      .records('QuestionsAnswered', { type: 'AlarmOpened', of: 'concern-now' }, 'RungBegun');
    given(...out, says('13:30', teacher, 'answer', { answers: { 'any-concern': 'now' } }))
      .when(says('13:31', teacher, 'answer', { answers: { 'parent-questions': 'None' } }))
      .records('QuestionsAnswered');
  });

  it('an outcome in doubt makes the head of school settle what happens now, with the executive headteacher, by a task that reminds', () => {
    const doubt = given(...out).when(says('13:30', teacher, 'leave', { visitor: 'all', outcome: 'abandoned-doubt' }));
    doubt.records('VisitorLeft', 'VisitorLeft', { type: 'TaskOwed', task: 'strategy', of: [head] });
    const asked = doubt.and(look('13:30'));
    const strategy = { with: executiveHead, when: at('13:35'), settled: 'Meet at school', 'another-day': false };
    asked.when(says('13:40', head, 'answer', { answers: { strategy: { ...strategy, with: assistant } } })).refuses('wrong-answer');
    asked.when(passing('14:30')).tells('task:strategy', head);
    asked
      .and(says('13:40', head, 'answer', { answers: { strategy } }))
      .when(passing('14:30'))
      .tells('task:strategy');
  });

  it('are opened for a time that is written down as the server heard it', () => {
    expect(given(...out, help('13:30')).visit.alarms[0]?.openedAt).toBe(at('13:30'));
  });
});

describe('somebody who was on the visit and stays behind', () => {
  const three = asked({ visitors: [teacher, assistant, deputy].map((person) => ({ person })) });
  const called = givenOf(three, known, says('08:34', deputy, 'not-going', { reason: 'Needed here' }), ...out, help('13:30'));

  it('is told of a call for help, in plain words', () => {
    called.when(look('13:30')).tells('rung:h1/1', office, deputy, head);
    const notice = Object.values(called.visit.owed).find((owed) => owed.to === deputy && owed.about.kind === 'rung');
    expect(wordingOf(notice!, called.visit, known, 'https://doorstep.example').text).toContain('call for help');
  });

  it('sees it, takes it and ends it', () => {
    expect(shown(called.visit, { person: deputy }, known, at('13:31'))).toMatchObject({ alarms: [{ id: 'h1', kind: 'distress' }] });
    called.when(says('13:31', deputy, 'acknowledge', { alarm: 'h1' })).records({ type: 'AlarmAcknowledged', by: deputy });
    called
      .when(says('13:40', deputy, 'stand-down', { alarm: 'h1', how: 'With me', visitors: { [teacher]: 'accounted-for' } }))
      .records({ type: 'AlarmEnded', alarm: 'h1' });
  });

  it('hears a new time, which is spoken then', () => {
    called
      .when(says('13:31', deputy, 'revise', { plan: { returnAt: at('15:00') }, means: 'telephone' }))
      .records({ type: 'TimesRevised', spoken: true });
  });

  it('knows nothing of it once they are heard of at the house', () => {
    const came = called.and(says('13:35', office, 'arrive', { visitor: deputy }));
    expect(shown(came.visit, { person: deputy }, known, at('13:36'))).toMatchObject({ alarms: [] });
  });
});
