/** One afternoon for each fault, played with Doorstep or with something that differs from it in one rule, in memory or on another store. */
import { aWorld, type Call, type World, type WorldOptions } from '../support/world.ts';
import { epochOf, Instant, plus, plusMilliseconds } from '../../functions/domain/time.ts';
import type { EventOf, Visit, VisitEvent } from '../../functions/domain/visit/visit.ts';
import { hampton } from '../support/afternoon.ts';
import { assistant, at, deputy, executiveHead, head, induction, office, teacher, ticks } from '../support/hampton-visit.ts';

export interface Played extends Pick<WorldOptions, 'application' | 'stores'> {
  /** On so many seeds at most, where it is played on several. */
  readonly mostSeeds?: number;
}
export interface Scenario {
  /** As the page of faults names it. */
  readonly fault: string;
  readonly rule: string;
  readonly play: (played?: Played) => Promise<void>;
  /** Too long for another store. */
  readonly inMemoryOnly?: true;
}

const nurseryTeacher = 'hampton-nursery-teacher';
const nurseryAssistant = 'hampton-nursery-assistant';
/** What a text is allowed after it fell due when all is well, and by the sweep alone. */
const promptly = 65_000;
/** What the page of faults allows after a crash between a rung and its texts. */
const afterACrash = 90_000;
const soon = (time: Instant, within = promptly): Instant => plusMilliseconds(time, within);

const check = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};
export const eventsOf = <Type extends VisitEvent['type']>(visit: Visit, type: Type): readonly EventOf<Type>[] =>
  // Its type is what it was looked for by.
  visit.history.filter((event) => event.type === type) as unknown as readonly EventOf<Type>[];

const isAppend = (by: Call['by'], type: VisitEvent['type']) => (call: Call) =>
  call.by === by && call.effect === 'append' && call.change?.events.some((event) => event.type === type) === true;

// ------------------------------------------------------------------------------------------------ what is expected of an afternoon

/** At 14:45 the visitors and the office are asked. */
function expectNudges(world: World, time = at('14:45'), within = promptly): void {
  for (const visitor of [teacher, assistant])
    world.phone(visitor).expectsText(/please ring the office/, { from: time, by: soon(time, within) });
  world.phone(office).expectsText(/nothing heard yet/, { from: time, by: soon(time, within) });
}
/** The four rungs of the ladder, ten minutes apart, then the last again. */
const rungs: readonly { readonly says: RegExp; readonly to: readonly string[] }[] = [
  { says: /not heard from.*Ring each visitor/, to: [office] },
  { says: /Ring the home they were last at/, to: [office] },
  { says: /ring the office and say what to do/, to: [head, executiveHead] },
  { says: /Ring the police/, to: [head, office] },
];
function expectRung(world: World, index: number, time: Instant, within = promptly): void {
  const { says, to } = rungs[Math.min(index, rungs.length) - 1]!;
  for (const person of to) world.phone(person).expectsText(says, { from: time, by: soon(time, within) });
}
/** From 15:00 on, every ten minutes, up to a time. */
function expectLadder(world: World, until: Instant, { from = at('15:00'), within = promptly } = {}): void {
  let index = 1;
  for (let time = from; soon(time, within) <= until; time = plus(time, 'PT10M')) {
    expectRung(world, index, time, within);
    index += 1;
  }
}
function expectOver(world: World, people: readonly string[]): void {
  for (const person of people) world.phone(person).expectsText(/it is over/);
}
/** When each rung of the overdue alarm began, to the minute. */
const begunAt = (world: World): readonly string[] => eventsOf(world.visit(), 'RungBegun').map((e) => inMinutes(e.at));
const inMinutes = (time: Instant): string => time.slice(0, 16);
const emailsTo = (world: World, person: string) =>
  world.received.filter(({ message }) => message.contact === person && message.channel === 'email');
/** What became of the messages about something, as it was noted. */
const ranksOf = (world: World, about: string): readonly string[] =>
  eventsOf(world.visit(), 'NoticesMarked').flatMap((e) => e.marks.filter((m) => m.about === about).map((m) => m.outcome));
const bothAreBack = (world: World) => world.says(teacher, 'return', { visitor: 'all' });

async function ends(world: World): Promise<void> {
  await world.passes('PT5M');
  await world.atTheEnd();
  world.holds();
}

const scenario = (fault: string, rule: string, play: (world: World) => Promise<void>, more: WorldOptions = {}): Scenario => ({
  fault,
  rule,
  play: async ({ mostSeeds: _mostSeeds, ...options } = {}) => play(await aWorld({ ...more, ...options })),
});
/** The same on several seeds, since who comes first is a matter of milliseconds. */
const onSeeds = (fault: string, rule: string, seeds: number, play: (world: World) => Promise<void>): Scenario => ({
  fault,
  rule,
  play: async ({ mostSeeds = seeds, ...options } = {}) => {
    for (let seed = 1; seed <= Math.min(seeds, mostSeeds); seed += 1) await play(await aWorld({ ...options, seed }));
  },
});

const inMemoryOnly = (one: Scenario): Scenario => ({ ...one, inMemoryOnly: true });

const school = hampton();
const crowd = Array.from({ length: 200 }, (_, n) => ({
  ...school.file.people.find(({ id }) => id === teacher)!,
  id: `hampton-visitor-${String(n + 1)}`,
  mobile: `+4477009${String(n + 1).padStart(5, '0')}`,
}));
/** Hampton, were two hundred to go out from it. */
const crowded = { ...school, file: { ...school.file, people: [...school.file.people, ...crowd] } };

// ------------------------------------------------------------------------------------------------ the faults

export const scenarios: readonly Scenario[] = [
  scenario('well', 'the ladder is climbed in order and repeats its last rung until they are back', async (world) => {
    await world.out();
    await world.until(at('16:02'));
    expectNudges(world);
    expectLadder(world, at('16:02'));
    await bothAreBack(world);
    await world.passes('PT1M');
    expectOver(world, [office, head, executiveHead]);
    await ends(world);
  }),
  scenario('well', 'arriving at the home does not end the wait for the return', async (world) => {
    await world.out();
    await world.until(at('13:20'));
    await world.says(teacher, 'arrive', { visitor: 'all' });
    await world.until(at('15:02'));
    expectNudges(world);
    expectLadder(world, at('15:02'));
    await ends(world);
  }),
  scenario('well', 'one visitor who is back does not bring back the other', async (world) => {
    await world.out();
    await world.until(at('14:20'));
    await world.says(teacher, 'return', {});
    await world.until(at('15:02'));
    world.phone(assistant).expectsText(/please ring the office/);
    world.phone(office).expectsText(/nothing heard yet/);
    world.phone(office).expectsText(/Joel due 14:30/, { by: soon(at('15:00')) });
    await ends(world);
  }),
  scenario('well', 'a call for help is heard within 5 s, and the visitors are left alone', async (world) => {
    await world.out();
    await world.until(at('14:10'));
    await world.says(teacher, 'raise-alarm', { kind: 'help' });
    await world.passes('PT5S');
    for (const person of [office, head, 'hampton-deputy'])
      world.phone(person).expectsText(/call for help/, { by: soon(at('14:10'), 5_000) });
    await world.until(at('14:12'));
    await world.says(head, 'stand-down', {
      alarm: 'h1',
      how: 'Spoke to both',
      visitors: { [teacher]: at('16:00'), [assistant]: 'accounted-for' },
    });
    await world.passes('PT1M');
    expectOver(world, [office, head, 'hampton-deputy']);
    await ends(world);
  }),

  scenario('F01', 'a schedule that cannot be made does not hinder the departure, and the sweep makes it good', async (world) => {
    world.faults.mishap = ({ effect }) => (effect === 'timer' ? 'fail' : undefined);
    await world.out();
    await world.until(at('15:32'));
    expectNudges(world);
    expectLadder(world, at('15:32'));
    await ends(world);
  }),
  scenario('F01', 'a poke that is lost is made good by the sweep', async (world) => {
    // That of the departure, and that of the timer at three.
    let lost = 0;
    world.faults.carriage = ({ due }) => ({ lost: (world.now() > at('13:00') && lost++ === 0) || due === at('15:00') });
    await world.out();
    await world.until(at('15:02'));
    expectNudges(world);
    expectLadder(world, at('15:02'));
    await ends(world);
  }),
  ...(['lose-answer', 'ask-twice'] as const).map((mishap) =>
    scenario('F02', `a press whose answer is lost and that is made again takes effect once (${mishap})`, async (world) => {
      world.goesWrong(mishap, isAppend('api', 'VisitorDeparted'));
      world.goesWrong(mishap, isAppend('api', 'AlarmOpened'));
      await world.out();
      check(eventsOf(world.visit(), 'VisitorDeparted').length === 2, 'each has signed out once');
      await world.until(at('13:30'));
      await world.says(teacher, 'raise-alarm', { kind: 'help' });
      await world.passes('PT1M');
      check(world.visit().alarms.length === 1, 'one press, one alarm');
      for (const person of [office, head, 'hampton-deputy']) world.phone(person).expectsText(/call for help/);
      await world.says(head, 'stand-down', {
        alarm: 'h1',
        how: 'Spoke to both',
        visitors: { [teacher]: 'accounted-for', [assistant]: 'accounted-for' },
      });
      await world.passes('PT1M');
      expectOver(world, [office, head, 'hampton-deputy']);
      await ends(world);
    }),
  ),
  scenario('F03', 'a schedule that fires twice, at once and five minutes later, brings one text each', async (world) => {
    let n = 0;
    world.faults.firing = () => ({ again: (n += 1) % 2 === 0 ? 0 : 300_000 });
    world.faults.carriage = () => ({ again: 40 });
    await world.out();
    await world.until(at('15:32'));
    expectNudges(world);
    expectLadder(world, at('15:32'));
    await ends(world);
  }),
  scenario('F04', 'a timer that fires after everybody is back does nothing', async (world) => {
    await world.out();
    await world.until(at('14:40'));
    await bothAreBack(world);
    const { version } = world.visit();
    await world.until(at('18:00'));
    check(world.visit().version - version <= 1, 'nothing more is written than how its last emails ended');
    await ends(world);
  }),
  scenario('F05', 'times that were revised leave a stale schedule, which does nothing: one text, after the new time', async (world) => {
    await world.out();
    await world.until(at('14:20'));
    await world.says(office, 'revise', { plan: { returnAt: at('15:30') }, toldBy: 'Priya', means: 'phone' });
    await world.until(at('16:02'));
    expectNudges(world, at('15:45'));
    world.phone(office).expectsText(/due 15:30/, { from: at('16:00'), by: soon(at('16:00')) });
    await ends(world);
  }),
  ...[40_000, 240_000, 3_000_000].map((early) =>
    scenario(
      'F06',
      `a timer that is ${String(early / 1000)} s early is put back, and the text is on time with the sweep off`,
      async (world) => {
        world.faults.sweepIsOff = true;
        world.faults.keepsNames = 70_000;
        const seen = new Set<string>();
        world.faults.firing = ({ due }) => {
          const first = !seen.has(due);
          seen.add(due);
          return first ? { early } : {};
        };
        await world.out();
        await world.until(at('15:32'));
        expectNudges(world);
        expectLadder(world, at('15:32'));
        check(world.timers.standing.size <= 2, `${String(world.timers.standing.size)} timers are left`);
        await ends(world);
      },
    ),
  ),
  scenario('F07', 'with the scheduler dead every rung begins by the sweep', async (world) => {
    world.timers.setDown(true);
    await world.out();
    await world.until(at('15:52'));
    expectNudges(world);
    expectLadder(world, at('15:52'));
    await ends(world);
  }),
  scenario('F08', 'with the sweep dead visits are watched, also for a time that is due in less than 90 s', async (world) => {
    world.faults.sweepIsOff = true;
    await world.out();
    await world.until(at('14:20'));
    await world.says(office, 'revise', { plan: { returnAt: at('13:51') }, toldBy: 'Priya', means: 'phone' });
    await world.until(at('14:51:30'));
    expectNudges(world, at('14:20'));
    world.phone(office).expectsText(/not heard from/, { from: at('14:21'), by: soon(at('14:21')) });
    world.phone(office).expectsText(/Ring the home/, { from: at('14:31'), by: soon(at('14:31')) });
    for (const person of [head, executiveHead]) world.phone(person).expectsText(/say what to do/, { by: soon(at('14:41')) });
    for (const person of [head, office]) world.phone(person).expectsText(/Ring the police/, { by: soon(at('14:51')) });
    await ends(world);
  }),
  scenario('F09', 'with scheduler and sweep dead for an hour the rungs then catch up in order, two minutes apart', async (world) => {
    world.setPromise(70 * 60_000);
    await world.out();
    await world.until(at('14:50'));
    expectNudges(world);
    world.timers.setDown(true);
    world.faults.sweepIsOff = true;
    await world.until(at('15:50'));
    world.mend();
    await world.until(at('16:00'));
    const begun = eventsOf(world.visit(), 'RungBegun');
    check(begun.map((e) => e.rung).join() === '1,2,3,4', 'in order');
    begun.forEach((e, i) => {
      const after = i === 0 ? at('15:50') : begun[i - 1]!.at;
      const gap = epochOf(e.at) - epochOf(after);
      check(i === 0 ? gap <= promptly : gap >= 120_000 && gap <= 190_000, `rung ${String(e.rung)} begins ${String(gap)} ms later`);
      expectRung(world, i + 1, e.at);
    });
    await ends(world);
  }),
  scenario(
    'F10',
    'after a crash between a rung and its texts they go out within 90 s, and the rung does not begin twice',
    async (world) => {
      world.goesWrong('crash-after', isAppend('overdue-check', 'RungBegun'));
      await world.out();
      await world.until(at('15:05'));
      expectNudges(world);
      world.setPromise(afterACrash);
      world.phone(office).expectsText(/not heard from/, { from: at('15:00'), by: soon(at('15:00'), afterACrash) });
      check(eventsOf(world.visit(), 'RungBegun').length === 1, 'it began once');
      await ends(world);
    },
  ),
  scenario('F10', 'the sweep alone makes that good within 90 s', async (world) => {
    world.timers.setDown(true);
    world.faults.carriage = () => ({ once: true });
    world.setPromise(afterACrash);
    world.goesWrong('crash-after', isAppend('overdue-check', 'RungBegun'));
    await world.out();
    await world.until(at('15:09'));
    expectNudges(world);
    world.phone(office).expectsText(/not heard from/, { from: at('15:00:30'), by: soon(at('15:00'), afterACrash) });
    check(eventsOf(world.visit(), 'RungBegun').length === 1, 'it began once');
    world.holds();
  }),
  scenario('F11', 'after a crash between a text and its mark there is one repeat at most, and it says so', async (world) => {
    world.goesWrong(
      'crash-after',
      ({ effect, message }) => effect === 'send' && message?.about === 'rung:a1/1' && message.channel === 'text',
    );
    await world.out();
    await world.until(at('15:04'));
    expectNudges(world);
    world.phone(office).expectsText(/^Visit .*not heard from/, { by: soon(at('15:00')) });
    world.phone(office).expectsText(/^\(May be a repeat.*not heard from/);
    await ends(world);
  }),
  scenario('F11', 'a text whose answer never comes is tried again once, and then counts as sent', async (world) => {
    world.faults.provider = ({ about, channel }) =>
      about === 'rung:a1/1' && channel === 'text' ? { takes: 30_000, goes: true } : undefined;
    await world.out();
    await world.until(at('15:04'));
    expectNudges(world);
    world.phone(office).expectsText(/^Visit .*not heard from/);
    world.phone(office).expectsText(/^\(May be a repeat.*not heard from/);
    const outcomes = eventsOf(world.visit(), 'NoticesMarked').flatMap((e) => e.marks.filter((m) => m.about === 'rung:a1/1'));
    check(
      outcomes.some((m) => m.outcome === 'uncertain' && m.channel === 'text'),
      'it is marked as uncertain',
    );
    await ends(world);
  }),
  scenario('F11', 'an answer that never came counts once, however often its mark is decided', async (world) => {
    let slow = 1;
    world.faults.provider = ({ about, channel }) =>
      about === 'rung:a1/1' && channel === 'text' && slow-- > 0 ? { takes: 30_000, goes: false } : undefined;
    world.goesWrong('ask-twice', ({ change }) => Object.values(change?.owed ?? {}).some((notice) => notice.timeOuts === 1));
    await world.out();
    await world.until(at('15:04'));
    expectNudges(world);
    world.phone(office).expectsText(/^\(May be a repeat.*not heard from/);
    await ends(world);
  }),
  scenario('F12', 'a provider that is down for 20 minutes is tried again and holds back no later rung', async (world) => {
    world.setPromise(22 * 60_000);
    world.faults.provider = () => (world.now() >= at('14:59') && world.now() < at('15:19') ? { outcome: 'later', takes: 100 } : undefined);
    await world.out();
    await world.until(at('15:35'));
    expectNudges(world);
    const begun = eventsOf(world.visit(), 'RungBegun');
    check(begun.length === 4 && begun.every((e, i) => e.at <= soon(plus(at('15:00'), `PT${String(i * 10)}M`))), 'every rung began on time');
    check(world.phone(office).readsAll().length >= 2 && world.phone(head).readsAll().length >= 2, 'and was sent');
    world.readsAll();
    await bothAreBack(world);
    await world.passes('PT3M');
    world.readsAll();
    check(Object.keys(world.visit().owed).length === 0, 'at the end everything is sent or cancelled');
    await ends(world);
  }),
  scenario('F12', 'with every text of the last rung refused it keeps its interval', async (world) => {
    world.faults.provider = () => (world.now() >= at('15:29') ? { outcome: 'failed', takes: 100 } : undefined);
    await world.out();
    await world.until(at('16:29'));
    const { n } = world.visit().tally['a1/4']!;
    check(n >= 4 && n <= 6, `it repeated ${String(n)} times in an hour`);
    check(world.counts.sent < 120, `${String(world.counts.sent)} messages were tried`);
    world.readsAll();
    world.holds();
  }),

  scenario('F13', 'somebody whose number is blocked is written to at once, and flagged before the next departure', async (world) => {
    world.faults.provider = ({ contact, channel }) =>
      contact === office && channel === 'text' ? { outcome: 'failed', takes: 100 } : undefined;
    await world.out();
    await world.until(at('15:32'));
    check(world.phone(office).readsAll().length === 0, 'no text arrives there');
    const emails = emailsTo(world, office).filter(({ message }) => message.about === 'rung:a1/1');
    check(emails.length === 1 && emails[0]!.at <= epochOf(soon(at('15:00'))), 'the email is there on time');
    check(begunAt(world).join() === [at('15:00'), at('15:10'), at('15:20'), at('15:30')].map(inMinutes).join(), 'the ladder is on plan');
    check((await world.person(office))?.contacts?.text?.failingSince !== undefined, 'the number is flagged');
    world.readsAll();
    await ends(world);
  }),
  scenario('F13', 'a phone that wants no more texts is flagged as such, and an email that is refused leaves the text', async (world) => {
    world.faults.provider = ({ contact, channel }) => {
      if (contact === head && channel === 'text') return { outcome: 'failed', takes: 100, why: 'opted-out' };
      return contact === executiveHead && channel === 'email' ? { outcome: 'failed', takes: 100 } : undefined;
    };
    await world.out();
    await world.until(at('15:22'));
    expectNudges(world);
    for (const rung of [1, 2]) expectRung(world, rung, plus(at('15:00'), `PT${String((rung - 1) * 10)}M`));
    world.phone(executiveHead).expectsText(/say what to do/, { by: soon(at('15:20')) });
    check(
      emailsTo(world, head).some(({ message }) => message.about === 'rung:a1/3'),
      'the other has the email',
    );
    check((await world.person(head))?.contacts?.text?.optedOutAt !== undefined, 'the phone is flagged');
    check((await world.person(executiveHead))?.contacts?.email?.failingSince !== undefined, 'the address is flagged');
    await ends(world);
  }),
  scenario('F13', 'a rung of which every message surely fails is gone on from at once, up to the last', async (world) => {
    world.faults.provider = ({ contact }) => (contact === office ? { outcome: 'failed', takes: 100 } : undefined);
    await world.out();
    await world.until(at('15:09'));
    world.readsAll();
    const begun = eventsOf(world.visit(), 'RungBegun');
    check(begun.map((e) => `${String(e.rung)} ${e.why}`).join() === '1 due,2 nobody-reached,3 nobody-reached', 'each at once');
    check(
      begun.every((e) => e.at <= soon(at('15:00'))),
      'within the promise',
    );
    // Somebody has been reached: from here on it is on plan.
    await world.until(at('15:12'));
    for (const person of [head]) world.phone(person).expectsText(/Ring the police/, { from: at('15:10'), by: soon(at('15:10')) });
    await ends(world);
  }),
  scenario('F14', 'texts that are taken and never arrive hold up nothing, and the email is beside each', async (world) => {
    world.faults.provider = ({ channel }) => (channel === 'text' ? { outcome: 'accepted', goes: false } : undefined);
    await world.out();
    await world.until(at('15:32'));
    check(begunAt(world).join() === [at('15:00'), at('15:10'), at('15:20'), at('15:30')].map(inMinutes).join(), 'the ladder is on plan');
    for (const [n, { to }] of rungs.entries())
      for (const person of to)
        check(
          emailsTo(world, person).some(
            (t) => t.message.about === `rung:a1/${String(n + 1)}` && t.at <= epochOf(soon(plus(at('15:00'), `PT${String(n * 10)}M`))),
          ),
          `${person} has the email of rung ${String(n + 1)} on time`,
        );
    await ends(world);
  }),
  scenario('F15', 'that everything was delivered ends nothing: nobody has acted, and the ladder is on plan', async (world) => {
    world.faults.receipts = () => [{ after: 4_000, rank: 'delivered' }];
    await world.out();
    await world.until(at('16:02'));
    expectNudges(world);
    expectLadder(world, at('16:02'));
    check(ranksOf(world, 'rung:a1/1').join() === 'accepted,accepted,delivered,delivered', ranksOf(world, 'rung:a1/1').join());
    await ends(world);
  }),
  scenario('F15', 'that nothing of a rung was delivered brings the next one at once', async (world) => {
    world.faults.receipts = ({ contact, about }) =>
      contact === office && about === 'rung:a1/1' ? [{ after: 30_000, rank: 'undelivered' }] : [];
    await world.out();
    await world.until(at('15:02'));
    expectNudges(world);
    expectRung(world, 1, at('15:00'));
    expectRung(world, 2, at('15:00:30'));
    await ends(world);
  }),
  onSeeds('F16', 'receipts that are late, doubled, out of order and of nobody only ever raise what is known', 3, async (world) => {
    const ranks = ['delivered', 'undelivered'] as const;
    world.faults.receipts = (message) => {
      const some = Array.from({ length: world.random.between(0, 4) }, () => ({
        after: world.random.pick([0, 200, 20_000, 400_000, 3_000_000]),
        rank: world.random.pick(ranks),
      }));
      return world.random.chance(0.2) && message.about.startsWith('rung:') ? [...some, ...some] : some;
    };
    await world.out();
    await world.until(at('15:50'));
    const begun = eventsOf(world.visit(), 'RungBegun');
    check(begun.map((e) => e.rung).join() === '1,2,3,4', 'every rung has begun, once');
    begun.forEach((e, n) =>
      check(e.at <= soon(plus(at('15:00'), `PT${String(n * 10)}M`)), `rung ${String(e.rung)} is no later than planned`),
    );
    await bothAreBack(world);
    await world.passes('PT1H');
    world.readsAll();
    await ends(world);
  }),
  scenario('F16', 'a receipt of a message that nobody knows changes nothing', async (world) => {
    await world.out();
    await world.until(at('15:05'));
    const { version } = world.visit();
    const some = world.received.at(-1)!.message;
    await world.answersTo([world.provider.says({ ...some, notice: 'n999' }, 'undelivered')]);
    check(world.visit().version === version, 'nothing is written');
    world.readsAll();
    await ends(world);
  }),

  onSeeds(
    'F17',
    'of an acknowledgement and the next rung at the same moment one wins, and the acknowledger is told who was told',
    12,
    async (world) => {
      await world.out();
      await world.until(plusMilliseconds(at('15:10'), world.random.between(0, 1_600)));
      const told = await world.says(head, 'acknowledge', { alarm: 'a1' });
      const answer = told.answer.outcome === 'accepted' ? told.answer.visit : undefined;
      check(answer?.alarms[0]?.held?.by === head, 'the ladder is held');
      const [rung] = answer!.alarms;
      await world.until(at('15:14'));
      check(
        world.visit().alarms[0]?.rung?.index === rung?.rung?.index,
        'no rung begins after it, though the acknowledger was not told of it',
      );
      const sent = world.received.filter((t) => t.message.about === 'rung:a1/2' && t.message.channel === 'text').length;
      check(sent === (rung?.rung?.index === 2 ? 1 : 0), `${String(sent)} texts of the second rung went out`);
      world.readsAll();
      await ends(world);
    },
  ),
  scenario('F17', 'acknowledging one alarm holds no other', async (world) => {
    await world.out();
    await world.until(at('15:01'));
    await world.says(teacher, 'raise-alarm', { kind: 'illness' });
    await world.says(head, 'acknowledge', { alarm: 'a2' });
    await world.until(at('15:10:30'));
    check(world.visit().alarms[0]?.rung?.index === 2, 'the overdue ladder has gone on');
    check(world.visit().alarms[1]?.rung?.index === 1, 'the other is held');
    world.readsAll();
    world.holds();
  }),
  scenario('F18', 'acknowledged, then silence: the ladder goes on when the hold ends, and pages nobody later for it', async (world) => {
    await world.out();
    await world.until(at('15:02'));
    expectNudges(world);
    expectRung(world, 1, at('15:00'));
    await world.says(head, 'acknowledge', { alarm: 'a1' });
    await world.until(at('15:11'));
    world.holds();
    await world.until(at('15:24'));
    expectRung(world, 2, at('15:12'));
    expectRung(world, 3, at('15:22'));
    await bothAreBack(world);
    await world.until(at('18:00'));
    expectOver(world, [office, head, executiveHead]);
    await ends(world);
  }),

  inMemoryOnly(
    scenario('F20', 'where nobody ever answers the last rung repeats for a day, and the record stays small', async (world) => {
      await world.out();
      await world.until(plus(at('15:30'), 'PT24H'));
      const { n } = world.visit().tally['a1/4']!;
      check(n >= 138 && n <= 144, `it repeated ${String(n)} times in a day`);
      check(world.dueAt(world.visit().visit) !== undefined, 'it is due');
      const size = JSON.stringify([world.visit().history, world.visit().owed, world.visit().tally]).length;
      check(size < 16_384, `${String(size)} bytes`);
      world.readsAll();
      world.holds();
    }),
  ),
  scenario('F21', 'a rung whose people have all left since the departure is skipped at once, and the history says so', async (world) => {
    await world.out();
    for (const person of [head, executiveHead]) await world.changesPerson(person, (was) => ({ ...was, leftAt: world.now() }));
    await world.until(at('15:22'));
    expectNudges(world);
    for (const rung of [1, 2]) expectRung(world, rung, plus(at('15:00'), `PT${String((rung - 1) * 10)}M`));
    const third = eventsOf(world.visit(), 'RungBegun').find((e) => e.rung === 3);
    check(third?.passedOver === 'empty' && third.told.length === 0, 'it was passed over');
    world.phone(office).expectsText(/Ring the police/, { from: at('15:20'), by: soon(at('15:20')) });
    await ends(world);
  }),
  scenario('F21', 'somebody whose record was deleted is passed over, and the ladder begins with the next who is there', async (world) => {
    await world.out();
    await world.until(at('14:50'));
    expectNudges(world);
    await world.changesPerson(office, () => undefined);
    await world.until(at('15:02'));
    const begun = eventsOf(world.visit(), 'RungBegun').map((e) => `${String(e.rung)} ${e.passedOver ?? e.told.join('+')}`);
    check(begun.join() === `1 empty,2 empty,3 ${[head, executiveHead].join('+')}`, begun.join());
    expectRung(world, 3, at('15:00'));
    await ends(world);
  }),
  scenario('F21', 'where everybody of the ladder is gone the last rung tells whoever can be reached', async (world) => {
    await world.out();
    await world.until(at('14:50'));
    expectNudges(world);
    for (const person of [office, head, executiveHead, deputy]) await world.changesPerson(person, () => undefined);
    await world.until(at('15:02'));
    const last = eventsOf(world.visit(), 'RungBegun').find((e) => e.rung === 4);
    check(last !== undefined && last.told.length > 0 && !last.told.includes(teacher), 'somebody is told, and nobody on the visit');
    for (const person of last!.told) world.phone(person).expectsText(/Ring the police/, { by: soon(at('15:00')) });
    await ends(world);
  }),

  ...[5_000, -5_000].map((skew) =>
    scenario('F22', `a server clock that is ${String(skew / 1000)} s off loses and doubles nothing`, async (world) => {
      world.faults.skew = (kind) => (kind === 'overdue-check' ? skew : 0);
      await world.out();
      await world.until(at('15:32'));
      const slack = promptly + Math.abs(skew);
      expectNudges(world, plusMilliseconds(at('14:45'), -Math.abs(skew)), slack);
      expectLadder(world, at('15:32'), { from: plusMilliseconds(at('15:00'), -Math.abs(skew)), within: slack });
      world.readsAll();
      world.holds();
    }),
  ),
  ...(
    [
      ['2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', 'back'],
      ['2027-03-27T23:00:00Z', '2027-03-28T01:30:00Z', 'forward'],
    ] as const
  ).map(([leaves, returns, way]) =>
    scenario(
      'F22',
      `on the night when the clocks go ${way} the wait is as long as on any other`,
      async (world) => {
        const due = Instant.parse(returns);
        await world.answersTo([world.request(teacher, { ...induction, plan: { departAt: Instant.parse(leaves), returnAt: due } })]);
        await world.says(teacher, 'depart-in-breach', { visitor: 'all' });
        await world.until(plus(due, 'PT29M'));
        check(world.visit().alarms.length === 0, 'nobody is overdue before');
        await world.until(plus(due, 'PT32M'));
        check(world.visit().alarms.length === 1, 'they are overdue after');
        const text = world.received.find((t) => t.message.about === 'rung:a1/1');
        check(text !== undefined && text.at <= epochOf(soon(plus(due, 'PT30M'))), 'and somebody is told on time');
        world.readsAll();
        world.holds();
      },
      { start: plus(Instant.parse(leaves), 'PT1M') },
    ),
  ),

  inMemoryOnly(
    scenario(
      'F24',
      'two hundred who are overdue at once, with one text a second: the oldest first, and everybody within the promise',
      async (world) => {
        world.setPromise(430_000);
        // The later they are due, the later they were asked for.
        const returnAt = (n: number): Instant => plusMilliseconds(at('14:30'), n * 100);
        await world.answersTo(
          crowd.map(({ id }, n) =>
            world.request(id, { ...induction, visitors: [{ person: id }], plan: { departAt: at('13:00'), returnAt: returnAt(n) } }),
          ),
        );
        const visits = world
          .visits()
          .map(({ visit }) => visit)
          .toSorted();
        await world.until(at('13:00'));
        await world.answersTo(visits.map((visit, n) => world.press(crowd[n]!.id, 'depart-in-breach', { visitor: 'all' }, { visit })));
        await world.until(at('14:59'));
        const before = world.received.length;
        let lastText = 0;
        world.faults.provider = ({ channel }) => {
          if (channel !== 'text') return undefined;
          if (world.time.now() - lastText < 1_000) return { outcome: 'later', takes: 40 };
          lastText = world.time.now();
          return undefined;
        };
        await world.until(at('15:02'));
        // Meanwhile whoever presses is answered.
        const asked = world.time.now();
        const { outcome, tries } = await world.says(crowd[0]!.id, 'return', {}, { visit: visits[0]! });
        check(outcome === 'accepted' && tries === 1 && world.time.now() - asked < 2_000, 'a press is answered at once');
        await world.until(at('15:08'));
        const since = world.received.slice(before);
        const texts = since.filter(({ message }) => message.channel === 'text' && message.contact === office);
        check(world.alarms.size === visits.length, 'every one of them is overdue');
        check(
          visits.slice(0, 10).includes(texts[0]?.message.ref.visit ?? ''),
          'the first to be told of is one of the ten that are served first',
        );
        check(texts.length <= 12, `the office has ${String(texts.length)} texts, and not two hundred`);
        check(
          texts.some(({ at: when, message: { text } }) => /act now on \d+ visits/.test(text) && when <= epochOf(soon(at('15:00'), 70_000))),
          'one of them is about all the others',
        );
        world.readsAll();
        world.holds();
      },
      { school: crowded, atOnce: 10 },
    ),
  ),
  onSeeds('F25', 'with every function killed at any moment nothing recorded is lost and everything owed is done', 8, async (world) => {
    world.setPromise(300_000);
    await world.out();
    for (let i = 0; i < 40; i += 1) {
      await world.until(plusMilliseconds(world.now(), world.random.between(50, 400_000)));
      world.killAll();
      if (world.now() > at('15:40')) break;
    }
    await world.until(at('15:50'));
    check(
      eventsOf(world.visit(), 'RungBegun')
        .map((e) => e.rung)
        .join() === '1,2,3,4',
      'every rung has begun, once',
    );
    await bothAreBack(world);
    await world.passes('PT5M');
    check(Object.keys(world.visit().owed).length === 0, 'nothing is owed any more');
    world.readsAll();
    await ends(world);
  }),
  onSeeds('F25', 'a power cut at the moment a rung falls due loses nothing', 25, async (world) => {
    world.setPromise(300_000);
    await world.out();
    await world.until(plusMilliseconds(at('15:00'), world.random.between(0, 1_500)));
    world.killAll();
    await world.until(at('15:03'));
    const texts = world.received.filter((t) => t.message.about === 'rung:a1/1' && t.message.channel === 'text');
    check(texts.length >= 1 && texts.length <= 2, `${String(texts.length)} texts`);
    world.readsAll();
    await ends(world);
  }),
  onSeeds('F26', 'a return in the same second as the check wins, and whoever was told is told that it is over', 25, async (world) => {
    await world.out();
    await world.until(plusMilliseconds(at('15:00'), world.random.between(-200, 1_600)));
    const told = await bothAreBack(world);
    check(told.outcome === 'accepted', 'it is never refused');
    await world.until(at('15:30'));
    const rungTexts = world.received.filter((t) => t.message.about === 'rung:a1/1' && t.message.channel === 'text');
    const overs = world.received.filter((t) => t.message.about === 'over:a1' && t.message.channel === 'text');
    check(rungTexts.length === overs.length, `${String(rungTexts.length)} told, ${String(overs.length)} told that it is over`);
    check(
      overs.every((over) => rungTexts.some((text) => text.at <= over.at)),
      'and after it',
    );
    world.readsAll();
    await ends(world);
  }),
  onSeeds('F27', 'of presses at one moment each is applied, decided on what is then true', 4, async (world) => {
    await world.out();
    await world.until(at('15:01'));
    const asks = [
      world.press(teacher, 'arrive', { visitor: teacher }),
      world.press(assistant, 'arrive', { visitor: assistant }),
      world.press(office, 'revise', { plan: { returnAt: at('16:00') }, toldBy: 'Priya', means: 'phone' }),
      world.press(office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' }),
      world.press(head, 'acknowledge', { alarm: 'a1' }),
      world.press(teacher, 'return', {}),
      ...Array.from({ length: 8 }, (_, n) => world.press(office, 'note', { words: `note ${String(n)}` })),
    ];
    const told = await world.answersTo(asks);
    const refused = told
      .filter((t) => t.outcome !== 'accepted')
      .map((t) => (t.answer.outcome === 'refused' ? t.answer.refusal.code : t.outcome));
    check(
      refused.every((code) => code === 'alarm-over'),
      `refused: ${refused.join()}`,
    );
    check(eventsOf(world.visit(), 'NoteMade').length === 8 && eventsOf(world.visit(), 'VisitorArrived').length === 2, 'nothing is lost');
    await world.passes('PT2M');
    world.readsAll();
    await ends(world);
  }),
  scenario('F28', 'a provider that takes 30 s over one visit does not hold up another', async (world) => {
    world.setPromise(300_000);
    const slow = await world.out();
    const other = {
      ...induction,
      household: 'hampton-home-2',
      visitors: [{ person: nurseryTeacher }, { person: nurseryAssistant }],
      plan: { departAt: at('13:05'), returnAt: at('14:30') },
    };
    const quick = await world.authorised(other, nurseryTeacher);
    await world.says(nurseryTeacher, 'depart', { visitor: 'all', ticks }, { visit: quick });
    world.faults.provider = ({ ref }) => (ref.visit === slow ? { takes: 30_000, goes: true } : undefined);
    await world.until(at('15:03'));
    const first = world.received.find((t) => t.message.ref.visit === quick && t.message.about === 'rung:a1/1');
    check(first !== undefined && first.at <= epochOf(soon(at('15:00'))), 'the other visit is on time');
    world.readsAll();
    world.holds();
  }),
  scenario(
    'F23',
    'rows that cannot be read stand in the way of nobody, and whoever is in charge is asked, once an hour, to check by hand',
    async (world) => {
      const bad: string[] = [];
      for (const household of ['hampton-home-1', 'hampton-home-2', 'hampton-home-3', 'hampton-home-1']) {
        await world.answersTo([
          world.request(nurseryTeacher, { ...induction, household, visitors: [{ person: nurseryTeacher }, { person: nurseryAssistant }] }),
        ]);
        await world.says(office, 'raise-alarm', { kind: 'illness' });
        bad.push(world.visit().visit);
      }
      await world.out();
      for (const visit of bad) await world.spoil({ school: 'hampton', visit });
      world.readsAll();
      // Until a sweep has found three times that nobody serves them.
      world.setPromise(200_000);
      await world.until(at('13:25'));
      for (const person of [office, head]) {
        const asked = world.phone(person).readsAll();
        for (const visit of bad) {
          const naming = asked.filter((text) => text.includes(visit));
          check(naming.length === 1, `${person} was asked of ${visit} ${String(naming.length)} times`);
          check(/cannot read.*nobody was known to be out.*by hand/.test(naming[0]!), naming[0]!);
        }
      }
      check(world.counts.unserved >= bad.length, 'the sweep says which could not be served');
      check(world.queue.deadLetters.length === 0, 'nothing is delivered again and again');
      await world.until(at('14:01'));
      check(world.phone(office).readsAll().length === 0, 'not asked again within the hour');
      world.timers.setDown(true);
      await world.until(at('15:02'));
      const again = world
        .phone(office)
        .readsAll()
        .filter((one) => /by hand/.test(one));
      for (const visit of bad) check(again.filter((one) => one.includes(visit)).length === 1, 'asked again after the hour');
      const text = world.received.find((t) => !bad.includes(t.message.ref.visit) && t.message.about === 'rung:a1/1');
      check(text !== undefined && text.at <= epochOf(soon(at('15:00'))), 'the good visit is on time');
      world.readsAll();
      world.holds();
    },
    { pageSize: 2 },
  ),
  scenario('F23', 'of somebody who is out it says who, and it goes to nobody who is out with them', async (world) => {
    const visit = await world.out();
    await world.until(at('13:05'));
    await world.spoil({ school: 'hampton', visit });
    world.setPromise(200_000);
    await world.until(at('14:50'));
    world.phone(office).expectsText(/cannot read.*Priya and Joel out, to be heard of by 15:00.*by hand, now/, { by: at('14:48') });
    check(
      world
        .phone(head)
        .readsAll()
        .filter((text) => /by hand, now/.test(text)).length === 1,
      'whoever is in charge is asked',
    );
    for (const person of [teacher, assistant]) world.phone(person).expectsNothing();
    check(world.counts.unserved === 1, 'and it is looked at again, in ten minutes');
    world.readsAll();
    world.holds();
  }),
  scenario('F23', 'a later home of the round that cannot be read keeps nobody from the alarm of whoever is out', async (world) => {
    const round = { id: 'tuesday' };
    const first = await world.authorised({ ...induction, round: { ...round, order: 1 } });
    await world.answersTo([world.request(teacher, { ...induction, household: 'hampton-home-2', round: { ...round, order: 2 } })]);
    const later = world.visit().visit;
    await world.until(at('13:00'));
    // The other is still to go: so the visits of the round are looked at each time.
    await world.says(teacher, 'depart-in-breach', { visitor: teacher }, { visit: first });
    await world.spoil({ school: 'hampton', visit: later });
    world.setPromise(200_000);
    await world.until(at('15:32'));
    check(
      eventsOf(world.visit(first), 'RungBegun').some((e) => e.alarm === 'a1'),
      'its ladder has begun',
    );
    world.readsAll();
    world.holds();
  }),
  onSeeds('F32', 'stood down while a text is in the air or of unknown fate: told of the end, once, after it', 12, async (world) => {
    world.setPromise(300_000);
    world.faults.provider = ({ about }) => (about.startsWith('rung:') ? { takes: 30_000, goes: world.random.chance(0.7) } : undefined);
    await world.out();
    await world.until(plusMilliseconds(at('15:00'), world.random.between(500, 60_000)));
    const visitors = { [teacher]: 'accounted-for' as const, [assistant]: 'accounted-for' as const };
    for (let told = ''; told !== 'accepted';)
      told = (await world.says(head, 'stand-down', { alarm: 'a1', how: 'Spoke to both', visitors })).outcome;
    await world.until(at('15:10'));
    for (const channel of ['text', 'email'] as const) {
      const overs = world.received.filter(
        (t) => t.message.about === 'over:a1' && t.message.contact === office && t.message.channel === channel,
      );
      check(overs.length === 1, `told of the end ${String(overs.length)} times by ${channel}`);
    }
    world.readsAll();
    await ends(world);
  }),
  onSeeds('F31', 'an attempt that names a rung that is over is recorded and moves nothing', 4, async (world) => {
    await world.out();
    await world.until(at('15:12'));
    await world.says(office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' });
    await world.until(at('15:14'));
    check(world.visit().alarms[0]?.rung?.index === 2, 'the second rung keeps its time');
    world.readsAll();
    await ends(world);
  }),
];
