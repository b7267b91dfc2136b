import { readTimeFromTheMachine } from './virtual-time.ts';
import type { IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { dynamoSchoolList } from '../functions/adapters/aws/dynamo-school-list.ts';
import { dynamoSchoolStore } from '../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoVisitStore } from '../functions/adapters/aws/dynamo-visit-store.ts';
import { beginErrands } from '../functions/application/errands.ts';
import { instantOf } from '../functions/domain/time.ts';
import { keepCalls, serveNothing } from './calls.ts';
import { openClock } from './clock.ts';
import { createControls, webhooksPath } from './controls.ts';
import { openDeadLetters } from './dead-letters.ts';
import { asTheCodeSays } from './deployment.ts';
import { type Database, dynamodbStandIn, openTable, startDynalite } from './dynamodb.ts';
import { createFaults } from './faults.ts';
import { deployedFunctions } from './function-processes.ts';
import { createGateway, type Row } from './gateway.ts';
import { openJournal } from './journal.ts';
import { type Lambda, type LambdaHandler, lambda } from './lambda.ts';
import * as names from './names.ts';
import { openNotify } from './notify.ts';
import { newsTakes, openWebhooks } from './webhooks.ts';
import { openOutbox } from './outbox.ts';
import { openPokeQueue } from './poke-queue.ts';
import { openPutOff } from './put-off.ts';
import { openScheduler } from './scheduler.ts';
import { serveSecrets } from './secrets.ts';
import { ownSchools, seed } from './seed.ts';
import { openSns } from './sns.ts';
import { openSignIn, signInClient, signInPath } from './sign-in.ts';
import { createSweep } from './sweep.ts';
import { type DeployedTemplate, readTemplate } from './template.ts';
import { createTimeline } from './timeline.ts';
import { openTokens } from './tokens.ts';
import { listen, serveStandIn } from './wire.ts';

export interface CloudOptions {
  /** 0: any that is free. */
  readonly port?: number;
  /** The folder in which everything is kept. */
  readonly data?: string;
  /** Folders of schools; those that come with the local cloud where nothing is said. */
  readonly schools?: readonly string[];
  /** Whom the sweep tells that all is well, where somebody is to hear of it. Nothing is audited otherwise. */
  readonly heartbeatUrl?: string;
  /** Instead of Doorstep's own, which are found when the environment is set. */
  readonly functions?: Functions;
  readonly routes?: readonly Row[];
  /** By whom messages go, as `PROVIDERS` says it; SNS alone unless said. */
  readonly providers?: string;
  /** A cloud assembly, `cdk.out`: what it would deploy runs, with what its template says, instead of the code as it stands here. */
  readonly fromTemplate?: string;
  /** A file in which each call of AWS that a function makes is written down. */
  readonly calls?: string;
}

export interface Functions {
  readonly api: LambdaHandler;
  /** Where there is none, every request is the API's. */
  readonly pages?: LambdaHandler;
  readonly overdueCheck: LambdaHandler;
  readonly sweep: LambdaHandler;
}

export interface Cloud {
  readonly url: string;
  readonly schools: readonly string[];
  readonly close: () => Promise<void>;
}

/** The whole of Doorstep's cloud in this process. Changes the process's environment and its `Date`, so there is one at a time. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const folder = resolve(options.data ?? '.doorstep');
  const closers: (() => Promise<void> | void)[] = [readTimeFromTheMachine];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await start(folder, options, closers, close);
  } catch (problem) {
    await close();
    throw problem;
  }
}

async function start(
  folder: string,
  options: CloudOptions,
  closers: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Cloud> {
  const report = (problem: unknown): void => {
    console.error(problem);
  };
  const given = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  for (const [name, value] of Object.entries(credentials)) if (given === undefined) process.env[name] = value;
  if (given === undefined) delete process.env['AWS_PROFILE'];

  const database: Database = given === undefined ? await startDynalite(folder) : { url: given, close: () => Promise.resolve() };
  closers.push(() => database.close());
  // One process at a time has the database open, so only that one may touch the journal.
  const journal = openJournal(folder);
  closers.push(() => {
    journal.close();
  });
  const clock = openClock(journal);
  const table = openTable(database.url);
  closers.push(() => {
    table.close();
  });
  const template = options.fromTemplate === undefined ? undefined : readTemplate(options.fromTemplate);
  const deployment = template?.deployment ?? asTheCodeSays;
  await table.make(deployment.table);

  const faults = createFaults();
  const outbox = openOutbox(journal, clock);
  const deadLetters = openDeadLetters(journal, clock);
  const tokens = await openTokens(journal);

  // The functions are found only when the environment holds the addresses of what they use, which must therefore be there first.
  let functions: Functions | undefined = options.functions;
  let calledAt = -Infinity;
  /** When what was last called may be news to whoever is told what changed. */
  const newsAt = (): number => calledAt + newsTakes;
  const later = (which: keyof Functions): Lambda => {
    const { name, seconds } = deployment.functions[which];
    return lambda(name, seconds, (event, context) => {
      if (which !== 'sweep') calledAt = clock.now();
      if (functions === undefined) throw new Error(`${name} was called before it was there`);
      const called = functions[which];
      if (called === undefined) throw new Error(`there is no ${name}`);
      return called(event, context);
    });
  };
  const changed = (): void => {
    timeline.changed();
  };
  const putOffs = openPutOff(journal, clock, changed);
  const pokes = openPokeQueue({
    journal,
    clock,
    faults,
    putOffs,
    deadLetters,
    limits: deployment.queue,
    overdueCheck: later('overdueCheck'),
    changed,
    report,
  });
  closers.push(() => {
    pokes.close();
  });
  const sns = openSns({ journal, outbox, putOffs, enqueue: pokes.enqueue });
  const scheduler = openScheduler({
    journal,
    clock,
    faults,
    putOffs,
    deadLetters,
    group: deployment.timerGroup,
    deliver: sns.deliver,
    changed,
  });
  const sweep = createSweep({
    clock,
    faults,
    putOffs,
    every: deployment.sweepEvery,
    sweep: later('sweep'),
    firstDue: (last) => table.firstDue(newsAt() > last ? newsAt() : undefined),
    report,
  });
  let url = '';
  const notify = openNotify({
    journal,
    clock,
    faults,
    outbox,
    putOffs,
    callBack: async (body, token) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      return (await fetch(`${url}/v1/receipts/notify`, { method: 'POST', headers, body })).status;
    },
    changed,
    report,
  });
  closers.push(() => {
    notify.close();
  });
  const timeline = createTimeline(clock, [putOffs.source, scheduler, pokes, notify, sweep], report);
  closers.push(() => {
    timeline.close();
  });

  const hears = options.calls === undefined ? () => undefined : keepCalls(options.calls);
  const serve = async (standIn: Parameters<typeof serveStandIn>[0]): Promise<string> => {
    const server = await serveStandIn(standIn, faults, standIn.service === 'notify' ? undefined : hears);
    closers.push(() => server.close());
    return server.url;
  };
  const isApiAlone = options.functions !== undefined && options.functions.pages === undefined;
  const gateway = createGateway(
    [
      { rows: options.routes ?? deployment.rows.api, under: isApiAlone ? '/' : '/v1/', lambda: later('api') },
      ...(isApiAlone ? [] : [{ rows: deployment.rows.pages, under: '/', lambda: later('pages') }]),
    ],
    faults,
  );
  let answer: ReturnType<typeof createControls> = async (_, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end();
  };
  const server = await listen(options.port ?? 3000, (message, response) => answer(message, response));
  closers.push(() => server.close());
  url = `http://localhost:${String(server.port)}`;

  const secrets = await serveSecrets({ [names.notifySecretArn]: JSON.stringify(names.notify.secret) }, hears);
  closers.push(() => secrets.close());
  /** Where on this machine what is outside is found. */
  const addresses = {
    // A database over https checks the address that was signed, so nothing may come between.
    AWS_ENDPOINT_URL_DYNAMODB: database.url.startsWith('https:') ? database.url : await serve(dynamodbStandIn(database.url)),
    AWS_ENDPOINT_URL_SNS: await serve(sns.standIn),
    AWS_ENDPOINT_URL_SCHEDULER: await serve(scheduler.standIn),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    NOTIFY_BASE_URL: await serve(notify.standIn),
    WEBHOOK_STAND_IN: `${url}${webhooksPath}`,
  };
  const { providers = 'sns', heartbeatUrl = '' } = options;
  /** What whoever deploys Doorstep says of those outside, and of its own address: here they are this machine's own. */
  const outside = {
    BASE_URL: url,
    SIGN_IN_KEYS: tokens.keys,
    SIGN_IN_ISSUER: `${url}${signInPath}`,
    SIGN_IN_CLIENT_ID: signInClient,
    HEARTBEAT_URL: heartbeatUrl,
  };
  closers.push(() => {
    if (given === undefined) delete process.env['AWS_ENDPOINT_URL_DYNAMODB'];
    else process.env['AWS_ENDPOINT_URL_DYNAMODB'] = given;
  });

  const store = dynamoSchoolStore({ client: table.client, table: names.table });
  const schools = await seed(store, sns, options.schools ?? [ownSchools]);
  const ids = schools.map(({ school }) => school);
  const now = { now: () => instantOf(clock.now()) };
  const list = dynamoSchoolList({ client: table.client, table: names.table, clock: now });
  for (const { school: id, name } of schools) await list.add({ id, name, since: now.now() });
  if (template === undefined)
    Object.assign(process.env, addresses, outside, {
      TABLE_NAME: names.table,
      POKE_TOPIC_ARN: names.pokeTopic,
      EMAIL_TOPIC_PREFIX: names.emailTopicPrefix,
      TIMER_GROUP: names.timerGroup,
      TIMER_TARGET_ARN: names.pokeTopic,
      TIMER_ROLE_ARN: names.timerRole,
      TIMER_DLQ_ARN: names.timerDeadLetters,
      DUE_SHARDS: '1',
      // What is found is found by nobody where nobody listens.
      AUDIT: heartbeatUrl === '' ? 'off' : 'on',
      POWERTOOLS_SERVICE_NAME: 'doorstep',
      POWERTOOLS_METRICS_NAMESPACE: 'Doorstep',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'WARN',
      ...(providers !== 'sns' && { PROVIDERS: providers, NOTIFY_SECRET_ARN: names.notifySecretArn }),
    });
  if (functions === undefined) {
    functions = template === undefined ? await doorstep() : await deployed(template);
    const visits = dynamoVisitStore({ client: table.client, table: names.table });
    for (const school of ids) await beginErrands({ schools: store, visits, clock: now }, school);
  }

  async function deployed(from: DeployedTemplate): Promise<Functions> {
    const nothing = await serveNothing(hears);
    closers.push(() => nothing.close());
    const begun = deployedFunctions(from, { url, addresses: { ...addresses, AWS_ENDPOINT_URL: nothing.url }, outside, clock });
    closers.push(begun.close);
    return begun.handlers;
  }

  const controls = createControls({
    url,
    clock,
    timeline,
    tokens,
    outbox,
    webhooks: openWebhooks(clock),
    scheduler,
    deadLetters,
    faults,
    // A function that has a process of its own begins with its first event.
    longestLook: template === undefined ? 2_000 : 20_000,
    idle: async () => {
      await pokes.idle();
      await notify.idle();
      // What was heard of a message may be a reason to look again.
      await pokes.idle();
    },
    table,
    store,
    sns,
    schools,
    place: {
      ...{ TABLE_NAME: names.table, POKE_TOPIC_ARN: names.pokeTopic, EMAIL_TOPIC_PREFIX: names.emailTopicPrefix },
      services: {
        ...credentials,
        AWS_ENDPOINT_URL_DYNAMODB: addresses.AWS_ENDPOINT_URL_DYNAMODB,
        AWS_ENDPOINT_URL_SNS: addresses.AWS_ENDPOINT_URL_SNS,
      },
    },
  });
  const signIn = openSignIn({ url, store, schools: async () => (await list.all()).map(({ id, name }) => ({ school: id, name })) });
  const isUnder = (path: string, { url: asked = '' }: IncomingMessage): boolean =>
    asked.startsWith(path) && /^([/?]|$)/.test(asked.slice(path.length));
  answer = (message, response) =>
    (isUnder(signInPath, message) ? signIn : isUnder('/_local', message) ? controls : gateway)(message, response);
  pokes.pump();
  timeline.changed();

  return { url, schools: ids, close };
}

const credentials = { AWS_REGION: names.region, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: 'local' };

async function doorstep(): Promise<Functions> {
  const [api, pages, overdueCheck, sweep] = await Promise.all([
    import('../functions/api/api.lambda.ts'),
    import('../functions/pages/pages.lambda.ts'),
    import('../functions/overdue-check/overdue-check.lambda.ts'),
    import('../functions/sweep/sweep.lambda.ts'),
  ]);
  // A function of Lambda takes its own kind of event, which is what it gets here; its type cannot be looked at.
  const handlerOf = (module: { readonly handler: unknown }): LambdaHandler => module.handler as LambdaHandler;
  return { api: handlerOf(api), pages: handlerOf(pages), overdueCheck: handlerOf(overdueCheck), sweep: handlerOf(sweep) };
}
