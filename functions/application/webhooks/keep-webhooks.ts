/** The webhooks of a school: made, turned off and on, given another secret, and what became of each delivery. */
import type { Instant } from '../../domain/time.ts';
import { deliveriesOf, Delivery, Webhook, type WebhookType, withNewSecret } from '../../domain/webhook.ts';
import { cursorAt } from '../../ports/cursor.ts';
import type { Job, JobRef } from '../../ports/jobs.ts';
import type { MadeBy } from '../../ports/machines.ts';
import { type Deps, mostTries } from '../deps.ts';

type Keeping = Pick<Deps, 'jobs' | 'clock'>;

/** A school has so many at most: each is looked at every minute. */
export const mostWebhooks = 10;

export interface KnownWebhook extends Webhook {
  readonly id: string;
}
export interface KnownDelivery extends Delivery {
  readonly id: string;
  readonly dueAt: Instant | undefined;
}

const refOf = (school: string, id: string): JobRef => ({ school, kind: 'webhook', id });
const webhookIn = ({ id, body }: Job): KnownWebhook => ({ ...Webhook.parse(body), id });
const deliveryIn = ({ id, body, dueAt }: Job): KnownDelivery => ({ ...Delivery.parse(body), id, dueAt });

export const webhooksOf = async ({ jobs }: Pick<Deps, 'jobs'>, school: string): Promise<readonly KnownWebhook[]> =>
  (await everyOf(jobs, school, 'webhook', '')).map(webhookIn).toSorted((a, b) => (a.made.at < b.made.at ? -1 : 1));

async function everyOf(jobs: Deps['jobs'], school: string, kind: 'webhook' | 'delivery', beginning: string): Promise<readonly Job[]> {
  const found: Job[] = [];
  for (let after: string | undefined; ;) {
    const page: readonly Job[] = await jobs.list(school, kind, { after, beginning, limit: 100 });
    found.push(...page);
    if (page.length < 100) return found;
    after = page.at(-1)?.id;
  }
}

export type Made =
  { readonly outcome: 'made'; readonly webhook: KnownWebhook; readonly secret: string } | { readonly outcome: 'key-reused' | 'too-many' };

/** It is told what changes from now on. The same press again finds it there, and the same secret. */
export async function makeWebhook(
  { jobs, clock }: Keeping,
  school: string,
  {
    id,
    url,
    types,
    secret,
  }: { readonly id: string; readonly url: string; readonly types: readonly WebhookType[]; readonly secret: string },
  by: string,
  press: MadeBy,
): Promise<Made> {
  const those = await webhooksOf({ jobs }, school);
  const before = those.find((one) => one.id === id);
  if (before === undefined && those.filter(({ off }) => off === undefined).length >= mostWebhooks) return { outcome: 'too-many' };
  const at = clock.now();
  const made: Webhook = { url, types: [...types], made: { at, by }, press, secrets: [{ secret }], cursor: cursorAt(`${at}#-`) };
  if (before === undefined) await jobs.add({ ...refOf(school, id), dueAt: at, body: made });
  const job = await jobs.read(refOf(school, id));
  const webhook = job === undefined ? { ...made, id } : webhookIn(job);
  if (webhook.press.body !== press.body) return { outcome: 'key-reused' };
  return { outcome: 'made', webhook, secret: webhook.secrets[0]?.secret ?? secret };
}

/** Undefined: there is none. `busy`: others changed it again and again. */
async function change(
  { jobs }: Keeping,
  school: string,
  id: string,
  how: (webhook: Webhook) => { readonly webhook: Webhook; readonly dueAt: Instant | undefined } | undefined,
): Promise<KnownWebhook | 'busy' | undefined> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const job = await jobs.read(refOf(school, id));
    if (job === undefined) return undefined;
    const next = how(Webhook.parse(job.body));
    if (next === undefined) return webhookIn(job);
    if ((await jobs.change({ ...job, dueAt: next.dueAt, body: next.webhook })) === 'written') return { ...next.webhook, id };
  }
  return 'busy';
}

/** The old secret signs for another day, so that its receiver misses nothing. The same press again finds the new one there. */
export async function rotateSecret(
  deps: Keeping,
  school: string,
  id: string,
  secret: string,
  press: MadeBy,
): Promise<{ readonly webhook: KnownWebhook; readonly secret: string } | 'busy' | undefined> {
  const now = deps.clock.now();
  const changed = await change(deps, school, id, (webhook) =>
    webhook.rotated?.id === press.id && webhook.rotated.body === press.body
      ? undefined
      : { webhook: { ...withNewSecret(webhook, secret, now), rotated: press }, dueAt: webhook.off === undefined ? now : undefined },
  );
  return typeof changed === 'object' ? { webhook: changed, secret: changed.secrets[0]?.secret ?? secret } : changed;
}

export function turnOff(deps: Keeping, school: string, id: string, by: string): Promise<KnownWebhook | 'busy' | undefined> {
  const off = { at: deps.clock.now(), why: 'asked', by } as const;
  return change(deps, school, id, (webhook) =>
    webhook.off === undefined ? { webhook: { ...webhook, off }, dueAt: undefined } : undefined,
  );
}

/** It is told everything that it has not taken: what waits, what was given up, and what changed since. */
export async function turnOn(deps: Keeping, school: string, id: string): Promise<KnownWebhook | 'busy' | undefined> {
  const now = deps.clock.now();
  const changed = await change(deps, school, id, ({ off, ...webhook }) => (off === undefined ? undefined : { webhook, dueAt: now }));
  if (typeof changed !== 'object') return changed;
  for (const job of await everyOf(deps.jobs, school, 'delivery', deliveriesOf(id)))
    if (Delivery.parse(job.body).state !== 'delivered') await makeDue(deps, job);
  return changed;
}

/** The last ones first. */
export async function deliveriesPage(
  { jobs }: Pick<Deps, 'jobs'>,
  school: string,
  webhook: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly KnownDelivery[]> {
  return (await jobs.list(school, 'delivery', { ...page, beginning: deliveriesOf(webhook), backwards: true })).map(deliveryIn);
}

/** Undefined: there is none. */
export async function sendAgain(deps: Keeping, school: string, id: string): Promise<KnownDelivery | 'busy' | undefined> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const job = await deps.jobs.read({ school, kind: 'delivery', id });
    if (job === undefined) return undefined;
    const due = await makeDue(deps, job);
    if (due !== 'conflict') return deliveryIn(due);
  }
  return 'busy';
}

async function makeDue({ jobs, clock }: Keeping, job: Job): Promise<Job | 'conflict'> {
  const before = Delivery.parse(job.body);
  // It is due, and nobody has tried it since.
  if (job.dueAt !== undefined && before.failed === 0) return job;
  const body: Delivery = { ...before, state: 'waiting', failed: 0 };
  const due: Job = { ...job, dueAt: clock.now(), body };
  return (await jobs.change(due)) === 'written' ? due : 'conflict';
}

/** Whoever made or turned off one is called by another name from now on. */
export async function renameInWebhooks(deps: Keeping, school: string, person: string, becomes: string): Promise<void> {
  const named = (by: string | undefined): boolean => by === person;
  for (const { id, made, off } of await webhooksOf(deps, school)) {
    if (!named(made.by) && !named(off?.by)) continue;
    await change(deps, school, id, (webhook) => ({
      webhook: {
        ...webhook,
        made: { ...webhook.made, by: named(webhook.made.by) ? becomes : webhook.made.by },
        ...(webhook.off === undefined ? {} : { off: { ...webhook.off, ...(named(webhook.off.by) ? { by: becomes } : {}) } }),
      },
      dueAt: webhook.off === undefined ? deps.clock.now() : undefined,
    }));
  }
}
