/** Somebody leaves the school: what that is to the visits that need them, and to whoever is out at that moment. */
import { describe, expect, it } from 'vitest';
import { findings } from '../../functions/domain/policy/gates.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import {
  asked,
  authorised,
  given,
  type Given,
  givenOf,
  knowing,
  known,
  leavesSchool,
  leftBy,
  look,
  out,
  passing,
  ruledBy,
  says,
  seenBy,
  withPerson,
} from '../support/given.ts';
import { answers, assistant, at, deputy, familySupport, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const nursery = 'hampton-nursery-assistant';
const outstanding = ({ visit, known: knows }: Pick<Given, 'visit' | 'known'>) =>
  findings('depart', visit, knows)
    .outstanding.filter((one) => one.code === 'others-here')
    .map(({ message, missing, wants }) => ({ message, missing, wants }));

describe('a visit that is planned', () => {
  const three = given(
    ...authorised,
    says('08:45', teacher, 'amend', { visitors: [{ person: teacher }, { person: assistant }, { person: nursery }] }),
    says('08:50', head, 'authorise'),
  );

  it('is left on by nobody while it names a visitor who has left, and says who that is', () => {
    const answer = three.and(leavesSchool('12:00', nursery)).when(says('13:00', teacher, 'depart', { visitor: 'all', ticks }));
    answer.refusesFor('visitors-here').refuses('unmet', 'DS-23');
    expect(answer.decision).toMatchObject({
      refusal: {
        unmet: [
          {
            message: 'Tomasz Zielinski has left the school. Name who goes instead, or record that they are not going.',
            missing: [`visitors#${nursery}`],
            wants: { kind: 'request', field: 'visitors', not: [nursery] },
          },
        ],
      },
    });
  });

  it('hears of it once for each leaving, and tells its requester and whoever goes', () => {
    const left = three.when(leavesSchool('12:00', nursery));
    left.records({ type: 'PersonLeft', person: nursery, by: 'hampton-admin', leftAt: at('12:00'), as: ['visitors'] });
    left.and().when(look('12:00')).tells('notice:person-left', teacher, assistant);
    const back = left.and(look('12:00'), knowing(known));
    back.when(leavesSchool('12:00', nursery, head)).recordsNothing();
    back.when(leavesSchool('12:30', nursery)).records({ type: 'PersonLeft', leftAt: at('12:30') });
  });

  it('and does not name them hears nothing', () => {
    given(...authorised)
      .when(leavesSchool('12:00', familySupport))
      .recordsNothing();
  });

  it('and is off hears nothing', () => {
    given(...authorised, says('11:00', teacher, 'cancel', { reason: 'Ill' }))
      .when(leavesSchool('12:00', teacher))
      .recordsNothing();
  });

  it('keeps the agreement of somebody who has left since, and asks them for no new one', () => {
    const left = given(...authorised, leavesSchool('12:00', head));
    expect(left.visit.authorised).toBe(true);
    left.when(says('13:00', teacher, 'depart', { visitor: 'all', ticks })).records('WatchSet', 'VisitorDeparted', 'VisitorDeparted');
    given(says('08:35', teacher, 'answer', { answers }), leavesSchool('08:36', head))
      .when(says('08:40', head, 'authorise'))
      .refuses('not-yours-to-agree');
  });

  it('says who was the last that could agree to it', () => {
    const left = given(says('08:35', teacher, 'answer', { answers }), leavesSchool('08:36', head));
    expect(outstanding(left)).toEqual([
      {
        message: 'Ruth Calloway has left the school. This visit still names them: name who takes their place.',
        missing: ['timetable'],
        wants: { kind: 'agreement', agreement: 'timetable', by: ['head-of-school'] },
      },
    ]);
  });

  it('says whom its answers name who has left, and whoever is involved', () => {
    const others = givenOf(
      asked({ involved: [familySupport] }),
      known,
      says('08:35', teacher, 'answer', { answers: { ...answers, class: { class: 'Willow', teacher: 'hampton-nursery-teacher' } } }),
    );
    const left = others.when(leavesSchool('12:00', 'hampton-nursery-teacher'));
    left.records({ type: 'PersonLeft', as: ['@class'] });
    expect(outstanding(left)).toMatchObject([{ missing: ['class'], wants: { kind: 'answer', question: 'class' } }]);
    const both = left.and().when(leavesSchool('12:10', familySupport));
    both.records({ type: 'PersonLeft', as: ['involved'] });
    expect(outstanding(both).map(({ missing }) => missing)).toEqual([[`involved#${familySupport}`], ['class']]);
  });

  it('says whose line manager has left, where the policy has a part for them', () => {
    const managed = ruledBy(
      { notices: [{ id: 'manager-told', on: ['departed'], tell: ['line-manager'], say: 'They have left.', clauses: ['HA-01'] }] },
      withPerson(teacher, { manager: deputy }),
    );
    const left = givenOf(asked({}, teacher, managed), managed).when(leavesSchool('12:00', deputy));
    left.records({ type: 'PersonLeft', as: ['line-manager'] });
    expect(outstanding(left)).toMatchObject([
      { missing: [`line-manager#${teacher}`], wants: { kind: 'person', person: teacher, field: 'manager' } },
    ]);
  });

  it('of which somebody is out already is one that goes on against the policy, where it wanted the one who has left', () => {
    const one = given(...authorised, says('13:00', teacher, 'depart', { visitor: teacher, ticks }));
    one.when(leavesSchool('13:05', assistant)).records('PersonLeft', { type: 'BreachFound', visitors: [teacher] });
  });
});

describe('somebody who is out when they leave the school', () => {
  const gone = given(...out, leavesSchool('13:30', teacher));

  it('is nudged and waited for like anybody, and no breach is made of it', () => {
    expect(gone.visit.history.map(({ type }) => type)).not.toContain('BreachFound');
    gone.when(passing('14:46')).tells('nudge:round-return', teacher, assistant, office);
    expect(gone.and(passing('15:01')).visit.alarms).toMatchObject([{ kind: 'overdue', visitors: [teacher, assistant] }]);
  });

  it('is shown to whoever looks for them, by name, number and vehicle', () => {
    const driving = given(knowing(withPerson(teacher, { vehicle: 'A blue Fiat, AB12 CDE' })), ...out, leavesSchool('13:30', teacher));
    expect(seenBy(driving, office)['visitors']).toMatchObject([
      { person: teacher, name: 'Priya Raman', mobile: '+447700900111', vehicle: 'A blue Fiat, AB12 CDE' },
      { person: assistant },
    ]);
  });

  it('is named in what is sent of them', () => {
    expect(
      gone
        .when(says('13:40', teacher, 'raise-alarm', { kind: 'illness' }))
        .and(look('13:40'))
        .sent.join(),
    ).toContain(`${office} rung:a1/1`);
  });

  it('is on nobody’s ladder once they are accounted for', () => {
    const back = gone.and(says('14:00', teacher, 'return', { visitor: 'all' }));
    back.when(passing('15:01')).sends(`email ${assistant} notice:person-left`);
    expect(seenBy(back, teacher)['visitors']).toMatchObject([{ person: teacher }, { person: assistant }]);
    expect(seenBy(back, teacher)['household']).toEqual({ id: 'hampton-home-1' });
    expect(seenBy(gone, teacher)['household']).toMatchObject({ name: known.household!.name });
  });

  it('is told nothing of their own leaving', () => {
    given(...out)
      .when(leavesSchool('13:30', teacher))
      .and()
      .when(look('13:30'))
      .tells('notice:person-left', assistant);
  });
});

describe('whoever is on a visit from which help was called for', () => {
  const called = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }), look('13:30'));

  it('is told by nobody’s leaving that the police were rung', () => {
    const over = called.and(
      says('13:35', office, 'record-police', { alarm: 'h1' }),
      says('13:40', head, 'stand-down', { alarm: 'h1', how: 'Seen', visitors: { [teacher]: at('14:30') } }),
      look('13:40'),
    );
    expect(over.visit.tasks).toMatchObject([{ task: 'police-called-off#h1', of: [office, deputy, head] }]);
    over.when(leavesSchool('13:50', office)).recordsNothing();
  });

  it('nor that a visit which they have closed is not closed to the school', () => {
    const answered = { answers: { 'any-concern': 'none' } };
    const closed = called.and(
      says('13:50', teacher, 'leave', { visitor: 'all', outcome: 'completed' }),
      says('14:00', teacher, 'return', { visitor: 'all' }),
      says('14:10', teacher, 'write-up', answered),
      says('14:20', teacher, 'close'),
    );
    expect(closed.visit).toMatchObject({ closed: false, seemsClosed: true });
    closed.when(leavesSchool('14:30', assistant)).recordsNothing();
  });
});

describe('whoever has left', () => {
  it('is off every ladder from then on, though the watch was copied before', () => {
    given(...out, leavesSchool('13:30', office))
      .when(passing('15:01'))
      .tells('rung:a1/1');
    given(...out)
      .when(passing('15:01'))
      .tells('rung:a1/1', office);
  });

  it('is named where they are named already', () => {
    const { visit } = given(...out);
    const owed = { id: 'n1', to: office, channel: 'email', queuedAt: at('13:30'), tries: 1, timeOuts: 0 } as const;
    const { text } = wordingOf({ ...owed, about: { kind: 'notice', notice: 'person-left' } }, visit, leftBy(assistant), 'https://x');
    expect(text).toContain('Priya and Joel');
  });

  it('owes nothing any more: whoever would owe it now is reminded', () => {
    const owed = given(...out, says('13:50', teacher, 'leave', { visitor: 'all', outcome: 'abandoned-safety' }), look('13:50'));
    const instead = withPerson(deputy, { duties: ['slt', 'dsl', 'head-of-school'] }, owed.known);
    owed.and(knowing(instead), leavesSchool('13:55', head)).when(passing('14:51')).tells('task:strategy', deputy);
  });
});

describe('an emergency contact', () => {
  const emergencyContact = { name: 'Anil Raman', phone: '020 7946 0018', relationship: 'husband' };
  const knows = withPerson(teacher, { emergencyContact });
  const quiet = given(knowing(knows), ...out);
  const called = quiet.and(says('13:30', teacher, 'raise-alarm', { kind: 'help' }));
  const contactsSeen = (story: Given, viewer: string | { machine: 'read' }) =>
    (seenBy(story, viewer)['visitors'] as { emergencyContact?: object }[]).map((v) => v.emergencyContact);

  it('is shown on a visit while an alarm covers that visitor, to whoever works it', () => {
    expect(contactsSeen(called, office)).toEqual([emergencyContact, undefined]);
    expect(contactsSeen(quiet, office)).toEqual([undefined, undefined]);
  });

  it('and to nobody on the visit, no machine, and nobody afterwards', () => {
    expect(contactsSeen(called, assistant)).toEqual([undefined, undefined]);
    const ill = quiet.and(says('13:30', teacher, 'raise-alarm', { kind: 'illness' }));
    expect(contactsSeen(ill, office)).toEqual([emergencyContact, undefined]);
    expect(contactsSeen(ill, assistant)).toEqual([undefined, undefined]);
    expect(contactsSeen(called, { machine: 'read' })).toEqual([undefined, undefined]);
    const over = called.and(says('13:40', head, 'stand-down', { alarm: 'h1', how: 'Seen', visitors: { [teacher]: at('14:30') } }));
    expect(contactsSeen(over, office)).toEqual([undefined, undefined]);
  });

  it('nor while somebody is only asked whether they have gone', () => {
    const asking = given(knowing(knows), ...authorised, passing('13:16'));
    expect(asking.visit.alarms).toHaveLength(1);
    expect(contactsSeen(asking, office)).toEqual([undefined, undefined]);
  });
});
