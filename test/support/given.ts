/** given / when / records / refuses: the rules on one visit of Hampton's, with no store, no clock and nothing that sends. */
import { expect } from 'vitest';
import type * as z from 'zod';
import { Household } from '../../functions/domain/household.ts';
import { shownBy } from '../../functions/domain/contacts.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { overlay, Policy } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import {
  commandBodies,
  commandOf,
  type CommandName,
  type Press,
  RequestBody,
  type SendResult,
} from '../../functions/domain/visit/commands.ts';
import { decide, decideRequest, keepUp } from '../../functions/domain/visit/decide.ts';
import type { Decision, Known, RefusalCode } from '../../functions/domain/visit/decision.ts';
import { nameOf } from '../../functions/domain/visit/draft.ts';
import { heldBy } from '../../functions/domain/visit/messages.ts';
import { shown, type ShownVisit, type Viewer } from '../../functions/domain/visit/shown.ts';
import { hearOfLeaving } from '../../functions/domain/visit/leaving.ts';
import type { OwedNotice, Visit, VisitEvent } from '../../functions/domain/visit/visit.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { hampton, type SchoolOfTests } from './afternoon.ts';
import { answers, at, head, induction, teacher, ticks } from './hampton-visit.ts';

/** The rules under test. */
export const rules = { decide, keepUp };
export type Rules = typeof rules;

/** What a decision goes by at a school, on a visit to one of its homes. */
export function knownOf({ file, policy }: SchoolOfTests, home = 0): Known {
  const { answers: kept, ...household } = file.households[home]!;
  const with_ = Object.fromEntries(Object.entries(kept).map(([question, value]) => [question, { value, by: 'seed', at: at('08:00') }]));
  return {
    rules: rulesOf(policy),
    settings: { version: 1, policy: { id: policy.id, version: '1' }, values: file.settings.values },
    staff: Object.fromEntries(file.people.map((person) => [person.id, person])),
    household: Household.parse({ ...household, answers: with_ }),
    round: [],
    leads: [],
  };
}
export const known = knownOf(hampton());

/** The same school without these settings, or with others. */
export const setTo = (values: Readonly<Record<string, unknown>>, of = known): Known => ({
  ...of,
  settings: { ...of.settings, values: { ...of.settings.values, ...values } },
});
export const withPerson = (id: string, changes: object, of = known): Known => ({
  ...of,
  staff: { ...of.staff, [id]: { ...of.staff[id]!, ...changes } },
});
/** The same school, in which nothing reaches them: they want no texts, and every email surely fails. */
export const outOfReach = (people: readonly string[], of: Known = known): Known =>
  people.reduce((so, id) => {
    const { mobile = '', email = '' } = so.staff[id]!;
    const texted = shownBy(so.staff[id]!, { channel: 'text', to: mobile, outcome: 'failed', why: 'opted-out' }, at('08:00'));
    return withPerson(id, shownBy(texted, { channel: 'email', to: email, outcome: 'failed' }, at('08:00')), so);
  }, of);
/** The same school, which this person has left. */
export function leftBy(id: string, of = known, leftAt = at('10:00')): Known {
  const { [id]: person, ...staff } = of.staff;
  return { ...of, staff, former: { ...of.former, [id]: { ...person!, leftAt } } };
}
/** The same home, where these answers are kept. */
export const withHome = (kept: Readonly<Record<string, unknown>>, changes: Partial<Household> = {}, of = known): Known => ({
  ...of,
  household: {
    ...of.household!,
    ...changes,
    answers: {
      ...of.household!.answers,
      ...Object.fromEntries(Object.entries(kept).map(([question, value]) => [question, { value, by: 'seed', at: at('08:00') }])),
    },
  },
});

type Elements = Partial<Pick<z.input<typeof Policy>, 'questions' | 'gates' | 'prompts' | 'notices'>>;
const silent = {
  ...{ id: 'more', title: 'More', about: [], settings: [], forms: [], questions: [], gates: [], prompts: [], clocks: [] },
  ...{ ladders: [], alarms: [], notices: [], access: [], promises: [] },
};
/** The same school, whose policy says these as well: instead of its own where it has one of that name. */
export const ruledBy = (more: Elements, of = known): Known => ({
  ...of,
  rules: overlay(of.rules, Policy.parse({ ...silent, ...more })),
});

// ------------------------------------------------------------------------------------------------ what can be given

interface Story {
  readonly visit: Visit;
  readonly known: Known;
  readonly now: Instant;
  /** Everything that was sent: `text hampton-office rung:a1/1`. */
  readonly sent: readonly string[];
}
interface Told {
  readonly story: Story;
  readonly decision: Decision;
}
export type Step = (story: Story) => Told;

const timeOf = (time: string): Instant => (time.includes('T') ? Instant.parse(time) : at(time));
const ref = { school: 'hampton', visit: 'HV-000001' };
const kept = (story: Story, visit: Visit, now: Instant): Story => ({
  ...story,
  now,
  visit: visit === story.visit ? visit : { ...visit, version: story.visit.version + 1 },
});

/** A request as a form sends it. */
export const asked = (changes: object = {}, by = teacher, knows = known, time = '08:30'): Decision => {
  const { household: _home, follows, answers: given, ...rest } = RequestBody.parse({ ...induction, ...changes });
  const request = { ...rest, household: knows.household?.id ?? 'nowhere' };
  const press: Press = by.startsWith('machine:') ? { by, via: 'api' } : { person: by, by, via: 'form' };
  return decideRequest(ref, request, { follows, answers: given }, press, knows, knows.settings.policy, timeOf(time));
};

interface More extends Partial<Press> {
  readonly place?: string;
  readonly to?: string;
  /** Who goes on the visit from whose page it came. */
  readonly beside?: readonly string[];
}

/** Somebody says something about the visit at a time of that day. */
export const says =
  (time: string, who: string, type: CommandName, body: object = {}, { place, to, beside, ...more }: More = {}): Step =>
  (story) => {
    const now = timeOf(time);
    const command = commandOf(type, commandBodies[type].parse(body));
    const press: Press = who.startsWith('machine:') ? { by: who, via: 'api', ...more } : { person: who, by: who, via: 'api', ...more };
    const decision = decide(story.visit, command, press, story.known, now, { place, to, ...(beside === undefined ? {} : { beside }) });
    const after = decision.accepted ? decision.visit : decision.heard?.visit;
    return { decision, story: after === undefined ? { ...story, now } : kept(story, after, now) };
  };

/** The same, whether or not it is refused. */
export const tries =
  (step: Step): Step =>
  (before) => {
    const { story } = step(before);
    return { story, decision: { accepted: true, visit: story.visit, events: [] } };
  };

type Answering = (notice: OwedNotice) => SendResult['outcome'];

/** Doorstep looks: what is due is served, what is owed is sent and answered. */
export const look =
  (time: string, answering: Answering = () => 'accepted'): Step =>
  (story) =>
    lookAt(story, timeOf(time), answering);

function lookAt(story: Story, now: Instant, answering: Answering): Told {
  const lease = `lease-${now}`;
  const events: VisitEvent[] = [];
  let so = story;
  for (let round = 0; round < 8; round += 1) {
    const looked = keepUp(so.visit, { type: 'look', lease }, so.known, now);
    so = kept(so, looked.visit, now);
    const mine = heldBy(so.visit, lease, now);
    const results = mine.map((notice): SendResult => ({ notice: notice.id, outcome: answering(notice) }));
    const marked = keepUp(so.visit, { type: 'mark', results }, so.known, now);
    events.push(...looked.events, ...marked.events);
    so = { ...kept(so, marked.visit, now), sent: [...so.sent, ...mine.map((n) => `${n.channel} ${n.to} ${nameOf(n.about)}`)] };
    if (mine.length === 0) break;
  }
  return { story: so, decision: { accepted: true, visit: so.visit, events } };
}

const mostLooks = 2000;

/** Time goes by, and Doorstep looks at each moment at which something is due. */
export const passing =
  (until: string, answering: Answering = () => 'accepted'): Step =>
  (story) => {
    const end = timeOf(until);
    const events: VisitEvent[] = [];
    let so = story;
    for (let looks = 0; ; looks += 1) {
      if (looks > mostLooks) throw new Error(`more than ${String(mostLooks)} looks before ${end}: it goes round`);
      const due = nextDue(so.visit, so.known, { held: true });
      if (due === undefined || due > end) break;
      const told = lookAt(so, due > so.now ? due : so.now, answering);
      if (told.story.visit === so.visit) throw new Error(`nothing is done about what is due at ${due}`);
      so = told.story;
      if (told.decision.accepted) events.push(...told.decision.events);
    }
    const story_ = { ...so, now: end };
    return { story: story_, decision: { accepted: true, visit: so.visit, events } };
  };

/** Somebody of the school has left it, and the visit hears of it. */
export const leavesSchool =
  (time: string, who: string, by = 'hampton-admin'): Step =>
  (story) => {
    const now = timeOf(time);
    const knows = leftBy(who, story.known, now);
    const decision = hearOfLeaving(story.visit, who, { person: by, by, via: 'api' }, knows, now);
    return { decision, story: kept({ ...story, known: knows }, decision.visit, now) };
  };

/** From now on the school, its staff or the home are other than they were. */
export const knowing =
  (now: Known): Step =>
  (story) => ({ story: { ...story, known: now }, decision: { accepted: true, visit: story.visit, events: [] } });

/** All that Hampton wants answered before its visitors may leave, and the head of school's word. */
export const authorised: readonly Step[] = [says('08:35', teacher, 'answer', { answers }), says('08:40', head, 'authorise')];
/** Both have signed out at 13:00, and are due at 14:30. */
export const out: readonly Step[] = [...authorised, says('13:00', teacher, 'depart', { visitor: 'all', ticks }), look('13:00')];

// ------------------------------------------------------------------------------------------------ given, when, records

type Wanted = VisitEvent['type'] | { readonly type: VisitEvent['type']; readonly [field: string]: unknown };

export interface Given extends Story {
  and(...more: readonly Step[]): Given;
  when(step: Step): Answer;
}
export type Answer = ReturnType<typeof answered>;

/** The visit as it stands after these steps, each of which went through. */
export const given = (...steps: readonly Step[]): Given => {
  const requested = asked();
  if (!requested.accepted) throw new Error(requested.refusal.message);
  return after({ visit: { ...requested.visit, version: 1 }, known, now: at('08:30'), sent: [] }, steps);
};
/** A visit that was asked for in another way. */
export const givenOf = (requested: Decision, knows: Known, ...steps: readonly Step[]): Given => {
  if (!requested.accepted) throw new Error(requested.refusal.message);
  return after({ visit: { ...requested.visit, version: 1 }, known: knows, now: at('08:30'), sent: [] }, steps);
};

function after(start: Story, steps: readonly Step[]): Given {
  const story = steps.reduce((so, step) => {
    const { story: now, decision } = step(so);
    if (!decision.accepted) throw new Error(`${decision.refusal.code}: ${decision.refusal.message}`);
    return now;
  }, start);
  return {
    ...story,
    and: (...more) => after(story, more),
    when: (step: Step) => answered(story, step(story)),
  };
}

/** A visit as it stands, with all that it is judged by. */
export type Standing = Pick<Given, 'visit' | 'known' | 'now'>;
/** What the last step recorded; nothing where it was refused. */
export const eventsOf = ({ decision }: Pick<Answer, 'decision'>): readonly VisitEvent[] => (decision.accepted ? decision.events : []);
/** What somebody is shown of it, or a machine. */
export const seenBy = ({ visit, known: knows, now }: Standing, viewer: string | Viewer): ShownVisit =>
  shown(visit, typeof viewer === 'string' ? { person: viewer } : viewer, knows, now);

/** What became of the last step. */
function answered(before: Story, { story, decision }: Told) {
  const fresh = story.sent.slice(before.sent.length);
  const answer = {
    ...story,
    decision,
    /** Exactly these facts, in this order. */
    records: (...wanted: readonly Wanted[]) => {
      expect(decision.accepted ? decision.events : decision.refusal).toMatchObject(
        wanted.map((one) => (typeof one === 'string' ? { type: one } : one)),
      );
      return answer;
    },
    recordsNothing: () => answer.records(),
    /** Refused, with at least these clauses. */
    refuses: (code: RefusalCode, ...clauses: readonly string[]) => {
      expect(decision.accepted ? decision.events : decision.refusal.code).toBe(code);
      if (!decision.accepted) expect(decision.refusal.clauses).toEqual(expect.arrayContaining([...clauses]));
      return answer;
    },
    /** Refused for exactly these gates. */
    refusesFor: (...codes: readonly string[]) => {
      expect(decision.accepted ? decision.events : [...new Set(decision.refusal.unmet.map((u) => u.code))].sort()).toEqual(
        [...codes].sort(),
      );
      return answer;
    },
    /** Exactly these people were told of it. */
    tells: (about: string, ...people: readonly string[]) => {
      const told = fresh.flatMap((line) => (line.endsWith(` ${about}`) ? [line.split(' ')[1]] : []));
      expect([...new Set(told)].sort()).toEqual([...people].sort());
      return answer;
    },
    /** Exactly these messages went out, in any order. */
    sends: (...lines: readonly string[]) => {
      expect([...fresh].sort()).toEqual([...lines].sort());
      return answer;
    },
    and: (...more: readonly Step[]) => after(story, more),
  };
  return answer;
}
