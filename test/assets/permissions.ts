/** What the policies of a template let each role do, as IAM would judge it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Call } from '../../local/calls.ts';
import { readTemplate } from '../../local/template.ts';

const list = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);
const names = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
/** The one kind of condition that we set: another would be judged wrongly, so it fails. */
const Condition = z.strictObject({ StringEquals: z.record(z.string(), z.unknown()) });
const Statement = z.strictObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: names,
  Resource: list.optional(),
  NotResource: list.optional(),
  Condition: Condition.optional(),
});
const Policy = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: z.object({ Statement: z.array(Statement) }),
  Roles: z.array(z.object({ Ref: z.string() })),
});
/** A role with no other permissions than those of policies beside it. */
const Role = z.strictObject({ AssumeRolePolicyDocument: z.unknown() });
const Template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() })) });

export interface Permission {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Instead of `resources`: everything but these. */
  readonly notResources: readonly string[];
  /** Each of these has this value. */
  readonly where: Readonly<Record<string, string>>;
}

/** The template of a cloud assembly: its resources, and the permissions of each role by its id. */
export function permissionsIn(assembly: string) {
  const { resolve } = readTemplate(assembly);
  const [path = ''] = globSync(join(assembly, '*.template.json'));
  const { Resources } = Template.parse(JSON.parse(readFileSync(path, 'utf8')));
  const resolved = (values: readonly unknown[] | undefined, where: string): readonly string[] =>
    (values ?? []).map((value) => resolve(value, where, 'http://localhost'));
  const all = <T extends z.ZodType>(type: string, schema: T): readonly (readonly [string, z.output<T>])[] =>
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => (Type === type ? [[id, schema.parse(Properties)] as const] : []));

  const roles = new Map<string, Permission[]>(all('AWS::IAM::Role', Role).map(([id]) => [id, []]));
  for (const [id, { PolicyDocument, Roles }] of all('AWS::IAM::Policy', Policy))
    for (const { Effect, Action, Resource, NotResource, Condition: conditions } of PolicyDocument.Statement) {
      const asked = Object.entries(conditions?.StringEquals ?? {}).map(([key, value]): readonly [string, string] => [
        key,
        resolve(value, `${id}: ${key}`, ''),
      ]);
      const permission = {
        effect: Effect,
        actions: Action,
        resources: resolved(Resource, id),
        notResources: resolved(NotResource, id),
        where: Object.fromEntries(asked),
      };
      for (const { Ref } of Roles) roles.get(Ref)?.push(permission);
    }
  return { roles, all, resolve: (value: unknown) => resolve(value, assembly, 'http://localhost') };
}

/** `*` is anything, `?` any one character. */
const matches = (pattern: string, value: string, flags = ''): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  ).test(value);
const oneOf = (patterns: readonly string[], value: string): boolean => patterns.some((pattern) => matches(pattern, value));

/** Whether a permission speaks of a call. */
export function speaksOf({ actions, resources, notResources, where }: Permission, { action, resource, given = {} }: Call): boolean {
  const isThere = notResources.length > 0 ? !oneOf(notResources, resource) : oneOf(resources, resource);
  return (
    actions.some((pattern) => matches(pattern, action, 'i')) &&
    isThere &&
    Object.entries(where).every(([key, value]) => given[key] === value)
  );
}

/** Something allows it, and nothing denies it. */
export const mayCall = (permissions: readonly Permission[], call: Call): boolean =>
  permissions.some((one) => one.effect === 'Allow' && speaksOf(one, call)) &&
  !permissions.some((one) => one.effect === 'Deny' && speaksOf(one, call));

/** Each thing that is allowed by itself: one action, on one resource. */
export const singly = (permissions: readonly Permission[]): readonly Permission[] =>
  permissions
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((one) =>
      one.actions.flatMap((action) =>
        one.notResources.length > 0
          ? [{ ...one, actions: [action] }]
          : one.resources.map((resource) => ({ ...one, actions: [action], resources: [resource] })),
      ),
    );
