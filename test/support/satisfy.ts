/** Does what a refusal wants, by its kind alone: nothing here knows a policy. */
import * as z from 'zod';
import { accepted, type Cloud, type OneVisit, type School, type Unmet } from './scenario.ts';

interface Situation {
  readonly visit: OneVisit;
  readonly school: School;
  /** Whoever wants to go. */
  readonly by: string;
  readonly clock: Cloud['clock'];
  /** What has been ticked so far. */
  readonly ticks: Set<string>;
}

const Values = z.array(z.union([z.string(), z.boolean(), z.number()]));
const Wants = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('answer'),
    question: z.string(),
    type: z.string(),
    about: z.string(),
    options: z.array(z.looseObject({ id: z.string() })).default([]),
    fields: z.record(z.string(), z.string()).default({}),
    is: Values.optional(),
    not: Values.default([]),
    before: z.string().optional(),
    by: z.array(z.string()).optional(),
  }),
  z.looseObject({ kind: z.literal('agreement'), agreement: z.string(), by: z.array(z.string()) }),
  z.looseObject({
    kind: z.literal('test'),
    test: z.looseObject({ of: z.string(), is: z.array(z.string()).default([]), atLeast: z.number().optional() }),
  }),
  z.looseObject({ kind: z.literal('plan'), times: z.array(z.string()) }),
  z.looseObject({ kind: z.literal('settings'), settings: z.array(z.string()) }),
  z.looseObject({ kind: z.literal('tick'), prompt: z.string() }),
]);
type Wants = z.infer<typeof Wants>;
type WantsAnswer = Extract<Wants, { kind: 'answer' }>;

const Policy = z.looseObject({
  about: z.array(z.looseObject({ id: z.string(), who: z.array(z.string()).default([]) })),
  settings: z.array(z.looseObject({ id: z.string(), type: z.string(), options: z.array(z.string()).default([]) })),
});

export async function satisfy(situation: Situation, { wants: said, missing }: Unmet): Promise<void> {
  const wants = Wants.parse(said);
  switch (wants.kind) {
    case 'answer':
      return answer(situation, wants, missing);
    case 'agreement': {
      const agreeing = await somebodyWith(situation, wants.by);
      // Refused while something is unanswered that they go by; then it is wanted again.
      await situation.visit.says(agreeing, 'authorise', { to: [wants.agreement] });
      return;
    }
    case 'test':
      return addSomebody(situation, wants.test);
    case 'plan': {
      const plan = Object.fromEntries(wants.times.map((time) => [time, situation.clock.time(hours[time] ?? '14:30')]));
      accepted(await situation.visit.says(situation.by, 'amend', { plan }));
      return;
    }
    case 'settings':
      return set(situation, wants.settings);
    case 'tick':
      situation.ticks.add(wants.prompt);
      return;
  }
}

const hours: Readonly<Record<string, string>> = { departAt: '13:00', arriveAt: '13:20', leaveAt: '14:10', returnAt: '14:30' };

// ------------------------------------------------------------------------------------------------ answers

async function answer(situation: Situation, wants: WantsAnswer, missing: readonly string[]): Promise<void> {
  // It must lie before a time that is not planned yet, which is wanted too; then this is wanted again.
  if (wants.before?.startsWith('plan.') === true) return;
  const by = wants.by === undefined ? situation.by : await somebodyWith(situation, wants.by);
  const value = valueFor(wants, situation);
  const subjects = missing.flatMap((one) => one.split('#')[1] ?? []);
  const given = subjects.length === 0 ? value : Object.fromEntries(subjects.map((subject) => [subject, value]));
  accepted(await situation.visit.says(by, 'answer', { answers: { [wants.question]: given } }));
}

function valueFor({ type, options, fields, is, not, before }: WantsAnswer, situation: Situation): unknown {
  const may = (value: string | boolean): boolean => !not.includes(value) && (is === undefined || is.includes(value));
  switch (type) {
    case 'choice':
      return options.map(({ id }) => id).find(may);
    case 'choices':
      return options
        .map(({ id }) => id)
        .filter(may)
        .slice(0, 1);
    case 'yes-no':
      return [false, true].find(may);
    case 'date':
      return dayBefore(before ?? situation.clock.today());
    case 'record':
      return Object.fromEntries(Object.entries(fields).map(([field, each]) => [field, plainly(each, situation)]));
    case 'list':
      return [Object.fromEntries(Object.entries(fields).map(([field, each]) => [field, plainly(each, situation)]))];
    default:
      return plainly(type, situation);
  }
}

function plainly(type: string, { school, by, clock }: Situation): unknown {
  switch (type) {
    case 'tick':
    case 'yes-no':
      return true;
    case 'date':
      return dayBefore(clock.today());
    case 'when':
      return clock.time('13:00');
    case 'phone':
      return '+447700900999';
    case 'minutes':
    case 'count':
      return 1;
    case 'person':
      return school.person(by);
    case 'people':
      return [school.person(by)];
    case 'text':
      return 'Said by the test';
    default:
      throw new Error(`nothing is known of an answer of type ${type}`);
  }
}

const dayBefore = (date: string): string => new Date(Date.parse(date) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

// ------------------------------------------------------------------------------------------------ people

/** Somebody who is not on the visit and has one of these duties. */
async function somebodyWith({ visit, school, by }: Situation, duties: readonly string[]): Promise<string> {
  const { visitors } = await visit.seenBy(by);
  const found = (await school.people()).find(
    ({ id, duties: theirs }) => duties.some((duty) => theirs.includes(duty)) && visitors.every(({ person }) => person !== id),
  );
  if (found === undefined) throw new Error(`nobody has one of ${duties.join(', ')}`);
  return found.id.slice(school.id.length + 1);
}

/** One more to go: of the roles that are wanted, else any visiting member of staff. */
async function addSomebody({ visit, school, by }: Situation, { of, is }: Extract<Wants, { kind: 'test' }>['test']): Promise<void> {
  const { visitors } = await visit.seenBy(by);
  const found = (await school.people()).find(
    ({ id, duties, roles, staff }) =>
      staff &&
      duties.includes('visitor') &&
      visitors.every(({ person }) => person !== id) &&
      (of !== 'visitors.roles' || is.some((role) => roles.includes(role))),
  );
  if (found === undefined) throw new Error(`nobody makes ${of} ${is.join(', ')}`);
  accepted(await visit.says(by, 'amend', { visitors: [...visitors.map(({ person }) => ({ person })), { person: found.id }] }));
}

// ------------------------------------------------------------------------------------------------ settings

async function set(situation: Situation, settings: readonly string[]): Promise<void> {
  const { school, by } = situation;
  const policy = Policy.parse((await school.as(by).gets('/policy')).body);
  const may = policy.about.flatMap(({ id, who }) => (id === 'settings-changed-by' ? who : []));
  const values = Object.fromEntries(
    settings.map((id) => [id, settingOf(policy.settings.find((setting) => setting.id === id)?.type ?? 'none')]),
  );
  const head = await somebodyWith(situation, may);
  const kept = await school.as(head).puts('/settings', { values: { ...(await school.settings(head)), ...values } });
  if (kept.status !== 200) throw new Error(kept.text);
}

function settingOf(type: string): unknown {
  switch (type) {
    case 'length':
      return 'PT10M';
    case 'time':
      return '15:45';
    case 'who':
      return ['office'];
    default:
      throw new Error(`nothing is known of a setting of type ${type}`);
  }
}
