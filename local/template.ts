import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Deployment } from './deployment.ts';
import type { Row } from './gateway.ts';
import { account, pokeQueue, pokeTopic, region, table } from './names.ts';

const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const Sub = z.strictObject({ 'Fn::Sub': z.string() });
const arnOf = GetAtt.transform(({ 'Fn::GetAtt': [id] }) => id);

const Assembly = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() })) });
const Assets = z.object({ files: z.record(z.string(), z.object({ source: z.object({ path: z.string(), packaging: z.string() }) })) });

const Function = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Timeout: z.int(),
  Role: arnOf,
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
const Route = z.object({ RouteKey: z.string(), Target: Join });
const Integration = z.object({ IntegrationUri: arnOf, PayloadFormatVersion: z.literal('2.0') });
const Rule = z.object({
  ScheduleExpression: z.string(),
  State: z.literal('ENABLED'),
  Targets: z.tuple([z.object({ Arn: arnOf })]),
});
/** As the local queue hands messages out: one in each run, and again what the function says that it did not serve. */
const EventSource = z.object({
  EventSourceArn: arnOf,
  FunctionName: Ref,
  BatchSize: z.literal(1),
  ScalingConfig: z.object({ MaximumConcurrency: z.int() }),
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
});
const Queue = z.object({ VisibilityTimeout: z.int(), RedrivePolicy: z.object({ maxReceiveCount: z.int() }) });
const Subscription = z.object({ Protocol: z.literal('sqs'), TopicArn: Ref, Endpoint: arnOf, RawMessageDelivery: z.literal(true) });
const Group = z.object({ Name: z.string() });
const Key = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Table = z.object({
  BillingMode: z.literal('PAY_PER_REQUEST'),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.literal('S') })),
  KeySchema: Key,
  GlobalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: Key,
      Projection: z.object({ ProjectionType: z.enum(['KEYS_ONLY', 'INCLUDE']), NonKeyAttributes: z.array(z.string()).optional() }),
    }),
  ),
});
const Named = z.object({ TopicName: z.string().optional(), Name: z.string().optional() });

/** A function as the template has it. */
export interface DeployedFunction {
  /** What it is called in the template. */
  readonly id: string;
  /** What it is called in logs. */
  readonly name: string;
  /** The folder of its code, which is the asset that the template names. */
  readonly folder: string;
  /** `index.handler`: a file of that folder, and what it exports. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, unknown>>;
}

export interface DeployedTemplate {
  readonly deployment: Deployment;
  readonly functions: Readonly<Record<keyof Deployment['functions'], DeployedFunction>>;
  /** What a value of the template is on this machine, where the API is found at `url`. `where` is said with what nothing here stands for. */
  readonly resolve: (value: unknown, where: string, url: string) => string;
}

/** The one stack of a cloud assembly, `cdk.out`, as far as it does something by itself. */
export function readTemplate(assembly: string): DeployedTemplate {
  const [path, ...others] = globSync(join(assembly, '*.template.json'));
  if (path === undefined || others.length > 0)
    throw new Error(`${assembly} holds ${path === undefined ? 'no template: make one with npm run synth' : 'more than one template'}`);
  const { Resources } = Assembly.parse(jsonOf(path));
  const { files } = Assets.parse(jsonOf(path.replace(/template\.json$/, 'assets.json')));

  const all = <T extends z.ZodType>(type: string, schema: T): readonly (readonly [string, z.output<T>])[] =>
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
      Type === type ? [[id, parsed(schema, Properties, id)] as const] : [],
    );
  const one = <T extends z.ZodType>(type: string, schema: T): readonly [string, z.output<T>] => {
    const [found, ...more] = all(type, schema);
    if (found === undefined || more.length > 0) throw new Error(`the template has ${found === undefined ? 'no' : 'more than one'} ${type}`);
    return found;
  };
  const named = <T extends z.ZodType>(id: string, schema: T): z.output<T> => parsed(schema, Resources[id]?.Properties, id);

  const [, pokes] = one('AWS::Lambda::EventSourceMapping', EventSource);
  const queue = named(pokes.EventSourceArn, Queue);
  const subscribed = Object.entries(Resources).flatMap(([, { Type, Properties }]) =>
    Type === 'AWS::SNS::Subscription' ? [Subscription.safeParse(Properties).data] : [],
  );
  const topic = subscribed.find((subscription) => subscription?.Endpoint === pokes.EventSourceArn)?.TopicArn.Ref;
  if (topic === undefined) throw new Error(`the template has no topic whose messages come to ${pokes.EventSourceArn} as they are`);
  const [, rule] = one('AWS::Events::Rule', Rule);

  const routes = all('AWS::ApiGatewayV2::Route', Route).map(([id, { RouteKey, Target }]) => {
    const integration = Target['Fn::Join'][1].flatMap((part) => Ref.safeParse(part).data?.Ref ?? [])[0];
    return { key: RouteKey, to: named(integration ?? id, Integration).IntegrationUri };
  });
  const answering = (key: string): string => {
    const { to } = routes.find((route) => route.key === key) ?? {};
    if (to === undefined) throw new Error(`the template has no route ${key}`);
    return to;
  };
  const [api, pages] = [answering('ANY /v1/{proxy+}'), answering('$default')];
  const rowsTo = (id: string): readonly Row[] =>
    routes.flatMap(({ key, to }) => {
      const [method = '', path] = key.split(' ');
      return to === id && path !== undefined && method !== 'ANY' ? [{ method, path }] : [];
    });

  const functionOf = (id: string): DeployedFunction & { readonly seconds: number } => {
    const { Code, Handler, Timeout, Environment } = named(id, Function);
    const asset = files[Code.S3Key.replace(/\.zip$/, '')];
    if (asset?.source.packaging !== 'zip') throw new Error(`${id}: there is no folder for ${Code.S3Key} in ${assembly}`);
    return {
      id,
      name: z.string().parse(Environment.Variables['POWERTOOLS_SERVICE_NAME']),
      folder: join(assembly, asset.source.path),
      handler: Handler,
      environment: Environment.Variables,
      seconds: Timeout,
    };
  };
  const functions = {
    api: functionOf(api),
    pages: functionOf(pages),
    overdueCheck: functionOf(pokes.FunctionName.Ref),
    sweep: functionOf(rule.Targets[0].Arn),
  };
  const [, { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes }] = one('AWS::DynamoDB::GlobalTable', Table);

  return {
    deployment: {
      functions,
      rows: { api: rowsTo(api), pages: rowsTo(pages) },
      queue: {
        atOnce: pokes.ScalingConfig.MaximumConcurrency,
        mostReceives: queue.RedrivePolicy.maxReceiveCount,
        visibility: queue.VisibilityTimeout,
      },
      sweepEvery: lengthOf(rule.ScheduleExpression),
      timerGroup: one('AWS::Scheduler::ScheduleGroup', Group)[1].Name,
      table: { TableName: table, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes },
    },
    functions,
    resolve: (value, where, url) => {
      const arnByName = (service: string, name: string): string => `arn:aws:${service}:${region}:${account}:${name}`;
      /** What stands here for `{ Ref }` of a resource, or for an attribute of it. */
      const standIn = (id: string, attribute?: string): string | undefined => {
        const { Type = '', Properties } = Resources[id] ?? {};
        const { TopicName, Name } = Named.safeParse(Properties).data ?? {};
        switch (`${Type} ${attribute ?? 'Ref'}`) {
          case 'AWS::ApiGatewayV2::Api ApiEndpoint':
            return url;
          case 'AWS::Cognito::UserPool ProviderURL':
            return `https://cognito-idp.${region}.amazonaws.com/${region}_${id}`;
          case 'AWS::Cognito::UserPoolClient Ref':
            return id;
          case 'AWS::DynamoDB::GlobalTable Ref':
            return table;
          case 'AWS::DynamoDB::GlobalTable Arn':
            return arnByName('dynamodb', `table/${table}`);
          case 'AWS::SNS::Topic Ref':
            return id === topic ? pokeTopic : arnByName('sns', TopicName ?? id);
          case 'AWS::SQS::Queue Arn':
            return id === pokes.EventSourceArn ? pokeQueue : arnByName('sqs', id);
          case 'AWS::IAM::Role Arn':
            return `arn:aws:iam::${account}:role/${id}`;
          case 'AWS::KMS::Key Arn':
            return arnByName('kms', `key/${id}`);
          case 'AWS::Logs::LogGroup Arn':
            return arnByName('logs', `log-group:${id}:*`);
          case 'AWS::Scheduler::ScheduleGroup Ref':
            return Name;
          default:
            return undefined;
        }
      };
      const text = (given: unknown): string => {
        if (typeof given === 'string') return given;
        const ref = Ref.safeParse(given).data?.Ref;
        const [id, attribute] = GetAtt.safeParse(given).data?.['Fn::GetAtt'] ?? [];
        const known = ref !== undefined ? (pseudo[ref] ?? standIn(ref)) : id !== undefined ? standIn(id, attribute) : undefined;
        if (known !== undefined) return known;
        const [by, parts] = Join.safeParse(given).data?.['Fn::Join'] ?? [];
        if (parts !== undefined) return parts.map(text).join(by);
        const pattern = Sub.safeParse(given).data?.['Fn::Sub'];
        if (pattern !== undefined)
          return pattern.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
            const [resource = '', of] = name.split('.');
            return text(of === undefined ? { Ref: resource } : { 'Fn::GetAtt': [resource, of] });
          });
        throw new Error(`${where}: nothing on this machine stands for ${JSON.stringify(given)}`);
      };
      return text(value);
    },
  };
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackName': 'Doorstep',
  'AWS::URLSuffix': 'amazonaws.com',
};

const jsonOf = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

function parsed<T extends z.ZodType>(schema: T, properties: unknown, id: string): z.output<T> {
  const { data, error } = schema.safeParse(properties);
  if (error !== undefined) throw new Error(`${id} of the template is not as the local cloud knows it:\n${z.prettifyError(error)}`);
  return data;
}

/** Of `rate(1 minute)`, in milliseconds. */
function lengthOf(rate: string): number {
  const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(rate) ?? [];
  if (minutes === undefined) throw new Error(`the local cloud knows no schedule ${rate}`);
  return Number(minutes) * 60_000;
}
