import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { reachedBefore } from '../../functions/domain/contacts.ts';
import { Clause } from '../../functions/domain/policy/clause.ts';
import { NewHousehold } from '../../functions/domain/visit/commands.ts';
import { Person } from '../../functions/domain/person.ts';

const root = new URL('../../', import.meta.url);

export const jsonIn = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

/** The names of the JSON files of a folder, without their ending. */
export const namesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, root)).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));

/** The names of the policies of a folder, beside which stand lists of clauses. */
export const policiesIn = (folder: string): readonly string[] => namesIn(folder).filter((name) => !name.endsWith('clauses'));

const clausesIn = (path: string): readonly Clause[] => z.array(Clause).parse(jsonIn(path));

export const ownClauses = clausesIn('policies/doorstep-clauses.json');
/** The clauses of the published policies, and of Doorstep's own rules. */
export const clauses = [...clausesIn('policies/clauses.json'), ...ownClauses];
/** The clauses of the made-up school, which no real one has. */
export const madeUpClauses = clausesIn('test/support/schools/policies/made-up-clauses.json');

/** A school as its file describes it: who works there, whom they visit, and what it set. */
export const SchoolFile = z.strictObject({
  school: z.string(),
  name: z.string(),
  policy: z.string(),
  settings: z.strictObject({ values: z.record(z.string(), z.unknown()) }),
  /** Whoever tests a contact in doubt takes its confirmation away. */
  people: z.array(Person.transform((person) => reachedBefore(person, '2026-06-01T08:00:00.000Z'))),
  households: z.array(NewHousehold.extend({ id: z.string() })),
});
export type SchoolFile = z.infer<typeof SchoolFile>;
