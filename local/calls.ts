import { appendFileSync } from 'node:fs';
import * as z from 'zod';
import { account, region } from './names.ts';
import { listen, readRequest, type Server, type WireRequest } from './wire.ts';

/** One call of AWS as its permissions name it. */
export interface Call {
  /** Whose credentials it was made with: a function's name. Or the role in which AWS makes it itself, by its ARN. */
  readonly by: string;
  /** `dynamodb:Query` */
  readonly action: string;
  readonly resource: string;
  /** What conditions may ask for. */
  readonly given?: Readonly<Record<string, string>>;
}

/** Told of each request to AWS. */
export type Hears = (request: WireRequest) => void;

/** Writes each call down that is unlike those before, a line of JSON each. */
export function keepCalls(file: string): Hears {
  const known = new Set<string>();
  return (request) => {
    for (const call of callsIn(request)) {
      const line = `${JSON.stringify(call)}\n`;
      if (!known.has(line)) appendFileSync(file, line);
      known.add(line);
    }
  };
}

/** A service that nothing stands in for: nobody gets past this machine. */
export const serveNothing = (hears: Hears): Promise<Server> =>
  listen(0, async (message, response) => {
    hears(await readRequest(message));
    response.writeHead(501).end();
  });

/** What a request needs permission for: what it asks, and what it has AWS do later. */
function callsIn(request: WireRequest): readonly Call[] {
  const { headers, method, path, body } = request;
  const [, by, service] = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers['authorization'] ?? '') ?? [];
  if (by === undefined || service === undefined) return [{ by: 'nobody', action: `${method} ${path}`, resource: '' }];
  const text = body.toString();
  const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
  switch (service) {
    case 'dynamodb':
      return tablesIn(text).map((of) => ({ by, action: `dynamodb:${operation}`, resource: arn('dynamodb', `table/${of}`) }));
    case 'secretsmanager':
      return [{ by, action: `secretsmanager:${operation}`, resource: Secret.parse(JSON.parse(text)).SecretId }];
    case 'sns':
      return [{ by, ...askedOfSns(new URLSearchParams(text)) }];
    case 'scheduler':
      return method === 'POST' ? creatingSchedule(by, path, text) : [{ by, action: `scheduler:${method}`, resource: path }];
    default:
      return [{ by, action: `${service}:${operation === '' ? `${method} ${path}` : operation}`, resource: '' }];
  }
}

const arn = (service: string, name: string): string => `arn:aws:${service}:${region}:${account}:${name}`;
const Secret = z.object({ SecretId: z.string() });
const OnTable = z.object({ TableName: z.string(), IndexName: z.string().optional() });
const OnTables = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const Schedule = z.object({
  GroupName: z.string(),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), DeadLetterConfig: z.object({ Arn: z.string() }).optional() }),
});

function tablesIn(body: string): readonly string[] {
  const asked: unknown = JSON.parse(body);
  const several = OnTables.safeParse(asked).data?.RequestItems;
  if (several !== undefined) return Object.keys(several);
  const { TableName, IndexName } = OnTable.parse(asked);
  return [IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`];
}

function askedOfSns(form: URLSearchParams): Omit<Call, 'by'> {
  const action = (form.get('Action') ?? '').replace(/Batch$/, '');
  const protocol = form.get('Protocol');
  return {
    action: `sns:${action}`,
    // A number has no ARN.
    resource: form.get('TopicArn') ?? 'a phone number',
    ...(protocol !== null && { given: { 'sns:Protocol': protocol } }),
  };
}

/** Whoever makes a schedule hands a role on, in which Scheduler then calls the target, or puts away what it could not deliver. */
function creatingSchedule(by: string, path: string, body: string): readonly Call[] {
  const { GroupName, Target } = Schedule.parse(JSON.parse(body));
  const { Arn, RoleArn, DeadLetterConfig } = Target;
  const name = decodeURIComponent(path.slice('/schedules/'.length));
  return [
    { by, action: 'scheduler:CreateSchedule', resource: arn('scheduler', `schedule/${GroupName}/${name}`) },
    { by, action: 'iam:PassRole', resource: RoleArn, given: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    { by: RoleArn, action: 'sns:Publish', resource: Arn },
    ...(DeadLetterConfig === undefined ? [] : [{ by: RoleArn, action: 'sqs:SendMessage', resource: DeadLetterConfig.Arn }]),
  ];
}
