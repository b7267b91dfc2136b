/** Every page that can be opened, as somebody sees it at a moment of an afternoon. A page has no place without a row here. */
import { newWebhookId } from '../../functions/api/new-ids.ts';
import { describe, expect, it } from 'vitest';
import { newDrillId } from '../../functions/api/new-ids.ts';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import type { pageRoutes } from '../../functions/pages/routes.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { at, authorised, expectAccepted, induction, out, teacher } from '../support/hampton-visit.ts';
import { aLook, aLookAtColours, narrow } from './chromium.ts';
import { pagesInMemory } from './pages-in-memory.ts';
import { proposesAnother } from '../support/another-version.ts';
import { printedAfterLinks } from './print.ts';
import { weightOf } from './sizes.ts';

type Opened = Exclude<Extract<(typeof pageRoutes)[number], { readonly method: 'GET' }>['id'], 'assets' | 'everything-file'>;

interface Look {
  /** Nobody that we know where this is absent. */
  readonly as?: string;
  readonly when: keyof typeof moments;
  /** `{visit}` is the visit of that afternoon, `{link}` that of its teacher's phone page. */
  readonly path: string;
  /** In bytes, with all that it loads. */
  readonly most?: number;
  readonly status?: number;
}

const mostOfAnyPage = 60_000;
/** With its own style sheet. */
const mostOfThePhonePage = 15_000;

/** Looking changes nothing, so that each is made once. */
const moments = {
  'a request is begun': async ({ deps, school, clock }: Afternoon) => {
    const entries = [
      ['household', 'hampton-home-1'],
      ['pupil', 'p-101'],
      ['visitors', teacher],
      ...[['day-day', '22'], ['day-month', '6'], ['day-year', '2026'], ['departAt', '1pm'], ['returnAt', '2.30pm']],
      ...[['type', 'induction'], ['purpose', 'To meet the family']],
    ]; // prettier-ignore
    await deps.drafts.put({
      school,
      person: teacher,
      form: 'request',
      step: 'check',
      answers: { entries, key: 'one' },
      changedAt: clock.now(),
    });
  },
  'a visit is asked for': async (afternoon: Afternoon) => {
    expectAccepted(await afternoon.request(teacher, induction));
  },
  'a visit may go': async (afternoon: Afternoon) => authorised(afternoon),
  'two are out': async (afternoon: Afternoon) => out(afternoon),
  'two are overdue': async (afternoon: Afternoon) => {
    await out(afternoon);
    await afternoon.until(at('15:10'));
  },
  'two are back': async (afternoon: Afternoon) => {
    await out(afternoon);
    await afternoon.until(at('14:20'));
    expectAccepted(await afternoon.says(teacher, 'return', { visitor: 'all' }));
  },
  'a drill is under way': async (afternoon: Afternoon) => {
    await apiOf(afternoon)('hampton-office', 'POST', '/drills', { body: { ladder: 'missing' } });
    await afternoon.until(at('09:12'));
  },
  'two machines have a key': async (afternoon: Afternoon) => {
    const call = apiOf(afternoon);
    for (const name of ['Arbor', 'Registers every night'])
      await call('hampton-head', 'POST', '/machines', { body: { name, scope: 'write' } });
    await call('hampton-head', 'POST', '/machines/arbor/revoke', { body: {} });
  },
  'two addresses are told': async (afternoon: Afternoon) => {
    const call = apiOf(afternoon);
    const made = await call('hampton-head', 'POST', '/webhooks', { body: { url: 'https://mis.example.org/doorstep' }, key: 'one' });
    await call('hampton-head', 'POST', '/webhooks', { body: { url: 'https://registers.example.org/a-long-way/to-where/it-hears' } });
    const id = String(made.body['id']);
    const at = afternoon.clock.now();
    const delivery = { type: 'visit.changed', visit: 'HV-7K2M9Q4X', at, state: 'waiting', tries: [{ at, why: 'too-slow' }], failed: 1 };
    await afternoon.deps.jobs.add({
      school: 'hampton',
      kind: 'delivery',
      id: `${id}.1782121560000.HV-7K2M9Q4X`,
      dueAt: at,
      body: delivery,
    });
  },
  'a version waits and something is held': async (afternoon: Afternoon) => {
    const call = apiOf(afternoon);
    for (const household of ['hampton-home-1', 'hampton-home-2'])
      expectAccepted(await afternoon.request(teacher, { ...induction, household }));
    await proposesAnother(afternoon);
    for (const on of [{ kind: 'household', id: 'hampton-home-1' }, { kind: 'school' }])
      await call('hampton-head', 'POST', '/holds', { body: { on, reason: 'The inquiry of the council, LA/26/114' } });
  },
  'the afternoon is over': async (afternoon: Afternoon) => {
    await out(afternoon);
    await afternoon.until(at('15:12'));
    await afternoon.says('hampton-head', 'acknowledge', { alarm: 'a1' });
    await afternoon.says('hampton-teacher', 'return', { visitor: 'all' });
  },
};

const rehearsed = new URLSearchParams({
  ...{ 'who.hampton-teacher': 'yes', 'date-day': '22', 'date-month': '6', 'date-year': '2026' },
  ...{ depart: '1pm', return: '2.30pm', last: 'depart' },
}).toString();

const looks: Readonly<Record<Opened, readonly Look[]>> = {
  home: [
    { as: 'hampton-office', when: 'two are overdue', path: '/' },
    { as: 'hampton-teacher', when: 'a visit may go', path: '/' },
  ],
  visit: [
    { as: 'hampton-head', when: 'two are out', path: '/visits/{visit}' },
    { as: 'hampton-office', when: 'two are out', path: '/visits/HV-NONE22', status: 404 },
  ],
  board: [{ as: 'hampton-office', when: 'two are overdue', path: '/board' }],
  alarm: [{ as: 'hampton-head', when: 'two are overdue', path: '/visits/{visit}/alarms/a1' }],
  'stand-down': [{ as: 'hampton-head', when: 'two are overdue', path: '/visits/{visit}/alarms/a1/stand-down' }],
  handover: [{ as: 'hampton-office', when: 'two are overdue', path: '/visits/{visit}/handover' }],
  'request-page': [{ as: 'hampton-teacher', when: 'a request is begun', path: '/request' }],
  'request-step': [
    { as: 'hampton-teacher', when: 'two are out', path: '/request/home?q=bell' },
    { as: 'hampton-teacher', when: 'a request is begun', path: '/request/asks' },
    { as: 'hampton-teacher', when: 'a request is begun', path: '/request/check' },
  ],
  visits: [{ as: 'hampton-office', when: 'two are out', path: '/visits' }],
  homes: [{ as: 'hampton-office', when: 'two are out', path: '/homes' }],
  'new-home-page': [{ as: 'hampton-office', when: 'two are out', path: '/homes/new' }],
  'one-home': [{ as: 'hampton-office', when: 'two are out', path: '/homes/hampton-home-1' }],
  'change-home-page': [{ as: 'hampton-office', when: 'two are out', path: '/homes/hampton-home-1/change' }],
  duplicates: [{ as: 'hampton-office', when: 'two are out', path: '/duplicates' }],
  answers: [{ as: 'hampton-teacher', when: 'a visit is asked for', path: '/visits/{visit}/answers/depart' }],
  assessment: [{ as: 'hampton-teacher', when: 'a visit is asked for', path: '/visits/{visit}/assess' }],
  written: [{ as: 'hampton-teacher', when: 'two are back', path: '/visits/{visit}/write-up' }],
  phone: [
    { as: 'hampton-teacher', when: 'a visit may go', path: '/visits/{visit}/phone' },
    { as: 'hampton-teacher', when: 'two are out', path: '/visits/{visit}/phone' },
    { as: 'hampton-teacher', when: 'two are overdue', path: '/visits/{visit}/phone' },
  ],
  sheet: [{ as: 'hampton-office', when: 'two are out', path: '/visits/{visit}/sheet' }],
  slip: [{ as: 'hampton-teacher', when: 'two are out', path: '/visits/{visit}/slip' }],
  'phone-by-link': [
    { when: 'two are out', path: '/v/{link}', most: mostOfThePhonePage },
    { when: 'two are overdue', path: '/v/{link}', most: mostOfThePhonePage },
    { when: 'two are out', path: `/v/${'A'.repeat(22)}`, status: 404, most: mostOfThePhonePage },
  ],
  'approve-page': [{ as: 'hampton-head', when: 'a visit is asked for', path: '/visits/{visit}/approve' }],
  'go-page': [
    { as: 'hampton-teacher', when: 'a visit is asked for', path: '/visits/{visit}/go' },
    { as: 'hampton-teacher', when: 'a visit may go', path: '/visits/{visit}/go' },
  ],
  'breach-page': [{ as: 'hampton-teacher', when: 'a visit is asked for', path: '/visits/{visit}/go/in-breach' }],
  'change-page': [{ as: 'hampton-teacher', when: 'a visit may go', path: '/visits/{visit}/change' }],
  'cancel-page': [{ as: 'hampton-teacher', when: 'a visit may go', path: '/visits/{visit}/cancel' }],
  'reschedule-page': [{ as: 'hampton-teacher', when: 'a visit may go', path: '/visits/{visit}/reschedule' }],
  'not-going-page': [{ as: 'hampton-teacher', when: 'a visit may go', path: '/visits/{visit}/not-going' }],
  'ticks-page': [{ as: 'hampton-teacher', when: 'two are out', path: '/visits/{visit}/ticks' }],
  'close-page': [{ as: 'hampton-teacher', when: 'two are back', path: '/visits/{visit}/close' }],
  'allegations-page': [{ as: 'hampton-head', when: 'two are out', path: '/allegations' }],
  'new-allegation-page': [{ as: 'hampton-head', when: 'two are out', path: '/allegations/new' }],
  'allegation-said': [{ as: 'hampton-head', when: 'two are out', path: '/allegations/said' }],
  'allegation-page': [{ as: 'hampton-head', when: 'two are out', path: '/allegations/AL-NONE22', status: 404 }],
  doing: [{ as: 'hampton-head', when: 'the afternoon is over', path: '/doing' }],
  preflight: [{ as: 'hampton-technician', when: 'two are out', path: '/preflight' }],
  rehearsal: [{ as: 'hampton-office', when: 'two are out', path: `/rehearsal?${rehearsed}` }],
  drills: [{ as: 'hampton-office', when: 'a drill is under way', path: '/drills' }],
  drill: [{ as: 'hampton-office', when: 'a drill is under way', path: `/drills/${newDrillId('hampton', 'missing', '2026-06-22')}` }],
  settings: [{ as: 'hampton-head', when: 'two are out', path: '/settings' }],
  setting: [{ as: 'hampton-head', when: 'two are out', path: '/settings/help-ladder' }],
  people: [{ as: 'hampton-head', when: 'two are out', path: '/people' }],
  'new-person': [{ as: 'hampton-head', when: 'two are out', path: '/people/new' }],
  person: [{ as: 'hampton-head', when: 'two are out', path: '/people/hampton-teacher' }],
  'change-person': [{ as: 'hampton-head', when: 'two are out', path: '/people/hampton-teacher/change' }],
  contacts: [{ as: 'hampton-head', when: 'two are out', path: '/people/hampton-teacher/contacts' }],
  leaving: [{ as: 'hampton-head', when: 'two are out', path: '/people/hampton-teacher/left' }],
  machines: [{ as: 'hampton-technician', when: 'two machines have a key', path: '/machines' }],
  'revoking-machine': [{ as: 'hampton-technician', when: 'two machines have a key', path: '/machines/registers-every-night/revoke' }],
  webhooks: [{ as: 'hampton-technician', when: 'two addresses are told', path: '/webhooks' }],
  webhook: [{ as: 'hampton-technician', when: 'two addresses are told', path: `/webhooks/${newWebhookId('hampton', 'one')}` }],
  me: [{ as: 'hampton-teacher', when: 'two are out', path: '/me' }],
  policy: [{ as: 'hampton-teacher', when: 'two are out', path: '/policy' }],
  versions: [{ as: 'hampton-head', when: 'a version waits and something is held', path: '/policy/versions' }],
  version: [{ as: 'hampton-head', when: 'a version waits and something is held', path: '/policy/versions/2026-09' }],
  review: [{ as: 'hampton-head', when: 'two are out', path: '/policy/review' }],
  kept: [{ as: 'hampton-head', when: 'a version waits and something is held', path: '/kept' }],
  'new-hold': [{ as: 'hampton-head', when: 'two are out', path: '/kept/hold' }],
  hold: [{ as: 'hampton-head', when: 'a version waits and something is held', path: '/kept/holds/{hold}' }],
  everything: [{ as: 'hampton-head', when: 'two are out', path: '/kept/everything?household=hampton-home-1' }],
  erasing: [
    { as: 'hampton-head', when: 'a version waits and something is held', path: '/kept/erase?household=hampton-home-1' },
    { as: 'hampton-head', when: 'two are out', path: '/kept/erase?household=hampton-home-4' },
  ],
  'sign-in': [
    { when: 'two are out', path: '/sign-in' },
    { when: 'two are out', path: '/sign-in?school=hampton' },
    { when: 'two are out', path: '/sign-in?school=not%20one', status: 400 },
  ],
  docs: [{ when: 'two are out', path: '/docs' }],
  'docs-of-tag': [
    { when: 'two are out', path: '/docs/visits' },
    { when: 'two are out', path: '/docs/what-changed' },
    { when: 'two are out', path: '/docs/none', status: 404 },
  ],
  problems: [{ when: 'two are out', path: '/problems' }],
  problem: [
    { when: 'two are out', path: '/problems/unmet' },
    { when: 'two are out', path: '/problems/none-of-ours', status: 404 },
  ],
  'sign-in-go': [{ when: 'two are out', path: '/sign-in/go?school=hampton', status: 503 }],
  'sign-in-back': [{ when: 'two are out', path: '/sign-in/back', status: 400 }],
};

const pages = await pagesInMemory();
const made = new Map<string, Promise<Afternoon>>();
const rows = Object.entries(looks).flatMap(([page, all]) => all.map((look) => ({ page, who: look.as ?? 'anybody', ...look })));

/** The address of the page, whose afternoon is put before the browser. */
async function opened({ when, path }: Pick<Look, 'when' | 'path'>): Promise<string> {
  const making = made.get(when) ?? afternoonAt(hampton(), at('09:00')).then((one) => moments[when](one).then(() => one));
  made.set(when, making);
  const afternoon = await making;
  pages.show(afternoon);
  const { school, id: visit } = afternoon;
  const link = path.includes('{link}') ? await makePhoneLink(afternoon.deps, { school, visit }, teacher) : '';
  const hold = path.includes('{hold}') ? ((await afternoon.schools.holds(school))[0]?.id ?? '') : '';
  return pages.url + path.replace('{visit}', visit).replace('{link}', link).replace('{hold}', hold);
}

describe.each(rows)('$page ($path) to $who when $when', ({ as, status = 200, most = mostOfAnyPage, ...look }) => {
  it('can be read and used on a phone and on a screen, by day and in the dark, and is light enough for one bar of signal', async () => {
    const address = await opened(look);
    const page = await pages.pageOf(as);

    const weight = await weightOf(page, address);
    expect(weight.status).toBe(status);
    expect(weight.bytes, weight.parts.join('\n')).toBeLessThan(most);
    await aLook(page);

    await page.setViewportSize(narrow);
    await page.emulateMedia({ colorScheme: 'dark' });
    await aLookAtColours(page);

    if ((await page.locator('script').count()) === 0) return;
    const without = await pages.pageOf(as, { javaScript: false, size: narrow });
    await without.goto(address);
    await aLook(without, [narrow]);
  });
});

it('no link is printed with its address, which may open what it leads to', async () => {
  const page = await pages.pageOf('hampton-office');
  await page.goto(await opened({ when: 'two are out', path: '/visits/HV-NONE22' }));

  expect(await page.locator('main a.govuk-link').count()).toBeGreaterThan(0);
  expect(await printedAfterLinks(page)).toEqual([]);
});
