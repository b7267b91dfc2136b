/** The school's half, asked of a Doorstep that answers at an address: the local cloud, or a deployed one with somebody's token. */
import * as z from 'zod';
import type { Check } from '../functions/domain/preflight.ts';

const Answer = z.object({
  checks: z.array(
    z.object({
      id: z.string(),
      says: z.string(),
      outcome: z.enum(['ok', 'warn', 'stop', 'not-checked']),
      detail: z.array(z.string()),
      mend: z.string(),
    }),
  ),
});
const Schools = z.array(z.object({ school: z.string() }));
const People = z.object({ people: z.array(z.object({ id: z.string() })) });
const Token = z.object({ token: z.string() });

/** Whoever may ask, in the order in which they are looked for. */
const whoMayAsk = ['admin', 'office', 'dsl', 'headteacher', 'head-of-school', 'executive-headteacher'];

/** The schools of the local cloud at this address. Undefined: none answers there. */
export async function localSchools(base: string): Promise<readonly string[] | undefined> {
  const found = Schools.safeParse(await json(`${base}/_local/schools`));
  return found.success ? found.data.map(({ school }) => school) : undefined;
}

/** Somebody's token at the local cloud, who may ask. */
export async function localToken(base: string, school: string): Promise<string | undefined> {
  const tokenFor = async (who: object): Promise<string | undefined> =>
    Token.safeParse(await json(`${base}/_local/tokens`, { method: 'POST', body: JSON.stringify({ school, ...who }) })).data?.token;
  const machine = await tokenFor({ machine: 'read' });
  for (const duty of whoMayAsk) {
    const answer = await json(`${base}/v1/schools/${school}/people?duty=${duty}`, {
      headers: { authorization: `Bearer ${machine ?? ''}` },
    });
    const [person] = People.safeParse(answer).data?.people ?? [];
    if (person !== undefined) return tokenFor({ person: person.id });
  }
  return undefined;
}

/** What would stop an alarm of this school, as the service itself says. */
export async function checksOverHttp(base: string, school: string, token: string | undefined): Promise<readonly Check[]> {
  if (token === undefined) return notAsked('nobody of the school may ask: no admin, office, safeguarding lead or head is there');
  const url = `${base}/v1/schools/${school}/preflight`;
  const answer = Answer.safeParse(await json(url, { headers: { authorization: `Bearer ${token}` } }));
  return answer.success ? answer.data.checks : notAsked(`${url} did not answer it`);
}

const notAsked = (why: string): readonly Check[] => [
  {
    id: 'school-asked',
    says: 'The school itself was looked at.',
    outcome: 'not-checked',
    detail: [why],
    mend: 'Give the token of somebody of the school who may ask in DOORSTEP_TOKEN, and the school with --school.',
  },
];

async function json(url: string, init: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(8_000) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
