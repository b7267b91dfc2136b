/** A safe word is heard wherever words can be given: also in what a page shows again, keeps for later or has no use for. */
import { routes } from '../api/routes.ts';
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

/** Said to the API as something that it cannot take: it turns that away, and hears a safe word in it, of whoever is on that visit. */
export async function letHear(ask: Ask, request: Pick<Request, 'params'>, form: Form, words = wordsIn(form)): Promise<void> {
  const visit = visitOf(request, form);
  if (visit !== undefined && words.length > 0) await ask('answer', { params: { visit }, body: { said: words } });
}

/** The same API, which writes down the words that went to it with a command about a visit: those have been heard. */
export function listening(ask: Ask): { readonly ask: Ask; readonly hearTheRest: (request: Request, form: Form) => Promise<void> } {
  const heard: string[] = [];
  return {
    ask: (operation, given = {}) => {
      const route = routes.find(({ id }) => id === operation);
      if (route?.method === 'POST' && route.path.includes('{visit}')) heard.push(...textsIn(given.body));
      return ask(operation, given);
    },
    hearTheRest: (request, form) => {
      const said = heard.join('\n');
      return letHear(
        ask,
        request,
        form,
        wordsIn(form).filter((words) => !said.includes(words)),
      );
    },
  };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
