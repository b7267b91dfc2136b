import * as z from 'zod';
import { type ProblemName, problemTypes, refusalNames } from '../../http/problem-types.ts';
import { ShownMachine, Unmet } from './shapes.ts';

const base = (name: ProblemName) => ({
  type: z.literal(`/problems/${name}`),
  title: z.string(),
  status: z.literal(problemTypes[name].status),
  detail: z.string().optional(),
});

const Faults = z.array(
  z
    .strictObject({ pointer: z.string(), message: z.string() })
    .meta({ id: 'Fault', description: 'What is wrong, and where: a JSON pointer into the body, `/query/…` or `/headers/…`.' }),
);

/** What each says besides. */
const more: Readonly<Partial<Record<ProblemName, z.ZodRawShape>>> = {
  invalid: { errors: Faults },
  'would-leave-nobody': { consequences: z.array(z.looseObject({ message: z.string() })), send: z.strictObject({ sure: z.literal(true) }) },
  'key-shown': { machine: ShownMachine },
  'in-the-way': { visits: z.array(z.string()), holds: z.array(z.string()) },
  ...Object.fromEntries(
    refusalNames.map((name) => [
      name,
      {
        code: z.literal(name),
        clauses: z.array(z.string()),
        unmet: z.array(Unmet),
        answer: z.strictObject({ question: z.string(), subject: z.string().optional() }).optional(),
      },
    ]),
  ),
};

const named = (name: string): string => `Problem-${name}`;

/** The body of a problem of this type, in the form of RFC 9457. */
const bodies: ReadonlyMap<ProblemName, z.ZodType> = new Map(
  // The names are the keys of the table.
  (Object.keys(problemTypes) as ProblemName[]).map((name) => [
    name,
    z.strictObject({ ...base(name), ...more[name] }).meta({ id: named(name), description: problemTypes[name].means }),
  ]),
);

/** What may be in the body of an answer of one status. */
export function bodyOf(names: readonly ProblemName[]): z.ZodType {
  const [first, ...rest] = names.map((name) => bodies.get(name) ?? z.never());
  if (first === undefined) return z.never();
  return rest.length === 0 ? first : z.union([first, ...rest]);
}

export const exampleOf = (name: ProblemName): object => {
  const { title, status } = problemTypes[name];
  return {
    type: `/problems/${name}`,
    title,
    status,
    ...(name === 'invalid' ? { errors: [{ pointer: '/plan/returnAt', message: 'is needed' }] } : {}),
    ...(refusalNames.some((one) => one === name) ? { code: name, clauses: [], unmet: [] } : {}),
    ...(name === 'would-leave-nobody' ? { consequences: [{ message: 'Nobody would be told.' }], send: { sure: true } } : {}),
    ...(name === 'in-the-way' ? { visits: ['HV-7K2M9QRA'], holds: [] } : {}),
    ...(name === 'key-shown'
      ? {
          machine: {
            id: 'arbor',
            name: 'Arbor',
            scope: 'read',
            made: { at: '2026-06-01T08:00:00.000Z', by: 'moorside-head' },
            usedOn: null,
            revoked: null,
          },
        }
      : {}),
  };
};
