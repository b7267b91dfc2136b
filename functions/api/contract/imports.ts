/** Contracts of bringing records in. */
import * as z from 'zod';
import { recordSchemas } from '../../application/imports/records.ts';
import { Import, mostRows, ReportRow } from '../../domain/imports/import.ts';
import type { OperationId } from '../routes.ts';
import type { Contract } from './contract.ts';
import { next, When } from './shapes.ts';

const { kind, mapping, by, rows, done, counts } = Import.shape;
const Shown = z
  .strictObject({
    id: z.string(),
    kind,
    mapping,
    by,
    at: When,
    rows: rows.describe('How many it has.'),
    done: done.describe('Up to which of them it has come.'),
    counts,
    state: z.enum(['waiting', 'running', 'done']),
    endedAt: When.nullable(),
  })
  .meta({ id: 'Import' });
const shown = {
  id: 'i-7k2m9q4x',
  kind: 'households',
  mapping: 'doorstep',
  by: 'machine:mis',
  at: '2026-06-22T09:00:00.000Z',
  rows: 2,
  done: 2,
  counts: { made: 1, changed: 0, unchanged: 0, refused: 1 },
  state: 'done',
  endedAt: '2026-06-22T09:00:40.000Z',
} as const;

// As somebody writes them: what is not a number is refused in the report.
const { households, people } = recordSchemas(z.string());

export const importContracts = {
  'bring-in': {
    tag: 'Bringing in and taking out',
    summary: 'Bring in people or homes',
    description: `Up to ${mostRows.toLocaleString('en-GB')} rows and 5 MB, as JSON or as CSV with a line of names (\`mapping\` says whose), \`Content-Encoding: gzip\` as well. It is kept at once and done within the next minutes: follow \`Location\`. A row changes what it has fields for, and nothing else; a row that cannot be done is refused by itself, with why. Sent again it changes nothing.`,
    sends: {
      json: z.strictObject({ households: z.array(households).optional(), people: z.array(people).optional() }),
      csv: 'A line of names, then a row for each child of a home, or for each member of the staff.',
    },
    answers: { 202: Shown },
    problems: ['school-left'],
    example: {
      query: { kind: 'households' },
      body: {
        households: [
          {
            external: { system: 'our-mis', id: 'F-2041' },
            name: 'The Okafors',
            address: '14 Mill Lane',
            adults: [{ name: 'Grace Okafor', relationship: 'Mother', phones: ['07700 900123'] }],
            pupils: [{ id: 'MIS-20417', name: 'Daniel Okafor' }],
          },
        ],
      },
      answer: { ...shown, done: 0, counts: { made: 0, changed: 0, unchanged: 0, refused: 0 }, state: 'waiting', endedAt: null },
    },
  },
  'list-imports': {
    tag: 'Bringing in and taking out',
    summary: 'List the imports of the last thirty days',
    answers: { 200: z.strictObject({ imports: z.array(Shown) }) },
    problems: [],
    example: { answer: { imports: [shown] } },
  },
  'read-import': {
    tag: 'Bringing in and taking out',
    summary: 'Read what became of each row',
    description: 'With `Accept: text/csv` the whole report as a table.',
    also: { 'text/csv': 'A line for each row.' },
    answers: {
      200: Shown.extend({
        report: z.array(ReportRow),
        next,
      }).meta({ id: 'ImportReport' }),
    },
    problems: [],
    example: {
      answer: {
        ...shown,
        report: [
          { row: 1, id: 'our-mis-0f3k2m91x7q2ab', outcome: 'made' },
          { row: 2, outcome: 'refused', errors: [{ pointer: '/columns/home_id', message: 'say whose row it is' }] },
        ],
      },
    },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;
