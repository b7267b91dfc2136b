/** What a deployed stack is made of, as CloudFormation has it. */
import {
  type CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';

export interface Resource {
  /** Its place in the stack: `PokesUndeliveredFBF5A5E8`. */
  readonly id: string;
  /** What its own service calls it: an ARN, an address or a name. */
  readonly arn: string;
  readonly type: string;
}

export async function resourcesOf(cloudFormation: CloudFormationClient, StackName: string): Promise<readonly Resource[]> {
  const all: StackResourceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudFormation.send(new ListStackResourcesCommand({ StackName, ...(NextToken && { NextToken }) }));
    all.push(...(page.StackResourceSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return all.map(({ LogicalResourceId, PhysicalResourceId, ResourceType }) => ({
    id: LogicalResourceId ?? '',
    arn: PhysicalResourceId ?? '',
    type: ResourceType ?? '',
  }));
}

export const ofType = (resources: readonly Resource[], ...types: readonly string[]): readonly Resource[] =>
  resources.filter(({ type }) => types.includes(type));

/** The table that it works with: its own, or one that was restored from a backup in its place. Undefined: it has none. */
export async function tableOf(
  cloudFormation: CloudFormationClient,
  StackName: string,
  resources: readonly Resource[],
): Promise<string | undefined> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const said = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'TableName')?.OutputValue;
  return said ?? ofType(resources, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')[0]?.arn;
}

/** What the ARN of each school's topic of emails begins with. They are not of the stack, and beside those that are. */
export function emailTopicsOf(resources: readonly Resource[], stack: string): string | undefined {
  const [beside] = ofType(resources, 'AWS::SNS::Topic');
  return beside && `${beside.arn.slice(0, beside.arn.lastIndexOf(':') + 1)}${stack}-email-`;
}
