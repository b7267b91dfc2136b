import type { Session } from '../../domain/session.ts';
import type { Sessions } from '../../ports/sessions.ts';
import { type Faults, faultSwitch } from './faults.ts';

export function memorySessions(): Sessions & Faults {
  const kept = new Map<string, Session>();
  const { around, ...faults } = faultSwitch();
  let n = 0;
  return {
    ...faults,
    begin: ({ school, person }, at) =>
      around('begin', () => {
        n += 1;
        const id = `session-${String(n)}`;
        const session = { school, person, token: `token-${String(n)}`, startedAt: at, seenAt: at };
        kept.set(id, session);
        return { id, session };
      }),
    read: (id) => around('read', () => kept.get(id)),
    seen: (id, at) =>
      around('seen', () => {
        const session = kept.get(id);
        if (session !== undefined) kept.set(id, { ...session, seenAt: at });
      }),
    end: (id) =>
      around('end', () => {
        kept.delete(id);
      }),
    endAllOf: (school, person) =>
      around('endAllOf', () => {
        for (const [id, session] of kept) if (session.school === school && session.person === person) kept.delete(id);
      }),
  };
}
