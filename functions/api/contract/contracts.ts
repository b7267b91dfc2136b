import type { OperationId } from '../routes.ts';
import { otherContracts } from './besides.ts';
import type { Contract } from './contract.ts';
import { importContracts } from './imports.ts';
import { recordContracts } from './records.ts';
import { webhookContracts } from './webhooks.ts';
import { commandContracts, visitContracts } from './visits.ts';

/** Of every operation. One that is missing does not compile. */
export const contracts: Readonly<Record<OperationId, Contract>> = {
  ...visitContracts,
  ...commandContracts,
  ...recordContracts,
  ...importContracts,
  ...webhookContracts,
  ...otherContracts,
};
