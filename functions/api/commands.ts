import type * as z from 'zod';
import { carryOut } from '../application/carry-out.ts';
import { listenTo } from '../application/decide-and-record.ts';
import type { Conditions, Outcome } from '../application/outcome.ts';
import type { Deps } from '../application/deps.ts';
import {
  type Command,
  commandBodies,
  type CommandName,
  commandOf,
  type CommandOf,
  isAfterTheDoor,
  type Press,
} from '../domain/visit/commands.ts';
import { alarmFor } from '../domain/visit/consequences.ts';
import { isVeiled } from '../domain/visit/veil.ts';
import { shown } from '../domain/visit/shown.ts';
import { VisitId } from '../domain/visit/visit.ts';
import { readBody } from '../http/body.ts';
import { matches } from '../http/etag.ts';
import type { Response } from '../http/http.ts';
import { WrittenPhone } from '../http/phone.ts';
import { notFound, preconditionRequired } from '../http/problem.ts';
import { write } from './ask.ts';
import type { Asked, Operation } from './asked.ts';
import { readLeniently } from './lenient.ts';
import { answerTo } from './outcome.ts';
import { keyFaults, pressOf } from './press.ts';
import { mayCall, viewerOn } from './who-may.ts';

/** What a machine changes it must have seen as it stands. */
const seenByMachines: readonly CommandName[] = ['amend', 'answer', 'reschedule', 'cancel'];
const aboutAlarms: readonly CommandName[] = ['acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down'];

/** `POST …/visits/{visit}/{command}` */
export const command = (name: CommandName): Operation => (isAfterTheDoor(name) ? afterTheDoor(name) : refusable(name));

/** A number that somebody signs for is one that can be rung and sent to. */
const written = { ...commandBodies, assess: commandBodies.assess.extend({ mobile: WrittenPhone.optional() }) } as const;

const refusable = (name: CommandName): Operation => {
  const schema: z.ZodObject = written[name];
  const read = write(
    schema,
    async (deps, asked, body) => {
      const ifMatch = aboutAlarms.includes(name) ? undefined : asked.request.headers['if-match'];
      if (ifMatch === undefined && asked.caller.kind === 'machine' && seenByMachines.includes(name))
        return preconditionRequired('If-Match with the ETag of the visit as you read it');
      return carriedOut(deps, asked, commandOf(name, body), pressOf(asked, saidAtIn(name, body)), ifMatch);
    },
    keyFaults,
  );
  return alsoHeard(read, ({ request }) => [request.params['visit']]);
};

const notUnderstood = [400, 415];
/** What is not understood is turned away, and a safe word in it is heard: `about` says which visits it was about, as far as that can be read. */
export const alsoHeard = (operation: Operation, about: (asked: Asked, body: unknown) => readonly unknown[]): Operation => ({
  ...operation,
  answer: async (deps, asked) => {
    const answer = await operation.answer(deps, asked);
    if (!notUnderstood.includes(answer.status)) return answer;
    const { text, json } = readBody(asked.request);
    const press = pressOf(asked, { whole: json?.value ?? text });
    for (const one of new Set(about(asked, json?.value))) {
      const visit = VisitId.safeParse(one);
      if (visit.success) await listenTo(deps, { school: asked.school, visit: visit.data }, press);
    }
    return answer;
  },
});

/** Never refused for what it says: what cannot be read is kept as it was sent, and named in the answer. */
const afterTheDoor = (name: CommandName): Operation => {
  const schema: z.ZodObject = commandBodies[name];
  return {
    body: schema,
    key: 'taken',
    lenient: true,
    answer: async (deps, asked) => {
      const { text, json } = readBody(asked.request);
      const whole = json?.value ?? text;
      const { fields, unread } = readLeniently(schema, { text, value: json?.value });
      return carriedOut(
        deps,
        asked,
        commandOf(name, fields),
        pressOf(asked, { unread, ...(Object.keys(unread).length === 0 ? {} : { whole }), ...saidAtIn(name, fields) }),
        undefined,
        Object.keys(unread),
      );
    },
  };
};

async function carriedOut(
  deps: Deps,
  asked: Asked,
  what: Command,
  press: Press,
  ifMatch: string | undefined,
  unread: readonly string[] = [],
): Promise<Response> {
  const visit = VisitId.safeParse(asked.request.params['visit']);
  if (!visit.success) return notFound;
  const outcome = await carryOut(deps, { school: asked.school, visit: visit.data }, what, press, conditionsOf(asked, ifMatch));
  const said = what.type === 'raise-alarm' && outcome.outcome === 'accepted' ? sayTo(what, press, outcome) : undefined;
  const beside = { ...(unread.length === 0 ? {} : { unread }), ...(said === undefined ? {} : { said }) };
  return answerTo(asked, outcome, Object.keys(beside).length === 0 ? {} : { beside });
}

/** What the school says to whoever raises an alarm. A call for help from somebody on the visit is answered with nothing that tells of it. */
function sayTo(
  { kind = 'help' }: CommandOf<'raise-alarm'>,
  { person }: Press,
  { visit, known }: Extract<Outcome, { outcome: 'accepted' }>,
): string | undefined {
  return kind === 'help' && isVeiled(visit, person) ? undefined : alarmFor(kind, known)?.say;
}

const conditionsOf = ({ caller, may }: Asked, ifMatch: string | undefined): Conditions => ({
  may: (visit, staff, known) => mayCall(may, caller, staff, visit, known),
  ...(ifMatch === undefined
    ? {}
    : { seen: (visit, known, now) => matches(ifMatch, shown(visit, viewerOn(caller, visit, known), known, now)) }),
});

/** The phone's own time; `record-police` has an `at` of its own, which is when somebody rang. */
const saidAtIn = (name: CommandName, { at }: Readonly<Record<string, unknown>>): Pick<Press, 'saidAt'> =>
  typeof at === 'string' && name !== 'record-police' ? { saidAt: at } : {};
