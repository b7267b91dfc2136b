import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { whoIsCallingBy, type WhoIsCalling } from '../../functions/http/who-is-calling.ts';
import { keyOf, secretLength } from '../../functions/domain/machine.ts';
import { signIn } from '../support/sign-in.ts';

let whoIsCalling: WhoIsCalling;
let sign: Awaited<ReturnType<typeof signIn>>;
const asked: string[] = [];
const mine = keyOf('a'.repeat(secretLength));
const whoseKey = async (key: string) => {
  asked.push(key);
  return key === mine ? ({ id: 'arbor', school: 'lighthouse', scope: 'read' } as const) : undefined;
};
const ada = { sub: 'lighthouse-tutor', school: 'lighthouse' };

beforeAll(async () => {
  sign = await signIn();
  whoIsCalling = whoIsCallingBy(sign.keys, whoseKey);
});

describe('who is calling', () => {
  it('is the person that sign-in names, of their school', async () => {
    expect(await whoIsCalling(await sign.bearer(ada))).toEqual({ kind: 'person', id: 'lighthouse-tutor', school: 'lighthouse' });
  });

  it('is a machine with its scope, and no machine without one', async () => {
    const mis = { sub: 'machine-mis', school: 'lighthouse' };
    expect(await whoIsCalling(await sign.bearer({ ...mis, scope: 'read' }))).toEqual({
      kind: 'machine',
      id: 'mis',
      school: 'lighthouse',
      scope: 'read',
    });
    expect(await whoIsCalling(await sign.bearer({ ...mis, scope: 'admin' }))).toBeUndefined();
    expect(await whoIsCalling(await sign.bearer(mis))).toBeUndefined();
  });

  it('is a machine with a key of ours, whose scope the school said', async () => {
    expect(await whoIsCalling(`Bearer ${mine}`)).toEqual({ kind: 'machine', id: 'arbor', school: 'lighthouse', scope: 'read' });
    expect(await whoIsCallingBy(undefined, whoseKey)(`Bearer ${mine}`)).toMatchObject({ id: 'arbor' });
    expect(await whoIsCalling(`Bearer ${keyOf('b'.repeat(secretLength))}`)).toBeUndefined();
  });

  it('never looks for a token among the keys', async () => {
    asked.length = 0;
    await whoIsCalling(await sign.bearer(ada));
    await whoIsCalling(`Basic ${mine}`);
    expect(asked).toEqual([]);
  });

  it('takes duties from nobody’s token', async () => {
    expect(await whoIsCalling(await sign.bearer({ ...ada, duties: ['headteacher'], scope: 'write' }))).toEqual({
      kind: 'person',
      id: 'lighthouse-tutor',
      school: 'lighthouse',
    });
  });

  it('is nobody without a token, or with something else in its place', async () => {
    for (const authorization of [undefined, '', 'Bearer', 'Bearer ', 'Bearer x.y.z', 'Basic YTpi', (await sign.bearer(ada)).slice(7)])
      expect(await whoIsCalling(authorization), authorization).toBeUndefined();
  });

  it('is nobody with a token for somebody else, without a school, of an age gone by, or good for ever', async () => {
    expect(await whoIsCalling(await sign.bearer(ada, 'payroll'))).toBeUndefined();
    expect(await whoIsCalling(await sign.bearer({ sub: 'lighthouse-tutor' }))).toBeUndefined();
    expect(await whoIsCalling(await sign.bearer({ ...ada, exp: 1 }))).toBeUndefined();
    expect(await whoIsCalling(await sign.bearer({ ...ada, exp: undefined }))).toBeUndefined();
  });

  it('is nobody with a token signed by another hand', async () => {
    expect(await whoIsCalling(await (await signIn()).bearer(ada))).toBeUndefined();
    const byTheLock = await new SignJWT(ada)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setAudience('doorstep')
      .sign(new TextEncoder().encode(sign.keys));
    expect(await whoIsCalling(`Bearer ${byTheLock}`)).toBeUndefined();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ ...ada, aud: 'doorstep' })).toString('base64url')}.`;
    expect(await whoIsCalling(`Bearer ${unsigned}`)).toBeUndefined();
  });

  it('is nobody at all until sign-in has keys', async () => {
    const token = await sign.bearer(ada);
    for (const keys of [undefined, '', '  ']) expect(await whoIsCallingBy(keys, whoseKey)(token)).toBeUndefined();
  });
});
