import { describe, expect, it } from 'vitest';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { stageOf } from '../../functions/domain/visit/relations.ts';
import { StoredVisit } from '../../functions/domain/visit/visit.ts';
import { given, type Given, known, look, out, passing, says } from '../support/given.ts';
import { assistant, at, head, office, teacher } from '../support/hampton-visit.ts';

const home = given(
  ...out,
  says('14:00', teacher, 'leave', { visitor: 'all', outcome: 'completed' }),
  says('14:20', teacher, 'return', { visitor: 'all' }),
);
const fine = says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none' } });

describe('writing a visit up', () => {
  it('comes after everybody is back', () => {
    given(...out)
      .when(says('14:00', teacher, 'write-up', { answers: {} }))
      .refuses('not-at-this-stage');
    given()
      .when(says('14:00', teacher, 'write-up', { answers: {} }))
      .refuses('not-at-this-stage');
    const written = home.when(fine).records({ type: 'VisitWrittenUp' });
    expect(stageOf(written.visit)).toBe('written-up');
  });

  it('may be done again with more in it, and the same again is no news', () => {
    const written = home.and(fine);
    written.when(says('14:31', teacher, 'write-up', { answers: { 'any-concern': 'none' } })).recordsNothing();
    written.when(says('14:31', teacher, 'write-up', { answers: { 'settling-in': { toy: 'A rabbit' } } })).records('VisitWrittenUp');
  });

  it('keeps where the record lives, once', () => {
    const kept = home.when(says('14:30', teacher, 'record-reference', { system: 'CPOMS', reference: 'C-17' }));
    kept.records(
      { type: 'ReferenceRecorded', reference: 'C-17' },
      { type: 'QuestionsAnswered', answers: [{ question: 'cpoms', value: 'C-17' }] },
    );
    kept
      .and()
      .when(says('14:31', teacher, 'record-reference', { system: 'CPOMS', reference: 'C-17' }))
      .recordsNothing();
  });

  it('of a concern is told to the head of school', () => {
    const worried = home.and(says('14:25', teacher, 'answer', { answers: { 'any-concern': 'tell-dsl' } }), look('14:25'));
    worried
      .and(says('14:30', teacher, 'write-up', { answers: {} }))
      .when(look('14:30'))
      .tells('notice:concern-shared', head);
    home.and(fine).when(look('14:30')).tells('notice:concern-shared');
  });
});

describe('closing a visit', () => {
  it('asks whether anything was of concern, and how the visit ended', () => {
    home
      .when(says('14:30', teacher, 'close'))
      .refusesFor('concern-asked')
      .refuses('unmet', 'HA-51', 'HA-58');
    given(...out, says('14:20', teacher, 'return', { visitor: 'all' }))
      .when(says('14:30', teacher, 'close'))
      .refusesFor('concern-asked', 'outcome-said');
    home
      .and(fine)
      .when(says('14:40', teacher, 'close'))
      .records('VisitClosed');
  });

  it('of a visit with a concern waits for the safeguarding lead and for CPOMS', () => {
    const worried = home
      .and(says('14:25', teacher, 'answer', { answers: { 'any-concern': 'tell-dsl' } }))
      .and(says('14:26', head, 'stand-down', { alarm: 'a1', how: 'We talked it over' }));
    worried
      .when(says('14:30', teacher, 'close'))
      .refusesFor('concern-logged', 'dsl-told')
      .refuses('unmet', 'HA-52', 'HA-58', 'HA-93');
    worried
      .and(says('14:31', teacher, 'answer', { answers: { 'dsl-told': true, cpoms: 'C-17' } }))
      .when(says('14:32', teacher, 'close'))
      .records('VisitClosed');
  });

  it('waits for an alarm that is open', () => {
    const late = given(
      ...out,
      passing('15:00'),
      says('15:05', teacher, 'raise-alarm', { kind: 'other' }),
      says('15:06', teacher, 'return', { visitor: 'all' }),
    );
    late.when(says('15:10', head, 'close')).refuses('alarm-open');
  });

  it('is no news a second time', () => {
    home
      .and(fine, says('14:40', teacher, 'close'))
      .when(says('14:41', office, 'close'))
      .recordsNothing();
  });

  it('does not wait for what is only nice to know', () => {
    expect(home.and(fine).visit.answers['settling-in']).toBeUndefined();
    home
      .and(fine)
      .when(says('14:40', teacher, 'close'))
      .records('VisitClosed');
  });
});

describe('what is kept of a visit', () => {
  const stored = ({ visit }: Given): StoredVisit => ({
    school: visit.school,
    visit: visit.visit,
    version: visit.version,
    history: [...visit.history],
    owed: visit.owed,
    tally: visit.tally,
  });

  it.each([
    ['asked for', given()],
    ['out', given(...out)],
    ['late', given(...out, passing('15:45'))],
    [
      'stood down',
      given(
        ...out,
        passing('15:00'),
        says('15:05', head, 'stand-down', { alarm: 'a1', how: 'Seen', visitors: { [teacher]: 'accounted-for', [assistant]: at('16:00') } }),
      ),
    ],
    ['closed', home.and(fine, says('14:40', teacher, 'close'))],
  ])('of one that is %s, adds up to that visit again, after a store has had it', (_name, visit) => {
    const read = StoredVisit.parse(JSON.parse(JSON.stringify(stored(visit))));
    expect(visitOf(read)).toEqual(visit.visit);
  });

  it('must begin with its request', () => {
    expect(() => visitOf({ ...stored(home), history: stored(home).history.slice(1) })).toThrow(/does not begin with its request/);
  });

  it('has a shadow that says when to look, and what a list shows', () => {
    const late = given(...out, passing('15:00'));
    expect(shadowOf(late.visit, known)).toMatchObject({
      dueAt: at('15:10'),
      list: 'open',
      household: 'hampton-home-1',
      card: { stage: 'out', watched: true, visitors: [{ person: teacher, state: 'signed-out' }, { person: assistant }] },
    });
    const closed = home.and(fine, says('14:40', teacher, 'close'), look('14:40'));
    expect(shadowOf(closed.visit, known)).toMatchObject({
      list: 'done',
      outcome: { stage: 'closed', entered: true },
      card: { watched: false },
    });
    expect(shadowOf(closed.visit, known).dueAt).toBeUndefined();
  });

  it('has a card that names no family and no reason, and is small', () => {
    const card = JSON.stringify(shadowOf(given(...out, passing('15:00')).visit, known).card);
    expect(card).not.toMatch(/okonjo|larch|meet the family/i);
    expect(card.length).toBeLessThan(400);
  });

  it('did not get inside where nobody was in', () => {
    const nobody = given(...out, says('13:20', teacher, 'leave', { visitor: 'all', outcome: 'nobody-home' }));
    expect(shadowOf(nobody.visit, known).outcome).toEqual({ stage: 'out', entered: false });
  });
});
