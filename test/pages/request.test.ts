import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { type Afternoon, afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { entriesFor, filledIn as filledInOf } from '../support/desk-by-forms.ts';
import { eightSchools } from '../support/eight-schools.ts';
import { formsIn, type Sent } from '../support/form-in.ts';
import { pagesOf, type Shown } from '../support/pages.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');
type Pages = ReturnType<typeof pagesOf>;
type Filled = Readonly<Record<string, Sent>>;

const times = [['day-day', '23'], ['day-month', '6'], ['day-year', '2026'], ['departAt', '1pm'], ['arriveAt', '1.20pm'], ['leaveAt', '2.10pm'], ['returnAt', '2.30pm']] as const; // prettier-ignore

/** What somebody of Hampton fills in, page by page. */
const induction: Filled = {
  home: [['household', 'hampton-home-1']],
  family: [['pupil', 'p-101']],
  who: [['visitors', 'hampton-teacher'], ['visitors', 'hampton-assistant']], // prettier-ignore
  when: times,
  why: [['type', 'induction'], ['purpose', 'To meet the family before September']], // prettier-ignore
  asks: [['a.class.class', 'Willow'], ['a.class.teacher', 'hampton-teacher']], // prettier-ignore
};

/** Of the form that is sent: one that only looks something up may lead to the same page. */
const filledIn = (shown: Shown, action: string, given: Sent) =>
  filledInOf({ ...shown, html: shown.html.replaceAll(/<form method="get".*?<\/form>/gs, '') }, action, given);

const stepIn = (path: string): string => path.replace('/request/', '').replace(/\?.*/, '');
const goesTo = ({ headers }: Shown): string => headers['location'] ?? '';

/** Follows the form from where it is until `last` or its end, with what is to be filled in on each page. */
async function walk(pages: Pages, who: string, filled: Filled, last = 'check'): Promise<readonly string[]> {
  const been: string[] = [];
  let path = '/request/home';
  for (let left = 20; left > 0; left -= 1) {
    const step = stepIn(path);
    const shown = await pages.get(who, path);
    if (shown.status === 303) {
      path = goesTo(shown);
      continue;
    }
    expect(shown.status, shown.text).toBe(200);
    been.push(step);
    if (step === last) return been;
    const action = `/request/${step}`;
    const there = (filled[step] ?? []).filter(([name]) => shown.html.includes(`name="${name}"`));
    const answer = await pages.post(who, action, filledIn(shown, action, there));
    expect(answer.status, answer.text).toBe(303);
    path = goesTo(answer);
  }
  throw new Error(`no end of it: ${been.join(' ')}`);
}

const sendIt = async (pages: Pages, who: string): Promise<Shown> => {
  const shown = await pages.get(who, '/request/check');
  return pages.post(who, '/request/check', filledIn(shown, '/request/check', []));
};
const visitIn = (shown: Shown): string =>
  /^\/visits\/(HV-\w{8})\?requested=yes$/.exec(goesTo(shown))?.[1] ?? `none: ${shown.status} ${shown.text}`;
const countOf = async (pages: Pages, who: string): Promise<number> =>
  [...(await pages.get(who, '/visits?whose=all')).html.matchAll(/href="\/visits\/HV-/g)].length;

async function atHampton(): Promise<{ readonly afternoon: Afternoon; readonly pages: Pages }> {
  const afternoon = await afternoonAt(hampton(), morning);
  return { afternoon, pages: pagesOf(afternoon) };
}
const teacher = 'hampton-teacher';

describe.each(eightSchools)('at $id', ({ id, first, second, request, answers }) => {
  it('a visit is asked for with the forms alone', async () => {
    const school = schoolOf(`local/schools/${id}.json`);
    const afternoon = await afternoonAt(school, morning);
    const pages = pagesOf(afternoon);
    const by = `${id}-${first}`;
    const { questions } = rulesOf(school.policy);
    const isHere = (name: string): boolean => ['request', 'home'].includes(questions.find((question) => question.id === name)?.stage ?? '');
    const given = Object.fromEntries(Object.entries(answers((post) => `${id}-${post}`)).filter(([name]) => isHere(name)));
    const said = request as Readonly<Record<string, string>>; // each of the eight says words
    const filled: Filled = {
      home: [['household', `${id}-home-1`]],
      family: [['pupil', school.file.households[0]!.pupils[0]!.id]],
      who: [['visitors', by], ['visitors', `${id}-${second}`]], // prettier-ignore
      when: times,
      why: Object.entries(said),
      asks: entriesFor(questions, given),
    };
    await walk(pages, by, filled);
    const check = await pages.get(by, '/request/check');
    expect(check.text).toContain('What will be wanted once it is asked for');
    expect(check.text).toMatch(/Clause [A-Z]{2}-\d/);
    const sent = await sendIt(pages, by);
    expect((await pages.get(by, goesTo(sent))).text).toContain('The visit is asked for');
    const visit = await afternoon.visit(visitIn(sent));
    expect(visit).toMatchObject({ ...said, household: `${id}-home-1`, requester: by });
    expect(visit.visitors.map(({ person }) => person)).toEqual([by, `${id}-${second}`]);
    expect(visit.plan).toMatchObject({ departAt: '2026-06-23T12:00:00.000Z', returnAt: '2026-06-23T13:30:00.000Z' });
    // Of a child who is named it is known whether this is their school.
    for (const name of Object.keys(given).filter((one) => one !== 'on-roll')) expect(Object.keys(visit.answers), name).toContain(name);
  });
});

describe('a form that is not filled in', () => {
  it.each(['home', 'family', 'who', 'when', 'why'] as const)('says at each field of “%s” what to do', async (step) => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction, step);
    const path = `/request/${step}`;
    const shown = await pages.get(teacher, path);
    const form = formsIn(shown.html).find(({ action }) => action === path)!;
    const hidden = form.fields.filter(([name]) => form.html.includes(`type="hidden" name="${name}"`));
    const answer = await pages.post(teacher, path, Object.fromEntries(hidden));
    expect(answer.status).toBe(400);
    const links = [...answer.html.matchAll(/<a href="#([^"]+)"/g)]
      .map(([, field = '']) => field)
      .filter((field) => field !== 'main-content');
    expect(links.length).toBeGreaterThan(0);
    for (const field of links) expect(answer.html, field).toContain(`id="${field}"`);
    expect(answer.html).toContain('<title>Error: ');
  });

  it('says so of what the policy demands before a visit is asked for, and keeps the rest', async () => {
    const afternoon = await afternoonAt(schoolOf('local/schools/st-benedicts.json'), morning);
    const pages = pagesOf(afternoon);
    const by = 'st-benedicts-teacher';
    const filled: Filled = {
      home: [['household', 'st-benedicts-home-1']],
      family: [['pupil', 'none']],
      who: [['visitors', by]],
      when: times,
      why: [['type', 'home-visit'], ['purpose', 'To find out what keeps him from school']], // prettier-ignore
    };
    await walk(pages, by, filled, 'asks');
    const shown = await pages.get(by, '/request/asks');
    const answer = await pages.post(by, '/request/asks', filledIn(shown, '/request/asks', [['a.arranged', 'no']]));
    expect(answer.status).toBe(400);
    expect(answer.html).toMatch(/<a href="#a\.earlier-steps">A visit is never the first thing to try\..*\(SB-\d+/);
    expect(answer.html).toMatch(/name="a\.arranged" [^>]*value="no" checked/);
    expect(answer.text).toContain('Why could no appointment be made?');
  });

  it('keeps every answer that was given beside what is missing', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction, 'when');
    const shown = await pages.get(teacher, '/request/when');
    const answer = await pages.post(teacher, '/request/when', filledIn(shown, '/request/when', [['day-day', '31'], ['day-month', '6'], ['day-year', '2026'], ['departAt', 'after lunch']])); // prettier-ignore
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Write a day, a month and a year, like 22 6 2026');
    for (const value of ['31', 'after lunch']) expect(answer.html).toContain(`value="${value}"`);
  });

  it('says with the clause what the policy will not have', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction, 'why');
    const shown = await pages.get(teacher, '/request/why');
    const answer = await pages.post(teacher, '/request/why', filledIn(shown, '/request/why', [['type', 'family-support'], ['purpose', 'To help']])); // prettier-ignore
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/family support worker.*\(HA-\d+/);
  });
});

describe('going back and forth', () => {
  it('shows whoever skips ahead the first page that lacks something', async () => {
    const { pages } = await atHampton();
    expect(goesTo(await pages.get(teacher, '/request/check'))).toBe('/request/home');
    await walk(pages, teacher, induction, 'when');
    expect(goesTo(await pages.get(teacher, '/request/check'))).toBe('/request/when');
  });

  it('leads back to the page before, with what was answered', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction, 'why');
    expect((await pages.get(teacher, '/request/why')).html).toContain('href="/request/when" class="govuk-back-link"');
    expect((await pages.get(teacher, '/request/when')).html).toContain('value="1.20pm"');
  });

  it('comes back to the answers from whatever is changed there', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction);
    const check = await pages.get(teacher, '/request/check');
    expect(check.html).toContain('href="/request/when?change=yes"');
    const shown = await pages.get(teacher, '/request/when?change=yes');
    const answer = await pages.post(teacher, '/request/when', filledIn(shown, '/request/when', [['returnAt', '2.45pm']]));
    expect(goesTo(answer)).toBe('/request/check');
    expect((await pages.get(teacher, '/request/check')).text).toContain('Back 2.45pm');
  });

  it('leaves out of the request what is asked no more after a change', async () => {
    const { afternoon, pages } = await atHampton();
    await walk(pages, teacher, induction);
    const by = 'hampton-family-support';
    await walk(pages, by, { ...induction, who: [['visitors', by]] }); // prettier-ignore
    const shown = await pages.get(by, '/request/why?change=yes');
    await pages.post(by, '/request/why', filledIn(shown, '/request/why', [['type', 'family-support']]));
    expect((await pages.get(by, '/request/check')).text).not.toContain('Willow');
    const { answers } = await afternoon.visit(visitIn(await sendIt(pages, by)));
    expect(Object.keys(answers)).not.toContain('class');
  });
});

describe('a form that somebody comes back to', () => {
  it('is kept for them alone, with what was half written', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction, 'when');
    const shown = await pages.get(teacher, '/request/when');
    const fields = filledIn(shown, '/request/when', [['departAt', 'about two']]);
    expect(goesTo(await pages.post(teacher, '/request/when', { ...fields, later: 'yes' }))).toBe('/request?kept=yes');
    expect((await pages.get(teacher, '/request?kept=yes')).text).toContain('Saved for you alone');
    expect((await pages.get(teacher, '/request')).html).toContain('href="/request/when"');
    expect((await pages.get(teacher, '/request/when')).html).toContain('value="about two"');
    expect(goesTo(await pages.get('hampton-assistant', '/request'))).toBe('/request/home');
  });

  it('asks for what an answer brings with it, before it goes on', async () => {
    const afternoon = await afternoonAt(schoolOf('local/schools/st-benedicts.json'), morning);
    const pages = pagesOf(afternoon);
    const by = 'st-benedicts-teacher';
    const filled: Filled = {
      home: [['household', 'st-benedicts-home-1']],
      family: [['pupil', 'none']],
      who: [['visitors', by]],
      when: times,
      why: [['type', 'home-visit'], ['purpose', 'To find out what keeps him from school']], // prettier-ignore
    };
    await walk(pages, by, filled, 'asks');
    const shown = await pages.get(by, '/request/asks');
    const steps: Sent = [['what', 'A call'], ['on-day', '14'], ['on-month', '6'], ['on-year', '2026'], ['result', 'No answer']]; // prettier-ignore
    const given: Sent = [['a.arranged', 'no'], ...steps.map(([name, value]) => [`a.earlier-steps.0.${name}`, value] as const)]; // prettier-ignore
    const answer = await pages.post(by, '/request/asks', filledIn(shown, '/request/asks', given));
    expect(goesTo(answer), answer.text).toBe('/request/asks?more=yes');
    const again = await pages.get(by, '/request/asks?more=yes');
    expect(again.text).toContain('What you answered brings something more with it');
    const whole = await pages.post(by, '/request/asks', filledIn(again, '/request/asks', [['a.no-appointment', 'Nobody answers']]));
    expect(goesTo(whole), whole.text).toBe('/request/check');
  });

  it('is gone when it is begun afresh', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction, 'when');
    expect(goesTo(await pages.post(teacher, '/request'))).toBe('/request/home');
    expect(goesTo(await pages.get(teacher, '/request/when'))).toBe('/request/home');
  });

  it('makes one visit, however often it is sent', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, induction);
    const check = await pages.get(teacher, '/request/check');
    const fields = filledIn(check, '/request/check', []);
    const [one, two] = [await pages.post(teacher, '/request/check', fields), await pages.post(teacher, '/request/check', fields)];
    expect(visitIn(one)).toBe(visitIn(two));
    expect(visitIn(one)).toMatch(/^HV-/);
    expect(await countOf(pages, 'hampton-office')).toBe(1);
  });
});

describe('a home that is not known yet', () => {
  it('is written down with the request', async () => {
    const { afternoon, pages } = await atHampton();
    const filled: Filled = {
      ...induction,
      home: [['household', 'new']],
      'new-home': [
        ['home.name', 'The Lindqvist family'],
        ['home.address', '3 Elm Row, Hampton'],
        ['home.phones', '020 7946 0199'],
        ['home.adults.0.name', 'Karin Lindqvist'],
        ['home.pupils.0.name', 'Nils Lindqvist'],
        ['home.hazards', 'A loose stair'],
      ],
      why: [['type', 'induction'], ['purpose', 'To meet them']], // prettier-ignore
      asks: [...induction['asks']!, ['a.offer-answer', 'accepted']],
    };
    await walk(pages, teacher, filled);
    const visit = await afternoon.visit(visitIn(await sendIt(pages, teacher)));
    const home = (await afternoon.schools.household('hampton', visit.household))?.value;
    expect(home).toMatchObject({
      name: 'The Lindqvist family',
      phones: ['+442079460199'],
      adults: [{ id: 'adult-1', name: 'Karin Lindqvist' }],
    });
    expect(home?.hazards).toMatchObject([{ what: 'A loose stair', saidBy: teacher }]);
  });

  it('says at its field what is no telephone number', async () => {
    const { pages } = await atHampton();
    await walk(pages, teacher, { home: [['household', 'new']] }, 'new-home'); // prettier-ignore
    const shown = await pages.get(teacher, '/request/new-home');
    const answer = await pages.post(teacher, '/request/new-home', filledIn(shown, '/request/new-home', [['home.name', 'The Lind family'], ['home.phones', '12']])); // prettier-ignore
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('<a href="#home.phones">A telephone number with its area code');
    expect(answer.html).toContain('value="The Lind family"');
  });
});
