/** From asked for to out, by the pages alone: whatever a refusal leads to is followed as it stands there. */
import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { type Afternoon, afternoonAt, schoolOf, type SchoolOfTests } from '../support/afternoon.ts';
import { deskByForms, filledIn } from '../support/desk-by-forms.ts';
import { eightSchools, type SchoolOfEight } from '../support/eight-schools.ts';
import { fieldsIn, type Sent } from '../support/form-in.ts';
import type { Shown } from '../support/pages.ts';
import { bringToRequest, type Desk, satisfy } from '../support/satisfy.ts';

const at = (time: string): Instant => Instant.parse(`2026-06-22T${time}:00+01:00`);
const plan = { departAt: at('13:00'), arriveAt: at('13:20'), leaveAt: at('14:10'), returnAt: at('14:30') };

/** Each line of the summary on top: where it leads, and what it says. */
const summaryOf = ({ html }: Shown): readonly { readonly href: string | undefined; readonly says: string }[] => {
  const [, list = ''] = /govuk-error-summary__list">(.*?)<\/ul>/s.exec(html) ?? [];
  return [...list.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line = '']) => ({
    href: /href="([^"]*)"/.exec(line)?.[1],
    says: line.replaceAll(/<[^>]*>/g, ''),
  }));
};
const valuesOf = (html: string, name: string): readonly string[] =>
  [...html.matchAll(new RegExp(`name="${name}"[^>]*value="([^"]*)"`, 'g'))].map(([, value = '']) => value);

/** The form that is sent there with these fields in place of what stood in them, and whatever else is on it. */
function fieldsFor(
  shown: Shown,
  action: string,
  given: Readonly<Record<string, readonly string[]>> = {},
): Record<string, readonly string[]> {
  const sent = Object.entries(given).flatMap(([name, values]): Sent => values.map((value) => [name, value]));
  const empty = Object.entries(given).flatMap(([name, values]) => (values.length === 0 ? [name] : []));
  return Object.fromEntries(Object.entries(filledIn(shown, action, sent)).filter(([name]) => !empty.includes(name)));
}

const leading: readonly string[] = ['dsl', 'slt', 'headteacher', 'head-of-school'];

/** A visit by pages: whoever asked for it, and where its pages are. */
function byPages(school: SchoolOfTests, afternoon: Afternoon, first: string, visit: string) {
  const { desk, pages } = deskByForms(school, afternoon);
  const path = `/visits/${visit}`;
  const staff = school.file.people.map(({ id }) => id);
  const leaders = school.file.people.filter(({ duties }) => duties.some((duty) => leading.includes(duty))).map(({ id }) => id);
  return { afternoon, pages, desk, first, visit, path, staff, leaders };
}
type Making = ReturnType<typeof byPages>;

async function requested(
  which: Pick<SchoolOfEight, 'id' | 'first' | 'second' | 'request' | 'answers'>,
  people = [which.first, which.second],
): Promise<Making> {
  const school = schoolOf(`local/schools/${which.id}.json`);
  const id = (post: string): string => `${which.id}-${post}`;
  const afternoon = await afternoonAt(school, at('09:00'));
  const { desk } = deskByForms(school, afternoon);
  const { visit } = await bringToRequest(desk, id(which.first), {
    ...which.request,
    household: id('home-1'),
    visitors: people.map((post) => ({ person: id(post) })),
    plan,
    answers: {},
  });
  return byPages(school, afternoon, id(which.first), visit);
}

const signsOut = async ({ pages, first, path, afternoon }: Making, ticks: readonly string[]): Promise<Shown> => {
  const shown = await pages.get(first, `${path}/go`);
  const all = valuesOf(shown.html, 'visitor').includes('all');
  const answer = await pages.post(
    first,
    `${path}/go`,
    fieldsFor(shown, `${path}/go`, { ...(all && { visitor: ['all'] }), ...(ticks.length > 0 && { tick: ticks }) }),
  );
  await afternoon.drain();
  return answer;
};

/** Whoever is shown the decision takes it: one after another, for there may be several to agree. */
async function agreed({ pages, path, leaders, afternoon }: Making): Promise<void> {
  for (const person of leaders) {
    const shown = await pages.get(person, `${path}/approve`);
    if (!shown.text.includes('What do you decide?')) continue;
    await pages.post(person, `${path}/approve`, fieldsFor(shown, `${path}/approve`, { decision: ['authorise'] }));
    await afternoon.drain();
  }
}

/** The times and the people that a change wants. */
async function changed(making: Making): Promise<void> {
  const { pages, first, path, staff, afternoon } = making;
  const shown = await pages.get(first, `${path}/change`);
  const going = fieldsIn(shown.html).flatMap(([name, value]) => (name === 'visitors' ? [value] : []));
  const more = valuesOf(shown.html, 'visitors').find((person) => !going.includes(person) && staff.includes(person));
  const times = { departAt: ['1pm'], arriveAt: ['1.20pm'], leaveAt: ['2.10pm'], returnAt: ['2.30pm'] };
  await pages.post(
    first,
    `${path}/change`,
    fieldsFor(shown, `${path}/change`, { ...times, visitors: [...going, ...(going.length > 1 || more === undefined ? [] : [more])] }),
  );
  await afternoon.drain();
}

/** What is answered, signed or kept elsewhere, by the forms of those pages. */
async function answered({ desk: forms, first, visit }: Making): Promise<void> {
  const desk: Desk = {
    ...forms,
    says: async (by, of, command, body) => {
      const said = await forms.says(by, of, command, body);
      if (said.done || command !== 'answer' || !said.why.includes('has no field')) return said;
      // What each visitor says of themselves they sign.
      const { answers } = body as { readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>> }; // as satisfy.ts gives them
      for (const [question, each] of Object.entries(answers))
        for (const [person, value] of Object.entries(each)) {
          const signs = { answers: { [question]: { [person]: value } }, signed: true };
          const plain = await forms.says(person, of, 'assess', signs);
          const asksForWord = !plain.done && plain.why.includes('Write a safe word');
          const signed = asksForWord ? await forms.says(person, of, 'assess', { ...signs, safeWord: 'a yellow umbrella' }) : plain;
          if (!signed.done) return signed;
        }
      return { done: true, visit: of };
    },
  };
  const said = await desk.says(first, visit, 'depart', { visitor: 'all', ticks: [] });
  const lacking = said.done
    ? []
    : said.lacking.filter(({ wants }) => ['answer', 'request', 'settings', 'receivers'].includes(kindOf(wants)));
  for (const one of lacking) await satisfy({ desk, visit, by: first, ticks: new Set() }, one);
}
const kindOf = (wants: unknown): string => (typeof wants === 'object' && wants !== null && 'kind' in wants ? String(wants.kind) : '');

/** Follows each line of a refusal until they are out; what was followed, in order. */
async function followed(making: Making): Promise<readonly string[]> {
  const ticks = new Set<string>();
  const seen: string[] = [];
  for (let round = 1; round <= 12; round += 1) {
    const answer = await signsOut(making, [...ticks]);
    if (answer.status === 303) return seen;
    expect(answer.status, answer.text).toBe(409);
    const lines = summaryOf(answer);
    expect(lines.length, answer.text).toBeGreaterThan(0);
    const does = new Set<(making: Making) => Promise<void>>();
    for (const { href, says } of lines) {
      seen.push(href?.split('/').at(-1)?.split('#')[0] ?? 'nobody here');
      if (href === undefined) expect(says).toMatch(/This is for|has to be/);
      const [page = '', anchor = ''] = href?.split('#') ?? [];
      if (anchor.startsWith('tick-')) ticks.add(anchor.slice('tick-'.length));
      else does.add(page.endsWith('/change') ? changed : page === '' || page.endsWith('/approve') ? agreed : answered);
    }
    for (const step of does) await step(making);
  }
  throw new Error(`still not out: ${seen.slice(-8).join(' ')}`);
}

describe.each(eightSchools)('at $id', (which) => {
  it('a refused departure leads from page to page, until they are out and know by when they are expected', async () => {
    const making = await requested(which);
    making.afternoon.clock.set(at('12:55'));
    const pagesSeen = await followed(making);
    expect(pagesSeen.length).toBeGreaterThan(0);
    const { pages, first, path } = making;
    const out = await pages.get(first, `${path}/go`);
    expect(out.text).toContain('You are signed out');
    expect(out.text).toMatch(/You are (expected back by 2\.30pm|to be heard of by)/);
    expect(out.html).toContain(`href="${path}/phone"`);
    expect(out.text).toContain('Text me the link to it');
  });
});

const benedicts = eightSchools.find(({ id }) => id === 'st-benedicts')!;
const hamptons = eightSchools.find(({ id }) => id === 'hampton')!;

/** Everything there but the agreement. */
async function toBeAgreed(): Promise<Making> {
  const making = await requested(hamptons);
  await changed(making);
  await answered(making);
  return making;
}
const head = 'hampton-head';

describe('deciding on a visit', () => {
  it('shows what is decided by: who goes where, what was said of the risks, and the clauses that are still unmet', async () => {
    const { pages, path } = await toBeAgreed();
    const { text } = await pages.get(head, `${path}/approve`);
    expect(text).toContain('What do you decide?');
    expect(text).toContain('To meet the family before September');
    expect(text).toContain('Earlier visits to this home');
    expect(text).toMatch(/HA-\d\d/);
    expect((await pages.get('hampton-teacher', `${path}/approve`)).text).toContain('There is nothing here for you to decide.');
  });

  it('is done once, by two who agree at the same moment in two browsers', async () => {
    const { pages, path, visit, afternoon } = await toBeAgreed();
    const both = [await pages.get(head, `${path}/approve`), await pages.get(head, `${path}/approve`)];
    for (const shown of both)
      expect((await pages.post(head, `${path}/approve`, fieldsFor(shown, `${path}/approve`, { decision: ['authorise'] }))).status).toBe(
        303,
      );
    expect((await afternoon.visit(visit)).history.filter(({ type }) => type === 'VisitAgreed')).toHaveLength(1);
    expect((await pages.get(head, `${path}/approve`)).text).toContain('You agreed');
  });

  it('waits, and shows what is new, where the visit has changed since it was opened; what was written stays', async () => {
    const { pages, path, visit, afternoon } = await toBeAgreed();
    const shown = await pages.get(head, `${path}/approve`);
    await afternoon.says('hampton-teacher', 'amend', { purpose: 'To talk about his brother' }, { visit });
    const filled = fieldsFor(shown, `${path}/approve`, { decision: ['authorise'], note: ['Ring me when you are back'] });
    const again = await pages.post(head, `${path}/approve`, filled);
    expect(again.status).toBe(409);
    expect(again.text).toContain('What it is for : To talk about his brother'.replace(' :', ':'));
    expect(again.text).toContain('Ring me when you are back');
    expect((await afternoon.visit(visit)).agreements).toEqual([]);
    const seen = await pages.post(head, `${path}/approve`, fieldsFor(again, `${path}/approve`));
    expect(seen.status, seen.text).toBe(303);
    expect((await afternoon.visit(visit)).agreements).toHaveLength(1);
  });

  it('does not forget that it had changed over a mistake in the form', async () => {
    const { pages, path, visit, afternoon } = await toBeAgreed();
    const shown = await pages.get(head, `${path}/approve`);
    await afternoon.says('hampton-teacher', 'amend', { purpose: 'To talk about his brother' }, { visit });
    const mistaken = await pages.post(head, `${path}/approve`, fieldsFor(shown, `${path}/approve`, { decision: ['decline'] }));
    expect(mistaken.status).toBe(400);
    const mended = await pages.post(head, `${path}/approve`, fieldsFor(mistaken, `${path}/approve`, { reason: ['Not this week'] }));
    expect(mended.status).toBe(409);
    expect(mended.text).toContain('To talk about his brother');
  });

  it('may be to send it back, with what is to be mended, or to decline it, with why; never without a word', async () => {
    const { pages, path, visit, afternoon } = await toBeAgreed();
    const shown = await pages.get(head, `${path}/approve`);
    for (const [decision, field] of [
      ['send-back', 'mend'],
      ['decline', 'reason'],
    ] as const) {
      const wordless = await pages.post(head, `${path}/approve`, fieldsFor(shown, `${path}/approve`, { decision: [decision] }));
      expect(wordless.status).toBe(400);
      expect(summaryOf(wordless).map(({ href }) => href)).toEqual([`#${field}`]);
    }
    const back = { decision: ['send-back'], mend: ['Say who drives'] };
    expect((await pages.post(head, `${path}/approve`, fieldsFor(shown, `${path}/approve`, back))).status).toBe(303);
    await afternoon.drain();
    expect(afternoon.sent()).toContain('email hampton-teacher notice:sent-back');
    expect((await pages.get('hampton-teacher', `${path}/approve`)).text).toContain('Say who drives');
    const no = { decision: ['decline'], reason: ['Not this week'] };
    // Whoever goes back to the old form is told so: it was sent once, with something else in it.
    const old = await pages.post(head, `${path}/approve`, fieldsFor(shown, `${path}/approve`, no));
    expect([old.status, old.text.includes('This form was sent before')]).toEqual([422, true]);
    expect((await pages.post(head, `${path}/approve`, fieldsFor(old, `${path}/approve`))).status).toBe(303);
    expect((await afternoon.visit(visit)).ended).toBe('declined');
    expect((await pages.get(head, `${path}/approve`)).text).toContain('This visit was declined');
  });
});

describe('signing out', () => {
  const readyToGo = async (): Promise<Making> => {
    const making = await requested(benedicts);
    making.afternoon.clock.set(at('12:55'));
    return making;
  };

  it('keeps every answer where a time cannot be read, and says what to write', async () => {
    const { pages, first, path } = await readyToGo();
    const shown = await pages.get(first, `${path}/go`);
    const answer = await pages.post(first, `${path}/go`, fieldsFor(shown, `${path}/go`, { returnAt: ['half past'], visitor: ['all'] }));
    expect(answer.status).toBe(400);
    expect(summaryOf(answer)).toEqual([{ href: '#returnAt', says: 'Write a time of the day, like 2.30pm: by when are you back?' }]);
    expect(answer.html).toContain('value="half past"');
    expect(answer.html).toMatch(/id="visitor"[^>]*value="all"[^>]*checked/);
  });

  it('pressed twice is done once', async () => {
    const making = await readyToGo();
    const { pages, first, path, visit, afternoon } = making;
    await followed(making);
    const shown = await pages.get(first, `${path}/go`);
    expect(shown.text).toContain('You are signed out');
    expect((await afternoon.visit(visit)).history.filter(({ type }) => type === 'VisitorDeparted')).toHaveLength(2);
  });

  it('at a desk, has the link to their page texted to whoever left', async () => {
    const { pages, first, path, visit, afternoon } = await readyToGo();
    const office = 'st-benedicts-office';
    await pages.post(office, `${path}/go/in-breach`, { visitor: first });
    const signedOut = await pages.get(office, `${path}/go`);
    expect(signedOut.html).toContain(`name="visitor" value="${first}"`);
    expect(signedOut.text).toMatch(/Text .* the link to their page/);
    const { status, headers } = await pages.post(office, `${path}/go/text`, { visitor: first });
    expect([status, headers['location']]).toEqual([303, `${path}/go?texted=yes`]);
    expect((await pages.get(office, `${path}/go?texted=yes`)).text).toContain('The link goes to the phone that the school has for them.');
    expect((await afternoon.visit(visit)).history.at(-1)).toMatchObject({ type: 'PageTexted', visitor: first, by: office });
    expect((await pages.post(office, `${path}/go/text`, { visitor: office })).status).toBe(409);
  });

  it('against the policy stands on a page of its own that says what it means, and is watched all the same', async () => {
    const { pages, first, path, visit, afternoon } = await readyToGo();
    const go = await pages.get(first, `${path}/go`);
    expect(go.html).toContain(`href="${path}/go/in-breach"`);
    const breach = await pages.get(first, `${path}/go/in-breach`);
    expect(breach.text).toContain('You are watched all the same');
    const left = await pages.post(
      first,
      `${path}/go/in-breach`,
      fieldsFor(breach, `${path}/go/in-breach`, { visitor: ['all'], reason: ['A child was crying'] }),
    );
    expect(left.status).toBe(303);
    expect((await afternoon.visit(visit)).visitors.every(({ outSince, inBreach }) => outSince !== undefined && inBreach)).toBe(true);
    expect((await pages.get(first, `${path}/go`)).text).toContain('You are signed out');
  });
});
