import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { functionsOf, synthesised } from './synthesised.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/sign-in-AbC123';
const signIn = { issuer: 'https://accounts.example.org', clientId: 'doorstep', secretArn };
const { template, outdir } = synthesised({ bundled: false, more: { signIn } });
const functions = functionsOf(template);

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('a deployment with a provider of OpenID Connect', () => {
  it('tells the pages by whom people sign in', () => {
    expect(functions.get('pages')!.Environment.Variables).toMatchObject({
      SIGN_IN_ISSUER: signIn.issuer,
      SIGN_IN_CLIENT_ID: 'doorstep',
      SIGN_IN_CLIENT_SECRET_ARN: secretArn,
    });
  });

  it('lets the pages alone read the client’s secret, and no other', () => {
    const reading = [...functions].flatMap(([name, { allowed }]) =>
      allowed.filter(({ Action }) => Action.some((action) => action.startsWith('secretsmanager:'))).map(({ Resource }) => [name, Resource]),
    );
    expect(reading).toEqual([['pages', [secretArn]]]);
  });
});
