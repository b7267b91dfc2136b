/**
 * A clause shown by data: a story of one school, what is other than it should be, and what comes of it. Played through the
 * real rules, with no store and nothing that sends.
 */
import * as z from 'zod';
import { Contact, Id, ReadingClass, Stage, Step } from '../../functions/domain/policy/policy.ts';
import { commandBodies } from '../../functions/domain/visit/commands.ts';

/** Somebody of the school by their post, `dsl`. */
const Post = z.string();
const Hour = z.string().regex(/^\d\d:\d\d$/);
const Fields = z.record(z.string(), z.unknown());

/**
 * How a visit comes about when all is as the policy wants it. In its values `@dsl` is that person's id, the key `@each` stands
 * for everybody who goes, and `13:00` for that time of the day. The clauses' data says `null` for what is left out.
 */
export const Story = z.strictObject({
  /** The school of local/schools whose settings, people and homes these are. */
  school: Id,
  /** Which of its homes, from 0, and what of it is other than in its file; its `answers` are what is kept of it. */
  home: z.looseObject({ n: z.int().default(0) }).default({ n: 0 }),
  /** What of these people is other than in the school's file. */
  people: z.record(Post, Fields).default({}),
  settings: Fields.default({}),
  /** As `POST /visits` has it; asked for by `by` at `at`. Visitors are posts. */
  request: z.looseObject({ by: Post, at: Hour.default('08:30'), visitors: z.array(Post), plan: Fields, answers: Fields.default({}) }),
  /** By question. `{ by, say }` where somebody else than the first of those who go has to answer. */
  answers: z.record(Id, z.unknown()).default({}),
  /** What each of them sends with `assess`. */
  signs: z.record(Post, Fields).default({}),
  /** Who agrees, in this order; `true`, or what they send with `authorise`. */
  agrees: z.record(Post, z.union([z.literal(true), Fields])).default({}),
  departs: z.strictObject({
    at: Hour.default('13:00'),
    by: Post.optional(),
    visitor: z.string().default('all'),
    ticks: z.array(Id).default([]),
  }),
  /** From the door to being back: all that has to be done before it can be closed, unless `writes` has it. */
  ends: z.array(z.tuple([Hour, Post, z.enum(Object.keys(commandBodies)), Fields])).default([]),
  /** Who closes it: the first who goes, unless it says who. Whoever goes is not shown what follows from a call for help. */
  closes: Post.optional(),
  /** What is written up after that, by question; `{ by, say }` where somebody else than the first of those who go has to answer. */
  writes: z.record(Id, z.unknown()).default({}),
});
export type Story = z.infer<typeof Story>;

const Posts = z.array(Post);
const Act = z.strictObject({
  at: Hour,
  by: Post,
  does: z.enum(Object.keys(commandBodies)),
  body: Fields.default({}),
  /** It is turned away, by all these clauses at least where they are named. Otherwise it goes through. */
  refused: z.union([z.literal(true), z.array(z.string()).min(1)]).optional(),
});

/** Somebody says something against these people of the visit: from here on the item is that allegation, and no longer the visit. */
const Allegation = z.strictObject({ at: Hour, by: Post, alleges: Posts });

/** Somebody leaves the school, and the visit hears of it. */
const Leaving = z.strictObject({ at: Hour, by: Post, leaves: Post });

/** What is done next, or what must then be so. Whatever is named must cite one of the scenario's clauses. */
export const Next = z.union([
  Act,
  Allegation,
  Leaving,
  /** Time goes by, and Doorstep looks at each moment at which something is due. */
  z.strictObject({ until: Hour }),
  /** These questions are asked at a stage, of `of`: the first who goes, unless it says whom. `yours`: whether their answer counts. */
  z.strictObject({ asks: z.array(Id), stage: Stage, of: Post.optional(), answered: z.boolean().optional(), yours: z.boolean().optional() }),
  /** These answers may be chosen; of the group, where one is named. */
  z.strictObject({ offers: z.array(Id), question: Id, group: Id.optional() }),
  /** These lines are shown at a stage, to `to`: the first who goes, unless it says to whom. `ticked`: whether they have ticked them. `beside`: with these answers, by question. */
  z.strictObject({
    shows: z.array(Id),
    stage: Stage,
    to: Post.optional(),
    tick: z.enum(['once', 'asked', 'needed']).optional(),
    ticked: z.boolean().optional(),
    beside: Fields.optional(),
  }),
  /** None of these lines or questions is there at a stage, for `from`: the first who goes, unless it says from whom. */
  z.strictObject({ hides: z.array(Id), stage: Stage, from: Post.optional() }),
  /** Since the last act or passing of time: whom the messages of what cites these clauses went to, all of them and nobody else. */
  z.strictObject({ tells: Posts }),
  /** These messages went to them, whatever they cite. */
  z.strictObject({ sent: z.string(), to: Posts }),
  /** A task that cites these clauses is owed by exactly these. */
  z.strictObject({ owes: Posts, task: z.string() }),
  /** A rung of an open alarm that cites these clauses was begun last. */
  z.strictObject({ rung: Id, does: z.enum(['ring-visitors', 'ring-address', 'tell', 'ring-police']).optional() }),
  z.strictObject({ alarm: Id, open: z.boolean().default(true), kind: z.string().optional(), calls: z.string().optional() }),
  /** A clock that cites these clauses waits for this contact of `of`, the first who goes, by then; and rings the alarm at `alarmAt`. */
  z.strictObject({ clock: Id, of: Post.optional(), expects: Contact, due: Hour, nudgeAt: Hour.optional(), alarmAt: Hour.optional() }),
  /** Nothing waits for these any more. */
  z.strictObject({ accountedFor: Posts }),
  /** Somebody reads what is of this class, or does not; of class `allegation`, what was said against somebody. */
  z.strictObject({ reads: ReadingClass, who: z.record(Post, z.boolean()) }),
  /** What the caller is shown of an answer, `question` or `question#@post`; and whose it is, and of when. */
  z.strictObject({ answer: z.string(), is: z.unknown(), by: Post.optional(), at: Hour.optional(), to: Post.optional() }),
  /** What the caller is shown of a visitor: these of their fields. */
  z.strictObject({ visitor: Post, has: Fields, to: Post.optional() }),
  /** A hazard of a form as the visitors are shown it: what is printed, in its words, and its controls in the order of the form. */
  z.strictObject({ hazard: Id, printed: z.record(z.string(), z.string()), controls: z.array(Id) }),
  z.strictObject({ stage: z.string() }),
  /** Shown as outstanding before this step, refusing nothing. */
  z.strictObject({ outstanding: Id, before: Step }),
  /** The form is there, and these stand on it. */
  z.strictObject({ form: Id, questions: z.array(Id).default([]), prompts: z.array(Id).default([]) }),
  /** What the document says of itself: part of its words, or who. */
  z.strictObject({ about: Id, has: Fields }),
  /** The policy was to be looked at again by that day: these are reminded of it, and so many days later again. */
  z.strictObject({ reminded: Posts, due: z.iso.date(), every: z.int() }),
  /** A setting is asked for; where it is not set, nobody leaves. `stated`: what the policy itself says of it. */
  z.strictObject({ setting: Id, stated: z.unknown().optional() }),
  /** Notice so-and-so shows these on its page. */
  z.strictObject({ notice: Id, page: z.array(z.string()) }),
]);
export type Next = z.infer<typeof Next>;

export const Scenario = z.strictObject({
  clauses: z.array(z.string()).min(1),
  /** A sentence that a headteacher would agree with. */
  says: z.string().regex(/^["A-Z].*[^.]$/, 'a sentence without its full stop'),
  story: z.string(),
  /** What is other than in the story: a JSON merge patch (RFC 7396), `null` leaves out. */
  change: Fields.optional(),
  /** With the change this step is refused and names these clauses; without it, it goes through. */
  refused: Step.optional(),
  /** How far the story is played before `then`: `departed` unless it says otherwise. `asked` is after the request, `answered` after all answers and signatures. */
  reach: z.enum(['asked', 'answered', 'agreed', 'departed', 'back']).default('departed'),
  then: z.array(Next).default([]),
  /** With this change instead the last of `then` no longer holds. */
  unless: Fields.optional(),
});
export type Scenario = z.infer<typeof Scenario>;

/** The scenarios of one policy: test/clauses/<policy>.json, and more files of the same policy, test/clauses/<policy>.<part>.json. */
export const ScenarioFile = z.strictObject({
  policy: Id,
  stories: z.record(z.string(), z.union([Story, z.strictObject({ from: z.string(), change: Fields })])),
  scenarios: z.array(Scenario),
});
export type ScenarioFile = z.infer<typeof ScenarioFile>;
