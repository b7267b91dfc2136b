/**
 * A school's home-visit policy as data. Every element cites the clauses of the document that it carries, so that each
 * refusal, prompt and rung can say where it comes from. Doorstep's own rules are a policy file of the same shape (clauses
 * `DS-…`), laid under every school's: the same id in the school's policy replaces ours.
 *
 * What a schema cannot see (does a clause exist, is a question ever asked, does a ladder end with a person) is in check.ts.
 */
import * as z from 'zod';
import { Instant, Length } from '../time.ts';

export const Id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, figures and hyphens');
export const ClauseId = z.string().regex(/^[A-Z]{2}-\d{2,3}$/, 'the number of a clause, like HA-33');
/** `$rung-wait`: what the school set under that name. */
export const SettingRef = z.templateLiteral(['$', z.string().regex(/^[a-z][a-z0-9-]*$/)], 'the name of a setting, like $rung-wait');
/** `@contact-person`: whoever the answer to that question names. */
export const AnswerRef = z.templateLiteral(['@', z.string().regex(/^[a-z][a-z0-9-]*$/)], 'the name of a question, like @contact-person');

/** What a member of staff may do in Doorstep. Closed: the person's record carries these words. */
export const Duty = z.enum(['visitor', 'office', 'dsl', 'slt', 'headteacher', 'head-of-school', 'executive-headteacher', 'team', 'admin']);
export type Duty = z.infer<typeof Duty>;
/** Who somebody is to one visit. `companions` go on it and are not those of whom it was said last that they are ill or hurt. */
export const Relation = z.enum(['visitors', 'companions', 'self', 'requester', 'approver', 'line-manager', 'involved', 'told']);
/** Outside the school, without sign-in: reached by hand, and the telling recorded. */
export const Outsider = z.enum(['home-school', 'local-authority', 'family']);
export const Who = z.union([Duty, Relation, Outsider, SettingRef, AnswerRef]);
export type Who = z.infer<typeof Who>;

/** Where in a visit's life something is asked or shown. Answers at `staff` and `home` outlive the visit. */
export const Stage = z.enum([
  'staff',
  'home',
  'request',
  'assessment',
  'authorise',
  'prepare',
  'depart',
  'travel',
  'arrive',
  'during',
  'leave',
  'return',
  'incident',
  'write-up',
  'cancel',
]);
/** The steps that may be refused, in the order of a visit's life. */
export const Step = z.enum(['request', 'authorise', 'depart', 'close']);
export type Step = z.infer<typeof Step>;
/** What a visitor does that the watch can hear, in order: a later one clears what an earlier one would have (T6). */
export const Contact = z.enum(['depart', 'arrive', 'leave', 'return']);
export type Contact = z.infer<typeof Contact>;
/**
 * What somebody says when raising an alarm; `word` is the safe word, however it came, `unwatched` a breach that no clock can
 * watch, and `allegation` what is said against a visitor, which is an item of its own (T32).
 */
export const Call = z.enum(['help', 'violence', 'illness', 'child-alone', 'child-in-danger', 'other', 'word', 'unwatched', 'allegation']);
export type Call = z.infer<typeof Call>;

/** What the code itself knows of a visit: the closed list that a test may name beside the policy's own questions. */
export const Fact = z.enum([
  'stage',
  'type', 'reason', 'purpose', 'outcome', 'next',
  'plan.departAt', 'plan.arriveAt', 'plan.leaveAt', 'plan.returnAt', 'plan.startsFrom', 'plan.endsAt',
  'evening', //          a planned time is at or after the setting `evening-from`
  'school-hours', //     every planned time is within the setting `school-hours`
  'visitors', //         who is going, each by their id
  'visitors.all', //     how many are going
  'visitors.staff', //   how many of them are this school's staff
  'visitors.roles', //   what those going do at the school, or are on this visit
  'requester.roles',
  'home.entered', //     an earlier visit got inside this household's present address
  'home.address', 'home.phones', 'home.adults',
  'visitor.mobile',
  'pupil.on-roll',
  'risk-present', //     a hazard was marked present, or raised above what the form has printed
  'words-agree', //      every safe word that was given is the same
  'raised', //           the alarms ever opened on this visit, by id
  'raised.kinds', //     overdue, distress, concern
  'police-to-call-off', // somebody rang the police about an alarm that has since ended
  'approver.duties',
  'agreed', //           the agreements given and not lapsed, by the gate's id
  'in-breach', //        somebody left without what was asked
  'in-early', //         somebody went in before every visitor was there
]); // prettier-ignore
export type Fact = z.infer<typeof Fact>;

const Value = z.union([z.string(), z.boolean(), z.number()]);
export type Value = z.infer<typeof Value>;

/**
 * One test of one thing: a question's answer, a fact, or a `$setting`. Of several values (roles, one answer for each
 * visitor) `is` asks whether any is listed and `not` whether none is. Unanswered: `not` holds and the others fail. Among the
 * values `$evening-reasons` stands for what the school set, and `@class` for whoever that answer names (HA-17: one of those
 * who go is the teacher of the child's own class).
 */
export const Test = z
  .strictObject({
    of: z.string(),
    is: z.array(Value).optional(),
    not: z.array(Value).optional(),
    atLeast: z.number().optional(),
    /** A date that lies before the day of this planned time. */
    before: Fact.optional(),
  })
  .refine(
    (test) => [test.is, test.not, test.atLeast, test.before].filter((x) => x !== undefined).length === 1,
    'write exactly one of is, not, atLeast and before',
  );
export type Test = z.infer<typeof Test>;
/** All must hold. "Either" is written as two elements. */
const When = z.array(Test).min(1).optional();

const Clauses = z.array(ClauseId).min(1);
const element = { id: Id, clauses: Clauses };

/** What the document says of itself. */
export const About = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('version'), is: z.string(), from: z.iso.date(), clauses: Clauses }),
  z.strictObject({ id: z.literal('owner'), is: z.string(), clauses: Clauses }),
  z.strictObject({ id: z.literal('scope'), is: z.string(), clauses: Clauses }),
  z.strictObject({ id: z.literal('settings-changed-by'), who: z.array(Who).min(1), clauses: Clauses }),
  z.strictObject({ id: z.literal('review'), every: Length, due: z.iso.date().optional(), tell: z.array(Who).min(1), clauses: Clauses }),
]);

/** What the policy leaves to the school. There is no hidden default: a departure is refused until it is set (T1). */
export const Setting = z.strictObject({
  ...element,
  ask: z.string(),
  /** `period`: months or years for which something is kept. `terms`: the days between which school is on; `dates`: single days; `rota` and `deputies`: who is on duty, see duty.ts. */
  type: z.enum([
    'length',
    'period',
    'time',
    'times',
    'hours',
    'who',
    'choices',
    'choice',
    'yes-no',
    'ladder',
    'terms',
    'dates',
    'rota',
    'deputies',
  ]),
  options: z.array(Id).optional(),
  /** What the policy says holds unless the school says otherwise: shown as the policy's, with its clauses. */
  stated: z.unknown().optional(),
});
export type Setting = z.infer<typeof Setting>;

export const Form = z.strictObject({ ...element, name: z.string() });

export const Option = z.strictObject({
  id: Id,
  say: z.string(),
  group: Id.optional(),
  /** Of an outcome: did they go in? */
  entered: z.boolean().optional(),
  clauses: Clauses.optional(),
});

const Simple = z.enum(['text', 'yes-no', 'tick', 'date', 'when', 'minutes', 'phone', 'person', 'count']);
/** Who may read an answer or an alarm, and the history that follows from it. */
export const ReadingClass = z.enum(['logistics', 'content', 'concern', 'allegation', 'safe-word']);
export type ReadingClass = z.infer<typeof ReadingClass>;

/** What a policy wants recorded. Asked, never demanded: only a gate demands. */
export const Question = z.strictObject({
  ...element,
  ask: z.string(),
  stage: Stage,
  type: z.enum([...Simple.options, 'choice', 'choices', 'people', 'record', 'list', 'signature', 'word', 'hazard']),
  /** One answer for the visit, or one for each of these. `home` and `person` answers are kept with the home or the person and read from there; `police-call` is about each alarm that has ended and about which somebody rang the police. */
  about: z.enum(['visit', 'visitor', 'adult', 'home', 'person', 'police-call']).default('visit'),
  form: Id.optional(),
  options: z.array(Option).optional(),
  /** The list of options is open: any other words are an answer too. */
  open: z.boolean().default(false),
  fields: z.record(z.string(), Simple).optional(),
  /** Of a record: any one of these sets of fields is an answer (told when and how, or why not). Absent: all of them. */
  enough: z.array(z.array(z.string()).min(1)).optional(),
  /** Of a hazard: what the form has printed. Shown, never an answer (T45). */
  printed: z.strictObject({ people: z.string(), severity: z.string(), likelihood: z.string(), level: z.string() }).optional(),
  /** Of a hazard: the elements that carry its controls, in the order of the form: lines, questions, gates, notices, alarms. */
  controls: z.array(Id).optional(),
  /** The fact that its answer is. */
  fills: Fact.optional(),
  /** Of a question about each visitor, a test of another such question is one on their own answer: driving is assessed by whoever drives (RH-109). */
  when: When,
  /** Whose answer counts. Absent: anybody who may work on the visit. Before the door nobody answers by a duty for a visit that they are on. */
  by: z.array(Who).optional(),
  reads: ReadingClass.default('content'),
  /** Changing it after an agreement lapses the agreement (T39). */
  material: z.boolean().default(false),
  /** Of a person, and of each person named in a record or a list: one of these. Absent: anybody on the staff. */
  among: z.array(Who).min(1).optional(),
  /** Of an adult: kept with the home, and read from there on later visits (SB-19). */
  kept: z.boolean().default(false),
  /** Of a person, and of each person named in a record or a list: not one of the visitors. */
  offVisit: z.boolean().default(false),
  /** Left at the home: printed with a time, a name and a number, and no reason. */
  prints: z.enum(['slip']).optional(),
  /** Answering it is a task: owed by these people from the moment that `when` holds, reminded of every so often until it is answered. */
  task: z.strictObject({ of: z.array(Who).min(1), remindEvery: z.union([Length, SettingRef]), say: z.string() }).optional(),
});
export type Question = z.infer<typeof Question>;

const gate = {
  ...element,
  step: Step,
  say: z.string(),
  when: When,
  /** Shown as outstanding, with its clause; refuses nothing. */
  warns: z.boolean().default(false),
};
/** What must hold before a step, and before every later one up to departure. */
export const Gate = z.discriminatedUnion('check', [
  /** Each question that applies (and each of the form's) has an answer, for each visitor or adult it is about, by somebody whose answer counts. */
  z.strictObject({ ...gate, check: z.literal('answered'), questions: z.array(Id).default([]), form: Id.optional() }),
  /** The test holds; of a question about each visitor, for each. */
  z.strictObject({ ...gate, check: z.literal('holds'), test: Test }),
  /** Somebody of `by`, not on the visit, has agreed to the visit as it now stands. The gate's id is the agreement's. */
  z.strictObject({ ...gate, check: z.literal('approved'), by: z.array(Who).min(1) }),
  /** Every setting left to the school is set, every clock has its time, every rung has somebody on duty who can be reached when it could fall due (T1, T14). */
  z.strictObject({ ...gate, check: z.literal('ready') }),
  /** Of everybody whom this visit's clocks and calls could tell, and of the phones of those who go: a test message has arrived there, and nothing has been amiss since. */
  z.strictObject({ ...gate, check: z.literal('reachable') }),
  /** On every ladder of a clock that waits for them, or of a call for help, there is somebody to whom a way is left: one that neither fails nor was opted out of. */
  z.strictObject({ ...gate, check: z.literal('reached') }),
  /** Nobody has left the school who was to go, or whom the visit needs besides. */
  z.strictObject({ ...gate, check: z.literal('here'), who: z.enum(['visitors', 'others']) }),
]);
export type Gate = z.infer<typeof Gate>;

/** Shown at a stage, to the visitors unless it says to whom. `once` is ticked once for each person and version; `asked` is invited; `needed` holds up a departure and nothing else. */
export const Prompt = z.strictObject({
  ...element,
  stages: z.array(Stage).min(1),
  to: z.array(Who).default(['visitors']),
  say: z.string(),
  tick: z.enum(['once', 'asked', 'needed']).optional(),
  form: Id.optional(),
  when: When,
  /** Questions whose answers are shown with it to whoever may read them: what the visit is for, at the door (RH-35). */
  beside: z.array(Id).optional(),
});
export type Prompt = z.infer<typeof Prompt>;

/** Contact that is expected by a time. */
export const Clock = z.strictObject({
  ...element,
  expects: Contact,
  due: z.enum(['plan.departAt', 'plan.arriveAt', 'plan.leaveAt', 'plan.returnAt']),
  /** `authorised`: runs from the plan even if nobody signed out (T7). */
  runsFrom: z.enum(['authorised', 'departed']),
  when: When,
  /** Fixed hours of the day: the first of them after departure caps `due` (lunch, the end of the day). */
  latest: z.array(SettingRef).optional(),
  /** The contact counts once one of these has heard of it: they record it, or it names them (SB-50: back, and leadership told). */
  heardBy: z.array(Who).min(1).optional(),
  /** Contacts that end it besides the one it expects and those that come later (a call when going home directly). */
  endsOn: z.array(z.strictObject({ contact: Contact, when: z.array(Test).min(1) })).optional(),
  nudge: z.strictObject({ after: z.union([Length, SettingRef]), tell: z.array(Who).min(1), say: z.string() }).optional(),
  /** From `due` to the first rung. */
  grace: z.union([Length, SettingRef]),
  ladder: z.union([Id, SettingRef]),
});
export type Clock = z.infer<typeof Clock>;

/** One step of a ladder. */
export const Rung = z.strictObject({
  ...element,
  do: z.enum(['ring-visitors', 'ring-address', 'tell', 'ring-police']),
  /** Told at once, all of them, less anybody on the visit. One after another is two rungs. */
  tell: z.array(Who).min(1, 'a rung that nobody holds'),
  /** Told where nobody of `tell` is left: all of them are on the visit, or cannot be reached. */
  instead: z.array(Who).min(1).optional(),
  /** From its beginning to the next rung; of the last rung, to its repeat. */
  wait: z.union([Length, SettingRef]),
  /** The instruction for whoever picks it up. */
  say: z.string(),
});
export type Rung = z.infer<typeof Rung>;
export const Ladder = z.strictObject({ id: Id, rungs: z.array(Rung).min(1) });
export type Ladder = z.infer<typeof Ladder>;
/** A ladder that the school set: no clause is behind it, and it says so. */
export const OwnLadder = z.strictObject({ rungs: z.array(Rung.omit({ clauses: true })).min(1) });
export type OwnLadder = z.infer<typeof OwnLadder>;

/** What opens besides a clock that ran out. */
export const Alarm = z.strictObject({
  ...element,
  kind: z.enum(['distress', 'concern', 'allegation']),
  name: z.string(),
  /** What this school tells whoever raises it. */
  say: z.string(),
  ladder: z.union([Id, SettingRef]),
  /** What is said to raise it. The school's policy comes before Doorstep's own where both answer one call. */
  opensOn: z.array(Call).default([]),
  /** It also opens when these come to hold: an answer at the door, in a form. */
  opensWhen: When,
  /** Not to be rung while it is open: such rungs are passed over in every alarm of the visit, and with `visitors` nothing is sent to a visitor. */
  quiet: z.array(z.enum(['visitors', 'address'])).default([]),
  reads: ReadingClass.default('concern'),
});
export type Alarm = z.infer<typeof Alarm>;

export const Occasion = z.enum([
  'requested',
  'amended',
  'authorised',
  'declined',
  'sent-back',
  'lapsed',
  'departed',
  'departed-in-breach',
  'arrived',
  'left',
  'revised',
  'returned',
  'cancelled',
  'rescheduled',
  'answered',
  'written-up',
  'closed',
  'person-left',
]);
export type Occasion = z.infer<typeof Occasion>;
/**
 * Who is told when something happens. `answered` is the moment its `when` comes to hold; while it holds, whoever a `@question`
 * comes to name is told too, as soon as it does (SB-52).
 */
export const Notice = z.strictObject({
  ...element,
  /** It cannot wait: it goes by text too. Other news goes by email where there is an address. */
  now: z.boolean().default(false),
  on: z.array(Occasion).min(1),
  when: When,
  tell: z.array(Who).min(1),
  say: z.string(),
  /** What the policy demands they be given: on the page behind the link, never in the message. */
  shows: z.array(z.enum(['plan', 'name', 'address', 'phone', 'mobiles', 'record'])).default([]),
  /** The question in which telling by hand is recorded: as good as a message, and the only way to somebody outside the school. */
  byHand: Id.optional(),
});
export type Notice = z.infer<typeof Notice>;

export const Access = z.strictObject({ ...element, of: ReadingClass, to: z.array(Who).min(1) });

/** What the code does for every school, so that a clause which asks for it can say so. Each has its own test. */
export const Promised = z.strictObject({
  id: z.enum([
    'no-waiver',
    'no-exemption',
    'sign-out-each',
    'return-each',
    'server-time',
    'no-guessed-names',
    'allegation-apart',
    'reminds-of-review',
  ]),
  clauses: Clauses,
});

export const Policy = z.strictObject({
  id: Id,
  title: z.string(),
  about: z.array(About),
  settings: z.array(Setting),
  forms: z.array(Form),
  questions: z.array(Question),
  gates: z.array(Gate),
  prompts: z.array(Prompt),
  clocks: z.array(Clock),
  ladders: z.array(Ladder),
  alarms: z.array(Alarm),
  notices: z.array(Notice),
  access: z.array(Access),
  promises: z.array(Promised),
});
export type Policy = z.infer<typeof Policy>;

/** Who wrote a record last, and when. */
export const Changed = z.strictObject({ at: z.string(), by: z.string() });
export type Changed = Readonly<z.infer<typeof Changed>>;

/** That a version of the policy is the one to go by from now on. */
export const Agreed = z.strictObject({ at: Instant, by: z.string(), note: z.string().max(2000).optional() });
export type Agreed = Readonly<z.infer<typeof Agreed>>;

/** What one school set where its policy is silent: by the setting's id. Its values are checked against the setting's type by settings.ts. */
export const Settings = z.strictObject({
  /** How many times it was written; the condition of the next write. */
  version: z.int().min(0),
  policy: z.strictObject({ id: Id, version: z.string() }),
  values: z.record(Id, z.unknown()),
  /** When the policy was last looked at again, as that was recorded. */
  reviewed: z.strictObject({ on: z.iso.date(), by: z.string(), at: z.string(), note: z.string().max(2000).optional() }).optional(),
  /** Who agreed to the version in force, and since when it is. Absent: it came with the school. */
  agreed: Agreed.optional(),
  changed: Changed.optional(),
});
export type Settings = z.infer<typeof Settings>;

const groups = [
  'about',
  'settings',
  'forms',
  'questions',
  'gates',
  'prompts',
  'clocks',
  'ladders',
  'alarms',
  'notices',
  'access',
  'promises',
] as const;

/**
 * A school's policy laid over Doorstep's own rules: an element with the same id replaces ours, the rest of both is there.
 * A call is answered by one alarm: ours lets go of each call that one of the school's answers, and is gone once nothing opens it.
 */
export function overlay(own: Policy, school: Policy): Policy {
  const answered = new Set(school.alarms.flatMap((alarm) => alarm.opensOn));
  const alarms = own.alarms
    .map((alarm) => ({ ...alarm, opensOn: alarm.opensOn.filter((call) => !answered.has(call)) }))
    .filter((alarm) => alarm.opensOn.length > 0 || alarm.opensWhen !== undefined);
  const below = { ...own, alarms };
  const merged = groups.map((group) => {
    const theirs: readonly { readonly id: string }[] = school[group];
    const ours: readonly { readonly id: string }[] = below[group];
    return [group, [...ours.filter((x) => !theirs.some((y) => y.id === x.id)), ...theirs]];
  });
  // Each group keeps the type of its two halves; Object.fromEntries cannot say so.
  return { id: school.id, title: school.title, ...Object.fromEntries(merged) } as Policy;
}
