import type { Request, Response } from '../http/http.ts';
import type { Endpoint } from '../http/serve.ts';
import { isTooLarge } from '../http/body.ts';
import { compressed } from '../http/compressed.ts';
import { notTaken, seeOther, takesJson } from './answers.ts';
import { askAs } from './ask.ts';
import { type Form, formOf, tokenField } from './forms/form.ts';
import { type Frame, frameFor } from './frame.ts';
import { letHear, listening } from './hearing.ts';
import { home } from './home.tsx';
import { notFromHere, sendAgain, tooLong } from './mistakes.tsx';
import { isOurs, type OpenPage, type Page, type PageDeps, type SignedIn } from './page.ts';
import { phone, phoneByLink, pressByLink, pressPhone } from './phone/phone.tsx';
import { type PageId, pageRoutes } from './routes.ts';
import { schoolOfToken } from './who-signed-in.ts';

type Row = (typeof pageRoutes)[number];
type Id<Who extends Row['for']> = Extract<Row, { readonly for: Who }>['id'];

/** What answers each row of routes.ts. As of operations, what few look at is loaded when it is first looked at. */
const pages: Readonly<Record<Id<'signed-in'>, () => Page | Promise<Page>>> = {
  home: () => home,
  visit: () => import('./visit/visit.tsx').then((module) => module.onePage),
  'request-page': () => import('./request/request.tsx').then((module) => module.requestPage),
  'begin-afresh': () => import('./request/request.tsx').then((module) => module.beginAfresh),
  'request-step': () => import('./request/request.tsx').then((module) => module.requestStepPage),
  'answer-step': () => import('./request/request.tsx').then((module) => module.answerStep),
  visits: () => import('./visit/visits.tsx').then((module) => module.visitsPage),
  homes: () => import('./homes/homes.tsx').then((module) => module.homesPage),
  'new-home-page': () => import('./homes/homes.tsx').then((module) => module.newHomePage),
  'new-home': () => import('./homes/homes.tsx').then((module) => module.writeNewHome),
  'one-home': () => import('./homes/homes.tsx').then((module) => module.oneHomePage),
  'change-home-page': () => import('./homes/homes.tsx').then((module) => module.changeHomePage),
  'change-home': () => import('./homes/homes.tsx').then((module) => module.changeHome),
  duplicates: () => import('./homes/duplicates.tsx').then((module) => module.duplicatesPage),
  'merge-homes': () => import('./homes/duplicates.tsx').then((module) => module.mergeHomes),
  settings: () => import('./settings/settings.tsx').then((module) => module.settingsPage),
  setting: () => import('./settings/settings.tsx').then((module) => module.settingPage),
  'set-setting': () => import('./settings/settings.tsx').then((module) => module.setSetting),
  policy: () => import('./policy/policy.tsx').then((module) => module.policyPage),
  versions: () => import('./policy/versions.tsx').then((module) => module.versionsPage),
  version: () => import('./policy/version.tsx').then((module) => module.versionPage),
  'agree-to-version': () => import('./policy/version.tsx').then((module) => module.agreeToVersion),
  review: () => import('./policy/review.tsx').then((module) => module.reviewPage),
  'record-review': () => import('./policy/review.tsx').then((module) => module.recordReview),
  kept: () => import('./keeping/kept.tsx').then((module) => module.keptPage),
  'new-hold': () => import('./keeping/hold.tsx').then((module) => module.newHoldPage),
  'place-hold': () => import('./keeping/hold.tsx').then((module) => module.placeHold),
  hold: () => import('./keeping/hold.tsx').then((module) => module.holdPage),
  'release-hold': () => import('./keeping/hold.tsx').then((module) => module.releaseHold),
  everything: () => import('./keeping/everything.tsx').then((module) => module.everythingPage),
  'everything-file': () => import('./keeping/everything.tsx').then((module) => module.everythingFile),
  erasing: () => import('./keeping/erasing.tsx').then((module) => module.erasingPage),
  erase: () => import('./keeping/erasing.tsx').then((module) => module.erase),
  me: () => import('./people/people.tsx').then((module) => module.myOwnPage),
  people: () => import('./people/people.tsx').then((module) => module.peoplePage),
  person: () => import('./people/people.tsx').then((module) => module.onePersonPage),
  'has-read': () => import('./people/people.tsx').then((module) => module.sayThatIReadIt),
  'new-person': () => import('./people/change-person.tsx').then((module) => module.newPersonPage),
  'add-person': () => import('./people/change-person.tsx').then((module) => module.writeNewPerson),
  'change-person': () => import('./people/change-person.tsx').then((module) => module.changePersonPage),
  'keep-person': () => import('./people/change-person.tsx').then((module) => module.changePerson),
  leaving: () => import('./people/leaving.tsx').then((module) => module.leavingPage),
  left: () => import('./people/leaving.tsx').then((module) => module.personLeaves),
  back: () => import('./people/leaving.tsx').then((module) => module.personIsBack),
  contacts: () => import('./people/contacts.tsx').then((module) => module.contactsPage),
  'try-contacts': () => import('./people/contacts.tsx').then((module) => module.tryContact),
  machines: () => import('./machines/machines.tsx').then((module) => module.machinesPage),
  'make-machine': () => import('./machines/machines.tsx').then((module) => module.makeMachine),
  'revoking-machine': () => import('./machines/machines.tsx').then((module) => module.revokingPage),
  'revoke-machine': () => import('./machines/machines.tsx').then((module) => module.revokeMachine),
  webhooks: () => import('./webhooks/webhooks.tsx').then((module) => module.webhooksPage),
  'make-webhook': () => import('./webhooks/webhooks.tsx').then((module) => module.makeWebhook),
  webhook: () => import('./webhooks/webhooks.tsx').then((module) => module.webhookPage),
  'change-webhook': () => import('./webhooks/webhooks.tsx').then((module) => module.changeWebhook),
  'sign-out': () => import('./sign-in/sign-out.tsx').then((module) => module.signOut),
  answers: () => import('./visit/answer-questions.tsx').then((module) => module.answersPage),
  answer: () => import('./visit/answer-questions.tsx').then((module) => module.answerQuestions),
  assessment: () => import('./visit/assess.tsx').then((module) => module.assessmentPage),
  assess: () => import('./visit/assess.tsx').then((module) => module.assess),
  written: () => import('./visit/write-up.tsx').then((module) => module.writeUpPage),
  'write-up': () => import('./visit/write-up.tsx').then((module) => module.writeUp),
  reference: () => import('./visit/write-up.tsx').then((module) => module.recordReference),
  'pass-on': () => import('./visit/write-up.tsx').then((module) => module.passOn),
  phone: () => phone,
  'press-phone': () => pressPhone,
  sheet: () => import('./visit/sheet.tsx').then((module) => module.sheet),
  slip: () => import('./visit/slip.tsx').then((module) => module.slip),
  'approve-page': () => import('./visit/approve.tsx').then((module) => module.approvePage),
  approve: () => import('./visit/approve.tsx').then((module) => module.approve),
  'go-page': () => import('./visit/go.tsx').then((module) => module.goPage),
  go: () => import('./visit/go.tsx').then((module) => module.go),
  'text-page': () => import('./visit/go.tsx').then((module) => module.textPage),
  'breach-page': () => import('./visit/go.tsx').then((module) => module.breachPage),
  'go-in-breach': () => import('./visit/go.tsx').then((module) => module.goInBreach),
  'change-page': () => import('./visit/change.tsx').then((module) => module.changePage),
  change: () => import('./visit/change.tsx').then((module) => module.change),
  'cancel-page': () => import('./visit/call-off.tsx').then((module) => module.cancelling.shows),
  cancel: () => import('./visit/call-off.tsx').then((module) => module.cancelling.does),
  'reschedule-page': () => import('./visit/call-off.tsx').then((module) => module.puttingOff.shows),
  reschedule: () => import('./visit/call-off.tsx').then((module) => module.puttingOff.does),
  'not-going-page': () => import('./visit/call-off.tsx').then((module) => module.stayingBehind.shows),
  'not-going': () => import('./visit/call-off.tsx').then((module) => module.stayingBehind.does),
  'ticks-page': () => import('./visit/ticks.tsx').then((module) => module.ticksPage),
  tick: () => import('./visit/ticks.tsx').then((module) => module.tick),
  'close-page': () => import('./visit/close.tsx').then((module) => module.closePage),
  close: () => import('./visit/close.tsx').then((module) => module.close),
  'allegations-page': () => import('./allegations.tsx').then((module) => module.allegationsPage),
  'new-allegation-page': () => import('./allegations.tsx').then((module) => module.newAllegationPage),
  'say-allegation': () => import('./allegations.tsx').then((module) => module.sayAllegation),
  'allegation-said': () => import('./allegations.tsx').then((module) => module.allegationSaid),
  'allegation-page': () => import('./allegations.tsx').then((module) => module.allegationPage),
  'see-to-allegation': () => import('./allegations.tsx').then((module) => module.seeToIt),
  doing: () => import('./doing/doing.tsx').then((module) => module.howWeAreDoing),
  preflight: () => import('./preflight.tsx').then((module) => module.preflight),
  rehearsal: () => import('./rehearsal/rehearsal.tsx').then((module) => module.rehearsal),
  drills: () => import('./drills/drills.tsx').then((module) => module.drills),
  'begin-drill': () => import('./drills/drills.tsx').then((module) => module.beginDrill),
  drill: () => import('./drills/drill.tsx').then((module) => module.drill),
  'work-drill': () => import('./drills/drill.tsx').then((module) => module.workDrill),
  board: () => import('./alarms/board.tsx').then((module) => module.board),
  alarm: () => import('./alarms/alarm.tsx').then((module) => module.alarm),
  'work-alarm': () => import('./alarms/alarm.tsx').then((module) => module.workAlarm),
  'stand-down': () => import('./alarms/stand-down.tsx').then((module) => module.standDown),
  'send-stand-down': () => import('./alarms/stand-down.tsx').then((module) => module.sendStandDown),
  handover: () => import('./alarms/handover.tsx').then((module) => module.handover),
  'record-police': () => import('./alarms/handover.tsx').then((module) => module.recordPolice),
};

const openPages: Readonly<Record<Exclude<PageId, Id<'signed-in'>>, () => OpenPage | Promise<OpenPage>>> = {
  docs: () => import('./api/docs.tsx').then((module) => module.docsPage),
  'docs-of-tag': () => import('./api/docs.tsx').then((module) => module.docsOfTagPage),
  problems: () => import('./api/problems.tsx').then((module) => module.problemsPage),
  problem: () => import('./api/problems.tsx').then((module) => module.problemPage),
  assets: () => import('./assets.ts').then((module) => module.servedAsset),
  'sign-in': () => import('./sign-in/sign-in.tsx').then((module) => module.signInPage),
  'sign-in-go': () => import('./sign-in/sign-in.tsx').then((module) => module.goToProvider),
  'sign-in-back': () => import('./sign-in/sign-in.tsx').then((module) => module.backFromProvider),
  'phone-by-link': () => phoneByLink,
  'press-by-link': () => pressByLink,
};

/** Never refused for its length: what is pressed out there is cut to what can be kept. */
const isPress = (id: PageId): boolean => id === 'press-phone' || id === 'press-by-link';

const isSignedIn = (id: PageId): id is Id<'signed-in'> => id in pages;

export const pageEndpoints = (deps: PageDeps): readonly Endpoint[] =>
  pageRoutes.map(({ id, method, path }) => ({
    method,
    path,
    answer: async (request) => {
      const isLong = isTooLarge(request.body) && !isPress(id);
      if (isSignedIn(id)) return compressed(request, await answerSignedIn(deps, request, isLong ? refused : await pages[id]()));
      return compressed(request, isLong ? tooLong : await (await openPages[id]())(deps, request));
    },
  }));

/** In the place of whatever page it was sent to. */
const refused: Page = async () => Promise.resolve(tooLong);

async function answerSignedIn(deps: PageDeps, request: Request, page: Page): Promise<Response> {
  const signedIn = await deps.whoSignedIn(request);
  const form = formOf(request);
  if (request.method === 'POST') {
    if (!isOurs(deps, request)) return takesJson(request) ? notTaken(403) : notFromHere;
    if (signedIn === undefined || form.get(tokenField) !== signedIn.token) return notSent(deps, request, form, signedIn);
  }
  if (signedIn === undefined) return seeOther(`/sign-in?then=${encodeURIComponent(request.path)}`);
  const { caller } = signedIn;
  let frame: Promise<Frame> | undefined;
  const { ask, hearTheRest } = listening({ deps, caller, ask: askAs(deps, caller, 'form') });
  const response = await page({
    ...signedIn,
    deps,
    request,
    form,
    ask,
    now: deps.clock.now(),
    frame: () => (frame ??= frameFor(deps, caller)),
  });
  if (request.method === 'POST') await hearTheRest(request, form);
  return response;
}

/** From a page of ours, by somebody who is signed out by now or signed in anew. Whoever they were is listened to all the same. */
async function notSent(deps: PageDeps, request: Request, form: Form, signedIn: SignedIn | undefined): Promise<Response> {
  const school = schoolOfToken(form.get(tokenField));
  // What was written at one school is no word about a visit of another.
  if (signedIn !== undefined && school !== undefined && school !== signedIn.caller.school)
    return takesJson(request) ? notTaken(401) : sendAgain({ path: request.path, form, school });
  const whose = signedIn ?? (await deps.whoRanOut?.(request));
  if (whose !== undefined && (signedIn !== undefined || form.get(tokenField) === whose.token))
    await letHear({ deps, caller: whose.caller, ask: askAs(deps, whose.caller, 'form') }, request, form);
  if (takesJson(request)) return notTaken(401);
  const as = signedIn && { token: signedIn.token, name: (await frameFor(deps, signedIn.caller)).nameOf(signedIn.caller.id) };
  return sendAgain({ path: request.path, form, as, school });
}
