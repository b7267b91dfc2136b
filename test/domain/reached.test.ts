import { describe, expect, it } from 'vitest';
import { confirmed } from '../../functions/domain/contacts.ts';
import { findings } from '../../functions/domain/policy/gates.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { authorised, given, type Given, knowing, outOfReach, says, seenBy, setTo, withPerson } from '../support/given.ts';
import { assistant, at, deputy, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

/** Everybody whom a clock of Hampton's or a call for help would tell. */
const everybody = [office, deputy, head, executiveHead];

const warned = (of: Known): Known => setTo({ 'nobody-reached': 'warn' }, of);
const planned = (of: Known): Given => given(...authorised, knowing(of));
const leave = (who = 'all') => says('13:00', teacher, 'depart', { visitor: who, ticks });

describe('a departure whose ladder reaches nobody', () => {
  it('is refused, and says whom to reach', () => {
    const { decision } = planned(outOfReach(everybody)).when(leave()).refusesFor('somebody-reached').refuses('unmet', 'DS-28');

    expect(decision.accepted ? [] : decision.refusal.unmet).toMatchObject([
      {
        missing: expect.arrayContaining(['missing', '$help-ladder', 'violence']) as unknown,
        wants: {
          kind: 'contacts',
          contacts: expect.arrayContaining([
            { person: office, channel: 'text', state: 'opted-out' },
            { person: office, channel: 'email', state: 'failing' },
          ]) as unknown,
        },
      },
    ]);
  });

  it('is refused where the school has not said which it wants', () => {
    planned(setTo({ 'nobody-reached': undefined }, outOfReach(everybody)))
      .when(leave())
      .refusesFor('somebody-reached');
  });

  it('is only warned of where the school would have it so', () => {
    const visit = planned(warned(outOfReach(everybody)));
    const depart = seenBy(visit, teacher).actions.find(({ name }) => name === 'depart');

    expect(depart?.outstanding?.map(({ code }) => code)).toContain('nobody-reached');
    visit.when(leave()).records('VisitorDeparted', 'VisitorDeparted');
  });

  it('happens all the same in breach, is watched, and the history says what was missing', () => {
    planned(outOfReach(everybody))
      .when(says('13:00', teacher, 'depart-in-breach', { visitor: 'all', reason: 'They expect us' }))
      .records(
        { type: 'VisitorDepartedInBreach', unmet: expect.arrayContaining([{ code: 'somebody-reached', clauses: ['DS-28'] }]) as unknown },
        'VisitorDepartedInBreach',
      );
  });

  it('is let through once one way to one of them is open, tested or not', () => {
    const lost = outOfReach(everybody);
    const mended = withPerson(office, confirmed(lost.staff[office]!, 'email', at('12:00')), lost);
    const another = withPerson(office, { email: 'desk@hampton.example' }, lost);

    planned(mended).when(leave()).records('VisitorDeparted', 'VisitorDeparted');
    planned(another).when(leave()).records('WatchSet', 'VisitorDeparted', 'VisitorDeparted');
  });

  it('goes by the ladder of a call for help too', () => {
    const rung = { id: 'leads', do: 'tell', tell: ['dsl'], wait: 'PT5M', say: 'A call for help.' };
    const lost = setTo({ 'help-ladder': { rungs: [rung] } }, outOfReach([deputy, head]));
    const { unmet } = findings('depart', planned(lost).visit, lost);

    expect(unmet.flatMap(({ code, missing }) => (code === 'somebody-reached' ? missing : []))).toEqual(['$help-ladder']);
  });

  it('goes neither by who asks whether they have gone, nor by whom a worry would be passed on to', () => {
    planned(outOfReach([office]))
      .when(leave())
      .records('VisitorDeparted', 'VisitorDeparted');
    planned(outOfReach([deputy, head]))
      .when(leave())
      .records('VisitorDeparted', 'VisitorDeparted');
  });

  it('holds up nobody once somebody has left: whoever stays behind is no safer, and what came of a call for help would show', () => {
    const first = given(...authorised, leave(teacher));

    first
      .and(knowing(outOfReach(everybody)))
      .when(says('13:01', assistant, 'depart', { visitor: assistant, ticks }))
      .records('VisitorDeparted');
  });
});
