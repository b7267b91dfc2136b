/** The desk of a school at which whatever there is a form for is said with it, as somebody with a browser and no script does. */
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { askedAtFirst, fieldOf, formOfAnswers } from '../../functions/pages/forms/questions.ts';
import type { ShownQuestion } from '../../functions/domain/visit/stage-card.ts';
import type { Question } from '../../functions/domain/policy/policy.ts';
import type { Afternoon, SchoolOfTests } from './afternoon.ts';
import { ofAfternoon } from './desks.ts';
import { formsIn, type Sent } from './form-in.ts';
import { pagesOf, type Shown } from './pages.ts';
import type { Desk, Said } from './satisfy.ts';

type Fields = Readonly<Record<string, unknown>>;
type Pages = ReturnType<typeof pagesOf>;

/** The form of a page that is sent there, with these fields filled in: of each that is given what stood there before goes. */
export function filledIn({ html }: Shown, action: string, given: Sent): Record<string, string[]> {
  const form = formsIn(html).find((one) => one.action === action);
  if (form === undefined) throw new Error(`no form is sent to ${action}`);
  const missing = given.find(([name]) => !form.html.includes(`name="${name}"`));
  if (missing !== undefined) throw new NoSuchField(missing[0]);
  const names = given.map(([name]) => name);
  const fields: Record<string, string[]> = {};
  for (const [name, value] of [...form.fields.filter(([field]) => !names.includes(field)), ...given]) (fields[name] ??= []).push(value);
  return fields;
}
export class NoSuchField extends Error {}

/** What somebody types and chooses to give these answers. */
export function entriesFor(questions: readonly Question[], answers: Fields): Sent {
  return Object.entries(answers).flatMap(([id, value]) => {
    const question = questions.find((one) => one.id === id);
    if (question === undefined) throw new Error(`nobody asks ${id}`);
    const each = question.about === 'visit' || question.about === 'home' ? { '': value } : (value as Fields); // by whom it is about
    const of: ShownQuestion['of'] = Object.entries(each).map(([subject, one]) => ({ subject, answered: true, yours: true, value: one }));
    const entries = formOfAnswers([{ ...askedAtFirst(question), of }]).entries;
    // A tick that is not ticked sends nothing.
    return entries.length > 0 ? entries : of.map(({ subject }) => [fieldOf(question, subject), ''] as const);
  });
}

export function deskByForms(school: SchoolOfTests, afternoon: Afternoon): { readonly desk: Desk; readonly pages: Pages } {
  const desk = ofAfternoon(school, afternoon);
  const pages = pagesOf(afternoon);
  const { questions } = rulesOf(school.policy);
  const why = (text: string): Said => ({ done: false, why: text, lacking: [] });

  async function send(by: string, path: string, given: Sent): Promise<Said> {
    const shown = await pages.get(by, path);
    if (shown.status !== 200) return why(shown.text);
    let fields;
    try {
      fields = filledIn(shown, path, given);
    } catch (error) {
      if (error instanceof NoSuchField) return why(`${path} has no field ${error.message}`);
      throw error;
    }
    const answer = await pages.post(by, path, fields);
    await afternoon.drain();
    return answer.status === 303 ? { done: true, visit: path.split('/')[2] ?? '' } : why(answer.text);
  }

  return {
    pages,
    desk: {
      ...desk,
      says: async (by, visit, command, body) => {
        const { answers = {}, safeWord } = body as { readonly answers?: Fields; readonly safeWord?: string }; // as satisfy.ts gives them
        if (command === 'assess')
          return send(by, `/visits/${visit}/assess`, [
            ...entriesFor(questions, answers),
            ...(safeWord === undefined ? [] : ([['safe-word', safeWord]] as const)),
            ['signed', 'yes'],
          ]);
        if (command !== 'answer') return desk.says(by, visit, command, body);
        const ofEach = Object.entries(answers).map(
          ([id, value]) => [questions.find((one) => one.id === id)?.stage ?? '', id, value] as const,
        );
        for (const stage of new Set(ofEach.map(([at]) => at))) {
          const given = Object.fromEntries(ofEach.flatMap(([at, id, value]) => (at === stage ? [[id, value]] : [])));
          const said = await send(by, `/visits/${visit}/answers/${stage}`, entriesFor(questions, given));
          if (!said.done) return said;
        }
        return { done: true, visit };
      },
    },
  };
}
