import { performance } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Household } from '../functions/domain/household.ts';
import { Person } from '../functions/domain/person.ts';
import { rulesOf } from '../functions/domain/policy/own-rules.ts';
import { Policy } from '../functions/domain/policy/policy.ts';
import { Instant } from '../functions/domain/time.ts';
import { commandBodies, type CommandName, commandOf } from '../functions/domain/visit/commands.ts';
import { decide, decideRequest, keepUp } from '../functions/domain/visit/decide.ts';
import type { Decision, Known } from '../functions/domain/visit/decision.ts';
import { visitOf } from '../functions/domain/visit/fold.ts';
import { heldBy } from '../functions/domain/visit/messages.ts';
import { shadowOf } from '../functions/domain/visit/shadow.ts';
import type { StoredVisit, Visit } from '../functions/domain/visit/visit.ts';

export interface Measured {
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
const at = (time: string): Instant => Instant.parse(`2026-06-22T${time}:00+01:00`);

const school = z
  .object({
    settings: z.object({ values: z.record(z.string(), z.unknown()) }),
    people: z.array(Person),
    households: z.array(Household.omit({ answers: true }).extend({ answers: z.record(z.string(), z.unknown()) })),
  })
  .parse(json('local/schools/hampton.json'));
const policy = Policy.parse(json('policies/hampton.json'));
const home = school.households[0];
if (home === undefined) throw new Error('the school knows no home');

const keptAt = at('08:00');

/** What a function makes of its one read, for each command. */
const readKnown = (): Known => ({
  rules: rulesOf(policy),
  settings: { version: 1, policy: { id: policy.id, version: '1' }, values: school.settings.values },
  staff: Object.fromEntries(school.people.map((person) => [person.id, person])),
  household: {
    ...home,
    answers: Object.fromEntries(Object.entries(home.answers).map(([question, value]) => [question, { value, by: 'seed', at: keptAt }])),
  },
  round: [],
  leads: [],
});

const [teacher, assistant, office, head] = ['hampton-teacher', 'hampton-assistant', 'hampton-office', 'hampton-head'] as const;
const ref = { school: 'hampton', visit: 'HV-000001' };

/** A Hampton visit of a long afternoon, written out: asked for, out, overdue, worked by the office, all but back. */
export function writtenOut(): StoredVisit {
  const known = readKnown();
  let visit = taken(
    decideRequest(
      ref,
      {
        type: 'induction',
        purpose: 'To meet the family before September',
        household: home?.id ?? '',
        visitors: [{ person: teacher }, { person: assistant }],
        plan: { departAt: at('13:00'), returnAt: at('14:30'), startsFrom: 'school', endsAt: 'school' },
      },
      { answers: {} },
      { person: teacher, by: teacher, via: 'form', key: { id: 'key-0', body: 'body' } },
      known,
      { id: policy.id, version: '1' },
      at('08:30'),
    ),
  );
  let pressed = 0;
  const says = (time: string, person: string, name: CommandName, body: object = {}): void => {
    const command = commandOf(name, commandBodies[name].parse(body));
    pressed += 1;
    const key = { id: `key-${String(pressed)}`, body: 'a-hash-of-what-came-with-it' };
    visit = taken(decide(visit, command, { person, by: person, via: 'api', key }, known, at(time)));
    looks(time);
  };
  const looks = (time: string): void => {
    visit = taken(keepUp(visit, { type: 'look', lease: 'a-lease' }, known, at(time)));
    const results = heldBy(visit, 'a-lease', at(time)).map(({ id }) => ({
      notice: id,
      outcome: 'accepted' as const,
      reference: `message-${id}`,
    }));
    visit = taken(keepUp(visit, { type: 'mark', results }, known, at(time)));
  };
  says('08:35', teacher, 'answer', {
    answers: {
      class: { class: 'Willow', teacher },
      'risk-decision': 'acceptable',
      'recent-violence': false,
      checked: 'seen',
      professionals: 'none',
      'notice-sent': '2026-06-15',
      'notice-how': 'letter',
    },
  });
  says('08:36', assistant, 'assess', { mobile: '+447700900112', signed: true });
  says('08:40', head, 'authorise', { note: 'Enjoy it' });
  says('12:55', teacher, 'answer', { answers: { 'violence-now': false, travel: 'foot' } });
  says('13:00', teacher, 'depart', { ticks: ['carry-phone', 'safety-first'] });
  says('13:01', assistant, 'depart', { ticks: ['carry-phone', 'safety-first'] });
  says('13:20', teacher, 'arrive', { visitor: 'all', metBy: 'The mother' });
  says('13:50', assistant, 'check-in', { words: 'Going well' });
  says('14:05', teacher, 'leave', { visitor: 'all', outcome: 'completed' });
  says('14:20', office, 'revise', { plan: { returnAt: at('14:40') }, toldBy: teacher, means: 'phone' });
  looks('14:55');
  looks('15:10');
  says('15:12', office, 'acknowledge', { alarm: 'a1' });
  says('15:15', office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer', means: 'phone', who: 'Priya and Joel' });
  says('15:18', office, 'log-attempt', { alarm: 'a1', rung: 2, result: 'no-answer', means: 'phone' });
  looks('15:28');
  looks('15:38');
  says('15:39', office, 'record-police', { alarm: 'a1', by: 'Maureen', reference: 'CAD 1234' });
  says('15:45', assistant, 'return', { seenBy: 'Maureen' });
  return { ...ref, version: visit.version + 1, history: [...visit.history], owed: visit.owed, tally: visit.tally };
}

function taken(decision: Decision): Visit {
  if (!decision.accepted) throw new Error(JSON.stringify(decision.refusal));
  return { ...decision.visit, version: decision.visit.version + 1 };
}

/** Commands that a long afternoon brings, each decided on the visit as it is stored. */
const commands = [
  ['return', teacher, {}],
  ['note', office, { words: 'The caretaker has seen their car' }],
  ['acknowledge', head, { alarm: 'a1' }],
  ['stand-down', head, { alarm: 'a1', how: 'I spoke to both of them', visitors: { [teacher]: 'accounted-for' } }],
] as const;

/** Fold, known, decide, shadow: everything of one command but the store. Milliseconds, the median of many. */
export function rulesOfOneCommand(): Measured {
  const stored = writtenOut();
  const text = JSON.stringify(stored);
  const floor = (): unknown => structuredClone(JSON.parse(text));
  const all = commands.map(([name, person, body]) => {
    const command = commandOf(name, commandBodies[name].parse(body));
    return (): void => {
      const known = readKnown();
      const decision = decide(
        visitOf(stored),
        command,
        { person, by: person, via: 'api', key: { id: 'new', body: 'b' } },
        known,
        at('15:46'),
      );
      if (!decision.accepted) throw new Error(JSON.stringify(decision.refusal));
      shadowOf(decision.visit, known);
    };
  });
  const one = Math.max(...all.map(medianOf));
  const least = medianOf(floor);
  const size = `${String(stored.history.length)} events, ${(text.length / 1024).toFixed(1)} KB`;
  return {
    value: one,
    unit: 'ms',
    note: `${(one / least).toFixed(1)} times parsing and cloning the same visit, ${least.toFixed(3)} ms; ${size}`,
  };
}

const batches = 12;
const rounds = 300;

/** The least of the medians of some batches: whatever else the machine does only ever adds. */
function medianOf(work: () => unknown): number {
  return Math.min(...Array.from({ length: batches }, () => medianOfBatch(work)));
}

function medianOfBatch(work: () => unknown): number {
  const took = Array.from({ length: rounds }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  }).sort((a, b) => a - b);
  return took[Math.floor(rounds / 2)] ?? 0;
}
