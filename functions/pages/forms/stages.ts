/** What the policy asks and shows at stages of a visit, and what a form about them says. */
import type { Stage } from '../../domain/policy/policy.ts';
import type { ShownPrompt, ShownQuestion } from '../../domain/visit/stage-card.ts';
import type * as z from 'zod';
import type { Problem } from '../ask.ts';
import { type FieldError, type Form, formOfEntries } from './form.ts';
import { type OnVisit, readVisit } from '../visit/on-visit.ts';
import type { PageAsked } from '../page.ts';
import type { Wrong } from './posting.tsx';
import { wrongIn } from './posting.tsx';
import type { Asking } from './questions.tsx';
import { asksForSomebody, errorsOf, formOfAnswers } from './questions.ts';
import { changedSince } from './seen.ts';
import { staffOf } from './staff.ts';
import { when } from '../words.ts';

export type StageName = z.infer<typeof Stage>;

export const stageTitles: Readonly<Record<StageName, string>> = {
  staff: 'About those who go',
  home: 'About the home',
  request: 'The request',
  assessment: 'The risk assessment',
  authorise: 'What is decided beforehand',
  prepare: 'Getting ready',
  depart: 'Before leaving',
  travel: 'On the way',
  arrive: 'At the door',
  during: 'During the visit',
  leave: 'Coming away',
  return: 'Back again',
  incident: 'After something went wrong',
  'write-up': 'The write-up',
  cancel: 'Now that it is called off',
};
export const isStage = (text: string): text is StageName => Object.hasOwn(stageTitles, text);

export interface AtStages {
  readonly on: OnVisit;
  readonly prompts: readonly ShownPrompt[];
  readonly questions: readonly ShownQuestion[];
  /** What the fields have in common, less what stands in them. */
  readonly asking: Omit<Asking, 'form' | 'errors'>;
}

type ReadStages = { readonly ok: true; readonly at: AtStages } | { readonly ok: false; readonly problem: Problem };

/** `reminds`: of which of them the lines of the policy are shown; of all where nothing is said. */
export async function readStages(
  asked: PageAsked,
  stages: readonly StageName[],
  reminds: readonly StageName[] = stages,
): Promise<ReadStages> {
  const read = await readVisit(asked);
  if (!read.ok) return read;
  const { on } = read;
  const cards = await Promise.all(stages.map((stage) => asked.ask('read-card', { params: { visit: on.visit.id, stage } })));
  const refused = cards.find((card) => !card.ok);
  if (refused?.ok === false) return refused;
  const shown = cards.flatMap((card) => (card.ok ? [card.value] : []));
  const questions = shown.flatMap((card) => card.questions);
  const prompts = shown.filter(({ stage }) => reminds.includes(stage)).flatMap((card) => card.prompts);
  return {
    ok: true,
    at: {
      on,
      questions,
      prompts: prompts.filter(({ id }, i) => prompts.findIndex((prompt) => prompt.id === id) === i),
      asking: {
        nameOf: namesOn(on),
        staff: questions.some(asksForSomebody) ? await staffOf(asked) : [],
        now: asked.now,
        change: `/visits/${encodeURIComponent(on.visit.id)}/change`,
      },
    },
  };
}

/** Of people, of the adults of the home, and of a call to the police: a question may be about each. */
export function namesOn({ visit, nameOf, now }: OnVisit): (id: string) => string {
  const adults = new Map((visit.household?.adults ?? []).flatMap((adult) => (isNamed(adult) ? [[adult.id, adult.name] as const] : [])));
  return (id) => {
    const alarm = visit.alarms?.find((one) => one.id === id);
    return adults.get(id) ?? (alarm === undefined ? nameOf(id) : `what was raised ${when(alarm.openedAt, now)}`);
  };
}

const isNamed = (one: unknown): one is { readonly id: string; readonly name: string } =>
  typeof one === 'object' && one !== null && 'id' in one && typeof one.id === 'string' && 'name' in one && typeof one.name === 'string';

// ------------------------------------------------------------------------------------------------ what is sent

/** Beside what is answered already, what somebody began to write. */
export const formFor = (questions: readonly ShownQuestion[], begun: Form | undefined): Form => begun ?? formOfAnswers(questions);

/** The lines that were ticked with the form and were not before. */
export const ticksIn = (form: Form, prompts: readonly ShownPrompt[]): readonly string[] => {
  const ticked = form.all(tickField);
  return prompts.flatMap(({ id, ticked: before }) => (before === false && ticked.includes(id) ? [id] : []));
};
export const tickField = 'tick';

/** Which of what is being answered somebody else has answered since the form was opened, or put otherwise. */
export function answeredSince(
  seen: string,
  on: OnVisit,
  questions: readonly ShownQuestion[],
  answers: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (seen === '') return [];
  const own = questions.filter(({ id }) => Object.hasOwn(answers, id));
  return changedSince(seen, on.visit).filter((part) => {
    const [, key = ''] = /^answer\.([^#]+)/.exec(part) ?? [];
    return part === 'home.answers' ? own.some(({ about }) => about === 'home') : own.some(({ id }) => id === key);
  });
}

/** Why what was sent is shown again: each mistake at its field. */
export function wrongWith(
  problem: Problem,
  questions: readonly ShownQuestion[],
  pointers?: (pointer: string) => string | undefined,
): Wrong | undefined {
  const wrong = wrongIn(problem, pointers);
  if (wrong === undefined) return undefined;
  const fields: readonly FieldError[] = [...(wrong.fields ?? []), ...errorsOf(problem, questions)];
  const { said, ...rest } = wrong;
  // Of a mistake that has its own field nothing is left to say of the whole.
  return { ...rest, fields, ...(said === undefined || fields.length > 0 ? {} : { said }) };
}

/** As the visit was when the form was begun. */
export const seenField = 'seen';
/** In which a visitor signs for a safe word. */
export const wordField = 'safe-word';

export const nothingSent = formOfEntries([]);
