import { Duration, Stack } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { Construct } from 'constructs';
import { entries } from './entries.ts';
import { Notify } from './notify.ts';
import { ServiceFunction } from './service-function.ts';

/** What SNS says of texts after it took them, which it does in logs of the account that somebody has switched on by hand. */
export class TextReceipts extends Construct {
  /** Reads each line, and notes it. */
  readonly reader: ServiceFunction;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.reader = new ServiceFunction(this, 'Function', {
      service: 'receipts',
      entry: entries.receipts,
      timeout: Duration.seconds(30),
      environment: {},
      without: Notify.libraries,
    });
    const { region, account } = Stack.of(this);
    const texts = `sns/${region}/${account}/DirectPublishToPhoneNumber`;
    // SNS makes the two when it first has something to write; until then nothing can be read from them.
    for (const [name, logGroupName] of [
      ['Taken', texts],
      ['Failed', `${texts}/Failure`],
    ] as const)
      new SubscriptionFilter(this, name, {
        logGroup: LogGroup.fromLogGroupName(this, `${name}Log`, logGroupName),
        destination: new LambdaDestination(this.reader),
        filterPattern: FilterPattern.allEvents(),
      });
  }

  /** Has `sender` keep what SNS calls each text, by which its receipt is known. */
  keepIdsBy(sender: Lambda): void {
    sender.addEnvironment('TEXT_DELIVERY_LOGS', 'true');
  }
}
