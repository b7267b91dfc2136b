import type { Deployment, Looked } from '../../preflight/deployment.ts';

type Seen = { readonly [Look in keyof Deployment]: Awaited<ReturnType<Deployment[Look]>> };

/** A deployment with which all is well, but for what is said. */
export function deploymentOf(seen: Partial<Seen> = {}): Deployment {
  const whole: Seen = {
    sandbox: { seen: false },
    spending: { seen: { limit: 100, spent: 1 } },
    optedOut: { seen: [] },
    emails: { seen: [] },
    operators: { seen: 1 },
    concurrency: { seen: 1000 },
    undelivered: { seen: [{ queue: 'PokesUndelivered', waiting: 0 }] },
    alarms: { seen: [{ alarm: 'Doorstep-Sweep', isOpen: false, tells: true }] },
    rules: { seen: [{ rule: 'EachMinute', isOn: true }] },
    sweeps: { seen: 5 },
    table: { seen: { isProtected: true, isBackedUp: true } },
    notify: { seen: undefined },
    ...seen,
  };
  const look = async <T>(one: Looked<T>): Promise<Looked<T>> => one;
  return {
    sandbox: () => look(whole.sandbox),
    spending: () => look(whole.spending),
    optedOut: () => look(whole.optedOut),
    emails: () => look(whole.emails),
    operators: () => look(whole.operators),
    concurrency: () => look(whole.concurrency),
    undelivered: () => look(whole.undelivered),
    alarms: () => look(whole.alarms),
    rules: () => look(whole.rules),
    sweeps: () => look(whole.sweeps),
    table: () => look(whole.table),
    notify: () => look(whole.notify),
  };
}
