/** What whoever looks after Doorstep does with its schools, and what that needs. */
import { operator as operatorId } from '../functions/domain/machine.ts';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Deps } from '../functions/application/deps.ts';
import type { EmailTopics } from './email-topics.ts';

/** The table itself. */
export interface Rows {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

export interface Operating {
  readonly deps: Deps;
  readonly topics: EmailTopics;
  /** For what is put back. */
  readonly rows: Rows;
}

/** What was done, a line for each thing; or why nothing was, each with what to mend. */
export type Done = { readonly done: readonly string[] } | { readonly refused: readonly string[] };

/** As histories name them. */
export const operator = `machine:${operatorId}`;
