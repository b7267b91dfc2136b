import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { DoorstepStack, type DoorstepStackProps } from '../../lib/doorstep-stack.ts';

const Cdk = z.object({ context: z.record(z.string(), z.unknown()) });
const flags = Cdk.parse(JSON.parse(readFileSync('cdk.json', 'utf8'))).context;

/** The stack as it would be deployed. Bundling takes seconds, so only who looks at bundles asks for it. */
export function synthesised({ bundled, more = {} }: { readonly bundled: boolean; readonly more?: Partial<DoorstepStackProps> }) {
  const outdir = mkdtempSync(join(tmpdir(), 'doorstep-'));
  const app = new App({ outdir, context: bundled ? flags : { ...flags, 'aws:cdk:bundling-stacks': [] } });
  const stack = new DoorstepStack(app, 'Doorstep', {
    env: { region: 'eu-west-2' },
    operatorsEmail: 'operators@example.org',
    runbook: 'https://docs.example.org/runbook.md',
    heartbeatUrl: 'https://watch.example.org/ping/0b2e',
    monthlyTextSpend: 50,
    ...more,
  });
  return { outdir, stack, template: Template.fromStack(stack) };
}

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const oneOrMoreOfAny = z.union([z.array(z.unknown()), z.unknown().transform((value) => [value])]);

const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMoreOfAny.optional(),
  NotResource: oneOrMoreOfAny.optional(),
  Condition: z.unknown().optional(),
});
export type Statement = z.output<typeof Statement>;

const Policy = z.object({
  Properties: z.object({
    PolicyDocument: z.object({ Statement: z.array(Statement) }),
    Roles: z.array(z.object({ Ref: z.string() })),
  }),
});
const Lambda = z.object({
  Properties: z.object({
    Code: z.object({ S3Key: z.string() }),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
    LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
    Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
    Runtime: z.string(),
    Architectures: z.array(z.string()),
    Timeout: z.number(),
  }),
});

/** The deployed functions by the name they log under, each with all that its role allows. */
export function functionsOf(template: Template) {
  const functions = Object.entries(template.findResources('AWS::Lambda::Function')).map(([id, resource]) => {
    const { Properties } = Lambda.parse(resource);
    const service = z.string().parse(Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);
    const role = Properties.Role['Fn::GetAtt'][0];
    return [service, { id, role, ...Properties, allowed: allowedTo(template, role) }] as const;
  });
  return new Map(functions);
}

/** What a role may do. */
export function allowedTo(template: Template, role: string): readonly Statement[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map((policy) => Policy.parse(policy).Properties);
  return policies
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow'));
}

/** The logical id of the one resource of this type whose id begins so. */
export function idOf(template: Template, type: string, prefix: string): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(prefix));
  if (ids.length !== 1) throw new Error(`${ids.length} of ${type} begin with ${prefix}`);
  return ids[0]!;
}
