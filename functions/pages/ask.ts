/**
 * The API, asked in the same process by whoever looks at a page: the same check of who may, the same schemas, the same function
 * that makes what somebody is shown. A page has no other way to anything that is kept of a visit.
 */
import { operations } from '../api/operations.ts';
import { type OperationId, routes } from '../api/routes.ts';
import type { Deps } from '../application/deps.ts';
import type { Via } from '../domain/visit/visit.ts';
import type { Response } from '../http/http.ts';
import type { Fault } from '../http/problem.ts';
import type { Caller } from '../http/who-is-calling.ts';
import type { Shapes } from './shapes.ts';
import type { Unmet } from '../domain/visit/decision.ts';

export interface Given {
  /** The parts of the path besides the school. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The form's own name for this press, so that a second one changes nothing. */
  readonly key?: string;
  /** The `etag` of what the form was made from. */
  readonly ifMatch?: string;
}

/** Why not, as RFC 9457 says it. */
export interface Problem {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly code?: string;
  readonly clauses?: readonly string[];
  /** Of a 409: everything that stands in the way. */
  readonly unmet?: readonly Unmet[];
  /** Of a 409 about an answer: to which question, and about whom. */
  readonly answer?: { readonly question: string; readonly subject?: string };
  /** Of a 409: what the change would leave the school without. */
  readonly consequences?: readonly { readonly message: string }[];
  /** Of a 400: a JSON pointer into the body and what to mend. */
  readonly errors?: readonly Fault[];
}

export type Answered<Shape> =
  | { readonly ok: true; readonly value: Shape; readonly etag: string }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

type ShapeOf<Id extends OperationId> = Id extends keyof Shapes ? Shapes[Id] : Readonly<Record<string, unknown>>;
export type Ask = <Id extends OperationId>(operation: Id, given?: Given) => Promise<Answered<ShapeOf<Id>>>;

/** Asks as this caller. Answers `ok: false` for whatever the API answers with a problem; throws where the API would. */
export function askAs(deps: Deps, caller: Caller, via: Via): Ask {
  return async <Id extends OperationId>(operation: Id, { params = {}, query = {}, body, key, ifMatch }: Given = {}) => {
    const route = routes.find(({ id }) => id === operation);
    if (route === undefined) throw new Error(`no route is called ${operation}`);
    const { school } = caller;
    const all: Readonly<Record<string, string>> = { ...params, school };
    const { answer } = await operations[operation]();
    const response = await answer(deps, {
      request: {
        method: route.method,
        path: route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(all[name] ?? '')),
        params: all,
        query,
        headers: {
          'content-type': 'application/json',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
        cookies: {},
        body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
      },
      caller,
      school,
      via,
      may: route.may,
    });
    return answered<ShapeOf<Id>>(response);
  };
}

function answered<Shape>({ status, headers, body = '{}' }: Response): Answered<Shape> {
  const json: unknown = JSON.parse(body);
  // The operations' own answers, whose shapes stand in shapes.ts; a problem is made by http/problem.ts alone.
  return status < 300 ? { ok: true, value: json as Shape, etag: headers['etag'] ?? '' } : { ok: false, status, problem: json as Problem };
}
