import { beforeEach, describe, expect, it } from 'vitest';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { type Answered, apiOf } from '../support/api.ts';
import { assistant, at, head, office, teacher } from '../support/hampton-visit.ts';

let a: Afternoon;
let call: ReturnType<typeof apiOf>;
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('09:00'));
  call = apiOf(a);
});
const ask = (query: Readonly<Record<string, string>> = {}, who = office): Promise<Answered> => {
  const visit = { type: 'induction', visitors: `${teacher},${assistant}`, departAt: at('13:00'), returnAt: at('14:30'), ...query };
  return call(who, 'GET', `/rehearsal/visit?${new URLSearchParams(visit).toString()}`);
};

describe('a rehearsal of a visit', () => {
  it('says who would be told what, and when, and sends and keeps nothing', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ status: 200, body: { version: '1', clocks: [{ dueAt: at('14:30'), alarmAt: at('15:00') }] } });
    expect(a.sent()).toEqual([]);
    expect((await call(office, 'GET', '/visits')).body).toEqual({ visits: [] });
  });

  it('goes by a version of the policy that was only proposed, where that is meant', async () => {
    const { policy } = hampton();
    const quiet = { ...policy, clocks: policy.clocks.map((clock) => ({ ...clock, grace: 'PT5M' })) };
    await a.schools.putPolicy('hampton', 'next', quiet);
    expect((await ask({ version: 'next' })).body).toMatchObject({ version: 'next', clocks: [{ alarmAt: at('14:35') }] });
    expect((await ask()).body).toMatchObject({ version: '1', clocks: [{ alarmAt: at('15:00') }] });
    expect(await ask({ version: 'other' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/query/version' }] } });
  });

  it('wants somebody of the school to go, and times in order, within a day', async () => {
    for (const [field, value] of [
      ['visitors', ''],
      ['visitors', 'somebody-else'],
      ['returnAt', at('12:00')],
      ['returnAt', '2026-06-24T09:00:00Z'],
      ['departAt', 'noon'],
      ['last', 'nothing'],
    ] as const)
      expect(await ask({ [field]: value }), value).toMatchObject({ status: 400, body: { errors: [{ pointer: `/query/${field}` }] } });
  });

  it('is for whoever may rehearse a ladder', async () => {
    for (const who of [head, 'hampton-technician']) expect((await ask({}, who)).status, who).toBe(200);
    for (const who of [teacher, 'machine:read']) expect((await ask({}, who)).status, who).toBe(403);
  });
});
