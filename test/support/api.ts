import * as z from 'zod';
import { endpoints } from '../../functions/api/endpoints.ts';
import { epochOf, instantOf } from '../../functions/domain/time.ts';
import type { Caller } from '../../functions/http/who-is-calling.ts';
import type { Afternoon } from './afternoon.ts';
import { contractDocument } from '../../functions/api/contract/document.ts';
import { contractOf, expectContract } from './contract.ts';

const judge = contractOf(await contractDocument());

export interface Asking {
  readonly body?: unknown;
  /** The body as it is sent, where it is not JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null`: none. Where it is left out, one that nobody else has. */
  readonly key?: string | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly text: string;
  /** Empty where there was none, or where it is not JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

const Fields = z.record(z.string(), z.unknown());

/** The API of an afternoon's school, asked as a person (`lighthouse-dsl`) or as `machine:read`, `machine:write`; of another school with `@other`. */
export function apiOf(afternoon: Afternoon) {
  const callerOf = (who: string): Caller => {
    const [id = '', school = afternoon.school] = who.split('@');
    if (id === 'machine:read' || id === 'machine:write')
      return { kind: 'machine', id: 'mis', school, scope: id === 'machine:read' ? 'read' : 'write' };
    return { kind: 'person', id, school };
  };
  const all = endpoints(afternoon.deps, async (authorization) => (authorization === undefined ? undefined : callerOf(authorization)));
  let keys = 0;

  return async (
    who: string | undefined,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { body, text, headers = {}, key }: Asking = {},
  ): Promise<Answered> => {
    const url = new URL(`/v1/schools/${afternoon.school}${path}`, 'https://doorstep.example');
    const parts = url.pathname.split('/');
    const found = all.find(
      (endpoint) =>
        endpoint.method === method &&
        endpoint.path.split('/').length === parts.length &&
        endpoint.path.split('/').every((part, i) => part.startsWith('{') || part === parts[i]),
    );
    if (found === undefined) throw new Error(`nothing answers ${method} ${path}`);
    const params = Object.fromEntries(
      found.path.split('/').flatMap((part, i) => (part.startsWith('{') ? [[part.slice(1, -1), parts[i] ?? '']] : [])),
    );
    keys += 1;
    const sent = text ?? (body === undefined ? '' : JSON.stringify(body));
    const answer = await found.answer({
      method,
      path: url.pathname,
      params,
      query: Object.fromEntries(url.searchParams),
      headers: {
        ...(who === undefined ? {} : { authorization: who }),
        ...(method === 'POST' && key !== null ? { 'idempotency-key': key ?? `key-${String(keys)}` } : {}),
        'content-type': 'application/json',
        ...headers,
      },
      cookies: {},
      body: Buffer.from(sent),
    });
    const { status, headers: answered, body: came = '' } = answer;
    const isJson = answered['content-type']?.includes('json') === true;
    expectContract(
      judge(
        { method, path: url.pathname, query: Object.fromEntries(url.searchParams), body: sent },
        { status, contentType: answered['content-type'], body: came },
      ),
    );
    return { status, headers: answered, text: came, body: Fields.parse(isJson ? JSON.parse(came) : {}) };
  };
}

/** So many minutes later than this afternoon's clock says. */
export const inMinutes = ({ clock }: Afternoon, minutes: number): string => instantOf(epochOf(clock.now()) + minutes * 60_000);
