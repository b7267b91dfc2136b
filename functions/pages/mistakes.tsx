import type { Response } from '../http/http.ts';
import type { Mistakes } from '../http/serve.ts';
import { html } from './answers.ts';
import type { Problem } from './ask.ts';
import { type Form, tokenField } from './forms/form.ts';
import { Layout } from './layout.tsx';
import type { PageAsked } from './page.ts';
import { page } from './shell.tsx';
import { titled } from './words.ts';

const plain = (status: number, title: string, text: string): Response =>
  html(
    <Layout title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{text}</p>
      <p class="govuk-body">
        <a class="govuk-link" href="/">
          Go to your home page
        </a>
      </p>
    </Layout>,
    { status },
  );

/** What no page foresaw, said to a person. */
export const pageMistakes: Mistakes = {
  notFound: plain(
    404,
    'There is no such page',
    'If you typed the address, check it. If you followed a link, what it led to is not there, or is of another school.',
  ),
  methodNotAllowed: (allowed) => {
    const answer = plain(405, 'That cannot be done here', 'Go back, load the page again, and use what is on it.');
    return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
  },
  busy: plain(
    503,
    'Not done: try again in a moment',
    'Nothing is lost. Go back and press the same button again: it is done once, however often you press.',
  ),
  unexpected: plain(
    500,
    'Something went wrong here',
    'Nothing that you sent is known to be done. Go back and try again; if somebody is out and you cannot reach them here, ring them, and ring 999 if they may be in danger.',
  ),
};

/** What another site sent, or a browser that does not say whence: it is neither done nor shown here, where somebody could be led to press it. */
export const notFromHere = plain(
  403,
  'That was not sent from here',
  'It came from a page that is not of Doorstep, and nothing was done. Open the page that you want here, and send it from there.',
);

/** Nothing of it was done; whatever words were in it have been listened to. */
export const tooLong = plain(
  413,
  'That is too long to send',
  'Nothing of it was kept. Go back: what you wrote should still be there. Shorten it and send it again; what is longer belongs in the school’s own record. If it cannot wait, ring the office.',
);

/** A problem of the API on a page of its own, where no form is to be shown again. */
export const problemPage = (asked: PageAsked, problem: Problem): Promise<Response> | Response => {
  if (problem.status === 404) return pageMistakes.notFound;
  if (problem.status === 503) return pageMistakes.busy;
  const title = problem.status === 403 ? 'This is not yours to see' : problem.title;
  return page(
    asked,
    { title, status: problem.status },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      {problem.detail === undefined ? null : <p class="govuk-body">{problem.detail}</p>}
      {problem.clauses === undefined || problem.clauses.length === 0 ? null : <p class="govuk-hint">{problem.clauses.join(', ')}</p>}
    </>,
  );
};

/**
 * What was sent by somebody who is signed out by now, or signed in anew: nothing of it is lost. `as` is who they are now, and may
 * send it at once: it may have been begun by somebody else. Without it they sign in first, in another window. `school`: where it was
 * written, which goes with it until it is sent there.
 */
export function sendAgain({
  path,
  form,
  as,
  school,
}: {
  readonly path: string;
  readonly form: Form;
  readonly as?: { readonly name: string; readonly token: string } | undefined;
  readonly school: string | undefined;
}): Response {
  const kept = form.entries.filter(([name]) => name !== tokenField);
  const title = as === undefined ? 'You were signed out' : 'Send it again';
  const token = as?.token ?? (school === undefined ? undefined : `@${school}`);
  return html(
    <Layout title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      {as === undefined ? (
        <p class="govuk-body">
          What you wrote is still here, and was not sent.{' '}
          <a class="govuk-link" href="/sign-in?then=/" target="_blank" rel="noopener">
            Sign in again in a new tab
          </a>
          {school === undefined ? '' : ` at ${titled(school)}`}, then come back to this one and send it.
        </p>
      ) : (
        <p class="govuk-body">
          Somebody signed in since this form was opened. What was written is still here, and was not sent yet. You are signed in as{' '}
          <strong>{as.name}</strong>: sent now, it is yours. If somebody else wrote it, leave it to them.
        </p>
      )}
      <form method="post" action={path}>
        {kept.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {token === undefined ? null : <input type="hidden" name={tokenField} value={token} />}
        <button class="govuk-button" type="submit">
          {as === undefined ? 'Send it' : `Send it as ${as.name}`}
        </button>
      </form>
    </Layout>,
    { status: as === undefined ? 401 : 403 },
  );
}
