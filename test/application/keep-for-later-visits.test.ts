import { describe, expect, it } from 'vitest';
import { readKnown } from '../../functions/application/known.ts';
import { stageCard } from '../../functions/domain/visit/stage-card.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { answers, assistant, at, expectAccepted, head, induction, office, out, teacher, ticks } from '../support/hampton-visit.ts';

const morning = () => afternoonAt(hampton(), at('08:30'));
const [first, second] = ['HV-000001', 'HV-000002'] as const;

describe('a line of the policy that is ticked once', () => {
  const line = hampton().policy.prompts.find(({ tick }) => tick === 'once')!;
  const asked = async (a: Afternoon): Promise<void> => {
    expectAccepted(await a.request(teacher, induction));
  };
  const tickedOf = async (a: Afternoon, person: string) => (await a.schools.person(a.school, person))?.value.ticked;
  const isTicked = async (a: Afternoon, person: string) => {
    const visit = await a.visit();
    const known = (await readKnown(a.deps, visit))!;
    return stageCard(visit, line.stages[0]!, { person }, known).prompts.find(({ id }) => id === line.id)?.ticked;
  };

  it('is kept with whoever ticked it, under the version of the policy, and counts on their next visit', async () => {
    const a = await morning();
    await asked(a);
    expectAccepted(await a.says(teacher, 'tick', { ticks: [line.id] }));
    expect(await tickedOf(a, teacher)).toEqual({ [`${line.id}@1`]: at('08:30') });
    expect(await tickedOf(a, assistant)).toEqual({});
    await asked(a);
    expect([await isTicked(a, teacher), await isTicked(a, assistant)]).toEqual([true, false]);
  });

  it('is to be ticked again when there is a new version', async () => {
    const a = await morning();
    await asked(a);
    expectAccepted(await a.says(teacher, 'tick', { ticks: [line.id] }));
    const { file, policy } = hampton();
    await a.schools.putPolicy(a.school, '2', policy);
    await a.schools.putSettings(a.school, { version: 2, policy: { id: policy.id, version: '2' }, values: file.settings.values });
    await asked(a);
    expect(await isTicked(a, teacher)).toBe(false);
    expectAccepted(await a.says(teacher, 'tick', { ticks: [line.id] }));
    expect(Object.keys((await tickedOf(a, teacher))!)).toEqual([`${line.id}@1`, `${line.id}@2`]);
  });

  it('is kept of each who ticks it on leaving, and no line that is ticked for every visit', async () => {
    const a = await morning();
    await asked(a);
    expectAccepted(await a.says(teacher, 'answer', { answers }));
    expectAccepted(await a.says(head, 'authorise', {}));
    await a.until(at('13:00'));
    expectAccepted(await a.says(teacher, 'depart', { visitor: 'all', ticks: [...ticks, line.id] }));
    for (const who of [teacher, assistant]) expect(await tickedOf(a, who)).toEqual({ [`${line.id}@1`]: at('13:00') });
  });
});

describe('that somebody has been inside a home', () => {
  const entered = async (a: Afternoon, home = 1) => {
    const found = await a.schools.household(a.school, `hampton-home-${String(home)}`);
    return [found?.value.entered, found?.value.enteredOn];
  };
  const gone = async (): Promise<Afternoon> => {
    const a = await morning();
    await out(a);
    return a;
  };
  const leaves = (a: Afternoon, who: string, outcome: string | undefined, visit: string = first) =>
    a.says(who, 'leave', { visitor: who, ...(outcome === undefined ? {} : { outcome }) }, { visit });

  it('is kept with the home by how the visit ended, and of which visit it was', async () => {
    const a = await gone();
    expect(await entered(a)).toEqual([false, undefined]);
    await leaves(a, teacher, undefined);
    expect(await entered(a)).toEqual([false, undefined]);
    await leaves(a, teacher, 'completed');
    expect(await entered(a)).toEqual([true, first]);
  });

  it('is not so where nobody was in', async () => {
    const a = await gone();
    await leaves(a, teacher, 'nobody-home');
    expect(await entered(a)).toEqual([false, undefined]);
  });

  it('is so where one of them went in, whatever the other says', async () => {
    const a = await gone();
    await leaves(a, teacher, 'completed');
    await leaves(a, assistant, 'nobody-home');
    expect(await entered(a)).toEqual([true, first]);
  });

  it('is taken back by the visit that said it, once its outcome is put right', async () => {
    const a = await gone();
    await leaves(a, teacher, 'completed');
    expectAccepted(await a.says(office, 'answer', { answers: { outcome: 'nobody-home' } }));
    expect(await entered(a)).toEqual([false, undefined]);
    expectAccepted(await a.says(office, 'answer', { answers: { outcome: 'completed' } }));
    expect(await entered(a)).toEqual([true, first]);
  });

  it('is not taken back by another visit that found nobody in', async () => {
    const a = await gone();
    await leaves(a, teacher, 'completed');
    expectAccepted(await a.says(teacher, 'return', { visitor: 'all' }));
    expectAccepted(await a.request(teacher, induction));
    expectAccepted(await a.says(teacher, 'answer', { answers }, { visit: second }));
    expectAccepted(await a.says(head, 'authorise', {}, { visit: second }));
    expectAccepted(await a.says(teacher, 'depart', { visitor: 'all', ticks }, { visit: second }));
    await leaves(a, teacher, 'nobody-home', second);
    expect(await entered(a)).toEqual([true, first]);
  });
});
