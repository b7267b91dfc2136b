import { describe } from 'vitest';
import { memoryMessageIds } from '../../functions/adapters/memory/memory-message-ids.ts';
import { startDynamo } from '../support/dynalite.ts';
import { messageIdsContract, messageIdsInDynamodb } from './message-ids.contract.ts';

describe('ids of messages in memory', () => {
  messageIdsContract((clock) => memoryMessageIds({ clock }));
});

describe('ids of messages in dynalite', () => {
  messageIdsInDynamodb(() => startDynamo());
});
