import { createHash } from 'node:crypto';
import type { Press } from '../domain/visit/commands.ts';
import type { Fault } from '../http/problem.ts';
import { type Asked, nameOf } from './asked.ts';

const Key = /^[\w.-]{1,64}$/;

/** The caller's own name for this request, so that the same one again changes nothing. */
export const keyIn = ({ request }: Asked): string | undefined => {
  const key = request.headers['idempotency-key'];
  return key !== undefined && Key.test(key) ? key : undefined;
};

export const keyFaults = (asked: Asked): readonly Fault[] =>
  keyIn(asked) === undefined
    ? [
        {
          pointer: '/headers/Idempotency-Key',
          message:
            'send a name of your own for this request, 1 to 64 letters, figures, dots, hyphens or underscores, and the same one when you try again',
        },
      ]
    : [];

/**
 * Who asks, how, and what came with it. `unread` and `saidAt` are of what is said after the door; `whole` is all of it, where some
 * could not be read. `part` is what it says of one thing among many: a second try may be about others, and says the same of this.
 */
export function pressOf(asked: Asked, { unread, saidAt, whole }: Pick<Press, 'unread' | 'saidAt' | 'whole'> = {}, part?: string): Press {
  const { caller, via = 'api' } = asked;
  const id = keyIn(asked);
  return {
    ...(caller.kind === 'person' ? { person: caller.id } : {}),
    by: nameOf(caller),
    via,
    ...(id === undefined ? {} : { key: { id, body: fingerprintOf(asked, part) } }),
    ...(saidAt === undefined ? {} : { saidAt }),
    ...(unread === undefined || Object.keys(unread).length === 0 ? {} : { unread }),
    ...(whole === undefined ? {} : { whole }),
  };
}

/** The same only for the same words by the same caller to the same place. */
function fingerprintOf({ request, caller }: Asked, part?: string): string {
  const { method, path, body: whole } = request;
  const body = part ?? whole;
  return createHash('sha256')
    .update(`${method} ${path}\n${nameOf(caller)}\n`)
    .update(body)
    .digest('hex')
    .slice(0, 32);
}
