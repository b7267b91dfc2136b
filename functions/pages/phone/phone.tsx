/** The phone page: by the link of one person on one visit, and of whoever signed in and goes. */
import { type OpenedLink, openPhoneLink } from '../../application/phone-links.ts';
import { officeToRing } from '../../domain/visit/phone-card.ts';
import type { Request, Response } from '../../http/http.ts';
import { html, isTaken, notTaken, seeOther, takesJson } from '../answers.ts';
import { type Answered, type Ask, askAs, type Problem } from '../ask.ts';
import { type FieldError, type Form, formOf } from '../forms/form.ts';
import { errorsOf as errorsOfAnswers } from '../forms/questions.ts';
import { letHear, listening } from '../hearing.ts';
import { Layout } from '../layout.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import { isOurs, type OpenPage, type Page, type PageDeps } from '../page.ts';
import { titled } from '../words.ts';
import { answersTo, askedOn, bringsMore, isAskedStage, stageField } from './asked.ts';
import { keyOf, type Pressed, pressedIn } from './presses.ts';
import { Office, Phone, type PhoneCard } from './view.tsx';

/** Whose page it is, however they came to it. */
interface Phoning {
  readonly deps: PageDeps;
  readonly request: Request;
  readonly ask: Ask;
  readonly person: string;
  readonly school: string;
  readonly visit: string;
  readonly token?: string;
  /** What is shown where the page cannot be: who is to be rung instead. */
  readonly instead: (problem: Problem) => Promise<Response> | Response;
}

// ------------------------------------------------------------------------------------------------ by link, and signed in

/** `GET /v/{link}` */
export const phoneByLink: OpenPage = async (deps, request) =>
  withLink(deps, request, await openPhoneLink(deps, secretIn(request)), showPhone);

/**
 * `POST /v/{link}`: the link is all that it takes. A page of somebody else's is sent back to ours; a browser that does not say
 * whence is none that another site could use, and Help is in it.
 */
export const pressByLink: OpenPage = async (deps, request) => {
  const isElsewhere = request.headers['origin'] !== undefined && !isOurs(deps, request);
  const pressed = (phoning: Phoning) => (isElsewhere ? pressElsewhere(phoning) : press(phoning, formOf(request)));
  const [opening] = await Promise.allSettled([openPhoneLink(deps, secretIn(request))]);
  if (opening.status === 'fulfilled') {
    const link = opening.value;
    // Nothing is done on a page that has ended. A safe word is heard all the same.
    if (link?.hasEnded === true && !isElsewhere) {
      const { ask, visit, person, school } = phoningBy(deps, request, link, () => pageMistakes.notFound);
      await letHear({ deps, caller: { id: person, school }, ask }, { params: { visit } }, formOf(request));
    }
    return withLink(deps, request, link, pressed);
  }
  // Where the visit cannot be read nobody can say whether the link has ended: it is pressed all the same, and somebody is asked to look.
  const link = await deps.links.find(secretIn(request));
  if (link === undefined) throw opening.reason;
  return pressed(phoningBy(deps, request, link, () => pageMistakes.unexpected));
};

const secretIn = ({ params }: Request): string => params['link'] ?? '';

function withLink(
  deps: PageDeps,
  request: Request,
  opened: OpenedLink | undefined,
  then: (phoning: Phoning) => Promise<Response> | Response,
): Promise<Response> | Response {
  if (opened === undefined) return turnedAway(request, pageMistakes.notFound);
  const ended = (): Response => turnedAway(request, linkEnded(opened, deps));
  return opened.hasEnded ? ended() : then(phoningBy(deps, request, opened, ended));
}

const phoningBy = (
  deps: PageDeps,
  request: Request,
  { ref: { school, visit }, person }: Pick<OpenedLink, 'ref' | 'person'>,
  instead: Phoning['instead'],
): Phoning => {
  const ask = askAs(deps, { kind: 'person', id: person, school }, 'phone-link');
  return { deps, request, ask, person, school, visit, instead };
};

/** Somebody has it, and it opens nothing any more: they may still need help. */
const linkEnded = ({ visit, person, known }: OpenedLink, { clock }: PageDeps): Response =>
  html(
    <Layout title="This page has ended" school={titled(visit.school)} sheet="phone">
      <h1 class="govuk-heading-l">This page has ended</h1>
      <p class="govuk-body">Nothing that is pressed here reaches the school. If you need somebody, ring.</p>
      <Office card={{ ring: officeToRing(visit, person, known, clock.now()) }} />
    </Layout>,
    { status: 410 },
  );

/** `GET /visits/{visit}/phone` */
export const phone: Page = (asked) => showPhone(signedIn(asked));
/** `POST /visits/{visit}/phone` */
export const pressPhone: Page = (asked) => press(signedIn(asked), asked.form);

const signedIn = (asked: Parameters<Page>[0]): Phoning => ({
  deps: asked.deps,
  request: asked.request,
  ask: asked.ask,
  person: asked.caller.id,
  school: asked.caller.school,
  visit: asked.request.params['visit'] ?? '',
  token: asked.token,
  instead: (problem) => problemPage(asked, problem),
});

// ------------------------------------------------------------------------------------------------ shown

interface Shown {
  readonly status?: number;
  readonly errors?: readonly FieldError[];
  readonly kept?: Form;
}

async function showPhone(phoning: Phoning, { status = 200, errors = [], kept }: Shown = {}): Promise<Response> {
  const { deps, request, person, school, token, visit } = phoning;
  const { asks } = request.query;
  const read = await readPhone(phoning);
  if (!read.ok) return phoning.instead(read.problem);
  const card = read.value;
  return html(
    <Phone
      card={card}
      person={person}
      school={titled(school)}
      self={request.path}
      token={token}
      key={deps.newRandom()}
      now={deps.clock.now()}
      sent={whatWasSaid(request, card)}
      errors={[...errors, ...(kept === undefined && 'unread' in request.query ? [unreadTime] : [])]}
      kept={kept}
      asks={isAskedStage(asks) ? asks : undefined}
      back={token === undefined ? undefined : `/visits/${encodeURIComponent(visit)}`}
    />,
    { status },
  );
}

/** Of the home where they are: their link is of one visit, and of a round it leads on with them. */
async function readPhone({ ask, visit }: Phoning): Promise<Answered<PhoneCard>> {
  const read = await ask('read-phone', { params: { visit } });
  if (!read.ok || read.value.at === read.value.visit.id) return read;
  const there = await ask('read-phone', { params: { visit: read.value.at } });
  return there.ok ? { ...there, value: { ...there.value, at: read.value.at } } : read;
}

/** The same after every press, whatever was in it; save that what was raised openly is answered with what the school says to that. */
function whatWasSaid({ query }: Request, { says }: PhoneCard): string | undefined {
  const { about = '' } = query;
  if (Object.hasOwn(says, about) && says[about] !== '') return says[about];
  if (isAskedStage(query['asks'])) return 'The school has it. What you answered brings a question with it: it is open below.';
  return 'sent' in query || 'about' in query ? 'The school has it.' : undefined;
}

const unreadTime: FieldError = { field: 'until', text: 'Enter the time as 4.45pm. What you sent is kept, and moves no clock.' };

// ------------------------------------------------------------------------------------------------ pressed

async function press(phoning: Phoning, form: Form): Promise<Response> {
  if (form.get('press') === 'answer') return answer(phoning, form);
  const { ask, person, deps, request } = phoning;
  const pressed = pressedIn(form, person, deps.clock.now());
  const visit = await pressedOn(phoning, form.get('visit'));
  const came = await ask(pressed.name, { params: { visit }, body: pressed.body, key: keyOf(form) });
  // The same fields by the same name: it was taken before.
  const isDone = came.ok || came.status === 422;
  if (isDone && pressed.unread !== undefined && !takesJson(request))
    return showPhone(phoning, { status: 400, errors: [unreadTime], kept: form });
  if (isDone) return done(request, seeAfter(pressed));
  return notDone(phoning, form, came.problem, errorsOf(pressed, came.problem));
}

/**
 * What the policy asks: read by what it asks there, however late the press comes. Said anew it takes the place of what stood
 * there, as on any page: the history keeps both.
 */
async function answer(phoning: Phoning, form: Form): Promise<Response> {
  const { request, deps } = phoning;
  const { ask, hearTheRest } = listening({ deps, caller: { id: phoning.person, school: phoning.school }, ask: phoning.ask });
  const visit = await pressedOn(phoning, form.get('visit'));
  const stage = form.get(stageField);
  const read = () => ask('read-card', { params: { visit, stage: isAskedStage(stage) ? stage : 'during' } });
  const answered = async (): Promise<Response> => {
    const before = await read();
    if (!before.ok) return notDone(phoning, form, before.problem);
    const { answers, errors } = answersTo(before.value, form, deps.clock.now());
    if (errors.length > 0) return takesJson(request) ? notTaken(400) : showPhone(phoning, { status: 400, errors, kept: form });
    const came = await ask('answer', { params: { visit }, body: { answers }, key: keyOf(form) });
    if (!came.ok && came.status !== 422) return notDone(phoning, form, came.problem, errorsOfAnswers(came.problem, askedOn(before.value)));
    const after = await read();
    return done(request, after.ok && bringsMore(before.value, after.value) ? `?asks=${stage}` : '?sent=1');
  };
  const response = await answered();
  await hearTheRest({ ...request, params: { visit } }, form);
  return response;
}

/** Where nothing of it is to blame, the whole is. */
function notDone(phoning: Phoning, form: Form, problem: Problem, errors: readonly FieldError[] = []): Promise<Response> | Response {
  const { status, detail, title } = problem;
  if (status === 503) return pageMistakes.busy;
  if (takesJson(phoning.request)) return notTaken(status);
  if (status !== 400 && status !== 409) return phoning.instead(problem);
  const whole = [{ field: 'main-content', text: detail ?? title }];
  return showPhone(phoning, { status, errors: errors.length === 0 ? whole : errors, kept: form });
}

/** The visit that the form was made for, where that is one of their outing; else the page's own. */
async function pressedOn(phoning: Phoning, named: string): Promise<string> {
  if (named === '' || named === phoning.visit) return phoning.visit;
  const read = await phoning.ask('read-phone', { params: { visit: phoning.visit } });
  return read.ok && read.value.outing.includes(named) ? named : phoning.visit;
}

/** A call for help is answered as any other press is. */
function seeAfter({ name, body, unread }: Pressed): string {
  if (unread !== undefined) return '?unread=1';
  const { kind } = body;
  return name === 'raise-alarm' && typeof kind === 'string' && kind !== 'help' && /^[a-z-]{1,20}$/.test(kind)
    ? `?about=${kind}`
    : '?sent=1';
}

/** Where what is to be mended stands. */
function errorsOf({ name }: Pressed, { unmet = [], errors = [] }: Problem): readonly FieldError[] {
  if (name === 'not-going' && errors.some(({ pointer }) => pointer === '/reason'))
    return [{ field: 'stay-reason', text: 'Say in a few words why you are not going' }];
  if (name === 'tick') return [{ field: 'tick-ticks', text: 'Tick what you have done, then send it' }];
  return unmet.map(({ message, clauses, wants }) => ({
    field: wants.kind === 'tick' ? 'depart-ticks' : 'missing',
    text: `${message} (${clauses.join(', ')})`,
  }));
}

// ------------------------------------------------------------------------------------------------ answered

/** To the outbox of the page that it was taken, and what to show; to a form the page itself. */
const done = (request: Request, see: string): Response => (takesJson(request) ? isTaken(see) : seeOther(`${request.path}${see}`));

/** The outbox hears that it was not taken; whoever looks sees why. */
const turnedAway = (request: Request, page: Response): Response =>
  request.method === 'POST' && takesJson(request) ? notTaken(page.status) : page;

/** From a page of somebody else's: shown again, to be pressed here. */
const pressElsewhere = (phoning: Phoning): Promise<Response> | Response =>
  takesJson(phoning.request)
    ? notTaken(403)
    : showPhone(phoning, {
        status: 403,
        errors: [{ field: 'main-content', text: 'That did not come from this page, and was not sent. Press it here.' }],
      });
