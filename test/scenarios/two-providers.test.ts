import { beforeEach, describe, expect, it } from 'vitest';
import { type OneVisit, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools({ DOORSTEP_PROVIDERS: 'sns,notify' });
const { clock } = cloud;
const { hampton } = bothSchools(cloud);
const afternoon = afternoonOf(cloud, hampton);

/** Nobody is back at half past two, and this is who is told. */
const first = '15:00 text+email office rung:a1/1';
const second = '15:10 text+email office rung:a1/2';
const third = ['15:20 text+email executive-head rung:a1/3', '15:20 text+email head rung:a1/3'];
const police = ['15:30 text+email head rung:a1/4', '15:30 text+email office rung:a1/4'];

beforeEach(async () => {
  await cloud.control('DELETE', '/faults');
  await clock.newDay();
});

describe('with GOV.UK Notify behind SNS', () => {
  it('everything goes by SNS alone where it is well', async () => {
    const visit = await afternoon.out();
    await clock.at('15:31');

    expect(await rungsOf(visit)).toEqual([first, second, ...third, ...police]);
    expect((await visit.sentBy()).filter((line) => line.endsWith('by notify'))).toEqual([]);
  });

  it('F12, F15: SNS down for half an hour delays nothing: each rung goes out by Notify at once, and on plan though all is delivered', async () => {
    const visit = await afternoon.out();
    await clock.at('14:59');
    await snsIsDown();

    await clock.at('15:31');

    expect(await rungsOf(visit)).toEqual([first, second, ...third, ...police]);
    const afterwards = (await visit.sentBy()).filter((line) => line >= '15:00');
    expect(afterwards).toHaveLength(12);
    expect(afterwards.every((line) => line.endsWith('by notify'))).toBe(true);
    expect(await outcomes(visit)).toContain('delivered');
    expect(await outcomes(visit)).not.toContain('undelivered');
  });

  it('F11: a text that SNS took and could not say so is asked of Notify next, marked as a repeat', async () => {
    const visit = await afternoon.out();
    await clock.at('14:59');
    const before = (await hampton.school.phone('office')).length;
    await goesWrong({ service: 'sns', operation: 'text', fault: 'lost-answer' });

    await clock.at('15:05');

    const [text = '', ...repeats] = (await hampton.school.phone('office')).slice(before);
    expect(repeats).toEqual([`(May be a repeat.) ${text}`]);
    const texts = (await visit.sentBy()).filter((line) => /^15:0.* text office/.test(line));
    expect(texts.map((line) => line.split(' by ')[1])).toEqual(['sns', 'notify']);
  });

  it('F16: a rung of which nothing gets there is gone on from at once', async () => {
    const visit = await afternoon.out();
    await clock.at('14:59');
    await snsIsDown();
    await goesWrong({ service: 'notify', fault: 'undelivered', times: 2 });

    await clock.at('15:01');

    // Of the first nothing reached the office. Notify knows after five seconds.
    expect(await rungsOf(visit)).toEqual(['15:00:05 text+email office rung:a1/2']);
    expect(await outcomes(visit)).toContain('undelivered');
  });

  it('F16: what Notify says late, twice, out of order or of nothing we know slows no ladder and hurries none', async () => {
    const visit = await afternoon.out();
    await clock.at('14:59');
    await snsIsDown();
    await goesWrong({ service: 'notify', operation: 'callback', fault: 'late', by: 'PT14M' });
    await goesWrong({ service: 'notify', operation: 'callback', fault: 'duplicate', by: 'PT3M', times: 2 });
    await goesWrong({ service: 'notify', operation: 'callback', fault: 'error' });
    await goesWrong({ service: 'notify', operation: 'callback', fault: 'silent' });

    await clock.at('15:31');

    expect(await rungsOf(visit)).toEqual([first, second, ...third, ...police]);
  });
});

describe('where receipts are heard', () => {
  const body = { reference: 'hampton/HV-NOSUCH1/n1-1', status: 'delivered' };
  const says = async (authorization?: string) =>
    cloud.ask('POST', '/v1/receipts/notify', { body, key: null, headers: authorization === undefined ? {} : { authorization } });

  it('Notify is known by its token, and nobody of a school is Notify', async () => {
    expect((await says()).status).toBe(401);
    expect((await says(`Bearer ${await hampton.school.token('head')}`)).status).toBe(401);
    expect((await says('Bearer a-token-of-notify-on-one-machine')).status).toBe(204);
  });
});

async function goesWrong(fault: Readonly<Record<string, unknown>>): Promise<void> {
  await cloud.control('POST', '/faults', fault);
}

async function snsIsDown(): Promise<void> {
  for (const operation of ['text', 'email']) await goesWrong({ service: 'sns', operation, fault: 'error', times: 10_000 });
}

/** The rungs that went out since it was asked last. */
async function rungsOf(visit: OneVisit): Promise<readonly string[]> {
  return (await visit.sent()).filter((line) => line.includes(' rung:'));
}

/** What is known of the messages of a visit. */
async function outcomes(visit: OneVisit): Promise<readonly string[]> {
  return (await visit.item()).history.flatMap(({ marks }) => marks.map(({ outcome }) => outcome));
}
