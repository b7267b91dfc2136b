/** What would stop an alarm from getting out, as far as the deployment shows it. */
import { type Check, checked } from '../functions/domain/preflight.ts';
import type { Deployment, Looked, NotifyAccount } from './deployment.ts';

type Asked = Pick<Check, 'id' | 'says' | 'mend'>;
type Found = readonly [outcome: 'warn' | 'stop', wrong: readonly string[]];

const fine: Found = ['warn', []];

/** Looks, and judges what is seen; what nobody could look at is said, and counts for nothing. */
async function check<T>(asked: Asked, looked: Promise<Looked<T>>, judge: (seen: T) => Found): Promise<Check> {
  const look = await looked;
  return 'notSeen' in look ? { ...asked, outcome: 'not-checked', detail: [look.notSeen] } : checked(asked, ...judge(look.seen));
}

/** A message takes two texts at the most, each for less than this in the UK, in US dollars. */
const dearestText = 2 * 0.05;
/** So many evenings of alarms are to fit into a month. */
const evenings = 3;

/** Fewer than these leave nothing for a bad afternoon; a new account has ten in all. */
const tooFew = 10;
const few = 50;

/** `texts`: how many the dearest alarm of any school sends. */
export function checksOfDeployment(deployment: Deployment, texts: number): Promise<readonly Check[]> {
  const cost = texts * dearestText;
  return Promise.all([
    check(
      {
        id: 'sms-sandbox',
        says: 'Texts go to any number.',
        mend: 'Ask AWS to take the account out of the SMS sandbox of SNS: until then only verified numbers are texted.',
      },
      deployment.sandbox(),
      (isSandbox) => ['stop', isSandbox ? ['sandbox'] : []],
    ),
    check(
      {
        id: 'sms-spending',
        says: 'What may still be spent on texts this month is enough for several alarms.',
        mend: 'Raise the monthly SMS spending limit of SNS; above the quota of the account AWS has to be asked first. At the limit every text is dropped.',
      },
      deployment.spending(),
      ({ limit, spent }) => {
        const left = limit - spent;
        const wrong = [`left $${left.toFixed(2)} of $${limit.toFixed(2)}`, `one alarm costs up to $${cost.toFixed(2)}`];
        if (left < cost) return ['stop', wrong];
        return left < cost * evenings ? ['warn', wrong] : fine;
      },
    ),
    check(
      {
        id: 'operators-told',
        says: 'Somebody hears the alarms about Doorstep itself.',
        mend: 'Deploy with operatorsEmail, and press the link in the email that AWS sends there.',
      },
      deployment.operators(),
      (confirmed) => ['warn', confirmed > 0 ? [] : ['nobody']],
    ),
    check(
      {
        id: 'alarms-on',
        says: 'Each alarm about Doorstep itself is switched on and tells somebody.',
        mend: 'Switch its actions on again, or deploy once more.',
      },
      deployment.alarms(),
      (alarms) => ['warn', alarms.length === 0 ? ['none'] : alarms.flatMap(({ alarm, tells }) => (tells ? [] : [alarm]))],
    ),
    check(
      {
        id: 'alarms-quiet',
        says: 'No alarm about Doorstep itself is open.',
        mend: 'Do what its description says: what it is about may be an alarm that does not get out.',
      },
      deployment.alarms(),
      (alarms) => ['stop', alarms.flatMap(({ alarm, isOpen }) => (isOpen ? [alarm] : []))],
    ),
    check(
      {
        id: 'nothing-undelivered',
        says: 'Nothing waits that could not be delivered.',
        mend: 'Look at the logs of that hour, and empty the queue when you know why. The sweep has served its visit unless it failed too.',
      },
      deployment.undelivered(),
      (queues) => ['warn', queues.flatMap(({ queue, waiting }) => (waiting > 0 ? [`${queue} ${String(waiting)}`] : []))],
    ),
    check(
      {
        id: 'sweep-on',
        says: 'The rule that sweeps each minute is switched on.',
        mend: 'Enable it in EventBridge: without it a visit whose timer is lost is watched by nothing.',
      },
      deployment.rules(),
      (rules) => ['stop', rules.length === 0 ? ['none'] : rules.flatMap(({ rule, isOn }) => (isOn ? [] : [rule]))],
    ),
    check(
      {
        id: 'sweep-alive',
        says: 'A sweep has ended within the last five minutes.',
        mend: 'Look at the logs of sweep: timers still work, and what a timer misses is missed.',
      },
      deployment.sweeps(),
      (sweeps) => ['stop', sweeps > 0 ? [] : ['none in 5 minutes']],
    ),
    check(
      {
        id: 'functions-enough',
        says: 'Enough functions may run at once for a bad afternoon.',
        mend: 'Ask AWS for more concurrent executions of Lambda in this region: a new account has ten, which readers of the board can use up.',
      },
      deployment.concurrency(),
      (free) => [free <= tooFew ? 'stop' : 'warn', free < few ? [`${String(free)} at once`] : []],
    ),
    check(
      {
        id: 'table-kept',
        says: 'The table cannot be deleted by mistake, and can be put back to any minute of the last weeks.',
        mend: 'Deploy once more: somebody has switched this off by hand.',
      },
      deployment.table(),
      ({ isProtected, isBackedUp }) => [
        'warn',
        [...(isProtected ? [] : ['deletion protection is off']), ...(isBackedUp ? [] : ['point-in-time recovery is off'])],
      ],
    ),
    check(
      {
        id: 'notify-ready',
        says: 'Where GOV.UK Notify is used, it takes the key, the key is not called a team or a test key, and the templates are there.',
        mend: 'Make a live key once the service is live, put it in the secret, and correct the ids of the templates.',
      },
      deployment.notify(),
      (account) => (account === undefined ? fine : ['stop', wrongWith(account)]),
    ),
  ]);
}

/** Notify tells nobody of what kind a key is, but people call them after it. */
const trialName = /\b(team|test|trial|guest|dev|sandbox)\b/i;

const wrongWith = ({ keyName, works, missing }: NotifyAccount): readonly string[] =>
  works
    ? [
        ...(trialName.test(keyName.replaceAll(/[_-]/g, ' ')) ? ['by its name the key reaches the team alone, or nobody'] : []),
        ...missing.map((template) => `there is no such template for each ${template}`),
      ]
    : ['the key is refused'];
