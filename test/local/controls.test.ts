import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { whoIsCallingBy } from '../../functions/http/who-is-calling.ts';
import { cloudAtNine } from './in-process.ts';

const schools = [fileURLToPath(new URL('../support/schools/', import.meta.url))];
const callerOf = (token: unknown) => whoIsCallingBy(process.env['SIGN_IN_KEYS'], async () => undefined)(`Bearer ${String(token)}`);
const tokenIn = (body: unknown): unknown => (typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined);

describe('a token', () => {
  it('of a person is one that the functions take, and still is years later', async () => {
    const cloud = await cloudAtNine({ schools });
    const { body } = await cloud.post('/_local/tokens', { school: 'lighthouse', person: 'lighthouse-office' });

    expect(await callerOf(tokenIn(body))).toEqual({ kind: 'person', id: 'lighthouse-office', school: 'lighthouse' });
    await cloud.post('/_local/clock', { set: '2035-01-01T00:00:00Z' });
    expect(await callerOf(tokenIn(body))).toEqual({ kind: 'person', id: 'lighthouse-office', school: 'lighthouse' });
  });

  it('of a machine carries its scope', async () => {
    const cloud = await cloudAtNine({ schools });
    const { body } = await cloud.post('/_local/tokens', { school: 'lighthouse', machine: 'read' });
    expect(await callerOf(tokenIn(body))).toMatchObject({ kind: 'machine', school: 'lighthouse', scope: 'read' });
  });

  it('for duties makes somebody up who has them, once', async () => {
    const cloud = await cloudAtNine({ schools });

    const first = await cloud.post('/_local/tokens', { school: 'lighthouse', duties: ['dsl', 'office'] });
    const second = await cloud.post('/_local/tokens', { school: 'lighthouse', duties: ['office', 'dsl'] });

    expect(await callerOf(tokenIn(first.body))).toMatchObject({ id: 'made-up-office-dsl' });
    expect(second.body).toMatchObject({ person: 'made-up-office-dsl' });
    const page = await (await fetch(`${cloud.url}/_local`)).text();
    expect(page).toContain('Made-up office, dsl');
  });

  it.each([
    [{ school: 'nowhere', person: 'lighthouse-office' }, 404],
    [{ school: 'lighthouse', person: 'nobody' }, 404],
    [{ school: 'lighthouse', duties: ['caretaker'] }, 400],
    [{ school: 'lighthouse', machine: 'everything' }, 400],
    [{}, 400],
  ])('is not given for %j', async (body, status) => {
    const cloud = await cloudAtNine({ schools });
    expect((await cloud.post('/_local/tokens', body)).status).toBe(status);
  });

  it('is still good after a restart', async () => {
    const before = await cloudAtNine({ schools });
    const { body } = await before.post('/_local/tokens', { school: 'lighthouse', person: 'lighthouse-office' });
    await before.stop();

    await cloudAtNine({ schools, data: before.data });

    expect(await callerOf(tokenIn(body))).toMatchObject({ id: 'lighthouse-office' });
  });
});

describe('the page', () => {
  it('shows each person with a command to use, and what went out under the name of whoever got it', async () => {
    const cloud = await cloudAtNine({ schools });
    await new SNSClient({}).send(new PublishCommand({ PhoneNumber: '+447700900123', Message: '<script>alert(1)</script> & "more"' }));

    const answer = await fetch(`${cloud.url}/_local`);
    const page = await answer.text();

    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('Mon, 24 Jun 2030, 10:00:00');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
    expect(page).not.toContain('<script');
    expect(page).toMatch(/curl -s -H "authorization: Bearer [\w.-]+" http:\/\/localhost:\d+\/v1\/schools\/lighthouse\/board/);
  });

  it('moves the clock by a button, and comes back to itself', async () => {
    const cloud = await cloudAtNine();

    const answer = await fetch(`${cloud.url}/_local/clock`, {
      method: 'POST',
      headers: { accept: 'text/html,*/*', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'advance=PT15M',
      redirect: 'manual',
    });

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/_local']);
    expect(await cloud.get('/_local/clock')).toEqual({ now: '2030-06-24T09:15:00.000Z', frozen: true });
  });

  it('is not there for another site to press its buttons', async () => {
    const cloud = await cloudAtNine();
    const answer = await fetch(`${cloud.url}/_local/clock`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'advance=PT15M',
    });
    expect(answer.status).toBe(403);
    expect(await cloud.get('/_local/clock')).toMatchObject({ now: '2030-06-24T09:00:00.000Z' });
  });
});

it('a school that was changed is as it was left after a restart, not as its file says', async () => {
  const before = await cloudAtNine({ schools });
  await before.post('/_local/tokens', { school: 'lighthouse', duties: ['admin'] });
  await before.stop();

  const after = await cloudAtNine({ schools, data: before.data });

  expect((await after.post('/_local/tokens', { school: 'lighthouse', person: 'made-up-admin' })).status).toBe(200);
});

it('an email to somebody of a school reaches the address in the school file', async () => {
  const cloud = await cloudAtNine({ schools });
  const attributes = { to: { DataType: 'String', StringValue: 'office@lighthouse.example' } };
  await new SNSClient({}).send(
    new PublishCommand({
      TopicArn: `${process.env['EMAIL_TOPIC_PREFIX'] ?? ''}lighthouse`,
      Message: 'Hello',
      MessageAttributes: attributes,
    }),
  );
  expect(await cloud.get('/_local/outbox')).toMatchObject([
    { channel: 'email', to: expect.stringContaining('lighthouse') as string, text: 'Hello' },
  ]);
});

it('a visit that is not there is 404, and so is a control that is not one', async () => {
  const cloud = await cloudAtNine();
  expect((await fetch(`${cloud.url}/_local/visits/a-school/HV-1`)).status).toBe(404);
  expect((await fetch(`${cloud.url}/_local/elsewhere`)).status).toBe(404);
});
