/** Tells those outside what changed: reads on from where each was told, and sends what is due, again and again for two days. */
import type { Instant } from '../../domain/time.ts';
import { plusMilliseconds, lengthInMilliseconds } from '../../domain/time.ts';
import {
  deliveriesKeptFor,
  deliveriesOf,
  Delivery,
  deliveryId,
  isGone,
  isTaken,
  messageOf,
  mostTriesKept,
  nextTry,
  signingSecrets,
  Webhook,
  webhookOf,
} from '../../domain/webhook.ts';
import type { Job, JobRef } from '../../ports/jobs.ts';
import type { Receivers } from '../../ports/receivers.ts';
import { changesSince } from '../changes.ts';
import type { Deps } from '../deps.ts';

export interface DeliverDeps extends Pick<Deps, 'jobs' | 'visits' | 'clock'> {
  readonly receivers: Receivers;
}

/** Longer than a try takes: whoever had it is no more. */
const leaseFor = lengthInMilliseconds('PT2M');
const changesAtOnce = 100;

/**
 * One webhook and what is due of its deliveries, oldest first, one after another. The first that fails ends it: one that does not
 * answer is asked once, and not once for each.
 */
export async function serveWebhook(deps: DeliverDeps, due: readonly JobRef[], until: Instant): Promise<void> {
  const followed = due.filter(({ kind }) => kind === 'webhook');
  const found = (await Promise.all(followed.map(async (webhook) => follow(deps, webhook, until)))).flat();
  const waiting = new Map([...due.filter(({ kind }) => kind === 'delivery'), ...found].map((ref) => [ref.id, ref]));
  for (const [, ref] of [...waiting].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (deps.clock.now() >= until || (await deliver(deps, ref)) === 'failed') return;
  }
}

/** Notes a delivery for each change, and then up to where it has come: whoever is cut off in between notes the same ones again. */
async function follow(deps: DeliverDeps, ref: JobRef, until: Instant): Promise<readonly JobRef[]> {
  const found: JobRef[] = [];
  let job = await deps.jobs.read(ref);
  while (job?.dueAt !== undefined && deps.clock.now() < until) {
    const webhook: Webhook = Webhook.parse(job.body);
    const { visits, next, more } = await changesSince(deps, ref.school, { after: webhook.cursor, limit: changesAtOnce });
    // Most of the time, and it costs no write.
    if (visits.length === 0) break;
    for (const { ref: visit, card, erased } of visits) {
      const type = erased ? 'visit.erased' : 'visit.changed';
      if (!webhook.types.includes(type)) continue;
      const delivery: JobRef = { school: ref.school, kind: 'delivery', id: deliveryId(ref.id, card.changedAt, visit.visit) };
      const now = deps.clock.now();
      const body: Delivery = { type, visit: visit.visit, at: card.changedAt, state: 'waiting', tries: [], failed: 0 };
      await deps.jobs.add({ ...delivery, dueAt: now, forgetAt: plusMilliseconds(now, deliveriesKeptFor), body });
      found.push(delivery);
    }
    const noted: Job = { ...job, body: { ...webhook, cursor: next } };
    // Somebody else has it, or has turned it off.
    if ((await deps.jobs.change(noted)) === 'conflict' || !more) break;
    job = { ...noted, version: noted.version + 1 };
  }
  return found;
}

async function deliver(deps: DeliverDeps, ref: JobRef): Promise<'done' | 'failed' | 'not now'> {
  const { jobs, clock, receivers } = deps;
  const job = await jobs.read(ref);
  const now = clock.now();
  if (job?.dueAt === undefined || job.dueAt > now) return 'not now';
  const hook = await jobs.read({ school: ref.school, kind: 'webhook', id: webhookOf(ref.id) });
  const webhook = hook && Webhook.parse(hook.body);
  if (webhook === undefined || webhook.off !== undefined) {
    await jobs.change({ ...job, dueAt: undefined });
    return 'not now';
  }
  const leased: Job = { ...job, dueAt: plusMilliseconds(now, leaseFor) };
  if ((await jobs.change(leased)) === 'conflict') return 'not now';
  const delivery = Delivery.parse(job.body);
  const answer = await receivers.send({
    ...{ url: webhook.url, id: ref.id, at: now, secrets: signingSecrets(webhook, now), body: messageOf(delivery, ref.school) },
  });
  const tried = { at: now, ...answer };
  const taken = isTaken(tried);
  const failed = delivery.failed + 1;
  const again = taken || isGone(tried) ? undefined : nextTry(failed, clock.now());
  const isOver = !taken && !isGone(tried) && again === undefined;
  const next: Delivery = {
    ...delivery,
    state: taken ? 'delivered' : isOver ? 'given-up' : 'waiting',
    tries: [...delivery.tries, tried].slice(-mostTriesKept),
    failed: taken ? 0 : failed,
  };
  await jobs.change({ ...leased, version: job.version + 1, dueAt: again, body: next });
  if (isGone(tried)) await turnOff(deps, ref, { at: now, why: 'gone' });
  else if (isOver && !(await hasHeardSince(deps, ref, next.tries.at(-failed)?.at ?? now)))
    await turnOff(deps, ref, { at: now, why: 'unanswered' });
  return taken ? 'done' : 'failed';
}

/** Whether it took anything else meanwhile. */
async function hasHeardSince({ jobs }: DeliverDeps, ref: JobRef, since: Instant): Promise<boolean> {
  const last = await jobs.list(ref.school, 'delivery', { beginning: deliveriesOf(webhookOf(ref.id)), backwards: true, limit: 100 });
  return last.some(({ body }) => Delivery.parse(body).tries.some((one) => isTaken(one) && one.at >= since));
}

async function turnOff({ jobs }: DeliverDeps, ref: JobRef, off: NonNullable<Webhook['off']>): Promise<void> {
  const hook = await jobs.read({ school: ref.school, kind: 'webhook', id: webhookOf(ref.id) });
  if (hook === undefined) return;
  const webhook = Webhook.parse(hook.body);
  // A conflict: it was changed this moment, and the next answer says the same.
  if (webhook.off === undefined) await jobs.change({ ...hook, dueAt: undefined, body: { ...webhook, off } });
}
