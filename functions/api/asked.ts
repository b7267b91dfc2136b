import type * as z from 'zod';
import type { Deps } from '../application/deps.ts';
import type { Viewer } from '../domain/visit/shown.ts';
import type { Via } from '../domain/visit/visit.ts';
import type { Request, Response } from '../http/http.ts';
import type { Caller } from '../http/who-is-calling.ts';
import type { May } from './routes.ts';

/** A request by somebody we know, of the school that it is about. */
export interface Asked {
  readonly request: Request;
  readonly caller: Caller;
  readonly school: string;
  /** How it came to us; by the API's own address unless said. */
  readonly via?: Via;
  /** Whom its route lets in. */
  readonly may: readonly May[];
}

/** What an operation is asked with, and how it is answered. */
export interface Operation {
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Whether it goes by an Idempotency-Key. */
  readonly key?: 'needed' | 'taken';
  /** Whatever is sent is taken, and what is not as `body` says is kept as it was sent. */
  readonly lenient?: true;
  /** How long what is sent may be, in bytes, where that is more than usual. */
  readonly longest?: number;
  readonly answer: (deps: Deps, asked: Asked) => Promise<Response>;
}

/** A calendar is shown no more than a machine that reads. */
export const viewerOf = (caller: Caller): Viewer =>
  caller.kind === 'person' ? { person: caller.id } : { machine: caller.scope === 'write' ? 'write' : 'read' };

/** As the history names them. */
export const nameOf = (caller: Caller): string => (caller.kind === 'person' ? caller.id : `machine:${caller.id}`);
