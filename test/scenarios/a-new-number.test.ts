import { expect, it } from 'vitest';
import * as z from 'zod';
import { partsOverHttp } from '../../preflight/parts.ts';
import { startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { control } = cloud;
const school = cloud.school('hampton');
const assistant = school.person('assistant');

const Clock = z.looseObject({ now: z.string() });
const Person = z.looseObject({ contacts: z.looseObject({ text: z.looseObject({ state: z.string() }) }) });

/** Noon to half past one, on the day after the cloud's. */
async function tomorrow() {
  const { now } = Clock.parse(await control('GET', '/clock'));
  const date = new Date(Date.parse(now) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return { departAt: `${date}T12:00:00Z`, returnAt: `${date}T13:30:00Z` };
}

it('a new number is shown where a visit is planned, until the code that was sent there has come back', async () => {
  const mobile = '+447700900997';
  const put = await school.as('head').puts(`/people/${assistant}`, {
    ...{ name: 'Joel Whitlock', firstName: 'Joel', duties: ['visitor'], roles: ['lsa'] },
    ...{ mobile, email: 'joel.whitlock@hampton.example' },
  });
  expect(put.status, put.text).toBe(200);
  const visit = await school.requested('teacher', {
    type: 'induction',
    purpose: 'To meet the family before September',
    household: 'hampton-home-1',
    visitors: [{ person: school.person('teacher') }, { person: assistant }],
    plan: await tomorrow(),
  });
  const flagged = async (): Promise<unknown> => {
    const depart = (await visit.seenBy('teacher')).actions.find(({ name }) => name === 'depart');
    const outstanding = z.array(z.looseObject({ code: z.string(), missing: z.array(z.string()) })).parse(depart?.['outstanding']);
    return outstanding.flatMap(({ code, missing }) => (code === 'reachable' ? missing : []));
  };
  const state = async (): Promise<string> => {
    // Once all that was set off is done.
    await control('GET', '/schedules');
    return Person.parse((await school.as('office').gets(`/people/${assistant}`)).body).contacts.text.state;
  };
  const tests = () => school.as('office').posts(`/people/${assistant}/test`, { body: { channel: 'text' } });

  expect(await flagged()).toEqual([`text#${assistant}`]);

  await control('POST', '/faults', { service: 'sns', operation: mobile, fault: 'opted-out' });
  expect((await tests()).status).toBe(202);
  expect(await state()).toBe('opted-out');

  expect((await tests()).status).toBe(202);
  expect(await state()).toBe('opted-out');
  const [text = ''] = await school.phone('assistant');
  const code = /\b\d{6}\b/.exec(text)?.[0];
  expect((await school.as('assistant').posts(`/people/${assistant}/confirm`, { body: { channel: 'text', code } })).status).toBe(200);

  expect(await state()).toBe('confirmed');
  expect(await flagged()).toEqual([]);
});

it('what would stop an alarm of a school is told from another terminal of every school, while nobody there can see the deployment', async () => {
  const parts = await partsOverHttp(cloud.url, undefined, 'no credentials', undefined);

  expect(parts.map(({ of }) => of)).toEqual(expect.arrayContaining(['hampton', 'the-harbour', 'deployment']));
  for (const { of, checks } of parts)
    expect(checks.find(({ id }) => id === 'rungs-held' || id === 'sms-sandbox')?.outcome, of).toBe(
      of === 'deployment' ? 'not-checked' : 'ok',
    );
});
