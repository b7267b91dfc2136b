import type { Deps } from '../application/deps.ts';
import type { Instant } from '../domain/time.ts';
import type { Request, Response } from '../http/http.ts';
import type { Caller } from '../http/who-is-calling.ts';
import type { Ask } from './ask.ts';
import type { Form } from './forms/form.ts';
import type { Frame } from './frame.ts';
import type { Provider } from './sign-in/provider.ts';

export type PersonCalling = Extract<Caller, { kind: 'person' }>;

/** Whoever signed in, and what their forms carry so that nobody else's form is taken for theirs. */
export interface SignedIn {
  readonly caller: PersonCalling;
  readonly token: string;
}

export interface PageDeps extends Deps {
  /** Where we are, without a slash at the end: forms come from nowhere else. */
  readonly baseUrl: string;
  /** By the session that the browser's cookie names. */
  readonly whoSignedIn: (request: Request) => Promise<SignedIn | undefined>;
  /** Of a session that has run out: whose it was. They are listened to, and nothing else. */
  readonly whoRanOut?: (request: Request) => Promise<SignedIn | undefined>;
  /** Absent: nobody can sign in yet. */
  readonly signIn?: { readonly provider: Provider } | undefined;
}

/** A page that somebody asks for who signed in. */
export interface PageAsked extends SignedIn {
  readonly deps: PageDeps;
  readonly request: Request;
  /** Of a POST. */
  readonly form: Form;
  /** The API as this person. */
  readonly ask: Ask;
  readonly now: Instant;
  /** Read once, however many ask. */
  readonly frame: () => Promise<Frame>;
}

export type Page = (asked: PageAsked) => Promise<Response>;
/** A page that anybody may ask for, or whoever has a link. */
export type OpenPage = (deps: PageDeps, request: Request) => Promise<Response>;

/** A form of ours says where it came from. */
export const isOurs = ({ baseUrl }: Pick<PageDeps, 'baseUrl'>, { headers }: Pick<Request, 'headers'>): boolean =>
  headers['origin'] === new URL(baseUrl).origin;
