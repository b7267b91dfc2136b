/** A school's desk over HTTP. */
import * as z from 'zod';
import type { Desk, PersonThere, Said } from './satisfy.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}
/** What it needs of a school that is asked over HTTP, by the posts of its people. */
export interface SchoolOverHttp {
  readonly id: string;
  readonly as: (post: string) => {
    readonly gets: (path: string) => Promise<Answer>;
    readonly posts: (path: string, how: { readonly body: unknown }) => Promise<Answer>;
    readonly puts: (path: string, body: unknown) => Promise<Answer>;
  };
  readonly people: () => Promise<readonly PersonThere[]>;
  readonly settings: (by: string) => Promise<Readonly<Record<string, unknown>>>;
  /** A time of this day, as JSON has it. */
  readonly time: (hour: string) => string;
  /** A visit was asked for. */
  readonly asked: (visit: string) => void;
}

const Policy = z.looseObject({
  questions: z.array(z.looseObject({ id: z.string() })),
  about: z.array(z.looseObject({ id: z.string(), who: z.array(z.string()).default([]) })),
});
const Settings = z.looseObject({
  settings: z.array(z.looseObject({ id: z.string(), type: z.string(), options: z.array(z.string()).optional(), value: z.unknown() })),
});
const Seen = z.looseObject({
  requester: z.string(),
  household: z.looseObject({ id: z.string() }),
  visitors: z.array(z.looseObject({ person: z.string(), notGoing: z.boolean() })),
  answers: z.record(z.string(), z.looseObject({ value: z.unknown() })),
});
const Refusal = z.looseObject({
  unmet: z
    .array(z.looseObject({ code: z.string(), missing: z.array(z.string()), wants: z.unknown(), visit: z.string().optional() }))
    .default([]),
});
const Made = z.looseObject({ id: z.string() });
const Kept = z.looseObject({});

export function overHttp(school: SchoolOverHttp): Desk {
  const post = (person: string): string => person.slice(school.id.length + 1);
  const as = (person: string) => school.as(post(person));
  const said = (answer: Answer): Said =>
    answer.status < 300
      ? { done: true, visit: Made.parse(answer.body).id }
      : answer.status === 409
        ? { done: false, why: answer.text, lacking: Refusal.parse(answer.body).unmet }
        : { done: false, why: answer.text, lacking: [] };
  const done = (answer: Answer): void => {
    if (answer.status >= 300) throw new Error(answer.text);
  };
  const kept = async (by: string, path: string, fields: Readonly<Record<string, unknown>>): Promise<void> => {
    // What is kept of answers stays as it is where none are given; `hazards` and `entered` too.
    const { id: _id, answers: _answers, ...record } = Kept.parse((await as(by).gets(path)).body);
    done(await as(by).puts(path, { ...record, ...fields }));
  };
  return {
    request: async (by, body) => {
      const answer = await as(by).posts('/visits', { body });
      const asked = said(answer);
      if (asked.done) school.asked(asked.visit);
      return asked;
    },
    says: async (by, visit, command, body) => said(await as(by).posts(`/visits/${visit}/${command}`, { body })),
    visit: async (visit, by) => {
      const { requester, household, visitors, answers } = Seen.parse((await as(by).gets(`/visits/${visit}`)).body);
      return {
        requester,
        household: household.id,
        visitors: visitors.filter(({ notGoing }) => !notGoing).map(({ person }) => person),
        answers: Object.fromEntries(Object.entries(answers).map(([question, { value }]) => [question, value])),
      };
    },
    people: school.people,
    settings: async () => Settings.parse((await school.as('office').gets('/settings')).body).settings,
    questions: async () => Policy.parse((await school.as('office').gets('/policy')).body).questions,
    settingsChangedBy: async () =>
      Policy.parse((await school.as('office').gets('/policy')).body).about.flatMap(({ id, who }) =>
        id === 'settings-changed-by' ? who : [],
      ),
    set: async (by, values) => done(await as(by).puts('/settings', { values: { ...(await school.settings(post(by))), ...values } })),
    keepPerson: (by, person, fields) => kept(by, `/people/${person}`, fields),
    keepHome: (by, household, fields) => kept(by, `/households/${household}`, fields),
    time: school.time,
  };
}
