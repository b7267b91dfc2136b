/** The scenarios of every policy, which clauses have one, and what would be missed if it were taken out of the data. */
import { readdirSync } from 'node:fs';
import { type Citation, citations } from '../../functions/domain/policy/citations.ts';
import type { Clause } from '../../functions/domain/policy/clause.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { overlay, Policy } from '../../functions/domain/policy/policy.ts';
import { clauses, jsonIn, policiesIn } from '../support/policy-files.ts';
import { play } from './play.ts';
import { type Scenario, ScenarioFile } from './scenario.ts';

export interface OnePolicy {
  readonly name: string;
  readonly policy: Policy;
  /** The rules that a visit goes by, of this policy or of it with something taken out. */
  readonly rulesOf: (policy: Policy) => Policy;
  readonly clauses: readonly Clause[];
  readonly stories: ScenarioFile['stories'];
  readonly scenarios: readonly Scenario[];
}

const folder = new URL('./', import.meta.url);

/** Doorstep's own rules are shown where a policy is silent. */
const above = Policy.parse(jsonIn('test/support/silent-policy.json'));

/** Each policy, Doorstep's own rules among them, with the scenarios of its files: `hampton.json`, `hampton.telling.json`. */
export const policies: readonly OnePolicy[] = policiesIn('policies').map((name) => {
  const policy = Policy.parse(jsonIn(`policies/${name}.json`));
  const prefix =
    citations(policy)
      .flatMap((citation) => citation.clauses)[0]
      ?.slice(0, 3) ?? '';
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json') && file.split('.')[0] === name)
    .map((file) => ScenarioFile.parse(jsonIn(`test/clauses/${file}`)));
  return {
    name,
    policy,
    rulesOf: name === 'doorstep' ? (own) => overlay(own, above) : rulesOf,
    clauses: clauses.filter(({ id }) => id.startsWith(prefix)),
    stories: Object.assign({}, ...files.map((file) => file.stories)) as ScenarioFile['stories'], // one object of all their stories
    scenarios: files.flatMap((file) => file.scenarios),
  };
});

/** What is wrong with a scenario, by this policy or by its own; nothing where all is as it says. */
export function faultOf({ policy, rulesOf: rules, stories }: OnePolicy, scenario: Scenario, instead: Policy = policy): string | undefined {
  try {
    play(scenario, stories, rules(instead));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The clauses that ask for something and have no scenario. */
export const withoutScenario = ({ clauses: all, scenarios }: OnePolicy): readonly Clause[] =>
  all.filter(({ id, kind }) => kind !== 'NONE' && !scenarios.some((scenario) => scenario.clauses.includes(id)));

// ------------------------------------------------------------------------------------------------ what nobody would miss

export interface Dropped {
  readonly element: Citation;
  /** The policy without it. */
  readonly policy: Policy;
}

/** Each element that cites a clause, and the policy without it. What the code does for every school is no data to be taken out. */
export function eachDropped(policy: Policy): readonly Dropped[] {
  const lists = ['about', 'settings', 'forms', 'questions', 'gates', 'prompts', 'clocks', 'alarms', 'notices', 'access'] as const;
  const whole = lists.flatMap((list) =>
    policy[list].map(({ id, clauses: cited }): Dropped => {
      const rest: readonly { readonly id: string }[] = policy[list];
      return {
        element: { kind: kinds[list], id, clauses: cited },
        // One of the lists without one of its elements.
        policy: { ...policy, [list]: rest.filter((other) => other.id !== id) },
      };
    }),
  );
  const options = policy.questions.flatMap((question) =>
    (question.options ?? []).flatMap((option): readonly Dropped[] =>
      option.clauses === undefined
        ? []
        : [
            {
              element: { kind: 'option', id: `${question.id}/${option.id}`, clauses: option.clauses },
              policy: {
                ...policy,
                questions: policy.questions.map((q) =>
                  q === question ? { ...q, options: (q.options ?? []).filter((o) => o !== option) } : q,
                ),
              },
            },
          ],
    ),
  );
  const rungs = policy.ladders.flatMap((ladder) =>
    ladder.rungs.map((rung): Dropped => ({
      element: { kind: 'rung', id: `${ladder.id}/${rung.id}`, clauses: rung.clauses },
      policy: {
        ...policy,
        ladders: policy.ladders.map((l) => (l === ladder ? { ...l, rungs: l.rungs.filter((r) => r !== rung) } : l)),
      },
    })),
  );
  return [...whole, ...options, ...rungs];
}

const kinds = {
  about: 'about',
  settings: 'setting',
  forms: 'form',
  questions: 'question',
  gates: 'gate',
  prompts: 'prompt',
  clocks: 'clock',
  alarms: 'alarm',
  notices: 'notice',
  access: 'access',
} as const;

/** The elements whose absence no scenario of a clause that they cite would notice. */
export const unmissed = (one: OnePolicy): readonly Dropped[] =>
  eachDropped(one.policy).filter(
    ({ element, policy }) =>
      !one.scenarios.some(
        (scenario) => scenario.clauses.some((clause) => element.clauses.includes(clause)) && faultOf(one, scenario, policy) !== undefined,
      ),
  );
