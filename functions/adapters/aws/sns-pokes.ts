import { PublishBatchCommand, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Poke, Pokes } from '../../ports/pokes.ts';

const mostAtOnce = 10;

export function snsPokes({ client, topicArn }: { readonly client: SNSClient; readonly topicArn: string }): Pokes {
  const publish = async (batch: readonly Poke[]): Promise<void> => {
    const [only, ...others] = batch.map(messageOf);
    if (only === undefined) return;
    if (others.length === 0) {
      await client.send(new PublishCommand({ TopicArn: topicArn, Message: only }));
      return;
    }
    const entries = [only, ...others].map((message, i) => ({ Id: String(i), Message: message }));
    const { Failed: failed = [] } = await client.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }));
    if (failed.length > 0) throw new Error(`${failed.length} of ${entries.length} pokes were not taken: ${failed[0]?.Code}`);
  };

  return {
    async poke(pokes) {
      const batches: Poke[][] = [];
      for (let from = 0; from < pokes.length; from += mostAtOnce) batches.push(pokes.slice(from, from + mostAtOnce));
      // Each is tried, whatever became of the others.
      const answers = await Promise.allSettled(batches.map(publish));
      const failed = answers.find((answer) => answer.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

const messageOf = ({ school, visit, due, by }: Poke): string => JSON.stringify({ school, visit, due, by });
