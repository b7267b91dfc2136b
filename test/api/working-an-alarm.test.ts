import { expect, it } from 'vitest';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { at, head, office, out, teacher } from '../support/hampton-visit.ts';

it('whoever the school named for a step is shown whom to ring, and where they went, while the alarm is open', async () => {
  const named = 'hampton-nursery-teacher';
  const { file, policy } = hampton();
  const values = { ...file.settings.values, tracker: [named] };
  const a = await afternoonAt({ file: { ...file, settings: { values } }, policy }, at('08:30'));
  const call = apiOf(a);
  await out(a);
  const read = async () => call(named, 'GET', '/visits/HV-000001');
  expect((await read()).status).toBe(403);
  await a.until(at('15:00'));
  const found = { address: expect.any(String) as string };
  expect((await read()).body).toMatchObject({
    alarms: [{ kind: 'overdue', endedAt: null }],
    visitors: [{ person: teacher, mobile: expect.stringMatching(/^\+447700/) as string }, {}],
    household: found,
  });
  // No more than that: what the visit is about stays with whom the policy names.
  expect((await read()).body).not.toHaveProperty('purpose');
  expect((await call(head, 'GET', '/visits/HV-000001')).body).toHaveProperty('purpose');
  await call(teacher, 'POST', '/visits/HV-000001/return', { body: { visitor: 'all' } });
  await call(office, 'POST', '/visits/HV-000001/return', { body: { visitor: 'all' } });
  expect((await read()).body['household']).not.toHaveProperty('address');
});
