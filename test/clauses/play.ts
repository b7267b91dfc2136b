/** Plays a scenario by the rules of a policy (laid over Doorstep's own), and says what is not as the scenario has it. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { Household } from '../../functions/domain/household.ts';
import { Person } from '../../functions/domain/person.ts';
import { running } from '../../functions/domain/policy/clocks.ts';
import { findings } from '../../functions/domain/policy/gates.ts';
import type { Policy, Step } from '../../functions/domain/policy/policy.ts';
import { setting } from '../../functions/domain/policy/duty.ts';
import { reviewDueOn } from '../../functions/domain/policy/review.ts';
import { Instant, inLondon, plus } from '../../functions/domain/time.ts';
import { type CommandName, commandBodies, commandOf, type Press, RequestBody } from '../../functions/domain/visit/commands.ts';
import { decideAllegation, whoReads } from '../../functions/domain/visit/allegation.ts';
import { decide, decideRequest, keepUp } from '../../functions/domain/visit/decide.ts';
import type { Decision, Known, Refusal } from '../../functions/domain/visit/decision.ts';
import { nameOf } from '../../functions/domain/visit/draft.ts';
import { decideErrand, errandDue } from '../../functions/domain/visit/errand.ts';
import { hearOfLeaving } from '../../functions/domain/visit/leaving.ts';
import { heldBy, isOwed } from '../../functions/domain/visit/messages.ts';
import { openAlarms, stageOf } from '../../functions/domain/visit/relations.ts';
import { classesFor } from '../../functions/domain/reading/who.ts';
import { shown } from '../../functions/domain/visit/shown.ts';
import { stageCard } from '../../functions/domain/visit/stage-card.ts';
import type { NoticeAbout, Visit } from '../../functions/domain/visit/visit.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { jsonIn, SchoolFile } from '../support/policy-files.ts';
import { type Next, type Scenario, type ScenarioFile, Story } from './scenario.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Throws with what is not so. */
export function play(scenario: Scenario, stories: ScenarioFile['stories'], rules: Policy): void {
  const story = storyOf(scenario.story, stories);
  const changed = scenario.change === undefined ? story : otherwise(story, scenario.change);
  if (scenario.refused !== undefined) {
    new Play(changed, rules, scenario).isRefused(scenario.refused);
    new Play(story, rules, scenario).goesThrough(scenario.refused);
  }
  const then = scenario.refused === undefined ? changed : story;
  if (scenario.then.length === 0) {
    if (scenario.refused === undefined) throw new Error('nothing is refused, and nothing is looked at');
    return;
  }
  new Play(then, rules, scenario).plays();
  if (scenario.unless === undefined) return;
  const other = new Play(otherwise(then, scenario.unless), rules, scenario);
  if (!other.failsAtLast()) throw new Error('it is so too where it should not be');
}

function storyOf(name: string, stories: ScenarioFile['stories']): Story {
  const found = stories[name];
  if (found === undefined) throw new Error(`there is no story "${name}"`);
  if (!('from' in found)) return found;
  return otherwise(storyOf(found.from, stories), found.change);
}

/** The story with this change. Its `home`, `people` and `settings` are changes themselves, of the school's file: what they leave out is kept as left out. */
const otherwise = (story: Story, change: Fields): Story => {
  const { home, people, settings, ...rest } = change;
  const ofFile = { home: merged(story.home, home), people: merged(story.people, people), settings: merged(story.settings, settings) };
  return Story.parse({ ...z.looseObject({}).parse(patched(story, rest)), ...ofFile });
};

const merged = (target: unknown, patch: unknown): unknown =>
  !isFields(patch) || !isFields(target)
    ? (patch ?? target)
    : Object.fromEntries(
        [...new Set([...Object.keys(target), ...Object.keys(patch)])].map((key) => [
          key,
          key in patch ? (patch[key] === null ? null : merged(target[key], patch[key])) : target[key],
        ]),
      );

/** RFC 7396. */
function patched(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const from = isFields(target) ? target : {};
  const kept = Object.entries(from).filter(([key]) => !(key in patch));
  const now = Object.entries(patch).flatMap(([key, value]) => (value === null ? [] : [[key, patched(from[key], value)] as const]));
  return Object.fromEntries([...kept, ...now]);
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const day = '2026-06-22';
const at = (hour: string): Instant => Instant.parse(`${day}T${hour}:00+01:00`);
const files = new Map<string, SchoolFile>();
const fileOf = (school: string): SchoolFile => {
  const file = files.get(school) ?? SchoolFile.parse(jsonIn(`local/schools/${school}.json`));
  files.set(school, file);
  return file;
};

/** An answer of somebody else than the first of those who go. */
const Another = z.strictObject({ by: z.string(), say: z.unknown() });

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(what: string, refusal: Refusal) {
    super(`${what} is refused: ${refusal.code} ${refusal.message} ${refusal.unmet.map((u) => u.code).join(' ')}`);
    this.refusal = refusal;
  }
}

interface Sent {
  readonly about: NoticeAbout;
  readonly to: string;
  readonly n: number;
}

class Play {
  private readonly story: Story;
  private readonly scenario: Scenario;
  private known: Known;
  private visit: Visit | undefined;
  private now: Instant;
  private sent: readonly Sent[] = [];
  /** How many messages had gone before the last act. */
  private before = 0;

  constructor(story: Story, rules: Policy, scenario: Scenario) {
    this.story = story;
    this.scenario = scenario;
    this.now = at(story.request.at);
    this.known = this.knownOf(rules);
  }

  // ---------------------------------------------------------------------------------------------- what is refused

  isRefused(step: Step): void {
    const refused = this.refusalOf(step);
    if (refused === undefined) throw new Error(`${step} goes through, and should not`);
    if (refused.code !== 'unmet') throw new Error(`${step} is refused for another reason: ${refused.code} ${refused.message}`);
    names(refused, this.scenario.clauses);
  }

  goesThrough(step: Step): void {
    const refused = this.refusalOf(step);
    if (refused !== undefined) throw new Refused(`${step}, with nothing missing,`, refused);
  }

  /** Why this step is refused, when what comes before it has gone as far as it goes. */
  private refusalOf(step: Step): Refusal | undefined {
    try {
      switch (step) {
        case 'request':
          this.asks();
          return undefined;
        case 'authorise': {
          this.asks();
          this.prepares();
          this.agrees();
          return undefined;
        }
        case 'depart':
          this.asks();
          this.leniently(() => {
            this.prepares();
          });
          this.leniently(() => {
            this.agrees();
          });
          this.departs();
          return undefined;
        case 'close':
          this.reaches('back');
          this.says(inLondon(this.now).time, this.story.closes ?? this.first, 'close', {});
          return undefined;
      }
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  }

  private leniently(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  // ---------------------------------------------------------------------------------------------- what is so

  plays(): void {
    this.reaches(this.scenario.reach);
    for (const next of this.scenario.then) this.follows(next);
  }

  /** Is everything so but the last? */
  failsAtLast(): boolean {
    this.reaches(this.scenario.reach);
    const [last, ...rest] = [...this.scenario.then].reverse();
    for (const next of rest.reverse()) this.follows(next);
    try {
      if (last !== undefined) this.follows(last);
    } catch {
      return true;
    }
    return false;
  }

  private reaches(reach: Scenario['reach']): void {
    const order: readonly Scenario['reach'][] = ['asked', 'answered', 'agreed', 'departed', 'back'];
    const far = order.indexOf(reach);
    this.asks();
    if (far >= 1) this.prepares();
    if (far >= 2) this.agrees();
    if (far >= 3) this.departs();
    if (far >= 4) this.ends();
  }

  private follows(next: Next): void {
    if ('alleges' in next) {
      this.alleges(next);
      return;
    }
    if ('leaves' in next) {
      this.leaves(next);
      return;
    }
    if ('does' in next && 'by' in next) {
      this.act(next);
      return;
    }
    if ('until' in next) {
      this.before = this.sent.length;
      this.passes(next.until);
      return;
    }
    this.check(next);
  }

  private alleges({ at: hour, by, alleges }: Extract<Next, { alleges: unknown }>): void {
    this.passes(hour);
    this.before = this.sent.length;
    const said = { about: alleges.map((post) => this.id(post)), words: 'She shouted at us' };
    const ref = { school: this.story.school, visit: 'AL-000001' };
    this.keeps(this.taken('what is said', decideAllegation(ref, said, this.there(), this.press(by), this.known, this.now)));
    this.looks();
  }

  private leaves({ at: hour, by, leaves }: Extract<Next, { leaves: unknown }>): void {
    this.passes(hour);
    this.before = this.sent.length;
    const id = this.id(leaves);
    const { [id]: person, ...staff } = this.known.staff;
    if (person === undefined) throw new Error(`nobody at the school is ${id}`);
    this.known = { ...this.known, staff, former: { ...this.known.former, [id]: { ...person, leftAt: this.now } } };
    this.keeps(hearOfLeaving(this.there(), id, this.press(by), this.known, this.now).visit);
    this.looks();
  }

  private act({ at: hour, by, does, body, refused }: Extract<Next, { does: string; by: string }>): void {
    this.passes(hour);
    this.before = this.sent.length;
    try {
      this.says(hour, by, does, body);
    } catch (error) {
      if (refused === undefined || !(error instanceof Refused)) throw error;
      if (refused !== true) names(error.refusal, refused);
      return;
    }
    if (refused !== undefined) throw new Error(`${does} by ${by} goes through, and should not`);
    this.looks();
  }

  private check(next: Exclude<Next, { by: string } | { until: string }>): void {
    const { rules } = this.known;
    const visit = this.there();
    if ('asks' in next) {
      const card = stageCard(visit, next.stage, { person: this.id(next.of ?? this.first) }, this.known);
      for (const id of next.asks) {
        const question = card.questions.find((q) => q.id === id);
        if (question === undefined) throw new Error(`"${id}" is not asked at "${next.stage}"`);
        this.cites(`question "${id}"`, question.clauses);
        if (next.answered !== undefined)
          same(`"${id}" is answered`, question.of.length > 0 && question.of.every((o) => o.answered), next.answered);
        if (next.yours !== undefined)
          same(
            `"${id}" is theirs`,
            question.of.some((o) => o.yours),
            next.yours,
          );
      }
    } else if ('offers' in next) {
      const question = rules.questions.find((q) => q.id === next.question);
      if (question === undefined) throw new Error(`"${next.question}" is not asked`);
      for (const id of next.offers) {
        const option = question.options?.find((o) => o.id === id);
        if (option === undefined) throw new Error(`"${next.question}" does not offer "${id}"`);
        this.cites(`option "${id}"`, option.clauses ?? question.clauses);
        if (next.group !== undefined) same(`"${id}" is of the group`, option.group, next.group);
      }
    } else if ('shows' in next) {
      const card = stageCard(visit, next.stage, { person: this.id(next.to ?? this.first) }, this.known);
      for (const id of next.shows) {
        const prompt = card.prompts.find((p) => p.id === id);
        if (prompt === undefined) throw new Error(`"${id}" is not shown at "${next.stage}"`);
        this.cites(`prompt "${id}"`, prompt.clauses);
        if (next.tick !== undefined) same(`"${id}" is ticked`, prompt.tick, next.tick);
        if (next.ticked !== undefined) same(`"${id}" has been ticked`, prompt.ticked, next.ticked);
        if (next.beside !== undefined)
          same(
            `beside "${id}" stands`,
            Object.fromEntries((prompt.beside ?? []).map(({ question, value }) => [question, value])),
            this.value(next.beside),
          );
      }
    } else if ('hides' in next) {
      const card = stageCard(visit, next.stage, { person: this.id(next.from ?? this.first) }, this.known);
      const there = [...card.prompts, ...card.questions].find(({ id }) => next.hides.includes(id));
      if (there !== undefined) throw new Error(`"${there.id}" is there at "${next.stage}"`);
    } else if ('tells' in next) {
      const told = this.fresh().filter(({ about }) => this.isCited(this.clausesOf(about)));
      same(
        `told because of ${this.scenario.clauses.join(' ')}`,
        ids(told.map(({ to }) => to)),
        ids(next.tells.map((post) => this.id(post))),
      );
    } else if ('sent' in next) {
      const told = this.fresh().filter(({ about }) => nameOf(about) === next.sent);
      same(`${next.sent} went to`, ids(told.map(({ to }) => to)), ids(next.to.map((post) => this.id(post))));
    } else if ('owes' in next) {
      const name = this.text(next.task);
      const task = visit.tasks.find((t) => t.task === name);
      const isOpen = task !== undefined && isOwed(task.task, visit, this.known);
      this.cites(`task "${name}"`, rules.questions.find((q) => q.id === name.split('#')[0])?.clauses ?? []);
      same(`"${name}" is owed by`, isOpen ? ids(task.of) : [], ids(next.owes.map((post) => this.id(post))));
    } else if ('rung' in next) {
      const begun = openAlarms(visit).flatMap((alarm) => {
        const rung = visit.watch?.ladders[alarm.ladder]?.[(alarm.rung?.index ?? 0) - 1];
        // A rung that the school set has no clause of its own: it carries out what is climbed for.
        return rung === undefined ? [] : [{ ...rung, clauses: rung.clauses ?? this.climber(alarm.of)?.clauses ?? [] }];
      });
      const rung = begun.find(({ id }) => id === next.rung);
      if (rung === undefined)
        throw new Error(`the rungs begun last are ${begun.map(({ id }) => id).join(' ') || 'none'}, and not "${next.rung}"`);
      this.cites(`rung "${rung.id}"`, rung.clauses);
      if (next.does !== undefined) same(`rung "${rung.id}" does`, rung.do, next.does);
    } else if ('alarm' in next) {
      const alarm = visit.alarms.find((a) => a.of === next.alarm);
      this.cites(`alarm "${next.alarm}"`, this.climber(next.alarm)?.clauses ?? []);
      same(`"${next.alarm}" is open`, alarm !== undefined && alarm.ended === undefined, next.open);
      if (next.kind !== undefined) same(`"${next.alarm}" is`, alarm?.kind, next.kind);
      if (next.calls !== undefined) same(`"${next.alarm}" climbs`, alarm?.ladder, next.calls);
    } else if ('clock' in next) {
      const runs = running(visit, this.known).find((r) => r.clock.id === next.clock && r.visitor === this.id(next.of ?? this.first));
      if (runs === undefined) throw new Error(`the clock "${next.clock}" does not run`);
      this.cites(`clock "${next.clock}"`, rules.clocks.find((c) => c.id === next.clock)?.clauses ?? []);
      same(`"${next.clock}" expects`, runs.clock.expects, next.expects);
      same(`"${next.clock}" is due`, inLondon(runs.due).time, next.due);
      if (next.nudgeAt !== undefined)
        same(`"${next.clock}" nudges`, runs.nudgeAt === undefined ? '' : inLondon(runs.nudgeAt).time, next.nudgeAt);
      if (next.alarmAt !== undefined) same(`"${next.clock}" rings`, inLondon(runs.alarmAt).time, next.alarmAt);
    } else if ('accountedFor' in next) {
      const waiting = running(visit, this.known).map(({ visitor }) => visitor);
      const still = next.accountedFor.map((post) => this.id(post)).filter((person) => waiting.includes(person));
      if (still.length > 0) throw new Error(`${still.join(' ')} are still waited for`);
    } else if ('reads' in next && visit.allegation !== undefined) {
      const readers = whoReads(visit, this.known);
      for (const [post, may] of Object.entries(next.who)) same(`${post} reads it`, readers.includes(this.id(post)), may);
    } else if ('reads' in next) {
      const rows = rules.access.filter((row) => row.of === next.reads);
      if (!rows.some((row) => this.isCited(row.clauses)))
        throw new Error(`no access to "${next.reads}" cites ${this.scenario.clauses.join(' ')}`);
      for (const [post, may] of Object.entries(next.who))
        same(`${post} reads "${next.reads}"`, classesFor({ person: this.id(post) }, visit, this.known).has(next.reads), may);
    } else if ('answer' in next) {
      const answers = z
        .looseObject({})
        .parse(shown(visit, { person: this.id(next.to ?? this.first) }, this.known, this.now)['answers'] ?? {});
      const given = z.looseObject({ value: z.unknown(), by: z.string(), at: Instant }).optional().parse(answers[this.text(next.answer)]);
      same(`the answer to "${next.answer}"`, given?.value ?? null, this.value(next.is) ?? null);
      if (next.by !== undefined) same(`"${next.answer}" is by`, given?.by, this.id(next.by));
      if (next.at !== undefined) same(`"${next.answer}" is of`, given === undefined ? '' : inLondon(given.at).time, next.at);
    } else if ('visitor' in next) {
      const { visitors } = shown(visit, { person: this.id(next.to ?? this.first) }, this.known, this.now);
      const who = z.array(z.looseObject({ person: z.string() })).parse(visitors);
      const found = who.find(({ person }) => person === this.id(next.visitor));
      const has = z.record(z.string(), z.unknown()).parse(this.value(next.has));
      for (const [field, is] of Object.entries(has)) same(`"${field}" of ${next.visitor}`, found?.[field] ?? null, is);
    } else if ('hazard' in next) {
      const { questions } = stageCard(visit, 'assessment', { person: this.id(this.first) }, this.known);
      const hazard = questions.find(({ id }) => id === next.hazard);
      if (hazard?.controls === undefined) throw new Error(`"${next.hazard}" is no hazard that they are shown`);
      this.cites(`hazard "${next.hazard}"`, hazard.clauses);
      same(`"${next.hazard}" is printed`, hazard.printed, next.printed);
      const controls = hazard.controls.map(({ id }) => id);
      same(`the controls of "${next.hazard}"`, controls, next.controls);
    } else if ('stage' in next) same('the stage', stageOf(visit), next.stage);
    else if ('outstanding' in next) {
      const { unmet, outstanding } = findings(next.before, visit, this.known);
      const found = outstanding.find(({ code }) => code === next.outstanding);
      if (found === undefined) throw new Error(`"${next.outstanding}" is not outstanding`);
      this.cites(`gate "${next.outstanding}"`, found.clauses);
      if (unmet.some(({ code }) => code === next.outstanding)) throw new Error(`"${next.outstanding}" refuses`);
    } else if ('form' in next) {
      const form = rules.forms.find((f) => f.id === next.form);
      if (form === undefined) throw new Error(`there is no form "${next.form}"`);
      this.cites(`form "${next.form}"`, form.clauses);
      const on = (elements: readonly { readonly id: string; readonly form?: string | undefined }[]) =>
        elements.filter((e) => e.form === next.form).map(({ id }) => id);
      for (const id of next.questions) if (!on(rules.questions).includes(id)) throw new Error(`"${id}" is not asked on "${next.form}"`);
      for (const id of next.prompts) if (!on(rules.prompts).includes(id)) throw new Error(`"${id}" is not shown on "${next.form}"`);
    } else if ('about' in next) {
      const about = rules.about.find((a) => a.id === next.about);
      if (about === undefined) throw new Error(`the policy does not say its "${next.about}"`);
      this.cites(`about "${next.about}"`, about.clauses);
      const { id: _id, clauses: _clauses, ...has } = about;
      same(`"${next.about}"`, has, next.has);
    } else if ('setting' in next) this.settingIsWanted(next);
    else if ('reminded' in next) this.areReminded(next);
    else {
      const notice = rules.notices.find((n) => n.id === next.notice);
      if (notice === undefined) throw new Error(`there is no notice "${next.notice}"`);
      this.cites(`notice "${next.notice}"`, notice.clauses);
      same(`"${next.notice}" shows`, ids(notice.shows), ids(next.page));
    }
  }

  /** Nobody records that it was looked at: from the first reminder to the second. */
  private areReminded({ reminded, due, every }: Extract<Next, { reminded: unknown }>): void {
    same('the policy is to be looked at again', reviewDueOn(this.known), due);
    const ref = { school: this.story.school, visit: 'ER-000001' };
    const errand = decideErrand(ref, { kind: 'review', due }, { by: 'doorstep', via: 'system' }, this.known, this.now).visit;
    const first = errandDue(errand, this.known);
    if (first === undefined) throw new Error('nobody is reminded of it');
    const told = keepUp(errand, { type: 'look', lease: 'a-lease' }, this.known, first).visit;
    same('reminded are', ids(Object.values(told.owed).map(({ to }) => to)), ids(reminded.map((post) => this.id(post))));
    same('they are reminded again', errandDue(told, this.known), plus(first, `P${String(every)}D`));
  }

  /** Asked for of the school; with nothing set, and nothing stated by the policy, nobody leaves. */
  private settingIsWanted({ setting: id, stated }: Extract<Next, { setting: string }>): void {
    const { rules, settings } = this.known;
    const asked = rules.settings.find((s) => s.id === id);
    if (asked === undefined) throw new Error(`there is no setting "${id}"`);
    this.cites(`setting "${id}"`, asked.clauses);
    same(`"${id}" is stated`, asked.stated ?? null, this.value(stated) ?? null);
    const { [id]: _unset, ...values } = settings.values;
    const without: Known = { ...this.known, settings: { ...settings, values } };
    const wanted = findings('depart', this.there(), without).unmet.flatMap(({ missing }) => missing);
    same(`"${id}" is wanted where it is not set`, wanted.includes(`$${id}`), asked.stated === undefined && asked.type !== 'period');
    if (asked.stated !== undefined) same(`"${id}"`, setting(rules, without.settings, id), asked.stated);
  }

  private cites(what: string, clauses: readonly string[]): void {
    if (!this.isCited(clauses)) throw new Error(`the ${what} cites none of ${this.scenario.clauses.join(' ')}`);
  }
  private isCited(clauses: readonly string[]): boolean {
    return clauses.some((clause) => this.scenario.clauses.includes(clause));
  }

  /** What the element behind a message cites. */
  private clausesOf(about: NoticeAbout): readonly string[] {
    const { rules } = this.known;
    switch (about.kind) {
      case 'notice':
        return rules.notices.find((n) => n.id === about.notice)?.clauses ?? [];
      case 'nudge':
        return rules.clocks.find((c) => c.id === about.clock)?.clauses ?? [];
      case 'task':
        return rules.questions.find((q) => q.id === about.task.split('#')[0])?.clauses ?? [];
      case 'rung': {
        const alarm = this.there().alarms.find((a) => a.id === about.alarm);
        const rung = alarm === undefined ? undefined : this.there().watch?.ladders[alarm.ladder]?.[about.rung - 1];
        return [...(rung?.clauses ?? []), ...(alarm === undefined ? [] : (this.climber(alarm.of)?.clauses ?? []))];
      }
      case 'over':
      case 'page':
        return [];
      case 'errand':
        return rules.about.find(({ id }) => id === about.errand)?.clauses ?? [];
    }
  }

  /** The alarm or the clock that climbs a ladder. */
  private climber(id: string) {
    const { alarms, clocks } = this.known.rules;
    return alarms.find((a) => a.id === id) ?? clocks.find((c) => c.id === id);
  }

  private fresh(): readonly Sent[] {
    return this.sent.slice(this.before);
  }

  // ---------------------------------------------------------------------------------------------- what is done

  private asks(): void {
    const { by, at: hour, visitors, answers, ...request } = this.story.request;
    const body = RequestBody.parse({
      ...z.looseObject({}).parse(this.value(request)),
      household: this.known.household?.id,
      visitors: visitors.map((post) => ({ person: this.id(post) })),
      answers: this.askedFor(z.record(z.string(), z.unknown()).parse(this.value(answers))),
    });
    const { household: _home, follows, answers: given, ...rest } = body;
    this.now = at(hour);
    const decision = decideRequest(
      { school: this.story.school, visit: 'HV-000001' },
      { ...rest, household: this.known.household?.id ?? '' },
      { follows, answers: given },
      this.press(by),
      this.known,
      this.known.settings.policy,
      this.now,
    );
    this.keeps(this.taken('the request', decision));
    this.looks();
  }

  private prepares(): void {
    const { mine, others } = this.shared(this.story.answers);
    if (Object.keys(mine).length > 0) this.says('09:00', this.first, 'answer', { answers: mine });
    for (const [post, body] of Object.entries(this.story.signs)) {
      const signed = z.looseObject({ answers: z.record(z.string(), z.unknown()).default({}) }).parse(body);
      this.says('09:20', post, 'assess', { ...signed, answers: this.askedFor(signed.answers), signed: true });
    }
    for (const { id, by, say } of others) this.says('09:30', by, 'answer', { answers: { [id]: say } });
    this.looks();
  }

  /** What the first of those who go answers, and what others have to. */
  private shared(answers: Fields) {
    const all = Object.entries(this.askedFor(answers)).map(([id, said]) => ({ id, said, other: Another.safeParse(said).data }));
    return {
      mine: Object.fromEntries(all.flatMap(({ id, said, other }) => (other === undefined ? [[id, said] as const] : []))),
      others: all.flatMap(({ id, other }) => (other === undefined ? [] : [{ id, ...other }])),
    };
  }

  private ends(): void {
    const { ends, writes } = this.story;
    for (const [hour, who, command, body] of ends) {
      this.passes(hour);
      this.says(hour, who, command, body);
    }
    if (Object.keys(writes).length === 0) return;
    const { mine, others } = this.shared(writes);
    this.passes('14:40');
    this.says('14:40', this.first, 'write-up', { answers: mine });
    for (const { id, by, say } of others) this.says('14:40', by, 'answer', { answers: { [id]: say } });
  }

  private agrees(): void {
    for (const [post, body] of Object.entries(this.story.agrees)) this.says('09:40', post, 'authorise', body === true ? {} : body);
    this.before = 0;
    this.looks();
  }

  private departs(): void {
    const { at: hour, by, visitor, ticks } = this.story.departs;
    this.passes(hour);
    this.before = this.sent.length;
    const there = ticks.filter((tick) => this.known.rules.prompts.some(({ id }) => id === tick));
    this.says(hour, by ?? this.first, 'depart', { visitor: visitor === 'all' ? visitor : this.id(visitor), ticks: there });
    this.looks();
  }

  /** Answers to what the policy asks; what was taken out of it nobody is asked. */
  private askedFor(answers: Fields): Fields {
    return Object.fromEntries(Object.entries(answers).filter(([id]) => this.known.rules.questions.some((question) => question.id === id)));
  }

  private says(hour: string, who: string, does: string, body: Fields): void {
    if (at(hour) > this.now) this.now = at(hour);
    const name = z.enum(Object.keys(commandBodies) as [CommandName, ...CommandName[]]).parse(does); // the keys are the names
    const said = z.record(z.string(), z.unknown()).parse(this.value(body));
    const sent = 'answers' in said ? { ...said, answers: this.askedFor(z.record(z.string(), z.unknown()).parse(said['answers'])) } : said;
    const command = commandOf(name, commandBodies[name].parse(sent));
    this.keeps(this.taken(`${name} by ${who}`, decide(this.there(), command, this.press(who), this.known, this.now)));
  }

  private passes(hour: string): void {
    const end = at(hour);
    for (let n = 0; n < 2000; n += 1) {
      const due = nextDue(this.there(), this.known, { held: true });
      if (due === undefined || due > end) break;
      if (due > this.now) this.now = due;
      this.looks();
    }
    if (end > this.now) this.now = end;
  }

  private looks(): void {
    const lease = `lease-${this.now}`;
    for (let round = 0; round < 8; round += 1) {
      this.keeps(keepUp(this.there(), { type: 'look', lease }, this.known, this.now).visit);
      const mine = heldBy(this.there(), lease, this.now);
      if (mine.length === 0) return;
      this.sent = [...this.sent, ...mine.map(({ about, to }, i) => ({ about, to, n: this.sent.length + i }))];
      const results = mine.map(({ id }) => ({ notice: id, outcome: 'accepted' as const }));
      this.keeps(keepUp(this.there(), { type: 'mark', results }, this.known, this.now).visit);
    }
  }

  private taken(what: string, decision: Decision): Visit {
    if (!decision.accepted) throw new Refused(what, decision.refusal);
    return decision.visit;
  }
  private keeps(visit: Visit): void {
    if (visit !== this.visit) this.visit = { ...visit, version: (this.visit?.version ?? 0) + 1 };
  }
  private there(): Visit {
    if (this.visit === undefined) throw new Error('nothing has been asked for yet');
    return this.visit;
  }
  private press(who: string): Press {
    return who.startsWith('machine:') ? { by: who, via: 'api' } : { person: this.id(who), by: this.id(who), via: 'form' };
  }

  // ---------------------------------------------------------------------------------------------- the school

  private get first(): string {
    return this.story.request.visitors[0] ?? '';
  }
  private id(post: string): string {
    return `${this.story.school}-${post}`;
  }
  private text(words: string): string {
    return words.replace(/@([a-z][a-z0-9-]*)/g, (_, post: string) => this.id(post));
  }

  /** People by their posts, hours of the day, and what is the same for everybody who goes, written out. */
  private value(said: unknown): unknown {
    if (typeof said === 'string') {
      if (/^\d\d:\d\d$/.test(said)) return at(said);
      return /^@[a-z][a-z0-9-]*$/.test(said) ? this.text(said) : said;
    }
    if (Array.isArray(said)) return said.map((one: unknown) => this.value(one));
    if (!isFields(said)) return said;
    return Object.fromEntries(
      Object.entries(said).flatMap(([key, value]) =>
        key === '@each'
          ? this.story.request.visitors.map((post) => [this.id(post), this.value(value)] as const)
          : [[this.text(key), this.value(value)] as const],
      ),
    );
  }

  private knownOf(rules: Policy): Known {
    const file = fileOf(this.story.school);
    const { n, answers: kept = {}, ...changes } = this.story.home;
    const home = file.households[n];
    if (home === undefined) throw new Error(`${this.story.school} has no home ${String(n)}`);
    const { answers, ...household } = home;
    const said = Object.entries(z.record(z.string(), z.unknown()).parse(patched(answers, this.value(kept))));
    const asked = { by: 'seed', at: at('08:00') };
    return {
      rules,
      settings: {
        version: 1,
        policy: { id: rules.id, version: rules.about.flatMap((a) => (a.id === 'version' ? [a.is] : []))[0] ?? '1' },
        values: z.record(z.string(), z.unknown()).parse(patched(file.settings.values, this.story.settings)),
      },
      staff: Object.fromEntries(
        file.people.map((person) => [
          person.id,
          Person.parse(patched(person, this.story.people[person.id.slice(this.story.school.length + 1)] ?? {})),
        ]),
      ),
      household: Household.parse({
        ...z.looseObject({}).parse(patched(household, changes)),
        answers: Object.fromEntries(said.map(([question, value]) => [question, { value, ...asked }])),
      }),
      round: [],
      leads: [],
    };
  }
}

const ids = (people: readonly string[]): readonly string[] => [...new Set(people)].sort();

function names(refused: Refusal, clauses: readonly string[]): void {
  const missing = clauses.filter((clause) => !refused.clauses.includes(clause));
  if (missing.length > 0) throw new Error(`the refusal names ${refused.clauses.join(' ')}, and not ${missing.join(' ')}`);
}

function same(what: string, is: unknown, wanted: unknown): void {
  const [one, other] = [JSON.parse(JSON.stringify(is ?? null)), JSON.parse(JSON.stringify(wanted ?? null))] as unknown[]; // plain values
  if (!isDeepStrictEqual(one, other)) throw new Error(`${what}: ${JSON.stringify(is)}, and not ${JSON.stringify(wanted)}`);
}
