import { describe, expect, it } from 'vitest';
import { phoneLinkEndsAt } from '../../functions/domain/visit/phone-link.ts';
import { authorised, given, type Given, out, passing, says } from '../support/given.ts';
import { assistant, at, familySupport, head, office, teacher } from '../support/hampton-visit.ts';

const endOf = ({ visit, known }: Given, person = teacher) => phoneLinkEndsAt(visit, person, known);

describe('the link of a visitor to their own page', () => {
  it('does not end before they go, nor while they are out, however late it gets', () => {
    expect(endOf(given(...authorised))).toBeUndefined();
    expect(endOf(given(...out, passing('2026-06-23T13:00:00+01:00')))).toBeUndefined();
  });

  it('ends four hours after they are accounted for, and nobody else’s with it', () => {
    const one = given(...out, says('14:20', teacher, 'return'));
    expect([endOf(one), endOf(one, assistant)]).toEqual([at('18:20'), undefined]);
  });

  it('goes on where a return turns out not to have been so', () => {
    const corrected = given(
      ...out,
      says('14:20', teacher, 'return'),
      says('14:40', office, 'correct', { visitor: teacher, what: 'return', so: 'It was somebody else' }),
    );
    expect(endOf(corrected)).toBeUndefined();
  });

  it('ends four hours after the visit was called off, declined or put off', () => {
    expect(endOf(given(...authorised, says('09:00', teacher, 'cancel', { reason: 'Snow' })))).toBe(at('13:00'));
    expect(endOf(given(says('09:30', head, 'decline', { reason: 'Not now' })))).toBe(at('13:30'));
  });

  it('goes on for whoever went although it was called off', () => {
    expect(
      endOf(given(...authorised, says('09:00', teacher, 'cancel', { reason: 'Snow' }), says('13:00', teacher, 'arrive'))),
    ).toBeUndefined();
  });

  it('of whoever stayed behind goes on until the others are back: they may go after all', () => {
    const one = given(
      ...authorised,
      says('12:00', assistant, 'not-going', { visitor: assistant, reason: 'Ill' }),
      says('13:00', teacher, 'depart-in-breach', { visitor: teacher }),
    );
    expect(endOf(one, assistant)).toBeUndefined();
    expect(endOf(one.and(says('14:20', teacher, 'return')), assistant)).toBe(at('18:20'));
  });

  it('has ended for whoever is no longer on the visit', () => {
    const without = given(...authorised, says('09:00', teacher, 'amend', { visitors: [{ person: teacher }, { person: familySupport }] }));
    expect(endOf(without, assistant)! <= without.now).toBe(true);
    expect(endOf(without, familySupport)).toBeUndefined();
  });
});
