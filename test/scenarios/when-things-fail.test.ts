import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { accepted, type OneVisit, refused, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools();
const { clock } = cloud;
const { hampton, lighthouse } = bothSchools(cloud);
const { school } = hampton;
const afternoon = afternoonOf(cloud, hampton);

/** Nobody is back at half past two, and this is who is told. */
const first = '15:00 text+email office rung:a1/1';
const second = '15:10 text+email office rung:a1/2';
const third = ['15:20 text+email executive-head rung:a1/3', '15:20 text+email head rung:a1/3'];
const police = ['15:30 text+email head rung:a1/4', '15:30 text+email office rung:a1/4'];

const Schedules = z.array(z.looseObject({ at: z.string() }));
const Active = z.array(z.looseObject({ service: z.string(), times: z.int() }));
const Told = z.looseObject({ told: z.array(z.string()) });
const Kept = z.looseObject({ history: z.array(z.looseObject({ type: z.string() })), owed: z.record(z.string(), z.unknown()) });

beforeEach(async () => {
  await wellAgain();
  await clock.newDay();
});

describe('Scheduler', () => {
  it('F01: that makes no timer refuses no departure, and the first rung is on time by the sweep', async () => {
    await goesWrong({ service: 'scheduler', operation: 'CreateSchedule', fault: 'error', times: 1000 });
    const visit = await afternoon.out();
    expect(await timers()).toEqual([]);

    await clock.at('15:01');

    expect(await rungsOf(visit)).toEqual([first]);
  });

  it('F03: that fires everything twice, at once or five minutes later, brings nobody a second text', async () => {
    const visit = await afternoon.out();
    await goesWrong({ service: 'scheduler', operation: 'fire', fault: 'duplicate', by: 'PT0S', times: 2 });
    await goesWrong({ service: 'scheduler', operation: 'fire', fault: 'duplicate', by: 'PT5M', times: 2 });

    await clock.at('15:29');

    expect(await faultsLeft('scheduler')).toEqual([]);
    expect(await rungsOf(visit)).toEqual([first, second, ...third]);
  });

  it('F04: whose timer goes off after everybody is back brings nothing', async () => {
    const visit = await afternoon.onTheWayBack();
    await clock.at('14:20');
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
    const stale = new Date(clock.time('14:45')).toISOString();
    expect(await timers()).toContain(stale);
    await visit.sent();
    const { history, version } = await visit.item();
    await goesWrong({ service: 'sweep', fault: 'off', times: 10_000 });

    await clock.at('15:31');

    expect(await timers()).not.toContain(stale);
    expect(await visit.sent()).toEqual([]);
    expect(await visit.item()).toMatchObject({ history, version });
  });

  it('F05: that keeps the timer of a time since revised brings one text, after the new time', async () => {
    const visit = await afternoon.out();
    const stale = new Date(clock.time('14:45')).toISOString();
    await clock.at('13:30');
    const revision = { plan: { returnAt: clock.time('15:00') }, toldBy: 'Priya', means: 'phone' };
    accepted(await visit.says('office', 'revise', revision));
    expect(await timers()).toContain(stale);

    await clock.at('15:39');

    expect(await rungsOf(visit)).toEqual(['15:30 text+email office rung:a1/1']);
  });

  it('F06: whose timer goes off early has it put back, and the rung is on time with the sweep dead', async () => {
    const visit = await afternoon.out();
    await clock.at('14:44');
    await goesWrong({ service: 'sweep', fault: 'off', times: 10_000 });
    await goesWrong({ service: 'scheduler', fault: 'early', by: 'PT3M', times: 2 });

    await clock.at('14:59');
    expect(await faultsLeft('scheduler')).toEqual([]);
    expect(await rungsOf(visit)).toEqual([]);

    await clock.at('15:10');
    expect(await rungsOf(visit)).toEqual([first, second]);
    expect(await timers()).toHaveLength(1);
  });

  it('F07: that is dead holds up no rung: the sweep brings each of them', async () => {
    const visit = await afternoon.out();
    await goesWrong({ service: 'scheduler', operation: 'fire', fault: 'off', times: 10_000 });

    await clock.at('15:31');

    const [left = 0] = await faultsLeft('scheduler');
    expect(left).toBeLessThan(10_000);
    expect(await rungsOf(visit)).toEqual([first, second, ...third, ...police]);
  });
});

it('F01: a poke that is lost leaves the departure done, and the first rung is on time by the sweep', async () => {
  const visit = await afternoon.authorised();
  await clock.at('13:00');
  const before = await timers();
  await goesWrong({ service: 'poke', fault: 'silent' });
  accepted(await visit.says('teacher', 'depart', { visitor: 'all', ticks: hampton.ticks }));
  expect(await timers()).toEqual(before);

  await clock.at('15:01');

  expect(await rungsOf(visit)).toEqual([first]);
});

describe.each([
  { lost: 'once', times: 1, status: [200, 201] },
  { lost: 'at every try of the service itself', times: 3, status: [503] },
])('a write whose answer is lost $lost', ({ times, status }) => {
  it('F02: makes one visit, however often it is asked for with the same key', async () => {
    const body = {
      ...hampton.request,
      household: hampton.homes[0],
      visitors: [{ person: 'hampton-teacher' }, { person: 'hampton-assistant' }],
      plan: { departAt: clock.time('13:00'), arriveAt: clock.time('13:20'), leaveAt: clock.time('14:10'), returnAt: clock.time('14:30') },
    };
    const request = () => school.as('teacher').requests(body, { key: `request-${clock.today()}` });
    const before = await requested();
    await goesWrong({ service: 'dynamodb', operation: 'UpdateItem', fault: 'lost-answer', times });
    expect((await request()).status).toBeOneOf(status);
    expect(await faultsLeft('dynamodb')).toEqual([]);
    const once = accepted(await request());

    expect(accepted(await request())).toEqual(once);
    expect(await requested()).toBe(before + 1);
    accepted(await school.visit(once.id).says('teacher', 'cancel', { reason: 'The test is over' }));
    await familyTold(school.visit(once.id));
  });

  it('F02: records one departure and answers the same to the same key', async () => {
    const visit = await afternoon.authorised();
    await clock.at('13:00');
    const key = `depart-${clock.today()}`;
    const depart = () => visit.says('teacher', 'depart', { visitor: 'all', ticks: hampton.ticks }, { key });
    await goesWrong({ service: 'dynamodb', operation: 'UpdateItem', fault: 'lost-answer', times });
    expect((await depart()).status).toBeOneOf(status);
    expect(await faultsLeft('dynamodb')).toEqual([]);
    const recorded = async () => (await visit.item()).history.filter((event) => event.key?.id === key);
    const departed = await recorded();
    expect(departed).toMatchObject([{ type: 'VisitorDeparted' }]);
    const once = accepted(await depart());

    expect(accepted(await depart())).toEqual(once);
    expect(await recorded()).toEqual(departed);
    await clock.at('15:01');
    expect(await rungsOf(visit)).toEqual([first]);
  });
});

it('F08: a sweep that is dead changes nothing for a visit', async () => {
  const visit = await afternoon.out();
  await goesWrong({ service: 'sweep', fault: 'off', times: 10_000 });

  await clock.at('15:31');

  expect(await rungsOf(visit)).toEqual([first, second, ...third, ...police]);
});

describe('the provider', () => {
  it('F11: that took a text and could not say so is asked at most once more, and the repeat is marked', async () => {
    const visit = await afternoon.out();
    await clock.at('14:59');
    const before = (await school.phone('office')).length;
    await goesWrong({ service: 'sns', operation: 'text', fault: 'lost-answer' });

    await clock.at('15:05');

    const [text = '', ...repeats] = (await school.phone('office')).slice(before);
    expect(text).toContain(`Visit ${visit.id}: Priya and Joel due 14:30 and not heard from.`);
    expect(repeats).toEqual([`(May be a repeat.) ${text}`]);
  });

  it('F12: that is down for twenty minutes holds back no later rung, and in the end everything is sent or given up', async () => {
    const visit = await afternoon.out();
    await clock.at('14:59');
    await visit.sent();
    for (const operation of ['text', 'email']) await goesWrong({ service: 'sns', operation, fault: 'error', times: 10_000 });
    await clock.at('15:19');
    expect(await visit.sent()).toEqual([]);
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ id: 'a1', rung: 2 }]);
    await wellAgain();

    await clock.at('15:31');

    expect(await visit.sent()).toEqual(expect.arrayContaining([...third, ...police]));
    expect((await visit.item()).owed).toEqual({});
  });

  it('F28: that does not answer about one visit holds up no other', async () => {
    const visit = await afternoon.out();
    const other = await afternoonOf(cloud, lighthouse).requested({
      plan: { departAt: clock.time('13:00'), arriveAt: clock.time('13:20'), leaveAt: clock.time('14:40'), returnAt: clock.time('15:00') },
    });
    accepted(await other.says(lighthouse.first, 'answer', { answers: lighthouse.answers }));
    accepted(await other.says(lighthouse.agrees, 'authorise'));
    accepted(await other.says(lighthouse.first, 'depart', { visitor: 'all', ticks: lighthouse.ticks }));
    await clock.at('13:15');
    accepted(await other.says(lighthouse.first, 'arrive', { visitor: 'all' }));
    await clock.at('14:35');
    accepted(await other.says(lighthouse.first, 'leave', { visitor: 'all', outcome: lighthouse.outcome }));
    await clock.at('14:59');
    await Promise.all([visit.sent(), other.sent()]);
    await goesWrong({ service: 'sns', operation: 'text', fault: 'off' });
    let arrived = false;
    const moved = clock.at('15:00').then(() => {
      arrived = true;
    });

    // One of the two waits for the provider, as long as the sender's own eight seconds; the other is done meanwhile.
    const both = async () => [await rungOf(hampton.school.id, visit), await rungOf(lighthouse.school.id, other)].toSorted();
    await expect.poll(both, { timeout: 7_000, interval: 20 }).toEqual(['is being sent', 'is sent']);
    expect(arrived).toBe(false);
    await wellAgain();
    await moved;
    await clock.at('15:02');
    const told = [...(await rungsOf(visit)), ...(await rungsOf(other))];
    expect(told.filter((line) => line.includes('text'))).toHaveLength(2);
  });
});

it('F17: of an acknowledgement and the next rung in the same millisecond one wins, and the acknowledger is told who was told', async () => {
  const visit = await afternoon.out();
  await clock.at('15:19');
  // The rung is due, and nothing has looked yet.
  await goesWrong({ service: 'poke', fault: 'off' });
  await goesWrong({ service: 'sweep', fault: 'off' });
  await clock.at('15:20');
  expect((await visit.seenBy('office')).alarms).toMatchObject([{ rung: 2 }]);
  // What is said has the visit looked at, while somebody takes the alarm.
  accepted(await visit.says('office', 'note', { words: 'Their car is not in the road' }));
  const taken = accepted(await visit.says('deputy', 'acknowledge', { alarm: 'a1' }));

  await clock.at('15:29');

  const rungs = await rungsOf(visit);
  expect(rungs).toBeOneOf([
    [first, second],
    [first, second, ...third],
  ]);
  const rung = rungs.length === 2 ? 2 : 3;
  const told = new Set(rungs.map((line) => school.person(line.split(' ')[2] ?? '')));
  expect(taken.alarms).toMatchObject([{ heldBy: school.person('deputy'), rung }]);
  // Messages of a rung that began in that very moment may still be on their way: who had them by then, and who has them now.
  const toldThen = Told.parse(taken.alarms[0]).told;
  expect(toldThen).toContain(school.person('office'));
  expect(toldThen.filter((one) => !told.has(one))).toEqual([]);
  expect(Told.parse((await visit.seenBy('deputy')).alarms[0]).told.toSorted()).toEqual([...told].toSorted());
  expect((await visit.seenBy('office')).alarms).toMatchObject([{ rung }]);
});

it('F18: after an acknowledgement and silence the ladder goes on when the hold ends, and an old one pages nobody', async () => {
  const visit = await afternoon.out();
  await clock.at('15:03');
  expect(await rungsOf(visit)).toEqual([first]);
  accepted(await visit.says('office', 'acknowledge', { alarm: 'a1' }));
  await clock.at('15:12');
  expect(await rungsOf(visit)).toEqual([]);

  await clock.at('15:13');
  expect(await rungsOf(visit)).toEqual(['15:13 text+email office rung:a1/2']);

  accepted(await visit.says('office', 'acknowledge', { alarm: 'a1' }));
  accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
  expect(await visit.sent()).toEqual(['15:13 text+email office over:a1']);
  await clock.at('15:40');
  expect(await visit.sent()).toEqual([]);
});

it('F26: a return in the same second as the check wins, and whoever was told is told that it is over', async () => {
  const visit = await afternoon.out();
  await clock.at('14:59');
  await visit.sent();
  const [, answer] = await Promise.all([clock.at('15:00'), visit.says('teacher', 'return', { visitor: 'all' })]);

  expect(accepted(answer).stage).toBe('returned');
  await clock.at('16:00');
  const sent = await visit.sent();
  const toldOf = (what: RegExp) => sent.filter((line) => what.test(line)).map((line) => line.split(' ')[2]);
  expect(toldOf(/ over:a1$/)).toEqual(toldOf(/ rung:a1\/1$/));
  expect(toldOf(/ rung:a1\/2$/)).toEqual([]);
  expect((await visit.seenBy('office')).alarms.filter(({ endedAt }) => endedAt === null)).toEqual([]);
});

it('F27: of two people who change one visit at once one has their way, and the other is told what is now true', async () => {
  const visit = await afternoon.authorised();
  await clock.at('13:00');

  const [departed, cancelled] = await Promise.all([
    visit.says('teacher', 'depart', { visitor: 'all', ticks: hampton.ticks }),
    visit.says('office', 'cancel', { reason: 'The family has rung' }),
  ]);

  const [done, late] = departed.status === 200 ? [departed, cancelled] : [cancelled, departed];
  expect(refused(late).code).toBe('not-at-this-stage');
  const { stage } = await visit.seenBy('head');
  expect(stage).toBe(accepted(done).stage);
  const { history } = await visit.item();
  const changes = new Set(history.map(({ type }) => type).filter((type) => type === 'VisitorDeparted' || type === 'VisitCancelled'));
  expect([...changes]).toEqual([stage === 'out' ? 'VisitorDeparted' : 'VisitCancelled']);
  if (stage === 'cancelled') await familyTold(visit);
});

async function goesWrong(fault: Readonly<Record<string, unknown>>): Promise<void> {
  await cloud.control('POST', '/faults', fault);
}

async function wellAgain(): Promise<void> {
  await cloud.control('DELETE', '/faults');
}

/** How often each fault of a service is still to happen. */
async function faultsLeft(service: string): Promise<readonly number[]> {
  return Active.parse(await cloud.control('GET', '/faults')).flatMap((fault) => (fault.service === service ? [fault.times] : []));
}

/** That a visit is off: whoever owes that is reminded by the hour, through every day that follows. */
async function familyTold(visit: OneVisit): Promise<void> {
  accepted(await visit.says('office', 'answer', { answers: { 'family-told-off': { 'no-need': 'The test is over' } } }));
}

/** How many visits of the school are asked for and not yet agreed to. */
async function requested(): Promise<number> {
  const { body } = await school.as('head').gets('/visits?stage=requested');
  return z.looseObject({ visits: z.array(z.unknown()) }).parse(body).visits.length;
}

/** When each timer of this day is to go off. */
async function timers(): Promise<readonly string[]> {
  const all = Schedules.parse(await cloud.control('GET', '/schedules')).map(({ at }) => at);
  return all.filter((at) => at.startsWith(clock.today()));
}

/** What has become of the first rung of a visit, at this very moment. */
async function rungOf(ofSchool: string, { id }: OneVisit): Promise<'is not begun' | 'is being sent' | 'is sent'> {
  const { history, owed } = Kept.parse(await cloud.control('GET', `/visits/${ofSchool}/${id}`));
  if (!history.some(({ type }) => type === 'RungBegun')) return 'is not begun';
  return Object.keys(owed).length > 0 ? 'is being sent' : 'is sent';
}

/** The rungs that went out since it was asked last. */
async function rungsOf(visit: OneVisit): Promise<readonly string[]> {
  return (await visit.sent()).filter((line) => line.includes(' rung:'));
}
