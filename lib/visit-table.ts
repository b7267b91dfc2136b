import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type Attribute, AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

export interface VisitTableProps {
  /** The name of a table that was restored from a backup of this one, and is used in its place: docs/restore.md. */
  readonly restored?: string;
}

/** Every visit with its history, and what each school keeps besides. The only place with pupils' and families' data. */
export class VisitTable extends Construct {
  readonly table: TableV2;
  /** Of the one that is used. */
  readonly name: string;
  private readonly arn: string;
  private readonly key: Key;

  constructor(scope: Construct, id: string, { restored }: VisitTableProps = {}) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Doorstep: visits, homes and people',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table = new TableV2(this, 'Table', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: 'expiresAt',
      // Keys, and the few attributes that a list shows: a visit that changes moves through every index it is in.
      globalSecondaryIndexes: [
        { indexName: 'due', partitionKey: text('duePk'), sortKey: text('dueAt'), projectionType: ProjectionType.KEYS_ONLY },
        {
          indexName: 'school',
          partitionKey: text('schoolPk'),
          sortKey: text('changeSk'),
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['card', 'version'],
        },
        {
          indexName: 'household',
          partitionKey: text('householdPk'),
          sortKey: text('householdSk'),
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['outcome'],
        },
      ],
    });
    this.name = restored ?? this.table.tableName;
    this.arn =
      restored === undefined
        ? this.table.tableArn
        : Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName: restored });
  }

  /** Lets `fn` look at visits and record what happens, and tells it where they are. */
  allowRecording(fn: Lambda): void {
    this.allow(fn, ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], [this.arn]);
    this.allowKey(fn);
    fn.addEnvironment('TABLE_NAME', this.name);
    fn.addEnvironment('DUE_SHARDS', '1');
  }

  /** Lets `fn` list the visits of a home. */
  allowListingOfHome(fn: Lambda): void {
    this.allow(fn, ['dynamodb:Query'], [`${this.arn}/index/household`]);
  }

  /** Lets `fn` list the visits of a school, and its homes. */
  allowListing(fn: Lambda): void {
    this.allow(fn, ['dynamodb:Query'], [this.arn, `${this.arn}/index/school`]);
  }

  /** Lets `fn` find every visit that is due. */
  allowFindingDue(fn: Lambda): void {
    this.allow(fn, ['dynamodb:Query'], [`${this.arn}/index/due`]);
  }

  /** How many requests were put off since there were too many, or failed in the table itself, by what was asked. */
  troubles(period: Duration): readonly IMetric[] {
    return ['ThrottledRequests', 'SystemErrors'].flatMap((name) =>
      ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem'].map(
        (Operation) =>
          new Metric({
            namespace: 'AWS/DynamoDB',
            metricName: name,
            statistic: 'Sum',
            period,
            dimensionsMap: { TableName: this.name, Operation },
          }),
      ),
    );
  }

  /** The key opens only through the table. CDK's own grant of it would name actions by wildcard. */
  private allowKey(fn: Lambda): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }

  private allow(fn: Lambda, actions: string[], resources: string[]): void {
    fn.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }
}
