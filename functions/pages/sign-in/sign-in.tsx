import type { Child } from 'hono/jsx';
import { presentSchools } from '../../application/school-door.ts';
import { whoHasEmail } from '../../application/sessions.ts';
import type { ListedSchool } from '../../domain/listed-school.ts';
import { SchoolId } from '../../domain/person.ts';
import { sessionLasts } from '../../domain/session.ts';
import { lengthInMilliseconds } from '../../domain/time.ts';
import { sessionCookie } from '../../http/cookies.ts';
import { notKept, type Request, type Response } from '../../http/http.ts';
import { html, seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Input } from '../components/input.tsx';
import { Layout } from '../layout.tsx';
import type { OpenPage, PageDeps } from '../page.ts';
import { titled } from '../words.ts';
import { attemptCookie, attemptIn, beginAttempt } from './attempt.ts';
import { localPath } from './local-path.ts';

/** More than these nobody looks through: they write which is theirs. */
const mostToChooseFrom = 12;

/** `GET /sign-in`: of which school, and a link. A form would not do: what it answers may not lead elsewhere. */
export const signInPage: OpenPage = async (deps, { query }) => {
  if (deps.signIn === undefined) return nobodyYet;
  const then = localPath(query['then']);
  const asked = query['school']?.trim().toLowerCase();
  // Where nobody can say which schools there are, whoever comes back from the provider is looked for at the one that they wrote.
  const [listed] = await Promise.allSettled([presentSchools(deps)]);
  const all = listed.status === 'fulfilled' ? listed.value : [];
  const theirs = asked === undefined ? [] : schoolsCalled(asked, all);
  const schools = theirs.length > 0 || all.length > mostToChooseFrom ? theirs : all;
  const wrong = asked !== undefined && theirs.length === 0;
  if (schools.length > 0)
    return plain(
      'Sign in',
      <>
        {schools.map(({ id, name }) => (
          <p class="govuk-body">
            <Button href={`/sign-in/go?${new URLSearchParams({ school: id, then }).toString()}`} text={`Sign in to ${name}`} />
          </p>
        ))}
        <p class="govuk-body">You sign in with the same account that your school’s email has.</p>
      </>,
      { status: wrong ? 400 : 200 },
    );
  const toMend = 'Enter your school’s full name, or its short one in small letters and dashes, like green-lane';
  return plain(
    'Sign in',
    <form method="get" action="/sign-in">
      <input type="hidden" name="then" value={then} />
      <Input
        name="school"
        label={{ text: 'Your school' }}
        hint={{ text: 'Its full name, or its short one in Doorstep, like green-lane' }}
        autocapitalize="none"
        {...(wrong && { value: query['school'], errorMessage: { text: toMend } })}
      />
      <Button text="Continue" />
    </form>,
    wrong ? { status: 400, errors: [{ text: toMend, href: '#school' }] } : {},
  );
};

/** By its short name or its full one, however that is written. */
function schoolsCalled(asked: string, all: readonly ListedSchool[]): readonly Pick<ListedSchool, 'id' | 'name'>[] {
  const id = SchoolId.safeParse(asked).data;
  if (all.length === 0) return id === undefined ? [] : [{ id, name: titled(id) }];
  return all.filter((school) => school.id === id || school.name.toLowerCase() === asked);
}

/** `GET /sign-in/go`: to the provider. */
export const goToProvider: OpenPage = async ({ signIn, baseUrl, clock }, { query }) => {
  const school = SchoolId.safeParse(query['school']);
  const then = localPath(query['then']);
  if (signIn === undefined || !school.success) return seeOther(`/sign-in?${new URLSearchParams({ then }).toString()}`);
  const attempt = beginAttempt({ school: school.data, then, at: clock.now() }, attemptCookie(baseUrl));
  const [where] = await Promise.allSettled([signIn.provider.whereToAsk(attempt.asking)]);
  if (where.status === 'rejected') return providerAway(where.reason);
  return { status: 302, headers: { location: where.value, ...notKept }, cookies: [attempt.setCookie] };
};

/** `GET /sign-in/back`: from the provider, which says who it is. */
export const backFromProvider: OpenPage = async (deps, request) => {
  const { signIn, baseUrl, clock } = deps;
  if (signIn === undefined) return nobodyYet;
  const cookie = attemptCookie(baseUrl);
  const attempt = attemptIn(cookie.valueIn(request), clock.now());
  // Whatever comes of it, it is tried once.
  const once = (response: Response): Response => ({ ...response, cookies: [...(response.cookies ?? []), cookie.clear] });
  if (attempt === undefined) return once(tryAgain('/'));
  const [came] = await Promise.allSettled([signIn.provider.whoCameBack(new URLSearchParams(request.query), attempt.asking)]);
  if (came.status === 'rejected') return once(providerAway(came.reason));
  if (came.value.outcome === 'refused') return once(tryAgain(attempt.then));
  const { email, verified } = came.value;
  const { school, then } = attempt;
  if (!verified || email === '') return once(notVerified(school, email));
  const whose = await whoHasEmail(deps, school, email);
  if (whose.found !== 'one') return once(notOne(school, email, whose.found));
  return once(await begun(deps, request, { school, person: whose.person }, then));
};

/** Whoever was signed in in this browser before is so no more. */
async function begun(
  { sessions, clock, baseUrl }: PageDeps,
  request: Request,
  whose: { readonly school: string; readonly person: string },
  then: string,
): Promise<Response> {
  const cookie = sessionCookie(baseUrl);
  const before = cookie.valueIn(request);
  if (before !== undefined) await sessions.end(before);
  const { id } = await sessions.begin(whose, clock.now());
  return seeOther(then, [cookie.set(id, lengthInMilliseconds(sessionLasts) / 1000)]);
}

interface Told {
  readonly status?: number;
  readonly errors?: readonly { readonly text: string; readonly href: string }[];
}

const plain = (title: string, children: Child, { status = 200, errors = [] }: Told = {}): Response =>
  html(
    <Layout title={errors.length === 0 ? title : `Error: ${title}`}>
      {errors.length === 0 ? null : <ErrorSummary errorList={errors} />}
      <h1 class="govuk-heading-l">{title}</h1>
      {children}
    </Layout>,
    { status },
  );

const nobodyYet = plain(
  'Nobody can sign in here yet',
  <p class="govuk-body">Whoever set Doorstep up for your school has not yet said how people sign in. Ask them to.</p>,
  { status: 503 },
);

const tryAgain = (then: string): Response =>
  plain(
    'You are not signed in',
    <>
      <p class="govuk-body">Signing in was not finished, took longer than ten minutes, or was begun again in another window.</p>
      <Button href={`/sign-in?${new URLSearchParams({ then }).toString()}`} text="Start again" />
    </>,
    { status: 400 },
  );

const providerAway = (reason: unknown): Response => ({
  ...plain(
    'Signing in does not work just now',
    <>
      <p class="govuk-body">
        What your school signs in with does not answer. Try again in a few minutes. Links in texts from Doorstep work all the same.
      </p>
      <p class="govuk-body">If somebody is out and you cannot reach them here, ring them, and ring 999 if they may be in danger.</p>
    </>,
    { status: 503 },
  ),
  broke: [reason],
});

const another = (school: string) => (
  <p class="govuk-body">
    If this is not your school, or not your address,{' '}
    <a class="govuk-link" href="/sign-in">
      start again
    </a>
    . Where your browser does not ask who you are, sign out of your account at {titled(school)} first.
  </p>
);

const notVerified = (school: string, email: string): Response =>
  plain(
    'Your email address is not confirmed',
    <>
      <p class="govuk-body">
        {email === ''
          ? 'Your account did not say what your email address is.'
          : `Your account says that your email address is ${email}, and that nobody has confirmed it.`}{' '}
        Ask whoever looks after accounts at {titled(school)}.
      </p>
      {another(school)}
    </>,
    { status: 403 },
  );

const notOne = (school: string, email: string, found: 'nobody' | 'several'): Response =>
  plain(
    found === 'nobody' ? 'Doorstep does not know you' : 'Two people have your email address',
    <>
      <p class="govuk-body">
        {found === 'nobody'
          ? `Nobody who works at ${titled(school)} has the email address ${email} in Doorstep.`
          : `More than one person at ${titled(school)} has the email address ${email} in Doorstep, so it cannot tell who you are.`}{' '}
        Ask the school office, or whoever keeps people’s records there, to mend it on the page People.
      </p>
      {another(school)}
    </>,
    { status: 403 },
  );
