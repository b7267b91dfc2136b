import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import { type Afternoon, afternoonAt, type SchoolOfTests, schoolOf } from '../support/afternoon.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { jsonIn } from '../support/policy-files.ts';

const policy = Policy.parse(jsonIn('policies/southend.json'));
const rules = rulesOf(policy);
const at = (time: string): Instant => Instant.parse(`2026-06-22T${time}:00+01:00`);
const file = (school: string): SchoolOfTests => schoolOf(`local/schools/${school}.json`);
const schools = ['kingsdown', 'lancaster', 'st-nicholas', 'st-christopher'];
const alarmOn = (call: string) => rules.alarms.find(({ opensOn }) => opensOn.some((one) => one === call));

// ------------------------------------------------------------------------------------------------ one visit, made up

interface Visit {
  readonly a: Afternoon;
  readonly id: (post: string) => string;
}

interface Asked {
  readonly posts?: readonly string[];
  readonly request?: Record<string, unknown>;
  readonly answers?: Record<string, string | boolean | Record<string, unknown>>;
}

async function requested(school: SchoolOfTests, { posts = ['teacher', 'assistant'], request = {}, answers = {} }: Asked = {}) {
  const id = (post: string): string => `${school.file.school}-${post}`;
  const [first = 'teacher'] = posts;
  const a = await afternoonAt(school, at('09:00'));
  const visit: Visit = { a, id };
  expectAccepted(
    await a.request(id(first), {
      type: 'procedural',
      reason: 'attendance-support',
      purpose: 'To agree on the way back to school',
      pupil: school.file.households[0]?.pupils[0]?.id,
      household: id('home-1'),
      visitors: posts.map((post) => ({ person: id(post) })),
      plan: { departAt: at('13:00'), returnAt: at('14:30') },
      answers: { 'why-not-school': 'Nobody can mind the baby' },
      ...request,
    }),
  );
  const asPrinted = { confirmed: true };
  expectAccepted(
    await a.says(id(first), 'answer', {
      answers: {
        'record-reviewed': { by: id(first), when: at('09:00') },
        circumstances: false,
        'bedroom-required': false,
        transports: false,
        travel: Object.fromEntries(posts.map((post) => [id(post), 'foot'])),
        aggression: asPrinted,
        'public-areas': asPrinted,
        illness: asPrinted,
        animal: asPrinted,
        staffing: posts.length > 1 ? 'more' : 'one',
        'staffing-talk': { with: id('head'), when: at('09:00') },
        'dsl-needed': false,
        movements: [{ place: 'The home, and straight back', how: 'On foot' }],
        ...answers,
      },
    }),
  );
  for (const post of posts) expectAccepted(await a.says(id(post), 'answer', { answers: { 'read-it': { [id(post)]: true } } }));
  expectAccepted(await a.says(id('deputy'), 'answer', { answers: { 'risk-accepted': true } }));
  return visit;
}

const ticks = ['carry-phone', 'leave-at-once'];
const depart = async ({ a, id }: Visit, post = 'teacher') => a.says(id(post), 'depart', { visitor: 'all', ticks });

async function out(school: SchoolOfTests, asked: Asked = {}): Promise<Visit> {
  const visit = await requested(school, asked);
  for (const post of ['head', 'dsl']) await visit.a.says(visit.id(post), 'authorise', {});
  await visit.a.until(at('13:00'));
  expectAccepted(await depart(visit, asked.posts?.[0]));
  visit.a.sent();
  return visit;
}

/** What a refusal is for, by gate. */
const refusedFor = (outcome: Awaited<ReturnType<typeof depart>>): readonly string[] =>
  outcome.outcome === 'refused' ? [...new Set(outcome.refusal.unmet.map(({ code }) => code))] : [];
/** Which rungs went out, and to whom. */
const rungs = (sent: readonly string[]): readonly string[] =>
  sent.filter((line) => line.startsWith('text ') && line.includes(' rung:')).map((line) => line.slice('text '.length));

// ------------------------------------------------------------------------------------------------ somebody who is not back

describe("the trust's policy, on somebody who is not back", () => {
  it('names no number of minutes and no order: each school sets its own, and nothing is filled in for it', () => {
    expect(policy.clocks.map(({ expects, grace, ladder: climbs, endsOn, latest }) => [expects, grace, climbs, endsOn, latest])).toEqual([
      ['return', '$grace', '$overdue-ladder', undefined, undefined],
    ]);
    expect(policy.settings.filter(({ stated }) => stated !== undefined).map(({ id, stated }) => [id, stated])).toEqual([
      ['approvers', ['headteacher', 'slt', 'dsl']],
      ['dsl-also', false],
      ['incident-also', ['dsl']],
    ]);
  });

  it('lets nobody leave who has not said when they will be back', async () => {
    const visit = await requested(file('kingsdown'), { request: { plan: { departAt: at('13:00') } } });
    await visit.a.says(visit.id('head'), 'authorise', {});
    expect(refusedFor(await depart(visit))).toEqual(['watch-ready', 'movements']);
    expectAccepted(await visit.a.says(visit.id('teacher'), 'depart', { visitor: 'all', ticks, plan: { returnAt: at('14:30') } }));
  });

  it.each([
    ['kingsdown', '14:40', ['office'], '15:00'],
    ['lancaster', '14:50', ['office', 'dsl', 'pastoral'], '15:10'],
    ['st-nicholas', '14:30', ['office'], '14:55'],
    ['st-christopher', '15:00', ['deputy', 'office'], '15:20'],
  ])('goes by the minutes and the steps of %s itself: its first message goes out at %s', async (school, first, posts, police) => {
    const { a, id } = await out(file(school));
    await a.until(at(first));
    const office = school === 'kingsdown' ? ['reception'] : posts;
    expect(rungs(a.sent())).toEqual(office.map((post) => `${id(post)} rung:a1/1`));
    await a.until(at(police));
    const visit = await a.visit();
    const steps = visit.watch?.ladders['$overdue-ladder'] ?? [];
    expect(visit.alarms[0]?.rung?.index).toBe(steps.length);
    expect(steps.at(-1)?.do).toBe('ring-police');
  });

  it('takes leaving the home for word to the office, and goes on waiting for the return', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.until(at('14:00'));
    await a.says(id('teacher'), 'leave', { visitor: 'all', outcome: 'completed', next: 'school' });
    expect(a.sent()).toEqual([`email ${id('reception')} notice:left`]);
    await a.until(at('14:40'));
    expect(rungs(a.sent())).toHaveLength(1);
  });

  it('moves the time of return when the plan changes, and tells the office', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('reception'), 'revise', { visitor: 'all', plan: { returnAt: at('15:30') }, toldBy: 'Nadia', means: 'telephone' });
    expect(a.sent()).toContain(`email ${id('reception')} notice:revised`);
    await a.until(at('15:39'));
    expect((await a.visit()).alarms).toEqual([]);
    await a.until(at('15:40'));
    expect((await a.visit()).alarms.map(({ of }) => of)).toEqual(['return']);
  });

  it('tells the office when visitors are late for the family', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('teacher'), 'answer', { answers: { 'running-late': 'not-reached' } });
    expect(a.sent()).toEqual([`email ${id('reception')} notice:late`]);
  });
});

// ------------------------------------------------------------------------------------------------ calls from a visit

describe("the trust's policy, on what happens at the door and inside", () => {
  it('tells the whole safeguarding team at once of a child alone, and again until somebody has acted', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('teacher'), 'raise-alarm', { visitor: id('teacher'), kind: 'child-alone' });
    const team = ['dsl', 'deputy-dsl', 'family-worker'].map((post) => `${id(post)} rung:a1/1`);
    expect([...rungs(a.sent())].sort()).toEqual([...team].sort());
    await a.passes('PT10M');
    expect([...rungs(a.sent())].sort()).toEqual([...team].sort());
    await a.until(at('14:40'));
    expect((await a.visit()).alarms.map(({ of }) => of)).toEqual(['child-alone', 'return']);
  });

  it('hears of a child alone from the door and from how the visit ended, once', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('teacher'), 'answer', { answers: { door: 'child-only' } });
    await a.says(id('teacher'), 'leave', { visitor: 'all', outcome: 'child-only' });
    expect((await a.visit()).alarms.map(({ of }) => of)).toEqual(['child-alone']);

    const other = await out(file('kingsdown'));
    await other.a.says(other.id('teacher'), 'leave', { visitor: 'all', outcome: 'child-only' });
    expect((await other.a.visit()).alarms.map(({ of }) => of)).toEqual(['child-alone-left']);
  });

  it('puts 999 before any form in an incident, and then tells the headteacher and the DSL', async () => {
    expect(policy.prompts.find(({ clauses }) => clauses.includes('ST-83'))).toMatchObject({ stages: ['incident'] });
    expect(alarmOn('violence')?.say).toContain('999');
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('teacher'), 'raise-alarm', { kind: 'violence' });
    expect(rungs(a.sent())).toEqual([`${id('head')} rung:h1/1`, `${id('dsl')} rung:h1/1`, `${id('deputy-dsl')} rung:h1/1`]);
  });

  it('has the headteacher agree on what happens next once the visitors are out of an incident', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('teacher'), 'leave', { visitor: 'all', outcome: 'incident' });
    const visit = await a.visit();
    expect(visit.alarms.map(({ of, kind }) => [of, kind])).toEqual([['incident', 'concern']]);
    expect(rungs(a.sent())[0]).toBe(`${id('head')} rung:a1/1`);
    expect(visit.tasks).toEqual([]);
    await a.says(id('teacher'), 'return', { visitor: 'all' });
    const owed = (await a.visit()).tasks.map(({ task, of }) => [task, of[0]]);
    expect(owed).toEqual([
      ['next-steps', id('head')],
      ['incident-details', id('teacher')],
    ]);
  });

  it('has nobody ring a visitor about a concern either while there is violence', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('teacher'), 'raise-alarm', { kind: 'violence' });
    await a.says(id('assistant'), 'raise-alarm', { kind: 'child-in-danger' });
    const toDsl = a.notices.outbox.filter(
      ({ about, channel, contact }) => about === 'rung:a1/1' && channel === 'text' && contact === id('dsl'),
    );
    expect(toDsl.map(({ text }) => text)).toEqual([expect.stringContaining('Do not ring the visitors or the home.')]);
  });

  it('asks whether the child is a pupil only where no pupil is named', async () => {
    const visit = await requested(file('kingsdown'));
    const body = {
      reason: 'other words',
      type: 'safe-and-well',
      purpose: 'To see them',
      household: 'kingsdown-home-2',
      visitors: [{ person: 'kingsdown-teacher' }],
      plan: {},
    };
    expect(refusedFor(await visit.a.request('kingsdown-teacher', body))).toEqual(['necessary', 'on-roll']);
  });

  it('tells the office and the colleague when somebody is ill, and closes only when the injury protocol is done', async () => {
    const { a, id } = await out(file('kingsdown'));
    await a.says(id('assistant'), 'raise-alarm', { visitor: id('assistant'), kind: 'illness' });
    const sent = a.sent();
    expect(rungs(sent)).toEqual([`${id('reception')} rung:a1/1`]);
    // Both at once, in no order.
    expect(sent.filter((line) => line.endsWith('notice:colleague')).toSorted()).toEqual([
      `email ${id('teacher')} notice:colleague`,
      `text ${id('teacher')} notice:colleague`,
    ]);
    await a.says(id('reception'), 'stand-down', {
      alarm: 'a1',
      how: 'They are in my office',
      visitors: { [id('teacher')]: 'accounted-for', [id('assistant')]: 'accounted-for' },
    });
    await a.says(id('teacher'), 'return', { visitor: 'all' });
    const answers = { outcome: 'completed', report: 'We talked', safeguarding: false, injured: true };
    expectAccepted(await a.says(id('teacher'), 'write-up', { answers }));
    expect(refusedFor(await a.says(id('teacher'), 'close', {}))).toEqual(['hurt-asked']);
    expectAccepted(await a.says(id('teacher'), 'write-up', { answers: { 'injury-protocol': true } }));
    expectAccepted(await a.says(id('teacher'), 'close', {}));
  });

  it("knows no safe word, no slip through the door and no CPOMS: those are other schools' rules", () => {
    expect(policy.questions.filter(({ type, prints, id }) => type === 'word' || prints !== undefined || id === 'cpoms')).toEqual([]);
  });

  it('sends visitors back where no adult with parental responsibility is there, and lets them speak to whoever looks after the child', () => {
    expect(policy.questions.find(({ id }) => id === 'outcome')?.options?.find(({ clauses }) => clauses?.includes('ST-66'))).toMatchObject({
      entered: false,
    });
    expect(policy.questions.find(({ clauses }) => clauses.includes('ST-67'))?.fields).toMatchObject({
      dayToDay: 'yes-no',
      parentalResponsibility: 'yes-no',
    });
  });
});

// ------------------------------------------------------------------------------------------------ who approves

describe("the trust's policy, on who approves", () => {
  it.each(['head', 'deputy', 'dsl'])('lets one of headteacher, leadership team and DSL approve: the %s', async (post) => {
    const visit = await requested(file('kingsdown'));
    expectAccepted(await visit.a.says(visit.id(post), 'authorise', {}));
    const left = refusedFor(await depart(visit));
    expect(left).toEqual(post === 'head' ? [] : ['why-not-head']);
  });

  it('lets nobody else approve', async () => {
    const visit = await requested(file('kingsdown'));
    expect(await visit.a.says(visit.id('office'), 'authorise', {})).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'not-yours-to-agree' },
    });
  });

  it('lets each school name fewer: at St Nicholas only the headteacher', async () => {
    const visit = await requested(file('st-nicholas'));
    expectAccepted(await visit.a.says(visit.id('deputy'), 'authorise', {}));
    expect(refusedFor(await depart(visit))).toContain('approved');
  });

  it('wants the DSL beside the headteacher where a school asks for both, and neither alone is enough', async () => {
    for (const [post, lacking] of [
      ['head', ['dsl-always']],
      ['dsl', ['approved', 'beside-dsl-always']],
    ] as const) {
      const visit = await requested(file('st-nicholas'));
      expectAccepted(await visit.a.says(visit.id(post), 'authorise', {}));
      expect(refusedFor(await depart(visit))).toEqual(lacking);
    }
    const both = await requested(file('st-nicholas'));
    for (const post of ['head', 'dsl']) expectAccepted(await both.a.says(both.id(post), 'authorise', {}));
    expectAccepted(await depart(both));
  });

  it('wants the DSL as well for one visit where that was asked for, and then not the DSL alone', async () => {
    const visit = await requested(file('kingsdown'), { answers: { 'dsl-needed': true } });
    expectAccepted(await visit.a.says(visit.id('dsl'), 'authorise', {}));
    expect(refusedFor(await depart(visit))).toEqual(['beside-dsl-where-asked', 'why-not-head']);
    expectAccepted(await visit.a.says(visit.id('head'), 'authorise', {}));
    expectAccepted(await depart(visit));
  });

  it('has a senior member of staff look over the assessment and choose who goes, and again when somebody is exchanged', async () => {
    const visit = await requested(file('kingsdown'));
    expectAccepted(await visit.a.says(visit.id('head'), 'authorise', {}));
    const exchanged = [{ person: visit.id('teacher') }, { person: visit.id('family-worker') }];
    expectAccepted(await visit.a.says(visit.id('teacher'), 'amend', { visitors: exchanged }));
    expect(refusedFor(await depart(visit))).toEqual(
      expect.arrayContaining(['assessment-seen', 'visitors-chosen', 'approved', 'understood']),
    );
  });

  it('takes nothing that is printed on the form for an answer', async () => {
    const visit = await requested(file('kingsdown'), { answers: { aggression: {} } });
    expect(refusedFor(await visit.a.says(visit.id('head'), 'authorise', {}))).toEqual(['assessed']);
  });

  it('asks for agreement again when a hazard is raised after it was given', async () => {
    const visit = await requested(file('kingsdown'));
    expectAccepted(await visit.a.says(visit.id('head'), 'authorise', {}));
    expectAccepted(await visit.a.says(visit.id('teacher'), 'answer', { answers: { animal: { raised: true } } }));
    expect(refusedFor(await depart(visit))).toEqual(['assessment-seen', 'visitors-chosen', 'approved']);
  });

  it('lets one go alone where that was settled, and nobody alone where it was settled that more go', async () => {
    const { a } = await out(file('kingsdown'), { posts: ['teacher'] });
    expect((await a.visit()).visitors).toHaveLength(1);
    const visit = await requested(file('kingsdown'), { posts: ['teacher'], answers: { staffing: 'more' } });
    await visit.a.says(visit.id('head'), 'authorise', {});
    expect(refusedFor(await depart(visit))).toEqual(['two-if-decided']);
  });

  it('is one policy, carried out by four schools with their own people', () => {
    for (const school of schools) expect(file(school).policy).toEqual(policy);
    const people = schools.flatMap((school) => file(school).file.people.map(({ name }) => name));
    expect(new Set(people).size).toBe(people.length);
  });
});
