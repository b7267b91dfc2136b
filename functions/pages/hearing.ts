/** A safe word is heard wherever words can be given: also in what a page shows again, keeps for later or has no use for. */
import { routes } from '../api/routes.ts';
import type { Deps } from '../application/deps.ts';
import { visitsOfWhoeverIsOut } from '../application/read-visits.ts';
import { Instant } from '../domain/time.ts';
import { VisitId } from '../domain/visit/visit.ts';
import type { Request } from '../http/http.ts';
import type { Ask } from './ask.ts';
import { laterField } from './forms/begun.ts';
import { type Form, keyField, tokenField } from './forms/form.ts';
import { addField } from './forms/questions.ts';
import { seenField, wordField } from './forms/stages.ts';
import { hourIn } from './times.ts';

/** What nobody types: buttons, and what stands hidden in a form. Nor is it a call to sign for a word. */
const own: readonly string[] = [tokenField, keyField, seenField, laterField, addField, 'press', 'stage', 'visit', wordField];

/** The words that were sent with a form, in whatever field. */
const wordsIn = ({ entries }: Form): readonly string[] =>
  entries
    .filter(([name]) => !own.includes(name))
    .map(([, value]) => value.replaceAll('\r\n', '\n').trim())
    .filter((value) => /\p{L}/u.test(value) && hourIn(value) === undefined && !Instant.safeParse(value).success);

/** The visit that a form is about: that of its page, or the one that it names. */
const visitOf = ({ params }: Pick<Request, 'params'>, form: Form): VisitId | undefined =>
  VisitId.safeParse(params['visit'] ?? form.get('visit').toUpperCase()).data;

interface Speaking {
  readonly deps: Pick<Deps, 'visits' | 'clock'>;
  readonly caller: { readonly id: string; readonly school: string };
  /** The API as this caller. */
  readonly ask: Ask;
}

/**
 * Said to the API as something that it cannot take: it turns that away, and hears a safe word in it, of whoever is on that visit.
 * What is typed anywhere else by somebody who is out is said about their own visits too. `heard` went to the API with a command.
 */
export async function letHear(
  { deps, caller, ask }: Speaking,
  request: Pick<Request, 'params'>,
  form: Form,
  heard: readonly string[] = [],
): Promise<void> {
  const words = wordsIn(form);
  if (words.length === 0) return;
  const about = visitOf(request, form);
  const before = heard.join('\n');
  const unheard = words.filter((one) => !before.includes(one));
  const [out] = await Promise.allSettled([visitsOfWhoeverIsOut(deps, caller.school, caller.id)]);
  const theirs = out.status === 'fulfilled' ? out.value : [];
  const key = `rest.${form.get(keyField)}`;
  const say = async (visit: VisitId, said: readonly string[]): Promise<unknown> =>
    said.length > 0 && (await ask('answer', { params: { visit }, body: { said }, key }));
  if (about !== undefined) await say(about, unheard);
  // Where the visit of the page is one of theirs, it was heard wherever they are watched.
  if (about === undefined || !theirs.includes(about)) for (const visit of theirs) await say(visit, words);
}

/** The same API, which writes down the words that went to it with a command about a visit: those have been heard. */
export function listening(speaking: Speaking): {
  readonly ask: Ask;
  readonly hearTheRest: (request: Request, form: Form) => Promise<void>;
} {
  const heard: string[] = [];
  return {
    ask: (operation, given = {}) => {
      const route = routes.find(({ id }) => id === operation);
      if (route?.method === 'POST' && route.path.includes('{visit}')) heard.push(...textsIn(given.body));
      return speaking.ask(operation, given);
    },
    hearTheRest: (request, form) => letHear(speaking, request, form, heard),
  };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
