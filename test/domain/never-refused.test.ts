import { describe, expect, it } from 'vitest';
import { running } from '../../functions/domain/policy/clocks.ts';
import { afterTheDoor, type AfterTheDoor } from '../../functions/domain/visit/commands.ts';
import { isOut, openAlarms, stageOf } from '../../functions/domain/visit/relations.ts';
import { asked, authorised, given, type Given, givenOf, knowing, known, look, out, says, setTo, type Step } from '../support/given.ts';
import { assistant, at, deputy, head, office, teacher } from '../support/hampton-visit.ts';

const names = Object.keys(afterTheDoor) as AfterTheDoor[]; // the keys of the table are the names
const back = says('14:20', teacher, 'return', { visitor: 'all' });
const closing: readonly Step[] = [
  says('14:10', teacher, 'leave', { visitor: 'all', outcome: 'completed' }),
  back,
  says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none' } }),
  says('14:40', teacher, 'close'),
];
const stages: Readonly<Record<string, Given>> = {
  requested: given(),
  authorised: given(...authorised),
  out: given(...out),
  'on site': given(...out, says('13:20', teacher, 'arrive', { visitor: 'all' })),
  left: given(...out, says('13:50', teacher, 'leave', { visitor: 'all' })),
  returned: given(...out, back),
  closed: given(...out, ...closing),
  cancelled: given(says('09:00', teacher, 'cancel', { reason: 'Ill' })),
  declined: given(says('09:00', head, 'decline', { reason: 'No' })),
  overdue: given(...out, look('15:00')),
  'in trouble': given(...out, says('13:30', teacher, 'raise-alarm')),
  'at a school that has set nothing': givenOf(asked(), { ...known, settings: { ...known.settings, values: {} } }),
};
const isSomebodyOut = ({ visit }: Pick<Given, 'visit'>, person = teacher): boolean =>
  visit.visitors.some((v) => v.person === person && isOut(v));

describe('after the door nothing is refused', () => {
  it.each(Object.keys(stages).flatMap((stage) => names.map((name) => [stage, name] as const)))('to a visit %s: %s', (stage, name) => {
    const visit = stages[stage]!;
    for (const who of [teacher, office, 'hampton-technician', 'machine:mis'])
      for (const body of [{}, { visitor: 'all' }, { visitor: assistant }, { visitor: 'nobody-we-know' }])
        expect(visit.when(says('15:30', who, name, body)).decision.accepted, `${who} ${JSON.stringify(body)}`).toBe(true);
  });

  it('keeps what could not be read, as it was sent', () => {
    given(...out)
      .when(says('13:20', teacher, 'arrive', {}, { unread: { metBy: 17 } }))
      .records({ type: 'VisitorArrived', visitor: teacher, unread: { metBy: 17 } });
    given(...out)
      .when(says('13:20', 'machine:mis', 'check-in', {}, { unread: { visitor: { first: 'Priya' } } }))
      .records({ type: 'NoteMade', unread: { visitor: { first: 'Priya' } } });
  });

  it('clears no clock for a name that could not be read', () => {
    const said = given(...out).when(says('14:00', teacher, 'return', {}, { unread: { visitor: 'Pryia' } }));
    said.records({ type: 'NoteMade', unread: { visitor: 'Pryia' } });
    expect(isSomebodyOut(said)).toBe(true);
  });

  it('said a second time is no news', () => {
    const arrived = given(...out, says('13:20', teacher, 'arrive'));
    arrived.when(says('13:21', teacher, 'arrive')).recordsNothing();
    given(...out, back)
      .when(says('14:21', teacher, 'return'))
      .recordsNothing();
  });

  it('pressed twice with one key is one press', () => {
    const key = { id: 'press-1', body: 'b' };
    const once = given(...out, says('13:20', teacher, 'raise-alarm', {}, { key }));
    once.when(says('13:20:02', teacher, 'raise-alarm', {}, { key })).recordsNothing();
  });

  it('records whoever said it for them', () => {
    given(...out)
      .when(says('13:20', office, 'arrive', { visitor: teacher, at: '13:18' }, { saidAt: '13:18' }))
      .records({ type: 'VisitorArrived', visitor: teacher, by: office, saidAt: '13:18' });
  });

  it('opens a closed visit again', () => {
    const closed = given(...out, ...closing);
    expect(stageOf(closed.visit)).toBe('closed');
    const open = closed.and(says('16:00', office, 'correct', { visitor: teacher, what: 'return' }));
    expect(stageOf(open.visit)).toBe('out');
    expect(stageOf(open.and(says('16:10', teacher, 'return')).visit)).toBe('written-up');
  });
});

describe('somebody heard of after the door who had not signed out', () => {
  const heard = given(...authorised).when(says('13:20', teacher, 'arrive'));

  it('is out, in breach, and watched', () => {
    heard.records({ type: 'VisitorDepartedInBreach', visitor: teacher }, { type: 'VisitorArrived', visitor: teacher });
    expect(
      running(heard.visit, known)
        .filter((r) => r.clock.expects === 'return')
        .map((r) => r.visitor),
    ).toEqual([teacher]);
  });

  it('is written down with what was missing and its clauses', () => {
    given()
      .when(says('13:20', teacher, 'depart-in-breach', { reason: 'Urgent' }))
      .records('WatchSet', {
        type: 'VisitorDepartedInBreach',
        reason: 'Urgent',
        unmet: expect.arrayContaining([{ code: 'timetable', clauses: ['HA-84'] }]),
      });
  });

  it('is told to the safeguarding leads and the head of school, and to the office as any departure', () => {
    given(...authorised, says('13:20', teacher, 'depart-in-breach'))
      .when(look('13:20'))
      .tells('notice:breach', head, deputy)
      .tells('notice:copy', office, head);
  });

  it('closes no gate: what was missing is missing still', () => {
    const gone = given().and(says('13:20', teacher, 'depart-in-breach'));
    gone.when(says('13:25', assistant, 'depart')).refuses('unmet', 'HA-84');
  });

  it.each(['cancelled', 'declined'])('is out and watched though the visit was %s', (stage) => {
    const gone = stages[stage]!.and(says('13:20', teacher, 'depart-in-breach'));
    expect(stageOf(gone.visit)).toBe('out');
    expect(running(gone.visit, known).map((r) => r.clock.expects)).toContain('return');
  });

  it('is out though they were not going', () => {
    const gone = given(...authorised, says('12:00', assistant, 'not-going', { reason: 'Ill' }), says('13:20', assistant, 'arrive'));
    expect(isSomebodyOut(gone, assistant)).toBe(true);
  });

  it('is out though nobody had them on the visit', () => {
    const gone = given(...out).when(says('13:20', office, 'arrive', { visitor: 'hampton-family-support' }));
    gone.records({ type: 'VisitorDepartedInBreach', visitor: 'hampton-family-support' }, 'VisitorArrived');
    expect(running(gone.visit, known).map((r) => r.visitor)).toContain('hampton-family-support');
  });

  it('goes out again after a return, by saying so', () => {
    const again = given(...out, says('14:00', teacher, 'return')).when(
      says('14:10', teacher, 'depart-in-breach', { plan: { returnAt: at('15:00') } }),
    );
    again.records('VisitorDepartedInBreach');
    expect(isSomebodyOut(again)).toBe(true);
    expect(running(again.visit, known).filter((r) => r.visitor === teacher)).toHaveLength(1);
  });

  it('whom nothing can watch is told to people at once', () => {
    const knows = setTo({ 'rung-wait': undefined, 'assumed-stay': undefined });
    givenOf(asked({ plan: {} }, teacher, knows), knows)
      .when(says('13:20', teacher, 'depart-in-breach'))
      .records(
        'WatchSet',
        'VisitorDepartedInBreach',
        { type: 'AlarmOpened', kind: 'concern', call: 'unwatched', visitors: [teacher] },
        { type: 'RungBegun', rung: 1, told: expect.arrayContaining([office, deputy, head]) },
      );
  });

  it('is not made to be out by the office writing a note about the visit', () => {
    given(...authorised)
      .when(says('12:00', office, 'note', { words: 'The family rang' }))
      .records('NoteMade');
    given(...authorised)
      .when(says('12:00', office, 'revise', { plan: { departAt: at('13:30') } }))
      .records('TimesRevised');
  });
});

describe('what was not so', () => {
  const returned = given(...out, says('14:00', teacher, 'return', { visitor: 'all' }));

  it('is put right: a return that was not one starts the watch again', () => {
    const corrected = returned.when(says('14:10', office, 'correct', { visitor: teacher, what: 'return', so: 'It was a colleague' }));
    corrected.records({ type: 'ContactCorrected', visitor: teacher, what: 'return' });
    expect(running(corrected.visit, known).map((r) => [r.visitor, r.due])).toEqual([[teacher, at('14:30')]]);
  });

  it('brings the alarm at once where they are late already', () => {
    returned
      .and(says('15:30', office, 'correct', { visitor: teacher, what: 'return' }))
      .when(look('15:30'))
      .records({ type: 'AlarmOpened', visitors: [teacher] }, 'RungBegun', 'NoticesMarked');
  });

  it('is a return where nobody says what', () => {
    returned.when(says('14:10', office, 'correct', { visitor: teacher })).records({ type: 'ContactCorrected', what: 'return' });
  });

  it('takes back an arrival and a leaving', () => {
    const there = given(...out, says('13:20', teacher, 'arrive'), says('13:50', teacher, 'leave'));
    const stop = there.and(says('13:51', teacher, 'correct', { what: 'leave' }), says('13:52', teacher, 'correct', { what: 'arrive' }));
    expect(stop.visit.visitors[0]).toMatchObject({ contacts: { depart: at('13:00') }, stops: [{ visit: 'HV-000001' }] });
  });

  it('may be said of one who was stood down', () => {
    const stood = given(
      ...out,
      look('15:00'),
      says('15:05', head, 'stand-down', {
        alarm: 'a1',
        how: 'Seen',
        visitors: { [teacher]: 'accounted-for', [assistant]: 'accounted-for' },
      }),
    );
    const wrong = stood.and(says('15:10', office, 'correct', { visitor: assistant }), look('15:10'));
    expect(openAlarms(wrong.visit).map((alarm) => alarm.visitors)).toEqual([[assistant]]);
  });
});

describe('a change of the settings', () => {
  it('while somebody is out changes nothing for them', () => {
    const gone = given(...out, knowing(setTo({ 'rung-wait': undefined, repeat: undefined })), look('15:00'));
    gone.when(look('15:10')).tells('rung:a1/2', office);
  });
});
