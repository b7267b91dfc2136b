/** What AWS itself does in the role of a function, which no function asks for: by what the template has it do. */
import * as z from 'zod';
import type { Call } from '../../local/calls.ts';
import { region } from '../../local/names.ts';
import type { permissionsIn } from './permissions.ts';

const Function = z.object({
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
  LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
});
const EventSource = z.object({ EventSourceArn: z.unknown(), FunctionName: z.object({ Ref: z.string() }) });
const Later = z.object({
  FunctionName: z.object({ Ref: z.string() }),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.unknown() }) }),
});
const Table = z.object({ Replicas: z.tuple([z.object({ SSESpecification: z.object({ KMSMasterKeyId: z.unknown() }) })]) });

export function functionsIn({ all }: ReturnType<typeof permissionsIn>) {
  return all('AWS::Lambda::Function', Function).map(([id, { Environment, LoggingConfig, Role }]) => ({
    id,
    name: Environment.Variables.POWERTOOLS_SERVICE_NAME,
    role: Role['Fn::GetAtt'][0],
    logs: { 'Fn::GetAtt': [LoggingConfig.LogGroup.Ref, 'Arn'] },
  }));
}

/** AWS's guide to DynamoDB names these as what whoever uses a table with a key of their own needs. */
const ofTheKey = [
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];

export function doneByAws(template: ReturnType<typeof permissionsIn>): readonly Call[] {
  const { all, resolve } = template;
  const functions = functionsIn(template);
  const nameOf = (id: string): string => functions.find((one) => one.id === id)!.name;
  return [
    // What a function prints.
    ...functions.flatMap(({ name, logs }) =>
      ['CreateLogStream', 'PutLogEvents'].map((what) => ({ by: name, action: `logs:${what}`, resource: resolve(logs) })),
    ),
    // What a queue hands to it.
    ...all('AWS::Lambda::EventSourceMapping', EventSource).flatMap(([, { EventSourceArn, FunctionName }]) =>
      ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((what) => ({
        by: nameOf(FunctionName.Ref),
        action: `sqs:${what}`,
        resource: resolve(EventSourceArn),
      })),
    ),
    // What it failed at, and nobody waited for.
    ...all('AWS::Lambda::EventInvokeConfig', Later).map(([, { FunctionName, DestinationConfig }]) => ({
      by: nameOf(FunctionName.Ref),
      action: 'sqs:SendMessage',
      resource: resolve(DestinationConfig.OnFailure.Destination),
    })),
    // What is read and written is locked.
    ...all('AWS::DynamoDB::GlobalTable', Table).flatMap(([, { Replicas }]) =>
      functions.flatMap(({ name }) =>
        ofTheKey.map((what) => ({
          by: name,
          action: `kms:${what}`,
          resource: resolve(Replicas[0].SSESpecification.KMSMasterKeyId),
          given: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
        })),
      ),
    ),
  ];
}
