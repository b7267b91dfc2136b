/** The safe word is heard wherever it is said: in what is turned away, and on whichever page of an outing. */
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../functions/application/carry-out.ts';
import type { VisitChange } from '../../functions/ports/visit-store.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import {
  answers,
  assistant,
  at,
  expectAccepted,
  familySupport,
  head,
  induction,
  office,
  teacher,
  ticks,
} from '../support/hampton-visit.ts';

const [first, second] = ['HV-000001', 'HV-000002'] as const;
const word = 'green folder';
const said = `It is in the ${word}`;

async function agreed(a: Afternoon, request: object = {}): Promise<void> {
  expectAccepted(await a.request(teacher, { ...induction, ...request }));
  expectAccepted(await a.says(teacher, 'answer', { answers }));
  expectAccepted(await a.says(teacher, 'assess', { answers: {}, safeWord: word, signed: true }));
  expectAccepted(await a.says(head, 'authorise', {}));
}

/** Out, to one home or two. */
async function gone(homes = 1, more: object = {}): Promise<Afternoon> {
  const a = await afternoonAt(hampton(), at('08:30'));
  for (let n = 1; n <= homes; n += 1)
    await agreed(a, {
      household: `hampton-home-${String(n)}`,
      ...(homes > 1 ? { round: { id: 'monday', order: n } } : {}),
      ...(n === 2 ? more : {}),
    });
  await a.until(at('13:00'));
  expectAccepted(await a.says(teacher, 'depart', { visitor: 'all', ticks }, { visit: first }));
  return a;
}
const callsOn = async (a: Afternoon, visit: string): Promise<readonly (readonly string[])[]> =>
  (await a.visit(visit)).alarms.filter(({ kind }) => kind === 'distress').map(({ visitors }) => visitors);

describe('the safe word in what is turned away', () => {
  it('is heard where a visit is put off that has begun', async () => {
    const a = await gone();
    const refused = await a.says(teacher, 'reschedule', { reason: said, plan: {} }, { key: 'k1' });
    expect(refused.outcome).toBe('refused');
    await a.says(teacher, 'reschedule', { reason: said, plan: {} }, { key: 'k1' });
    expect(await callsOn(a, first)).toEqual([[teacher]]);
  });

  it('is heard where the visit that would follow is refused', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await agreed(a);
    const plan = { departAt: at('14:00'), returnAt: at('13:00') };
    expect((await a.says(teacher, 'reschedule', { reason: said, plan })).outcome).toBe('refused');
    expect(await callsOn(a, first)).toEqual([[teacher]]);
  });

  it('is heard in a visit that was off already, and no other takes its place for it', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await agreed(a);
    expectAccepted(await a.says(teacher, 'cancel', { reason: 'Ill' }));
    expectAccepted(await a.says(teacher, 'reschedule', { reason: said, plan: {} }));
    expect(await callsOn(a, first)).toEqual([[teacher]]);
    expect(await a.visits.list('hampton', 'open', { limit: 10 })).toHaveLength(1);
  });

  it('is heard where the caller had not seen the visit as it stands', async () => {
    const a = await gone();
    const key = { id: 'k1', body: 'b' };
    const press = { person: teacher, by: teacher, via: 'api', key } as const;
    const command = { type: 'answer', answers: { 'parent-questions': said } } as const;
    const answered = (seen: boolean) =>
      carryOut(a.deps, { school: 'hampton', visit: first }, command, press, { may: () => true, seen: () => seen });
    expect((await answered(false)).outcome).toBe('changed');
    expect(await callsOn(a, first)).toEqual([[teacher]]);
    expectAccepted(await answered(true));
    expect((await a.visit()).answers['parent-questions']?.value).toBe(said);
  });

  it('is heard where the record can hold no more', async () => {
    const a = await gone();
    for (let n = 0; n < 110; n += 1) await a.says(office, 'note', { words: 'x'.repeat(1900) }, { settled: false });
    expect((await a.says(teacher, 'answer', { answers: { 'parent-questions': said } })).outcome).toBe('too-long');
    expect(await callsOn(a, first)).toEqual([[teacher]]);
  });
});

describe('the safe word at a later home', () => {
  it('is heard by the office that notes it, of nobody in particular', async () => {
    const a = await gone(2);
    expectAccepted(await a.says(office, 'note', { words: said }, { visit: second }));
    expect([await callsOn(a, first), await callsOn(a, second)]).toEqual([[[teacher]], []]);
  });

  it('is heard from a colleague who went there alone', async () => {
    const a = await gone(2, { visitors: [teacher, assistant, familySupport].map((person) => ({ person })) });
    expectAccepted(await a.says(familySupport, 'arrive', { words: said }, { visit: second }));
    expect([await callsOn(a, first), await callsOn(a, second)]).toEqual([[[teacher]], []]);
    expect((await a.visit(second)).visitors.find((v) => v.person === familySupport)?.contacts.arrive).toBe(at('13:00'));
  });

  it('is heard once from whoever says it there', async () => {
    const a = await gone(2);
    expectAccepted(await a.says(teacher, 'arrive', { words: said }, { visit: second }));
    expectAccepted(await a.says(assistant, 'answer', { answers: { 'parent-questions': said } }, { visit: second }));
    expect([await callsOn(a, first), await callsOn(a, second)]).toEqual([[[teacher], [teacher]], []]);
  });

  it('is said again where every race for the visit that watches was lost', async () => {
    const a = await gone(2);
    const append = async (change: VisitChange) => (change.ref.visit === first ? 'conflict' : a.visits.append(change));
    const busy = { ...a.deps, visits: { ...a.visits, append } };
    const command = { type: 'answer', answers: { 'parent-questions': said } } as const;
    const outcome = await carryOut(
      busy,
      { school: 'hampton', visit: second },
      command,
      { person: teacher, by: teacher, via: 'api' },
      { may: () => true },
    );
    expect(outcome.outcome).toBe('busy');
    expect((await a.visit(second)).answers['parent-questions']).toBeUndefined();
  });
});
