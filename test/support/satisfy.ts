/** Does what a refusal wants, by its kind alone: nothing here knows a policy, nor how the school is asked. */
import * as z from 'zod';

type Fields = Readonly<Record<string, unknown>>;

/** One thing that stands in the way, as the service says it. */
export interface Lacking {
  readonly code: string;
  readonly missing: readonly string[];
  readonly wants: unknown;
  readonly visit?: string | undefined;
}
/** Done, of this visit; or why not. */
export type Said =
  { readonly done: true; readonly visit: string } | { readonly done: false; readonly why: string; readonly lacking: readonly Lacking[] };

export interface PersonThere {
  readonly id: string;
  readonly duties: readonly string[];
  readonly roles: readonly string[];
  readonly staff: boolean;
  readonly mobile?: string | undefined;
  readonly email?: string | undefined;
  readonly manager?: string | undefined;
}
export interface SettingThere {
  readonly id: string;
  readonly type: string;
  readonly options?: readonly string[] | undefined;
  /** As it is set, or stated by the policy. */
  readonly value?: unknown;
}

/** What a form, an MIS or a script needs of a school to bring a visit out. People go by their ids. */
export interface Desk {
  readonly request: (by: string, body: Fields) => Promise<Said>;
  readonly says: (by: string, visit: string, command: string, body: Fields) => Promise<Said>;
  readonly visit: (
    visit: string,
    by: string,
  ) => Promise<{
    readonly requester: string;
    readonly household: string;
    readonly visitors: readonly string[];
    /** The answers to questions about the visit itself. */
    readonly answers: Fields;
  }>;
  readonly people: () => Promise<readonly PersonThere[]>;
  readonly settings: () => Promise<readonly SettingThere[]>;
  /** What the policy asks: each question has what a refusal says of it, and more. */
  readonly questions: () => Promise<readonly ({ readonly id: string } & Fields)[]>;
  /** Who may change them: duties, as the policy says. */
  readonly settingsChangedBy: () => Promise<readonly string[]>;
  /** These settings besides those that are set. */
  readonly set: (by: string, values: Fields) => Promise<void>;
  /** These fields of somebody's record, or of a home's, besides those that are there. */
  readonly keepPerson: (by: string, person: string, fields: Fields) => Promise<void>;
  readonly keepHome: (by: string, household: string, fields: Fields) => Promise<void>;
  /** A time of this day, as JSON has it. */
  readonly time: (hour: string) => string;
}

// ------------------------------------------------------------------------------------------------ from nothing to out

/** How often somebody asks before they give up. */
const mostRounds = 25;

export interface Outing {
  readonly visit: string;
  /** The code of whatever stood in the way, in the order in which it was seen. */
  readonly lacked: readonly string[];
}

/** Asks until the visit is asked for, and then departs until everybody on it is out, with nothing but what each refusal wants. */
export async function bringOut(desk: Desk, by: string, body: Fields): Promise<Outing> {
  const asked = await bringToRequest(desk, by, body);
  const left = await bringToDeparture(desk, asked.by, asked.visit);
  return { visit: asked.visit, lacked: [...asked.lacked, ...left] };
}

export async function bringToRequest(desk: Desk, by: string, body: Fields): Promise<Outing & { readonly by: string }> {
  let request: Asked = { by, body };
  const lacked: string[] = [];
  for (let round = 1; round <= mostRounds; round += 1) {
    const said = await desk.request(request.by, request.body);
    if (said.done) return { visit: said.visit, lacked, by: request.by };
    if (said.lacking.length === 0) throw new Error(`not for want of anything: ${said.why}`);
    lacked.push(...said.lacking.map(({ code }) => code));
    for (const one of said.lacking) request = await asksFor(desk, request, one);
  }
  throw new Error(`asked ${String(mostRounds)} times, and still wanted: ${lacked.slice(-5).join(' ')}`);
}

/** Answers what stood in the way. */
export async function bringToDeparture(desk: Desk, by: string, visit: string): Promise<readonly string[]> {
  const ticks = new Set<string>();
  return until(desk, { desk, visit, by, ticks }, () => [...ticks]);
}

/** Everything but what is ticked when they leave, which is answered: nobody has left. */
export async function bringToReady(desk: Desk, by: string, visit: string): Promise<readonly string[]> {
  const ticks = new Set<string>();
  await until(desk, { desk, visit, by, ticks }, () => []);
  return [...ticks];
}

/** Departs again and again with what each refusal wants, until it is done or nothing but ticks is wanted that are not given. */
async function until(desk: Desk, situation: Situation, ticks: () => readonly string[]): Promise<readonly string[]> {
  const lacked: string[] = [];
  for (let round = 1; round <= mostRounds; round += 1) {
    const said = await desk.says(situation.by, situation.visit, 'depart', { visitor: 'all', ticks: ticks() });
    if (said.done) return lacked;
    if (said.lacking.length === 0) throw new Error(`not for want of anything: ${said.why}`);
    lacked.push(...said.lacking.map(({ code }) => code));
    await satisfyAll(situation, said.lacking);
    const isReady = said.lacking.every(({ wants }) => Wants.parse(wants).kind === 'tick') && ticks().length === 0;
    if (isReady) return lacked;
  }
  throw new Error(`asked ${String(mostRounds)} times, and still wanted: ${lacked.slice(-10).join(' ')}`);
}

/** What anybody may answer is answered at once, the rest one thing after another; of each visit of a round its own. */
async function satisfyAll(situation: Situation, lacking: readonly Lacking[]): Promise<void> {
  for (const visit of new Set(lacking.map((one) => one.visit ?? situation.visit))) {
    const there = { ...situation, visit };
    const { visitors: going } = await situation.desk.visit(visit, situation.by);
    const answers: Record<string, unknown> = {};
    const rest: Lacking[] = [];
    for (const one of lacking.filter((each) => (each.visit ?? situation.visit) === visit)) {
      const wants = Wants.parse(one.wants);
      if (wants.kind === 'answer' && isAnybodys(wants))
        answers[wants.question] = forEach(one.missing, await valueFor(wants, { ...there, going }));
      else rest.push(one);
    }
    if (Object.keys(answers).length > 0) accepted(await situation.desk.says(situation.by, visit, 'answer', { answers }));
    for (const one of rest) await satisfy(there, one);
  }
}

const isAnybodys = ({ type, by, before }: WantsOf<'answer'>): boolean =>
  by === undefined && type !== 'word' && type !== 'signature' && before?.startsWith('plan.') !== true;

/** Does what somebody is reminded of, `incident-details` or `police-called-off#a1`: a task is a question. */
export async function doTask(desk: Desk, visit: string, by: string, task: string): Promise<void> {
  const question = (await desk.questions()).find(({ id }) => id === task.split('#')[0]);
  if (question === undefined) throw new Error(`nobody asks ${task}`);
  const wants = { ...question, kind: 'answer', question: question.id };
  await satisfy({ desk, visit, by, ticks: new Set() }, { code: task, missing: [task], wants });
}

// ------------------------------------------------------------------------------------------------ what is wanted

const Value = z.union([z.string(), z.boolean(), z.number()]);
const wouldDo = { is: z.array(Value).optional(), not: z.array(Value).default([]), atLeast: z.number().optional() };
const Options = z.array(z.looseObject({ id: z.string() })).default([]);
const Wants = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('answer'),
    question: z.string(),
    type: z.string(),
    options: Options,
    fields: z.record(z.string(), z.string()).default({}),
    printed: z.looseObject({}).optional(),
    by: z.array(z.string()).optional(),
    offVisit: z.boolean().default(false),
    among: z.array(z.string()).optional(),
    before: z.string().optional(),
    ...wouldDo,
  }),
  z.looseObject({ kind: z.literal('request'), field: z.string(), type: z.string(), options: Options, ...wouldDo }),
  z.looseObject({ kind: z.literal('plan'), times: z.array(z.string()), ...wouldDo }),
  z.looseObject({ kind: z.literal('agreement'), agreement: z.string(), by: z.array(z.string()) }),
  z.looseObject({ kind: z.literal('test'), test: z.looseObject({ of: z.string(), is: z.array(Value).default([]) }) }),
  z.looseObject({ kind: z.literal('settings'), settings: z.array(z.string()) }),
  z.looseObject({ kind: z.literal('receivers'), tell: z.array(z.string()) }),
  z.looseObject({ kind: z.literal('tick'), prompt: z.string() }),
]);
type Wants = z.infer<typeof Wants>;
type WantsOf<Kind extends Wants['kind']> = Extract<Wants, { kind: Kind }>;

export interface Situation {
  readonly desk: Desk;
  readonly visit: string;
  /** Whoever wants to go. */
  readonly by: string;
  /** What has been ticked so far. */
  readonly ticks: Set<string>;
}

/** Does one thing that a departure wants. */
export async function satisfy(situation: Situation, { wants: said, missing }: Lacking): Promise<void> {
  const { desk, visit, by, ticks } = situation;
  const wants = Wants.parse(said);
  switch (wants.kind) {
    case 'answer':
      return answer(situation, wants, missing);
    case 'request':
      if (wants.field.startsWith('home.')) return keepHome(situation, wants);
      orWantedAgain(await desk.says(by, visit, 'amend', { [wants.field]: await valueFor(wants, situation) }));
      return;
    case 'plan':
      orWantedAgain(await desk.says(by, visit, 'amend', { plan: planFor(wants, desk) }));
      return;
    case 'agreement':
      return agree(situation, wants);
    case 'test':
      return change(situation, wants);
    case 'settings':
      return set(desk, wants.settings);
    case 'receivers':
      return makeReachable(situation, wants.tell);
    case 'tick':
      ticks.add(wants.prompt);
      return;
  }
}

const accepted = (said: Said): void => {
  if (!said.done) throw new Error(`${said.why} ${said.lacking.map(({ code }) => code).join(' ')}`);
};

/** What is refused for want of something else is wanted again, once that is there. */
const orWantedAgain = (said: Said): void => {
  if (!said.done && said.lacking.length === 0) throw new Error(said.why);
};

// ------------------------------------------------------------------------------------------------ a request

interface Asked {
  readonly by: string;
  readonly body: Fields;
}

const Body = z.looseObject({
  visitors: z.array(z.looseObject({ person: z.string() })),
  plan: z.looseObject({}),
  answers: z.looseObject({}).default({}),
});

/** The request with one thing more of what it wants. */
async function asksFor(desk: Desk, { by, body }: Asked, { wants: said, missing }: Lacking): Promise<Asked> {
  const wants = Wants.parse(said);
  const { visitors, plan, answers } = Body.parse(body);
  const going = visitors.map(({ person }) => person);
  switch (wants.kind) {
    case 'answer': {
      const given = forEach(missing, await valueFor(wants, { desk, by, going }));
      return { by, body: { ...body, answers: { ...answers, [wants.question]: given } } };
    }
    case 'request':
      return { by, body: { ...body, [wants.field]: await valueFor(wants, { desk, by, going }) } };
    case 'plan':
      return { by, body: { ...body, plan: { ...plan, ...planFor(wants, desk) } } };
    case 'test': {
      const { of, is } = wants.test;
      const more = await oneMore(desk, of === 'requester.roles' ? [] : going, of.endsWith('.roles') ? is : undefined);
      return of === 'requester.roles'
        ? { by: more, body: { ...body, visitors: [{ person: more }] } }
        : { by, body: { ...body, visitors: [...visitors, { person: more }] } };
    }
    case 'settings':
      await set(desk, wants.settings);
      return { by, body };
    case 'agreement':
    case 'receivers':
    case 'tick':
      throw new Error(`nothing that a request could want: ${wants.kind}`);
  }
}

/** Of one of several the answer is given for each that is missing: `read-it#ada-teacher`. */
function forEach(missing: readonly string[], value: unknown): unknown {
  const subjects = subjectsIn(missing);
  return subjects.length === 0 ? value : Object.fromEntries(subjects.map((subject) => [subject, value]));
}
const subjectsIn = (missing: readonly string[]): readonly string[] => missing.flatMap((one) => one.split('#')[1] ?? []);

const hours: Readonly<Record<string, string>> = { departAt: '13:00', arriveAt: '13:20', leaveAt: '14:10', returnAt: '14:30' };

/** Times of the early afternoon; a place that would do. */
const planFor = ({ times, is = [] }: WantsOf<'plan'>, desk: Desk): Fields =>
  Object.fromEntries(
    times.map((time) => {
      const [hour, place] = [hours[time], is[0]];
      if (hour === undefined && place === undefined) throw new Error(`nobody says what ${time} would do`);
      return [time, hour === undefined ? place : desk.time(hour)];
    }),
  );

// ------------------------------------------------------------------------------------------------ answers

/** A word that everybody signs, so that those who must have the same have it. */
const safeWord = 'a yellow umbrella';

async function answer(situation: Situation, wants: WantsOf<'answer'>, missing: readonly string[]): Promise<void> {
  const { desk, visit, by } = situation;
  // It must lie before a time that is not planned yet, which is wanted too; then this is wanted again.
  if (wants.before?.startsWith('plan.') === true) return;
  const subjects = subjectsIn(missing);
  if (wants.type === 'word' || wants.type === 'signature') {
    // Nobody signs for somebody else.
    const word = wants.type === 'word' ? { safeWord } : {};
    for (const visitor of subjects) accepted(await desk.says(visitor, visit, 'assess', { ...word, signed: true }));
    return;
  }
  const { visitors } = await desk.visit(visit, by);
  const value = await valueFor(wants, { ...situation, going: visitors });
  if (wants.by?.includes('self') === true) {
    for (const subject of subjects)
      accepted(await desk.says(subject, visit, 'answer', { answers: { [wants.question]: { [subject]: value } } }));
    return;
  }
  const answers = { [wants.question]: forEach(missing, value) };
  const may = wants.by === undefined ? [by] : await peopleOf(wants.by, situation);
  await firstWhoMay(may, (person) => desk.says(person, visit, 'answer', { answers }));
}

/** One after another, until somebody may. */
async function firstWhoMay(people: readonly string[], does: (person: string) => Promise<Said>): Promise<void> {
  let why = 'there is nobody who may';
  for (const person of people) {
    const said = await does(person);
    if (said.done) return;
    why = said.why;
  }
  throw new Error(why);
}

interface Answering {
  readonly desk: Desk;
  readonly by: string;
  readonly going: readonly string[];
}

async function valueFor(wants: WantsOf<'answer'> | WantsOf<'request'>, asked: Situation | Answering): Promise<unknown> {
  const { desk, by } = asked;
  const { type, options, is, not, atLeast } = wants;
  const { fields, printed, before, offVisit, among } =
    wants.kind === 'answer' ? wants : { ...wants, fields: {}, printed: undefined, before: undefined, offVisit: false, among: undefined };
  const may = (value: string | boolean): boolean => !not.includes(value) && (is === undefined || is.includes(value));
  const today = desk.time('12:00').slice(0, 10);
  const plainly = async (each: string): Promise<unknown> => {
    switch (each) {
      case 'tick':
      case 'yes-no':
        return true;
      case 'date':
        return dayBefore(today);
      case 'when':
        return desk.time('08:45');
      case 'phone':
        return '+447700900999';
      case 'minutes':
      case 'count':
        return atLeast ?? 1;
      case 'person':
        if (among !== undefined && 'visit' in asked) return (await peopleOf(among, asked))[0] ?? by;
        return offVisit && 'going' in asked ? somebodyElse(desk, asked.going) : by;
      case 'people':
        return [by];
      case 'text':
        return 'Said by the test';
      default:
        throw new Error(`nothing is known of an answer of type ${each}`);
    }
  };
  const record = async (): Promise<Fields> =>
    Object.fromEntries(await Promise.all(Object.entries(fields).map(async ([field, each]) => [field, await plainly(each)] as const)));
  switch (type) {
    case 'choice':
      return options.map(({ id }) => id).find(may);
    case 'choices':
      return options
        .map(({ id }) => id)
        .filter(may)
        .slice(0, 1);
    case 'yes-no':
      return [false, true].find(may);
    case 'hazard':
      return printed === undefined ? { present: false } : { confirmed: true };
    case 'date':
      return dayBefore(before ?? today);
    case 'record':
      return record();
    case 'list':
      return [await record()];
    default:
      return plainly(type);
  }
}

const dayBefore = (date: string): string => new Date(Date.parse(date) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

// ------------------------------------------------------------------------------------------------ people

/** Everybody meant by duties, relations, `$settings` and `@answers`: first whoever is not on the visit. */
async function peopleOf(who: readonly string[], { desk, visit, by }: Situation): Promise<readonly string[]> {
  const { requester, visitors, answers } = await desk.visit(visit, by);
  const people = await desk.people();
  const settings = await desk.settings();
  const meant = (one: string): readonly string[] => {
    if (one.startsWith('$')) return listed(settings.find(({ id }) => id === one.slice(1))?.value).flatMap(meant);
    if (one.startsWith('@')) return listed(answers[one.slice(1)]);
    if (one === 'requester') return [requester];
    if (one === 'visitors' || one === 'self') return visitors;
    if (one === 'line-manager')
      return people.flatMap(({ id, manager }) => (visitors.includes(id) && manager !== undefined ? [manager] : []));
    return people.flatMap(({ id, duties }) => (id === one || duties.includes(one) ? [id] : []));
  };
  const found = [...new Set(who.flatMap(meant))];
  return [...found.filter((person) => !visitors.includes(person)), ...found.filter((person) => visitors.includes(person))];
}
const listed = (value: unknown): readonly string[] =>
  z.union([z.array(z.string()), z.string().transform((one) => [one])]).parse(value ?? []);

/** Somebody of the staff who can be rung and does not go. */
async function somebodyElse(desk: Desk, going: readonly string[]): Promise<string> {
  const found = (await desk.people()).find(
    ({ id, staff, mobile, duties }) => staff && mobile !== undefined && duties.length > 0 && !going.includes(id),
  );
  if (found === undefined) throw new Error('there is nobody else');
  return found.id;
}

/** One more to go: of these roles, or any visiting member of staff. */
async function oneMore(desk: Desk, going: readonly string[], roles: readonly unknown[] | undefined): Promise<string> {
  const found = (await desk.people()).find(
    (person) =>
      person.staff &&
      person.duties.includes('visitor') &&
      !going.includes(person.id) &&
      (roles === undefined || person.roles.some((role) => roles.includes(role))),
  );
  if (found === undefined) throw new Error(`there is nobody else to go ${(roles ?? []).join(' ')}`);
  return found.id;
}

/** What the code itself tests: who goes, and that their words agree. */
async function change({ desk, visit, by }: Situation, { test: { of, is } }: WantsOf<'test'>): Promise<void> {
  const { visitors } = await desk.visit(visit, by);
  if (of === 'words-agree') {
    for (const visitor of visitors) accepted(await desk.says(visitor, visit, 'assess', { safeWord, signed: true }));
    return;
  }
  if (of === 'visitors') {
    accepted(await desk.says(by, visit, 'amend', { visitors: [...visitors, ...is].map((person) => ({ person })) }));
    return;
  }
  if (!of.startsWith('visitors.')) throw new Error(`nothing is known of a test of ${of}`);
  const more = await oneMore(desk, visitors, of === 'visitors.roles' ? is : undefined);
  accepted(await desk.says(by, visit, 'amend', { visitors: [...visitors, more].map((person) => ({ person })) }));
}

async function agree(situation: Situation, { agreement, by }: WantsOf<'agreement'>): Promise<void> {
  const may = await peopleOf(by, situation);
  // Refused while something is unanswered that they go by; then it is wanted again.
  await firstWhoMay(may, async (person) => {
    const said = await situation.desk.says(person, situation.visit, 'authorise', { to: [agreement] });
    return said.done || said.lacking.length === 0 ? said : { done: true, visit: situation.visit };
  });
}

// ------------------------------------------------------------------------------------------------ what the school keeps

async function keepHome(situation: Situation, wants: WantsOf<'request'>): Promise<void> {
  const { desk, visit, by } = situation;
  const { household } = await desk.visit(visit, by);
  const field = wants.field.slice('home.'.length);
  const value = field === 'adults' ? { id: 'adult-1', name: 'Somebody' } : await valueFor(wants, situation);
  await desk.keepHome(by, household, { [field]: field === 'address' ? value : [value] });
}

/** Who somebody is to a visit: nothing that could be given to them. */
const relations: readonly string[] = ['visitors', 'companions', 'self', 'requester', 'approver', 'line-manager', 'involved', 'told'];

/** Nobody can take a rung: whoever it means gets a number; where it means nobody, somebody gets the duty. */
async function makeReachable(situation: Situation, tell: readonly string[]): Promise<void> {
  const { desk, visit, by } = situation;
  const { visitors } = await desk.visit(visit, by);
  const people = await desk.people();
  const keeper = await whoKeeps(desk);
  for (const who of tell) {
    const [there] = (await peopleOf([who], situation)).filter((person) => !visitors.includes(person));
    const record = people.find(({ id }) => id === there);
    if (record !== undefined && record.mobile === undefined && record.email === undefined)
      await desk.keepPerson(keeper, record.id, { mobile: '+447700900998' });
    if (there !== undefined || /^[$@]/.test(who) || relations.includes(who)) continue;
    const free = people.find(({ id, duties, mobile }) => !visitors.includes(id) && mobile !== undefined && duties.length > 0);
    if (free !== undefined) await desk.keepPerson(keeper, free.id, { duties: [...free.duties, who] });
  }
}

async function whoKeeps(desk: Desk): Promise<string> {
  const may = await desk.settingsChangedBy();
  const found = (await desk.people()).find(({ duties }) => duties.some((duty) => may.includes(duty)));
  if (found === undefined) throw new Error('there is nobody who may change the settings');
  return found.id;
}

async function set(desk: Desk, wanted: readonly string[]): Promise<void> {
  const head = await whoKeeps(desk);
  const may = await desk.settingsChangedBy();
  const settings = await desk.settings();
  const values = wanted.map((id) => {
    const setting = settings.find((each) => each.id === id);
    if (setting === undefined) throw new Error(`there is no setting ${id}`);
    return [id, settingOf(setting, head, may, desk.time('12:00').slice(0, 4))] as const;
  });
  await desk.set(head, Object.fromEntries(values));
}

function settingOf({ type, options = [] }: SettingThere, head: string, inCharge: readonly string[], year: string): unknown {
  switch (type) {
    case 'length':
      return 'PT10M';
    case 'period':
      return 'P7Y';
    case 'time':
      return '17:00';
    case 'times':
      return ['12:30'];
    case 'hours':
      return { from: '08:00', to: '16:30' };
    case 'who':
      return [head];
    case 'choice':
      return options[0];
    case 'choices':
      return options.slice(0, 1);
    case 'yes-no':
      return false;
    case 'ladder':
      return { rungs: [{ id: 'head', do: 'tell', tell: inCharge, wait: 'PT10M', say: 'Find out where they are' }] };
    case 'terms':
      return [{ from: `${year}-01-01`, to: `${year}-12-31` }];
    case 'dates':
    case 'rota':
    case 'deputies':
      return [];
    default:
      throw new Error(`nothing is known of a setting of type ${type}`);
  }
}
