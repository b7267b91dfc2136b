import { describe, expect, it } from 'vitest';
import { doubleBooked } from '../../functions/domain/visit/double-booked.ts';
import type { Plan, Request } from '../../functions/domain/visit/visit.ts';
import { at } from '../support/samples.ts';

type Asked = Pick<Request, 'visitors' | 'plan' | 'round'>;
const visit = (people: string, plan: Partial<Plan>, round?: string): Asked => ({
  visitors: people.split(' ').map((person) => ({ person })),
  plan: { startsFrom: 'school', endsAt: 'school', ...plan },
  ...(round === undefined ? {} : { round: { id: round, order: 1 } }),
});
const from = (departAt: string, returnAt: string): Partial<Plan> => ({ departAt: at(departAt), returnAt: at(returnAt) });

describe('somebody is in two places at once', () => {
  it('where two of their visits overlap, and nobody else is', () => {
    expect(
      doubleBooked([
        visit('ada ben', from('09:00', '11:00')),
        visit('ben cat', from('10:00', '12:00')),
        visit('dan', from('09:00', '12:00')),
      ]),
    ).toEqual([[{ person: 'ben', with: [1] }], [{ person: 'ben', with: [0] }], []]);
  });

  it('where two of their visits begin at the same moment, however short they are', () => {
    expect(doubleBooked([visit('ada', { departAt: at('09:00') }), visit('ada', { departAt: at('09:00') })])).toEqual([
      [{ person: 'ada', with: [1] }],
      [{ person: 'ada', with: [0] }],
    ]);
  });

  it('and is told of all of them', () => {
    const [first] = doubleBooked([
      visit('ada', from('09:00', '12:00')),
      visit('ada', from('09:30', '10:00')),
      visit('ada', from('11:00', '11:30')),
    ]);
    expect(first).toEqual([{ person: 'ada', with: [1, 2] }]);
  });

  it.each([
    ['on a round', [visit('ada', from('09:00', '12:00'), 'r-1'), visit('ada', from('09:00', '12:00'), 'r-1')]],
    ['where one begins as the other ends', [visit('ada', from('09:00', '10:00')), visit('ada', from('10:00', '11:00'))]],
    ['where one has no times', [visit('ada', from('09:00', '10:00')), visit('ada', {})]],
  ])('is nobody %s', (_, visits) => {
    expect(doubleBooked(visits)).toEqual([[], []]);
  });

  it('on two rounds at a time', () => {
    expect(doubleBooked([visit('ada', from('09:00', '12:00'), 'r-1'), visit('ada', from('09:00', '12:00'), 'r-2')])[1]).toEqual([
      { person: 'ada', with: [0] },
    ]);
  });
});
