/** Forms that somebody has begun and comes back to. */
import type { DraftOf } from '../../ports/drafts.ts';
import { type Form, formOfEntries, keyField, tokenField } from './form.ts';
import type { PageAsked } from '../page.ts';

/** The button that keeps what is written and does nothing else. */
export const laterField = 'later';

const draftOf = ({ caller }: PageAsked, form: string): DraftOf => ({ school: caller.school, person: caller.id, form });

/** What was written, for whoever wrote it; nothing after seven days. `secret` are fields of which nothing is kept. */
export const keepBegun = ({ deps, form: sent, now, ...asked }: PageAsked, form: string, secret: readonly string[] = []): Promise<void> =>
  deps.drafts.put({
    ...draftOf({ deps, form: sent, now, ...asked }, form),
    answers: { entries: sent.entries.filter(([name]) => ![tokenField, keyField, laterField, ...secret].includes(name)) },
    step: '',
    changedAt: now,
  });

export async function begun(asked: PageAsked, form: string): Promise<Form | undefined> {
  const draft = await asked.deps.drafts.read(draftOf(asked, form));
  const entries = draft?.answers['entries'];
  return Array.isArray(entries) ? formOfEntries(entries.filter(isEntry)) : undefined;
}
const isEntry = (entry: unknown): entry is readonly [string, string] =>
  Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string');

export const forgetBegun = (asked: PageAsked, form: string): Promise<void> => asked.deps.drafts.remove(draftOf(asked, form));
