import { expect, it } from 'vitest';
import { settle } from '../../functions/application/settle.ts';
import { plusMilliseconds } from '../../functions/domain/time.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import type { Paced } from '../../functions/ports/pace.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at, head, office, out } from '../support/hampton-visit.ts';

/** The office's phone has had as many texts as it is to have one by one. */
async function busy(steps = 3) {
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  await a.until(at('14:59'));
  a.sent();
  const { mobile } = (await a.deps.schools.person(a.school, office))!.value;
  const earlier = (n: number, time: string): Paced => ({
    channel: 'text',
    to: mobile!,
    text: `another visit ${String(n)}`,
    isRung: true,
    at: at(time),
  });
  const gets = async (many: number, time: string) => {
    for (let n = 0; n < many; n += 1) await a.deps.pace.count(earlier(n, time));
  };
  await gets(steps, '15:00');
  const texts = () => a.sent().filter((line) => line.startsWith(`text ${office}`));
  const marks = async () => (await a.visit()).history.flatMap((e) => (e.type === 'NoticesMarked' ? e.marks : []));
  const digests = async () => (await a.visits.list(a.school, 'errands', { limit: 10 })).map(({ ref }) => ref).filter(({ visit }) => visit.startsWith('ER-D')); // prettier-ignore
  /** What each of the office's digests of texts was made of, in the order in which they were due. */
  const held = async () => {
    const errands = (await a.visits.readMany(await digests())).map((stored) => visitOf(stored).errand);
    const its = errands.flatMap((errand) =>
      errand?.kind === 'digest' && errand.to === office && errand.channel === 'text' ? [errand] : [],
    );
    return its.toSorted((one, other) => (one.due < other.due ? -1 : 1)).map(({ of }) => of.map(({ visit, act }) => `${visit} ${act ? 'act' : 'news'}`)); // prettier-ignore
  };
  return { a, texts, marks, digests, gets, held };
}

it('the fourth alarm within five minutes comes in one text for all, a minute later; its email comes at once', async () => {
  const { a, marks } = await busy();
  await a.until(at('15:00:01'));
  expect(a.sent().filter((line) => line.includes(office))).toEqual([`email ${office} rung:a1/1`]);
  expect(await marks()).toContainEqual(expect.objectContaining({ to: office, channel: 'text', about: 'rung:a1/1', outcome: 'in-digest' }));
  await a.until(at('15:02'));
  expect(a.sent()).toEqual([`text ${office} errand:digest`]);
  expect(a.notices.outbox.at(-1)?.text).toContain(`act now on 1 visit: ${a.id}. Open the board.`);
});

it('whoever was told in a digest is told that it is over, after the digest has come', async () => {
  const { a, texts, held } = await busy();
  await a.until(at('15:00:01'));
  await a.says(head, 'return', { visitor: 'all' });
  expect(texts()).toEqual([]);
  await a.until(at('15:05'));
  expect(texts()).toEqual([`text ${office} errand:digest`, `text ${office} errand:digest`]);
  expect(await held()).toEqual([[`${a.id} act`], [`${a.id} news`]]);
});

it.each([
  ['a later step', '15:10'],
  ['the last step again', '15:40'],
])('whoever was told by itself, and of %s in a digest, is told that it is over after the digest has come', async (_, time) => {
  const { a, texts, gets, held } = await busy(0);
  await a.until(plusMilliseconds(at(time), -1_000));
  await gets(3, time);
  texts();
  await a.until(plusMilliseconds(at(time), 1_000));
  await a.says(head, 'return', { visitor: 'all' });
  expect(texts()).toEqual([]);
  await a.passes('PT5M');
  expect(texts()).toEqual([`text ${office} errand:digest`, `text ${office} errand:digest`]);
  expect(await held()).toEqual([[`${a.id} act`], [`${a.id} news`]]);
});

it('an alarm that ends while a message of it is put in a digest is over after the digest has come', async () => {
  const { a, texts } = await busy();
  a.clock.set(at('15:00'));
  const create: typeof a.visits.create = async (stored, shadow) => {
    await a.says(head, 'return', { visitor: 'all' }, { settled: false });
    return a.visits.create(stored, shadow);
  };
  await settle({ ...a.deps, visits: { ...a.visits, create } }, { school: a.school, visit: a.id });
  a.clock.set(at('15:00:25'));
  await settle(a.deps, { school: a.school, visit: a.id });
  await a.passes('PT5M');
  expect(texts()).toEqual([`text ${office} errand:digest`, `text ${office} errand:digest`]);
});

it('a digest that had to wait says nothing is to be done of an alarm that is over by then', async () => {
  const { a } = await busy();
  await a.until(at('15:00:01'));
  a.notices.answer({ outcome: 'later', contact: office, channel: 'text', times: 3 });
  await a.until(at('15:01:30'));
  await a.says(head, 'return', { visitor: 'all' });
  await a.until(at('15:10'));
  const digests = a.notices.outbox.filter((m) => m.about === 'errand:digest' && m.contact === office).map((m) => m.text);
  expect(digests.length).toBeGreaterThan(0);
  for (const text of digests) expect(text).toMatch(/: news of 1 visit: HV-000001\. Open/);
});

it('a message that its visit still owes after a crash is in the digest once', async () => {
  const { a, digests } = await busy();
  a.clock.set(at('15:00'));
  const stopped = { ...a.deps, visits: { ...a.visits, append: async (change: Parameters<typeof a.visits.append>[0]) => {
    if (change.events.some((e) => e.type === 'NoticesMarked')) throw new Error('the process died');
    return a.visits.append(change);
  } } }; // prettier-ignore
  await expect(settle(stopped, { school: a.school, visit: a.id })).rejects.toThrow('died');
  a.clock.set(at('15:00:25'));
  await settle(a.deps, { school: a.school, visit: a.id });
  const [digest, ...more] = await digests();
  expect(more).toEqual([]);
  expect(visitOf((await a.visits.read(digest!))!).errand).toMatchObject({ of: [{ visit: a.id }] });
});

it('one that cannot be put in a digest goes by itself', async () => {
  const { a, texts } = await busy();
  a.clock.set(at('15:00'));
  const failing = { ...a.visits, create: async (...args: Parameters<typeof a.visits.create>) => (args[0].visit.startsWith('ER-') ? Promise.reject(new Error('away')) : a.visits.create(...args)) }; // prettier-ignore
  await settle({ ...a.deps, visits: failing }, { school: a.school, visit: a.id });
  expect(texts()).toEqual([`text ${office} rung:a1/1`]);
});

it('a step that the networks would drop is gone on from where no other way leads to anybody, and marks nobody’s phone', async () => {
  const { a, marks } = await busy(0);
  const { mobile } = (await a.deps.schools.person(a.school, office))!.value;
  a.notices.answer({ outcome: 'failed', contact: office, channel: 'email', times: 9 });
  for (let n = 0; n < 95; n += 1)
    await a.deps.pace.count({ channel: 'text', to: mobile!, text: String(n), isRung: false, at: at('14:30') });
  await a.until(at('15:00:30'));
  const [failed] = (await marks()).filter((mark) => mark.about === 'rung:a1/1');
  expect(failed).toMatchObject({ to: office, outcome: 'failed' });
  expect((await a.visit()).alarms[0]?.rung?.index).toBe(3);
  expect((await a.deps.schools.person(a.school, office))?.value.contacts?.text?.failingSince).toBeUndefined();
});
