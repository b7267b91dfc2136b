/** A visit as text for the school's own record system: what this person reads of it, and no more. */
import type { Question } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time.ts';
import { answerInWords } from '../forms/answered.ts';
import { type OnVisit, saidAs } from './on-visit.ts';
import { day, hour, listed } from '../words.ts';

/** What was asked and said, in the order of the policy: of each stage what was said there. */
export interface Said {
  readonly question: Question;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly by: string;
}

/** Every answer that this person reads, the safe word never among them. */
export function saidOn({ visit, policy, now }: OnVisit, nameOf: (id: string) => string): readonly Said[] {
  const given = Object.entries({ ...keptAnswers(visit.household), ...visit.answers });
  return policy.questions.flatMap((question) =>
    given.flatMap(([key, { value, by }]) => {
      const [id, subject = ''] = key.split('#');
      return id === question.id ? [{ question, subject, lines: answerInWords(question, value, { nameOf, now }), by }] : [];
    }),
  );
}

interface Given {
  readonly value: unknown;
  readonly by: string;
}
/** Those that are kept with the home. */
function keptAnswers(home: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, Given>> {
  const answers = home?.['answers'];
  return typeof answers !== 'object' || answers === null ? {} : Object.fromEntries(Object.entries(answers).filter(isGiven));
}
const isGiven = (entry: [string, unknown]): entry is [string, Given] =>
  typeof entry[1] === 'object' && entry[1] !== null && 'value' in entry[1] && 'by' in entry[1] && typeof entry[1].by === 'string';

const afterwards: readonly Question['stage'][] = ['arrive', 'during', 'leave', 'return', 'incident', 'write-up'];

export function recordText(on: OnVisit, nameOf: (id: string) => string): string {
  const { visit } = on;
  const { visitors = [], household: home, plan = {} } = visit;
  const went = visitors.filter(({ notGoing }) => notGoing !== true);
  const time = (at: Instant | null | undefined, what: string): readonly string[] =>
    at === undefined || at === null ? [] : [`${what} ${hour(at)}`];
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Home visit', visit.id],
    ['Day', plan.departAt === undefined ? undefined : day(plan.departAt)],
    ['To', [home?.name, home?.address].filter((one) => one !== undefined).join(', ')],
    ['By', listed(went.map(({ person }) => nameOf(person)))],
    ['Kind', [saidAs(on, 'type', visit.type), saidAs(on, 'reason', visit.reason)].filter((one) => one !== undefined).join(': ')],
    ['What for', visit.purpose],
    ...went.map(
      ({ person, signedOutAt, arrivedAt, leftAt, accountedForAt }) =>
        [
          nameOf(person),
          [...time(signedOutAt, 'left'), ...time(arrivedAt, 'arrived'), ...time(leftAt, 'came away'), ...time(accountedForAt, 'back')].join(
            ', ',
          ),
        ] as const,
    ),
  ];
  const said = saidOn(on, nameOf).filter(({ question }) => afterwards.includes(question.stage));
  return [
    ...lines.flatMap(([what, words]) => (words === undefined || words === '' ? [] : [`${what}: ${words}`])),
    ...said.flatMap(({ question, subject, lines: answer, by }) => [
      '',
      `${question.ask}${subject === '' ? '' : ` (${nameOf(subject)})`}`,
      ...answer.map((line) => `  ${line}`),
      `  (${nameOf(by)})`,
    ]),
  ].join('\n');
}
