import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Accounts, type AccountsProps } from './accounts.ts';
import { Dashboard } from './dashboard.ts';
import { entries } from './entries.ts';
import { MinuteSweep } from './minute-sweep.ts';
import { Nets } from './nets.ts';
import { Notices } from './notices.ts';
import { Notify, type NotifyProps } from './notify.ts';
import { Operators } from './operators.ts';
import { OverdueTimers } from './overdue-timers.ts';
import { Pokes } from './pokes.ts';
import { type DomainProps, PublicApi, type Throttle } from './public-api.ts';
import { ServiceAlarms } from './service-alarms.ts';
import { ServiceFunction } from './service-function.ts';
import { allowSigningIn, librariesOfSecrets, type SignInProps } from './sign-in.ts';
import { TextReceipts } from './text-receipts.ts';
import { VisitTable } from './visit-table.ts';

export interface DoorstepStackProps extends StackProps {
  /** Public keys of whoever signs people in (a JWKS, as JSON). Without any nobody is let in. */
  readonly signInKeys?: string;
  /** Who says who somebody is that opens a page. Cognito where nothing is said. */
  readonly signIn?: SignInProps;
  /** Which of Microsoft's and Google's accounts Cognito takes. Its own where nothing is said. */
  readonly federated?: Pick<AccountsProps, 'entra' | 'google'>;
  /** Where it is to be found, if not at an address that AWS makes up. */
  readonly domain?: DomainProps;
  /** Where the alarms about Doorstep itself go. */
  readonly operatorsEmail?: string;
  /** Where docs/runbook.md is to be read as a web page, https. */
  readonly runbook?: string;
  /** Whom outside the sweep tells every minute that all is well, https. Anybody who has the address can say so. */
  readonly heartbeatUrl?: string;
  /** What the account lets texts cost in a month, in US dollars. */
  readonly monthlyTextSpend?: number;
  /** Another provider than SNS. */
  readonly notify?: NotifyProps;
  /** How many requests it takes; 100 a second unless said. */
  readonly throttle?: Throttle;
  /** SNS has been told to log what becomes of texts, and that is read. */
  readonly textDeliveryLogs?: boolean;
  /** The name of a table restored from a backup, which is used in the place of the stack's own. */
  readonly restoredTable?: string;
  /** A page of figures in CloudWatch; there is one unless somebody says no. */
  readonly dashboard?: boolean;
}

export class DoorstepStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    {
      signInKeys,
      signIn: ofSignIn,
      federated = {},
      domain,
      operatorsEmail,
      runbook,
      heartbeatUrl,
      monthlyTextSpend,
      notify: ofNotify,
      throttle,
      textDeliveryLogs = false,
      dashboard = true,
      restoredTable,
      ...props
    }: DoorstepStackProps,
  ) {
    super(scope, id, props);

    const operators = new Operators(this, 'Operators', {
      ...(operatorsEmail !== undefined && { email: operatorsEmail }),
      ...(runbook !== undefined && { runbook }),
    });
    const table = new VisitTable(this, 'Visits', restoredTable === undefined ? {} : { restored: restoredTable });
    const pokes = new Pokes(this, 'Pokes', { operators });
    const timers = new OverdueTimers(this, 'Timers', { pokes, operators });
    const notices = new Notices(this, 'Notices');
    const notify = ofNotify === undefined ? undefined : new Notify(ofNotify);
    const without = notify === undefined ? Notify.libraries : [];
    const door = new PublicApi(this, 'Api', { ...(throttle !== undefined && { throttle }), ...(domain !== undefined && { domain }) });

    const api = new ServiceFunction(this, 'ApiFunction', {
      service: 'api',
      entry: entries.api,
      // As long as API Gateway waits for it: a whole timetable is put on in one call.
      timeout: Duration.seconds(29),
      environment: { SIGN_IN_KEYS: signInKeys ?? '' },
      without,
    });
    door.answerWith(api, { receipts: notify !== undefined });
    notify?.allowKnowing(api);

    const back = { back: `${door.url}/sign-in/back`, out: `${door.url}/sign-in` };
    const signIn = ofSignIn ?? new Accounts(this, 'Accounts', { ...federated, ...back }).signIn;
    const pages = new ServiceFunction(this, 'PagesFunction', {
      service: 'pages',
      entry: entries.pages,
      timeout: Duration.seconds(29),
      environment: {},
      without: signIn.secretArn === undefined ? without : without.filter((library) => !librariesOfSecrets.includes(library)),
    });
    door.showWith(pages);
    allowSigningIn(pages, signIn);

    // A page asks the operations of the API in its own process.
    for (const asked of [api, pages]) {
      door.tellAddress(asked);
      table.allowRecording(asked);
      table.allowListing(asked);
      table.allowListingOfHome(asked);
      pokes.allowPoking(asked);
    }

    const overdueCheck = new ServiceFunction(this, 'OverdueCheckFunction', {
      service: 'overdue-check',
      entry: entries.overdueCheck,
      // Shorter than a poke is out of sight, so that no poke is served twice at once.
      timeout: Duration.seconds(25),
      environment: {},
      without,
    });
    pokes.serveWith(overdueCheck);

    const sweep = new ServiceFunction(this, 'SweepFunction', {
      service: 'sweep',
      entry: entries.sweep,
      timeout: Duration.seconds(55),
      environment: heartbeatUrl === undefined ? {} : { HEARTBEAT_URL: heartbeatUrl },
      without,
    });
    const minuteSweep = new MinuteSweep(this, 'MinuteSweep', { sweep, operators });
    table.allowFindingDue(sweep);

    const textReceipts = textDeliveryLogs ? new TextReceipts(this, 'TextReceipts') : undefined;
    if (textReceipts !== undefined) {
      table.allowRecording(textReceipts.reader);
      pokes.allowPoking(textReceipts.reader);
    }

    // What is poked is looked at there; only the sweep has others look.
    pokes.tellTopic(overdueCheck);
    pokes.allowPoking(sweep);

    // These two alone settle: they make what is outside match what is recorded.
    for (const settler of [overdueCheck, sweep]) {
      door.tellAddress(settler);
      table.allowRecording(settler);
      // Once a day they look for what is to be kept no longer.
      table.allowListing(settler);
      timers.allowSetting(settler);
      notices.allowSending(settler);
      notify?.allowSending(settler);
      textReceipts?.keepIdsBy(settler);
    }

    new Nets(this, 'Nets', { operators });
    const parts = { operators, functions: [api, pages, overdueCheck, sweep], door, table, pokes };
    new ServiceAlarms(this, 'ServiceAlarms', {
      ...parts,
      ...(monthlyTextSpend !== undefined && { monthlyTextSpend }),
    });

    // Last: it shows every alarm.
    if (dashboard)
      new Dashboard(this, 'Dashboard', { ...parts, undelivered: [pokes, timers, minuteSweep].map(({ undelivered }) => undelivered) });

    new CfnOutput(this, 'BaseUrl', { value: door.url });
    // By which commands find it: it may be another than the stack's own.
    new CfnOutput(this, 'TableName', { value: table.name });
    if (door.target !== undefined) new CfnOutput(this, 'DomainTarget', { value: door.target });
    if (notify !== undefined) new CfnOutput(this, 'NotifyCallbackUrl', { value: door.receiptsUrl });
    new CfnOutput(this, 'OperatorsTopic', { value: operators.topic.topicArn });
  }
}
