import { sessionCookie } from '../../http/cookies.ts';
import { html } from '../answers.ts';
import { Layout } from '../layout.tsx';
import type { Page } from '../page.ts';

/** `POST /sign-out`: the session is over at once, whatever else comes of it. */
export const signOut: Page = async ({ deps: { sessions, baseUrl, signIn }, request }) => {
  const cookie = sessionCookie(baseUrl);
  const id = cookie.valueIn(request);
  if (id !== undefined) await sessions.end(id);
  const [where] = await Promise.allSettled([signIn?.provider.whereToSignOut(`${baseUrl}/sign-in`)]);
  // As the provider describes itself: nobody else has a part in it.
  const href = where.status === 'fulfilled' ? where.value : undefined;
  return html(
    <Layout title="You are signed out">
      <h1 class="govuk-heading-l">You are signed out</h1>
      {href === undefined ? null : (
        <p class="govuk-body">
          Your school’s account may still be signed in in this browser. If others use it,{' '}
          <a class="govuk-link" href={href}>
            sign out of that too
          </a>
          .
        </p>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href="/sign-in">
          Sign in again
        </a>
      </p>
    </Layout>,
    { cookies: [cookie.clear] },
  );
};
