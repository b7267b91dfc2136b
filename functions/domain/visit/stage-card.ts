/**
 * What somebody is shown and asked at a stage of a visit: the lines of the policy that are for them, and its questions, with
 * what is answered of those that they may read.
 */
import type { Clause } from '../policy/clause.ts';
import type { Policy, Prompt, Question, Stage } from '../policy/policy.ts';
import { answers, answerTo, applies, askedOf, mayAnswer } from '../policy/questions.ts';
import { receivers } from '../policy/receivers.ts';
import { isTicked } from '../policy/ticks.ts';
import { cardAnswerRows } from '../reading/of-visits.ts';
import { type Reading, reads } from '../reading/reading.ts';
import { classesFor, ofClass, readingOf, type Viewer } from '../reading/who.ts';
import type * as z from 'zod';
import type { Known } from './decision.ts';
import type { PersonId } from '../person.ts';
import { onVisit } from './relations.ts';
import { isVeiled, knownTo } from './veil.ts';
import type { Visit } from './visit.ts';

export interface StageCard {
  readonly stage: z.infer<typeof Stage>;
  readonly prompts: readonly ShownPrompt[];
  readonly questions: readonly ShownQuestion[];
}

export interface ShownPrompt extends Pick<Prompt, 'id' | 'say' | 'tick' | 'form'> {
  readonly clauses: readonly Clause['id'][];
  /** Absent where there is nothing to tick. */
  readonly ticked?: boolean;
  /** What was answered to the questions that the policy wants shown with it: as much of it as this caller may read. */
  readonly beside?: readonly {
    readonly question: Question['id'];
    readonly ask: string;
    readonly subject: string;
    readonly value: unknown;
  }[];
}

export interface ShownQuestion extends Pick<
  Question,
  'id' | 'ask' | 'type' | 'about' | 'form' | 'options' | 'open' | 'fields' | 'enough' | 'printed' | 'by' | 'among' | 'prints' | 'fills'
> {
  readonly clauses: readonly Clause['id'][];
  /** Whom it can name, where that is not anybody on the staff. */
  readonly candidates?: readonly PersonId[];
  /** Of a hazard: what is done about it, in the order of the form. */
  readonly controls?: readonly Control[];
  /** Of each that it is about, '' for the visit or its home: is it answered, may this caller answer, and what was said where they may read it. */
  readonly of: readonly {
    readonly subject: string;
    readonly answered: boolean;
    readonly yours: boolean;
    readonly value?: unknown;
  }[];
}

/** A line for the visitors, or what Doorstep asks, demands or tells somebody by itself. */
export interface Control {
  readonly id: string;
  readonly does: 'line' | 'asks' | 'demands' | 'tells';
  readonly say: string;
}

/** Nothing for a machine: a card is for people. */
export function stageCard(whole: Visit, stage: z.infer<typeof Stage>, viewer: Viewer, known: Known): StageCard {
  const { person } = viewer;
  if (person === undefined) return { stage, prompts: [], questions: [] };
  const visit = knownTo(whole, person);
  const reading = readingOf(viewer, classesFor(viewer, visit, known), isVeiled(whole, person));
  const prompts = known.rules.prompts
    .filter((prompt) => prompt.stages.includes(stage) && applies(prompt, visit, known))
    .filter((prompt) => receivers(prompt.to, visit, known).includes(person));
  const questions = known.rules.questions.filter((question) => question.stage === stage && applies(question, visit, known));
  return {
    stage,
    prompts: prompts.map((prompt) => shownPrompt(prompt, person, reading, visit, known)),
    questions: questions.map((question) => shownQuestion(question, person, canShow(question, reading), visit, known)),
  };
}

function shownPrompt(prompt: Prompt, person: string, reading: Reading, visit: Visit, known: Known): ShownPrompt {
  const { id, say, tick, form, clauses, beside } = prompt;
  const readable = known.rules.questions.filter(
    (question) => beside?.includes(question.id) === true && canShow(question, reading) && applies(question, visit, known),
  );
  return {
    ...{ id, say, tick, form, clauses },
    ...(tick === undefined ? {} : { ticked: isTicked(prompt, person, visit, known) }),
    ...(beside === undefined ? {} : { beside: readable.flatMap((question) => answersShown(question, visit, known)) }),
  };
}

/** A safe word is on the page of the visit alone. */
const canShow = ({ reads: of, type }: Question, reading: Reading): boolean =>
  reads(cardAnswerRows.value, ofClass(reading, of)) && type !== 'word';

const answersShown = (question: Question, visit: Visit, known: Known): NonNullable<ShownPrompt['beside']> =>
  askedOf(question, visit, known).flatMap((subject) => {
    const given = answerTo(question, subject, visit, known);
    return given === undefined ? [] : [{ question: question.id, ask: question.ask, subject, value: given.value }];
  });

function shownQuestion(question: Question, person: string, isRead: boolean, visit: Visit, known: Known): ShownQuestion {
  const { id, ask, type, about, form, options, open, fields, enough, printed, by, among, prints, fills, clauses } = question;
  return {
    ...{ id, ask, type, about, form, options, open, fields, enough, printed, by, among, prints, fills, clauses },
    ...candidatesFor(question, visit, known),
    ...(question.controls === undefined ? {} : { controls: question.controls.flatMap((control) => controlOf(control, known.rules)) }),
    of: askedOf(question, visit, known).map((subject) => {
      const given = answerTo(question, subject, visit, known);
      return {
        subject,
        answered: answers(question, given, subject, visit, known),
        yours: mayAnswer(question, person, subject, visit, known),
        ...(isRead && given !== undefined ? { value: given.value } : {}),
      };
    }),
  };
}

/** Those who would do where a policy asks for somebody: of these, and not on the visit where it says so. */
function candidatesFor({ among, offVisit }: Question, visit: Visit, known: Known): Pick<ShownQuestion, 'candidates'> {
  if (among === undefined && !offVisit) return {};
  const those = among === undefined ? Object.keys(known.staff) : receivers(among, visit, known);
  return { candidates: those.filter((person) => !offVisit || !onVisit(visit, person)) };
}

/** What is behind a control of the form: a policy names each of its elements once. */
function controlOf(id: string, { prompts, questions, gates, notices, alarms }: Policy): readonly Control[] {
  const named = ({ id: own }: { readonly id: string }): boolean => own === id;
  return [
    ...prompts.filter(named).map(({ say }) => ({ id, does: 'line' as const, say })),
    ...questions.filter(named).map(({ ask }) => ({ id, does: 'asks' as const, say: ask })),
    ...gates.filter(named).map(({ say }) => ({ id, does: 'demands' as const, say })),
    ...notices.filter(named).map(({ say }) => ({ id, does: 'tells' as const, say })),
    ...alarms.filter(named).map(({ name }) => ({ id, does: 'tells' as const, say: name })),
  ].slice(0, 1);
}
