import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { functionsOf, synthesised } from './synthesised.ts';

const secret = (name: string) => `arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/${name}-AbC123`;

/** With everything on that a deployment may have. */
const { template, outdir } = synthesised({
  bundled: false,
  more: {
    signInKeys: JSON.stringify({
      keys: Array.from({ length: 3 }, () => ({ kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43), kid: 'k'.repeat(20) })),
    }),
    signIn: { issuer: 'https://accounts.example.org', clientId: 'doorstep', secretArn: secret('sign-in') },
    notify: { providers: 'both', secretArn: secret('notify') },
    textDeliveryLogs: true,
    domain: { name: 'visits.example.sch.uk', certificateArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/0b2e5c1a' },
  },
});
const functions = functionsOf(template);
const json = template.toJSON() as { Resources: Record<string, { Type: string; Properties?: unknown }> }; // what a template is
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('one template for one school, for four and for three hundred', () => {
  it('names no school: what differs between them stands in the table', () => {
    expect(JSON.stringify(json)).not.toMatch(/hampton|the-elms/);
    expect(Object.keys(json.Resources).filter((id) => /school/i.test(id) && !id.startsWith('Api'))).toEqual([]);
  });

  it('has at most 500 resources and is no larger than 1 MB', () => {
    const most = 500;
    expect(Object.keys(json.Resources).length).toBeLessThan(most);
    expect(Buffer.byteLength(JSON.stringify(json))).toBeLessThan(1_000_000);
  });

  it('has at most 300 routes, as many as an account gives an API that has not asked for more', () => {
    expect(Object.keys(template.findResources('AWS::ApiGatewayV2::Route')).length).toBeLessThan(300);
  });

  it('lets no role have more policies of its own than 10,240 characters', () => {
    const Policy = z.object({ Properties: z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.object({ Ref: z.string() })) }) });
    const sizes = new Map<string, number>();
    for (const resource of Object.values(template.findResources('AWS::IAM::Policy'))) {
      const { PolicyDocument, Roles } = Policy.parse(resource).Properties;
      // Names that AWS puts in are longer than their references are.
      for (const { Ref } of Roles) sizes.set(Ref, (sizes.get(Ref) ?? 0) + JSON.stringify(PolicyDocument).length);
    }
    expect(sizes.size).toBeGreaterThan(4);
    expect(Math.max(...sizes.values())).toBeLessThan(10_240 * 0.8);
  });

  it('tells no function more than 4 KB by its environment', () => {
    for (const [name, { Environment }] of functions)
      expect([name, Buffer.byteLength(JSON.stringify(Environment.Variables)) < 4_096 * 0.8]).toEqual([name, true]);
  });
});

describe('signing in', () => {
  it('tells the pages by whom people sign in', () => {
    expect(functions.get('pages')!.Environment.Variables).toMatchObject({
      SIGN_IN_ISSUER: 'https://accounts.example.org',
      SIGN_IN_CLIENT_ID: 'doorstep',
      SIGN_IN_CLIENT_SECRET_ARN: secret('sign-in'),
    });
  });

  it('lets the pages alone read the client’s secret, and them no other', () => {
    const reading = [...functions].flatMap(([name, { allowed }]) =>
      allowed.filter(({ Action }) => Action.some((action) => action.startsWith('secretsmanager:'))).map(({ Resource }) => [name, Resource]),
    );
    expect(reading.filter(([name, Resource]) => name === 'pages' || JSON.stringify(Resource).includes('sign-in'))).toEqual([
      ['pages', [secret('sign-in')]],
    ]);
  });
});

describe('a name of its own', () => {
  it('is the one address: the other answers nothing, and links lead there', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'visits.example.sch.uk' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    for (const { Environment } of functions.values())
      if ('BASE_URL' in Environment.Variables) expect(Environment.Variables.BASE_URL).toBe('https://visits.example.sch.uk');
    template.hasOutput('DomainTarget', {});
  });
});
