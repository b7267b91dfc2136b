import { expect, it } from 'vitest';
import { dsl, head, lighthouse, office, tutor } from '../support/lighthouse-visit.ts';
import { having, including } from '../support/matching.ts';

it('what would stop an alarm is shown as it stands now, to whoever sees to it and to nobody else', async () => {
  const { afternoon, call } = await lighthouse();
  const before = (await afternoon.schools.person('lighthouse', office))!;
  await afternoon.schools.putPerson('lighthouse', { ...before.value, contacts: undefined }, before.version);

  for (const who of [office, dsl, head]) {
    const { status, body } = await call(who, 'GET', '/preflight');
    expect(status, who).toBe(200);
    expect(body['at']).toBe(afternoon.clock.now());
    expect(body['checks']).toEqual(
      including(
        having({ id: 'contacts-confirmed', outcome: 'warn', detail: [`email#${office}`, `text#${office}`] }),
        having({ id: 'settings-made', outcome: 'ok', detail: [] }),
      ),
    );
  }
  for (const who of [tutor, 'machine:read', 'machine:write']) expect((await call(who, 'GET', '/preflight')).status, who).toBe(403);
});
