import type { Deps } from '../application/deps.ts';
import { doorOf } from '../application/school-door.ts';
import { bodyTooLarge, isTooLarge } from '../http/body.ts';
import { notFound, notSignedIn } from '../http/problem.ts';
import type { Request, Response } from '../http/http.ts';
import type { Endpoint } from '../http/serve.ts';
import { keyPrefix } from '../domain/machine.ts';
import type { Caller, WhoIsCalling } from '../http/who-is-calling.ts';
import { operations } from './operations.ts';
import { openRoutes, routes } from './routes.ts';

/** The API's endpoints. Whoever is nobody gets no further than here, nor whoever is of another school than they ask about. */
export const endpoints = (deps: Deps, whoIsCalling: WhoIsCalling): readonly Endpoint[] => [
  ...openRoutes.map(({ method, path }) => ({
    method,
    path,
    answer: async (request: Request) => (await import('./contract/served.ts')).servedContract(request),
  })),
  ...routes.map(({ id, method, path, may }) => ({
    method,
    path,
    answer: async (request: Request): Promise<Response> => {
      const inAddress = id === 'school-calendar' ? request.query['key'] : undefined;
      const authorization =
        request.headers['authorization'] ?? (inAddress?.startsWith(keyPrefix) === true ? `Bearer ${inAddress}` : undefined);
      const { school = '' } = request.params;
      const caller = await whoIsCalling(authorization);
      if (caller === undefined || (inAddress !== undefined && !isForCalendar(caller))) return notSignedIn(authorization !== undefined);
      if (caller.school !== school || (await doorOf(deps, school)) === 'shut') return notFound;
      const operation = await operations[id]();
      if (isTooLarge(request.body, operation.longest)) return bodyTooLarge;
      return operation.answer(deps, { request, caller, school, may });
    },
  })),
];

/** A key that opens more than this stands in no address: addresses are kept and shown. */
const isForCalendar = (caller: Caller): boolean => caller.kind === 'machine' && caller.scope === 'calendar';
