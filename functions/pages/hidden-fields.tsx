import { keyField, tokenField } from './form.ts';
import type { PageAsked } from './page.ts';

/** What stands hidden in every form: whose it is, and a name for this press, so that a second one changes nothing. */
export const HiddenFields = ({ asked: { token, deps } }: { readonly asked: PageAsked }) => (
  <>
    <input type="hidden" name={tokenField} value={token} />
    <input type="hidden" name={keyField} value={deps.newRandom()} />
  </>
);
