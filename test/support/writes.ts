import * as z from 'zod';
import type { Afternoon } from './afternoon.ts';

const Change = z.looseObject({ events: z.array(z.looseObject({ type: z.string() })) });

const writing = {
  visits: ['putAside', 'create', 'append', 'rewrite', 'forgetReadings'],
  schools: [
    ...['putHousehold', 'putPerson', 'putSettings', 'putPolicy', 'renameProposer', 'keepBefore', 'changeBefore', 'forgetBefore'],
    ...['removePerson', 'putHold', 'joinRound'],
  ],
  schoolList: ['add', 'leaves', 'isBack'],
  sessions: ['begin', 'end', 'endAllOf'],
  drafts: ['put', 'remove', 'removeAllOf'],
  links: ['make', 'forget'],
  machines: ['add', 'revoke', 'rename'],
  jobs: ['add', 'change', 'putPart'],
} as const;
/** What a store answers where it wrote nothing. */
const nothing = ['conflict', 'there already', 'taken'];

/** From now on each write to the stores of an afternoon, in order: `visits.append`. That a record was looked at, or a key used, is none. */
export function writesOf({ deps }: Afternoon): readonly string[] {
  const writes: string[] = [];
  for (const [name, methods] of Object.entries(writing)) {
    const store: unknown = Reflect.get(deps, name);
    if (typeof store !== 'object' || store === null) throw new Error(`there is no ${name}`);
    for (const method of methods) {
      const as: unknown = Reflect.get(store, method);
      if (typeof as !== 'function') throw new Error(`${name} cannot ${method}`);
      Reflect.set(store, method, async (...given: unknown[]): Promise<unknown> => {
        const answer: unknown = await Reflect.apply(as, store, given);
        if (typeof answer !== 'string' || !nothing.includes(answer)) writes.push(`${name}.${method}${whatIn(given[0])}`);
        return answer;
      });
    }
  }
  return writes;
}

/** Of a change of a visit, what it adds to its history. */
function whatIn(change: unknown): string {
  const { data } = Change.safeParse(change);
  return data === undefined ? '' : `(${data.events.map(({ type }) => type).join(' ')})`;
}
