import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '../functions/adapters/aws/table.ts';
import { openRoutes, receiptRoutes, routes } from '../functions/api/routes.ts';
import { pageRoutes } from '../functions/pages/routes.ts';
import type { Row } from './gateway.ts';
import { table, timerGroup } from './names.ts';

/** What the cloud does by itself, as the code says it or a template does. */
export interface Deployment {
  /** What Lambda is told of each: what it is called, and for how many seconds it may run. */
  readonly functions: Readonly<Record<'api' | 'pages' | 'overdueCheck' | 'sweep', { readonly name: string; readonly seconds: number }>>;
  /** What is sent to whom. Whatever else is asked for is the API's under `/v1/`, and the pages' elsewhere. */
  readonly rows: { readonly api: readonly Row[]; readonly pages: readonly Row[] };
  /** How the queue hands pokes out: one in each run. */
  readonly queue: {
    readonly atOnce: number;
    readonly mostReceives: number;
    /** In seconds. */
    readonly visibility: number;
  };
  /** In milliseconds. */
  readonly sweepEvery: number;
  readonly timerGroup: string;
  readonly table: CreateTableCommandInput;
}

export const asTheCodeSays: Deployment = {
  functions: {
    api: { name: 'api', seconds: 29 },
    pages: { name: 'pages', seconds: 29 },
    overdueCheck: { name: 'overdue-check', seconds: 25 },
    sweep: { name: 'sweep', seconds: 55 },
  },
  rows: { api: [...openRoutes, ...routes, ...receiptRoutes], pages: pageRoutes },
  queue: { atOnce: 3, mostReceives: 5, visibility: 30 },
  sweepEvery: 60_000,
  timerGroup,
  table: tableDefinition(table),
};
