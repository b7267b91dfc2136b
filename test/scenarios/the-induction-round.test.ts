/**
 * What a head of school does each June: every family that is new is offered a visit, those who say yes are timetabled into
 * mornings, told in writing, and visited (HA-07, HA-08, HA-16 to HA-19, HA-31, HA-84).
 */
import { expect, it } from 'vitest';
import * as z from 'zod';
import { accepted, startSchools } from '../support/scenario.ts';
import { type Each, eachOf, idsOf, lettersOf } from '../support/year-group.ts';

const cloud = await startSchools();
const { clock } = cloud;
const hampton = cloud.school('hampton');
const head = hampton.as('head');
const office = hampton.as('office');

const families = idsOf(60);
const decline = ['new-03', 'new-21', 'new-47'];
const noClassYet = ['new-10', 'new-31'];
/** The mornings from Monday on, each of at most five homes: who goes. */
const classTeacherPair = ['teacher', 'assistant'];
const otherPair = ['nursery-teacher', 'nursery-assistant'];
const withSubstitute = ['nursery-teacher', 'family-support'];
const mornings = [
  ['2027-06-28', classTeacherPair],
  ['2027-06-29', classTeacherPair],
  ['2027-06-29', otherPair],
  ['2027-06-30', classTeacherPair],
  ['2027-06-30', otherPair],
  ['2027-07-01', classTeacherPair],
  ['2027-07-01', otherPair],
  ['2027-07-02', classTeacherPair],
  ['2027-07-02', withSubstitute],
  ['2027-07-05', classTeacherPair],
  ['2027-07-05', otherPair],
  ['2027-07-06', classTeacherPair],
] as const;
const stops = 5;
const minutes = (n: number): string => `${String(9 + Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;

/** Where the nth family stands on the timetable: which morning, and which home of it. */
const visitOf = (household: string, nth: number) => {
  const morning = Math.floor(nth / stops);
  const [day = '', pair = []] = mornings[morning] ?? [];
  const place = nth % stops;
  const time = (n: number): string => `${day}T${minutes(n)}:00+01:00`;
  return {
    type: 'induction',
    purpose: 'To meet you and your child at home before September',
    household,
    visitors: pair.map((post) => ({ person: hampton.person(post) })),
    plan: { departAt: time(0), arriveAt: time(15 + 35 * place), leaveAt: time(40 + 35 * place), returnAt: time(200) },
    round: { id: `morning-${String(morning + 1)}`, order: place + 1 },
    answers: {
      ...(noClassYet.includes(household) ? {} : { class: { class: 'Willow', teacher: hampton.person(pair[0] ?? '') } }),
      checked: 'seen',
      'risk-decision': 'acceptable',
      'recent-violence': false,
    },
  };
};

const homesThat = async (query: string): Promise<readonly string[]> => {
  const Page = z.object({ households: z.array(z.looseObject({ id: z.string() })), next: z.string().optional() });
  const ids: string[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const { households, next }: z.infer<typeof Page> = Page.parse(
      (await head.gets(`/households?q=larch&limit=40&${query}${after === '' ? '' : `&after=${after}`}`)).body,
    );
    ids.push(...households.map(({ id }) => id));
    after = next;
  }
  return ids;
};
const answersOf = async (path: string, answers: object, what: 'households' | 'visits', ids: readonly unknown[], by = head) => {
  const each = eachOf((await by.posts(path, { body: { answers, [what]: ids } })).body);
  expect(each.filter(({ status }) => status !== 200)).toEqual([]);
};
const lacking = ({ unmet }: Each, code: string): readonly string[] => unmet.flatMap((one) => (one.code === code ? one.clauses : []));

it('the induction round of a year group', { timeout: 90_000 }, async () => {
  await clock.newDay();
  for (const [n, id] of families.entries()) {
    // One family has written its address as a spreadsheet would write a formula.
    const address = `${n === 7 ? '@ The Lodge, ' : ''}${String(n + 1)} Larch Rise, Hampton`;
    const home = { name: `The Family ${String(n + 1)}`, address, answers: { 'family-name': `Family ${String(n + 1)}` } };
    expect((await hampton.as('technician').puts(`/households/${id}`, home)).status).toBe(201);
  }

  // Every family is offered a visit, and some of them have not said yet what they want.
  expect(await homesThat('unanswered=offer')).toEqual(families);
  await answersOf('/households/answers', { offer: { sent: clock.today(), how: 'Letter in the welcome pack' } }, 'households', families);
  expect(await homesThat('unanswered=offer')).toEqual([]);
  const yes = families.filter((id) => !decline.includes(id) && id !== 'new-59');
  await answersOf('/households/answers', { 'offer-answer': 'accepted' }, 'households', yes, office);
  await answersOf('/households/answers', { 'offer-answer': 'declined' }, 'households', decline, office);
  expect(await homesThat('answered=offer&unanswered=offer-answer')).toEqual(['new-59']);
  await answersOf('/households/answers', { 'offer-answer': 'accepted' }, 'households', ['new-59'], office);

  // The head of school's first list still has everybody on it, and goes to where they would have been.
  const list = families.map(visitOf);
  const sends = async (): Promise<readonly Each[]> =>
    eachOf((await head.posts('/timetable', { body: { visits: list, authorise: true }, key: 'june-2027' })).body);
  const first = await sends();
  const refusedFor = (each: readonly Each[], clause: string) =>
    each.filter(({ problem }) => problem?.clauses.includes(clause) === true).map(({ household }) => household);
  expect(refusedFor(first, 'HA-08')).toEqual(decline);
  expect(refusedFor(first, 'HA-16')).toEqual(noClassYet);
  expect(first.filter(({ status }) => status === 201)).toHaveLength(families.length - decline.length - noClassYet.length);
  const substituted = first.filter((each) => lacking(each, 'assistant').length > 0);
  expect(substituted.map((each) => lacking(each, 'assistant'))).toEqual(Array.from({ length: stops }, () => ['HA-17']));
  expect(substituted.map(({ household }) => household)).toEqual(families.slice(40, 45));

  // The classes are settled, and somebody may go in the assistant's place; then the same list is sent again.
  const idIn = (household: string) => first.find((each) => each.household === household)?.id;
  const willow = { class: { class: 'Willow', teacher: hampton.person('teacher') } };
  await answersOf('/visits/answers', willow, 'visits', noClassYet.map(idIn));
  await answersOf(
    '/visits/answers',
    { 'substitute-agreed': true },
    'visits',
    substituted.map(({ id }) => id),
  );
  const second = await sends();
  expect(refusedFor(second, 'HA-08')).toEqual(decline);
  const timetabled = second.filter(({ status }) => status === 201);
  expect(timetabled.map(({ stage }) => stage)).toEqual(Array.from({ length: 57 }, () => 'authorised'));
  expect(timetabled.flatMap((each) => [...lacking(each, 'assistant'), ...lacking(each, 'timetable')])).toEqual([]);
  expect(first.flatMap(({ id = [] }) => id)).toEqual(timetabled.map(({ id }) => id));

  // Each family is written to, and then it is recorded of all of them that they were.
  const days = '/timetable?from=2027-06-28&to=2027-07-06';
  const letters = await head.gets(days, { headers: { accept: 'text/csv' } });
  expect(letters.headers.get('content-type')).toContain('text/csv');
  const lines = letters.text.split('\r\n');
  expect(lines).toHaveLength(1 + 57 + 1);
  const monday = lines.filter((line) => line.includes(',2027-06-28,'));
  expect(monday.map((line) => line.replace(/^[^,]+,/, ''))).toEqual(
    // The fourth family of that morning wants no visit.
    [0, 1, 2, 4].map(
      (n) =>
        `authorised,new-0${String(n)},The Family ${String(n + 1)},"${String(n + 1)} Larch Rise, Hampton",2027-06-28,${minutes(15 + 35 * n)},` +
        `"Priya Raman, Joel Whitlock",To meet you and your child at home before September,morning-1,${String(n + 1)},"notice-sent, notice-how"`,
    ),
  );
  expect(lines.filter((line) => line.includes('The Lodge'))).toEqual([expect.stringContaining(`"'@ The Lodge, 8 Larch Rise, Hampton"`)]);
  const told = { 'notice-sent': clock.today(), 'notice-how': 'letter', 'notice-purpose': 'To meet you and your child at home' };
  await answersOf(
    '/visits/answers',
    told,
    'visits',
    timetabled.map(({ id }) => id),
    office,
  );
  expect(lettersOf((await head.gets(days)).body).flatMap(({ unanswered }) => unanswered)).toEqual([]);

  // The first morning: out once, four homes, back at lunchtime once.
  while (clock.today() !== '2027-06-28') await clock.newDay();
  const round = timetabled.slice(0, 4).map(({ id = '' }) => hampton.visit(id));
  await answersOf(
    '/visits/answers',
    { 'violence-now': false },
    'visits',
    round.map(({ id }) => id),
    hampton.as('teacher'),
  );
  await cloud.sent();
  await clock.at('09:00');
  const [lead] = round;
  accepted(await lead!.says('teacher', 'depart', { visitor: 'all', ticks: ['carry-phone', 'safety-first'] }));
  expect(await cloud.sent()).toEqual(['09:00 email head notice:copy', '09:00 email office notice:copy']);
  for (const [n, stop] of round.entries()) {
    const place = [0, 1, 2, 4][n] ?? 0;
    await clock.at(minutes(15 + 35 * place));
    accepted(await stop.says('teacher', 'arrive', { visitor: 'all' }));
    await clock.at(minutes(40 + 35 * place));
    const next = round[n + 1];
    accepted(
      await stop.says('teacher', 'leave', { visitor: 'all', outcome: 'completed', ...(next === undefined ? {} : { next: next.id }) }),
    );
  }
  await clock.at('12:15');
  accepted(await round[3]!.says('teacher', 'return', { visitor: 'all' }));
  await clock.at('14:00');
  expect(await cloud.sent()).toEqual([]);
  expect(await hampton.board('office')).toEqual([]);
  for (const stop of round) expect((await stop.seenBy('head')).stage).toBe('returned');
});
