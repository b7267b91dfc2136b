/** What is said against a visitor goes to one person, by name. */
import { describe, expect, it } from 'vitest';
import { decideAllegation, whoReads } from '../../functions/domain/visit/allegation.ts';
import { decide, keepUp } from '../../functions/domain/visit/decide.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { asked, given, givenOf, known, out, says, setTo, withPerson } from '../support/given.ts';
import { assistant, at, deputy, executiveHead, head, office, teacher } from '../support/hampton-visit.ts';

const on = given(...out).visit;

function alleged(about: string, knows: Known, visit = on): Visit {
  const press = { person: assistant, by: assistant, via: 'api' } as const;
  const made = decideAllegation(
    { school: 'hampton', visit: 'AL-000001' },
    { about: [about], words: 'He shouted' },
    visit,
    press,
    knows,
    at('20:00'),
  );
  if (!made.accepted) throw new Error(made.refusal.message);
  return made.visit;
}
/** Whom messages go to at once and for the three hours after, and who may open its page. */
function hear(item: Visit, knows: Known): readonly (readonly string[])[] {
  const later = keepUp(item, { type: 'look', lease: 'one' }, knows, at('23:00')).visit;
  const told = [item, later].flatMap(({ owed }) => Object.values(owed).map(({ to }) => to));
  return [[...new Set(told)].toSorted(), [...new Set(whoReads(item, knows))].toSorted()];
}

describe('what is said against a visitor', () => {
  it('goes to the head alone, who opens it', () => {
    expect(hear(alleged(teacher, known), known)).toEqual([[head], [head]]);
  });

  it.each([
    ['while somebody stands in for the head', { deputies: [{ for: head, by: [deputy], from: '2026-06-22', to: '2026-06-30' }] }],
    [
      'at an hour that the rota leaves to others',
      { rota: [{ duty: 'head-of-school', people: [head], from: '08:00', to: '09:00', days: [1] }], 'out-of-hours': [office] },
    ],
  ])('goes to the head %s', (_when, values) => {
    const knows = setTo(values);
    expect(hear(alleged(teacher, knows), knows)).toEqual([[head], [head]]);
  });

  it('goes to whom the school named where it is said of the head, or the head is there', () => {
    const withHead = givenOf(asked({ visitors: [teacher, assistant, head].map((person) => ({ person })) }), known);
    expect(hear(alleged(teacher, known, withHead.visit), known)).toEqual([[executiveHead], [executiveHead]]);
    const stayed = withHead.and(says('09:00', head, 'not-going', { reason: 'Needed here' })).visit;
    expect(hear(alleged(teacher, known, stayed), known)).toEqual([[head], [head]]);
    expect(hear(alleged(head, known, stayed), known)).toEqual([[executiveHead], [executiveHead]]);
  });

  it('is told to nobody who could not open it', () => {
    const unreachable = withPerson(head, { mobile: undefined, email: undefined });
    expect(hear(alleged(teacher, unreachable), unreachable)).toEqual([[executiveHead], [executiveHead, head].toSorted()]);
  });

  it('is over without a word to anybody, though its message was in the air', () => {
    const item = alleged(teacher, known);
    const sending = keepUp(item, { type: 'look', lease: 'one' }, known, at('20:00')).visit;
    const press = { person: head, by: head, via: 'api' } as const;
    const ended = decide(sending, { type: 'stand-down', alarm: 'a1', how: 'Seen to', visitors: {} }, press, known, at('20:01'));
    if (!ended.accepted) throw new Error(ended.refusal.message);
    const results = Object.keys(sending.owed).map((notice) => ({ notice, outcome: 'accepted' as const }));
    expect(keepUp(ended.visit, { type: 'mark', results }, known, at('20:02')).visit.owed).toEqual({});
  });
});
