/** Who is told at an hour: turns that are taken, whoever stands in for somebody, and what only the person may do. */
import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { changesOfDuty } from '../../functions/domain/policy/duty.ts';
import { receivers, rungReceivers } from '../../functions/domain/policy/receivers.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { asked, given, givenOf, knowing, known, look, out, says, setTo, withPerson } from '../support/given.ts';
import { assistant, at, deputy, executiveHead, familySupport, head, office, teacher } from '../support/hampton-visit.ts';

const { visit } = given(...out);
const rota = (...rows: readonly object[]): Known => setTo({ rota: rows });
const deputies = (...rows: readonly object[]): Known => setTo({ deputies: rows });
const told = (who: string, knows: Known, time: string) => receivers([who], visit, knows, at(time));

describe('whoever takes turns with a duty', () => {
  const turns = rota(
    { duty: 'office', people: [office], from: '08:00', to: '12:00', days: [1, 2, 3, 4, 5] },
    { duty: 'office', people: [familySupport], from: '13:00', to: '16:00', days: [1, 2, 3, 4, 5] },
  );

  it.each([
    ['09:00', [office]],
    ['11:59', [office]],
    ['13:00', [familySupport]],
  ])('has it at %s', (time, people) => {
    expect(told('office', turns, time)).toEqual(people);
  });

  it.each(['12:00', '12:59', '16:00', '20:00', '03:00'])('leaves it at %s to whom the school named for such hours', (time) => {
    expect(told('office', turns, time)).toEqual([head, executiveHead]);
  });

  it('takes no turn in the office while the school is shut', () => {
    expect(receivers(['office'], visit, turns, Instant.parse('2026-07-27T09:00:00Z'))).toEqual([head, executiveHead]);
    expect(told('office', setTo({ 'closed-days': ['2026-06-22'] }, turns), '09:00')).toEqual([head, executiveHead]);
  });

  it('and has left the school takes none either', () => {
    const { [office]: _gone, ...staff } = turns.staff;
    expect(told('office', { ...turns, staff }, '09:00')).toEqual([head, executiveHead]);
  });
});

describe('somebody who is at work at some hours', () => {
  const mornings = [{ from: '08:00', to: '12:00', days: [1, 2, 3] }];
  const part = withPerson(head, { hours: mornings });

  it('is told at those, and leaves the rest to the others who hold the duty', () => {
    expect(told('dsl', part, '09:00')).toEqual([deputy, head]);
    expect(told('dsl', part, '12:00')).toEqual([deputy]);
    expect(receivers(['dsl'], visit, part, Instant.parse('2026-06-25T08:00:00Z'))).toEqual([deputy]);
  });

  it('is told at any hour where nobody else of the duty is at work or can be reached', () => {
    expect(told('head-of-school', part, '13:00')).toEqual([head]);
    const unreachable = withPerson(deputy, { mobile: undefined, email: undefined }, part);
    expect(told('dsl', unreachable, '13:00')).toEqual([deputy, head]);
    expect(rungReceivers({ tell: ['dsl'] }, visit, unreachable, at('13:00')).map(({ id }) => id)).toEqual([head]);
  });

  it('is at work on no day on which the school is shut: then everybody who holds the duty is told', () => {
    const saturdays = withPerson(deputy, { hours: [{ from: '08:00', to: '12:00', days: [6] }] }, part);
    expect(told('dsl', saturdays, '09:00')).toEqual([head]);
    expect(told('dsl', setTo({ 'closed-days': ['2026-06-22'] }, saturdays), '09:00')).toEqual([deputy, head]);
  });

  it('takes the turn that the rota gives them, and none while the office is shut', () => {
    const turn = setTo({ rota: [{ duty: 'dsl', people: [head], from: '12:00', to: '16:00', days: [1] }] }, part);
    expect(told('dsl', turn, '13:00')).toEqual([head]);
    const evenings = withPerson(office, { hours: [{ from: '17:00', to: '20:00', days: [1] }] });
    expect(told('office', evenings, '18:00')).toEqual([head, executiveHead]);
  });

  it('may agree to visits at any hour', () => {
    expect(receivers(['dsl'], visit, part)).toEqual([deputy, head]);
  });

  it('is a moment at which somebody else may come on duty', () => {
    expect(changesOfDuty(part, at('11:00'), at('14:00'))).toEqual([at('12:00')]);
    expect(changesOfDuty(known, at('11:00'), at('14:00'))).toEqual([]);
  });
});

describe('whoever stands in for somebody', () => {
  const away = { for: head, by: [deputy], from: '2026-06-22', to: '2026-06-23' };

  it('is told on those days, and on no other', () => {
    expect(told('head-of-school', deputies(away), '12:00')).toEqual([deputy]);
    expect(told('head-of-school', deputies({ ...away, from: '2026-06-23' }), '12:00')).toEqual([head]);
  });

  it('gives way to their own where they are away too', () => {
    expect(
      told('head-of-school', deputies(away, { for: deputy, by: [executiveHead], from: '2026-06-01', to: '2026-06-30' }), '12:00'),
    ).toEqual([executiveHead]);
  });

  it('is not waited for where they cannot be reached or are on the visit: then it is the person after all', () => {
    const unreachable = withPerson(deputy, { mobile: undefined, email: undefined }, deputies(away));
    expect(told('head-of-school', unreachable, '12:00')).toEqual([head]);
    expect(told('head-of-school', deputies({ ...away, by: [teacher] }), '12:00')).toEqual([head]);
    expect(
      rungReceivers({ tell: ['head-of-school'] }, visit, deputies({ ...away, by: [teacher] }), at('12:00')).map(({ id }) => id),
    ).toEqual([head]);
  });

  it('goes round no further than once', () => {
    const round = deputies(away, { for: deputy, by: [head], from: '2026-06-22', to: '2026-06-22' });
    expect(told('head-of-school', round, '12:00')).toEqual([deputy]);
  });

  it('hears nothing in the place of a visitor: that a visit is off they are told themselves', () => {
    const standIn = deputies({ for: teacher, by: [familySupport] });
    const off = givenOf(asked({}, teacher, standIn), standIn, says('09:00', head, 'cancel', { reason: 'Ill' })).when(look('09:00'));
    off.tells('notice:cancelled', teacher, assistant, office, head);
  });
});

describe('what only some may do', () => {
  const called = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }));
  const end = (who: string) => says('13:40', who, 'stand-down', { alarm: 'h1', how: 'Seen', visitors: { [teacher]: 'accounted-for' } });

  it('is not done by whoever stands in: a call for help ends by whom the school named', () => {
    const headAway = setTo({
      'stand-down-by': ['head-of-school'],
      deputies: [{ for: head, by: [office], from: '2026-06-22', to: '2026-06-22' }],
    });
    called.and(knowing(headAway)).when(end(office)).refuses('not-yours-to-stand-down');
    called.and(knowing(headAway)).when(end(head)).records({ type: 'AlarmEnded' });
  });

  it('is theirs at any hour, and nobody’s in a gap of the rota', () => {
    const night = setTo({ 'stand-down-by': ['dsl'], rota: [{ duty: 'dsl', people: [deputy], from: '08:00', to: '09:00', days: [1] }] });
    called.and(knowing(night)).when(end(deputy)).records({ type: 'AlarmEnded' });
    called.and(knowing(night)).when(end(executiveHead)).refuses('not-yours-to-stand-down');
  });

  it('is owed by whoever may: a task whose answer is the head’s is the head’s while somebody stands in', () => {
    const away = setTo({ deputies: [{ for: head, by: [deputy], from: '2026-06-22', to: '2026-06-22' }] });
    given(...out, knowing(away))
      .when(says('13:50', teacher, 'leave', { visitor: 'all', outcome: 'abandoned-safety' }))
      .and()
      .when(look('13:50'))
      .tells('task:strategy', head);
  });
});

it('a task about a call for help is not owed by whoever is on the visit and must not know of it', () => {
  const inCharge = withPerson(teacher, { duties: ['visitor', 'office'] });
  const over = given(
    knowing(inCharge),
    ...out,
    says('13:30', assistant, 'raise-alarm', { kind: 'help' }),
    says('13:31', head, 'record-police', { alarm: 'h1' }),
  ).and(says('13:40', head, 'stand-down', { alarm: 'h1', how: 'Spoke to them', visitors: { [assistant]: at('14:30') } }));
  over.when(look('13:40')).tells('task:police-called-off#h1', office, deputy, head);
});
