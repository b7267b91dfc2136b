import * as z from 'zod';
import { knownOf } from '../application/school.ts';
import { PersonId } from '../domain/person.ts';
import { rulesOf } from '../domain/policy/own-rules.ts';
import { rehearsedVisitRows } from '../domain/reading/of-visits.ts';
import { asRead } from '../domain/reading/reading.ts';
import { Instant, lengthInMilliseconds, plusMilliseconds } from '../domain/time.ts';
import { rehearseVisit } from '../domain/visit/rehearse-visit.ts';
import type { Plan } from '../domain/visit/visit.ts';
import { type Fault, invalid } from '../http/problem.ts';
import { answerRead, read } from './ask.ts';
import { nameOf } from './asked.ts';
import { inSchool } from './in-school.ts';

/** Longer than any visit: what is worked out must not go on for days. */
const longest = lengthInMilliseconds('P1D');

const OutingQuery = z.strictObject({
  /** Of the policy; left out: the one in force. */
  version: z.string().max(40).optional(),
  type: z.string().max(100).optional(),
  /** Ids, with commas between them. */
  visitors: z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(PersonId).min(1, 'at least one person').max(12)),
  departAt: Instant,
  arriveAt: Instant.optional(),
  leaveAt: Instant.optional(),
  returnAt: Instant.optional(),
  last: z.enum(['depart', 'arrive', 'leave', 'help']).default('depart'),
});
type Times = Pick<z.infer<typeof OutingQuery>, 'departAt' | 'arriveAt' | 'leaveAt' | 'returnAt'>;

function timesOutOfOrder({ departAt, arriveAt, leaveAt, returnAt }: Times): readonly Fault[] {
  const end = plusMilliseconds(departAt, longest);
  let before = departAt;
  return Object.entries({ arriveAt, leaveAt, returnAt }).flatMap(([name, at = before]) => {
    const message =
      at < before
        ? 'times in this order: setting out, arriving, leaving the home, coming back'
        : at > end
          ? 'a time within a day of setting out'
          : undefined;
    before = at;
    return message === undefined ? [] : [{ pointer: `/query/${name}`, message }];
  });
}

/** `GET …/rehearsal/visit`: who would be told what, and when, if nobody came back from such a visit. Nothing is sent and nothing is kept. */
export const rehearseOneVisit = read(
  OutingQuery,
  inSchool(async ({ schools }, asked, { version, type, visitors, departAt, arriveAt, leaveAt, returnAt, last }, school) => {
    const faults = timesOutOfOrder({ departAt, arriveAt, leaveAt, returnAt });
    if (faults.length > 0) return invalid(faults);
    const stranger = visitors.find((person) => !Object.hasOwn(school.staff, person));
    if (stranger !== undefined) return invalid([{ pointer: '/query/visitors', message: 'somebody who works at the school' }]);
    const { policy } = school.settings;
    const other = version === undefined || version === policy.version ? undefined : await schools.policy(school.id, policy.id, version);
    if (other === undefined && version !== undefined && version !== policy.version)
      return invalid([{ pointer: '/query/version', message: 'there is no such version' }]);
    const rules = other === undefined ? school.rules : rulesOf(other.policy);
    const settings = { ...school.settings, policy: { ...policy, version: version ?? policy.version } };
    const plan: Plan & { readonly departAt: Instant } = { departAt, arriveAt, leaveAt, returnAt, startsFrom: 'school', endsAt: 'school' };
    const found = rehearseVisit(school.id, { type, visitors, plan, last }, nameOf(asked.caller), knownOf({ ...school, rules, settings }));
    return answerRead(
      asked,
      asRead(rehearsedVisitRows, { repeatsAt: undefined, ...found, version: settings.policy.version }, new Set(['person'])),
    );
  }),
);
