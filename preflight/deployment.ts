/** What a deployment of Doorstep shows of itself: each look is one question to AWS, or to GOV.UK Notify. */

/** What was seen; or why nobody could look: what has to be allowed, or what is not there. */
export type Looked<T> = { readonly seen: T } | { readonly notSeen: string };

export interface Deployment {
  /** Are texts kept to numbers that somebody verified first? */
  sandbox(): Promise<Looked<boolean>>;
  /** How many US dollars texts may cost in a month, and how many they have cost in this one. */
  spending(): Promise<Looked<{ readonly limit: number; readonly spent: number }>>;
  /** Every number whose holder answered STOP. */
  optedOut(): Promise<Looked<readonly string[]>>;
  /** The addresses of a school's topic of emails, and whether their holders pressed the link that they were sent. */
  emails(school: string): Promise<Looked<readonly { readonly address: string; readonly isConfirmed: boolean }[]>>;
  /** How many who look after Doorstep hear its alarms. */
  operators(): Promise<Looked<number>>;
  /** How many functions of the account may run at once, of those that no function keeps for itself. */
  concurrency(): Promise<Looked<number>>;
  /** How many messages wait in each queue of what could not be delivered. */
  undelivered(): Promise<Looked<readonly { readonly queue: string; readonly waiting: number }[]>>;
  /** Doorstep's own alarms. */
  alarms(): Promise<Looked<readonly StandingAlarm[]>>;
  /** The rules that run something every so often. */
  rules(): Promise<Looked<readonly { readonly rule: string; readonly isOn: boolean }[]>>;
  /** How many sweeps ended in the last five minutes. */
  sweeps(): Promise<Looked<number>>;
  table(): Promise<Looked<{ readonly isProtected: boolean; readonly isBackedUp: boolean }>>;
  /** GOV.UK Notify as the school's key finds it. Undefined: it is not configured. */
  notify(): Promise<Looked<NotifyAccount | undefined>>;
}

export interface StandingAlarm {
  readonly alarm: string;
  readonly isOpen: boolean;
  /** It tells somebody, and nobody has switched that off. */
  readonly tells: boolean;
}

export interface NotifyAccount {
  /** What the key was called when it was made. */
  readonly keyName: string;
  /** Does Notify take it? */
  readonly works: boolean;
  /** Which of the templates that Doorstep sends with are not there: `text`, `email`. */
  readonly missing: readonly string[];
}
