import type { Action } from '../../domain/visit/shown.ts';
import type { Instant } from '../../domain/time.ts';
import type { Answered, Problem } from '../ask.ts';
import type { PageAsked } from '../page.ts';
import type { Plan, Shapes, ShownVisitor, Visit } from '../shapes.ts';
import { anyOf } from '../forms/whose.ts';

/** A visit as this person may see it, with the rules that it goes by: what every page about it starts from. */
export interface OnVisit {
  readonly nameOf: (person: string) => string;
  /** What the school has set. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly visit: Visit;
  readonly etag: string;
  readonly policy: Shapes['read-policy'];
  /** Whoever looks. */
  readonly me: string;
  readonly now: Instant;
}

export async function readVisit(
  asked: PageAsked,
): Promise<{ readonly ok: true; readonly on: OnVisit } | { readonly ok: false; readonly problem: Problem }> {
  const { visit = '' } = asked.request.params;
  const read = await asked.ask('read-visit', { params: { visit } });
  if (!read.ok) return read;
  const [policy, settings, { nameOf }] = await Promise.all([asked.ask('read-policy'), asked.ask('read-settings'), asked.frame()]);
  if (!policy.ok) return policy;
  const values = valuesIn(settings);
  return {
    ok: true,
    on: { visit: read.value, etag: read.etag, policy: policy.value, values, nameOf, me: asked.caller.id, now: asked.now },
  };
}

/** What the school has set, by the setting's id. */
export const valuesIn = (read: Answered<Shapes['read-settings']>): OnVisit['values'] =>
  Object.fromEntries((read.ok ? read.value.settings : []).map(({ id, value }) => [id, value]));

export const actionNamed = ({ visit }: OnVisit, name: string): Action | undefined => visit.actions.find((action) => action.name === name);

/** Times as they were said last. */
export const timesOf = ({ plan, revised }: Visit): Plan => ({ ...plan, ...revised });

/** Whoever has not left yet, and is still to. */
export const waiting = ({ visitors = [] }: Visit): readonly ShownVisitor[] => visitors.filter(({ state }) => state === 'expected');
export const isGone = ({ state }: ShownVisitor): boolean => state === 'signed-out' || state === 'on-site' || state === 'left';

/** What kind of visit it is, why it is made: a word of the policy, as the policy says it. */
export function saidAs({ policy }: OnVisit, fills: 'type' | 'reason', value: string | undefined): string | undefined {
  const question = policy.questions.find((one) => one.fills === fills);
  return question?.options?.find(({ id }) => id === value)?.say ?? value;
}

/** Any one of those whom a policy means: of a setting whom the school named there. */
export const anyone = (who: readonly string[], { values, nameOf }: Pick<OnVisit, 'values' | 'nameOf'>): string =>
  anyOf(
    who.flatMap((one) => (one.startsWith('$') ? namedIn(values[one.slice(1)], one) : [one])),
    nameOf,
  );

function namedIn(set: unknown, setting: string): readonly string[] {
  const names = Array.isArray(set) ? set.filter((each): each is string => typeof each === 'string') : [];
  return names.length === 0 ? [setting] : names;
}

export const visitPath = ({ visit }: Pick<OnVisit, 'visit'>): string => `/visits/${encodeURIComponent(visit.id)}`;

/** Of whom an answer is: one of the school's people, or an adult of the home by their name. */
export function subjectName(subject: string, about: string, { visit, nameOf }: Pick<OnVisit, 'visit' | 'nameOf'>): string {
  if (about === 'police-call') return 'the call to the police';
  if (about !== 'adult') return nameOf(subject);
  return visit.household?.adults?.filter(isNamed).find(({ id }) => id === subject)?.name ?? 'an adult of the home';
}
const isNamed = (one: unknown): one is { readonly id: string; readonly name: string } =>
  typeof one === 'object' && one !== null && 'id' in one && 'name' in one && typeof one.name === 'string';
