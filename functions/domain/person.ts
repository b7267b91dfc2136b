import * as z from 'zod';
import { Contacts } from './contacts.ts';
import { Hours } from './policy/hours.ts';
import { Changed, Duty } from './policy/policy.ts';

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'up to 32 small letters, figures and hyphens');
/** A person's id within their school, as `<school>-office`. */
export const PersonId = Slug;
export type PersonId = z.infer<typeof PersonId>;
export const SchoolId = Slug;

/** What a person or a home was asked once and is read from there by every visit. */
export const KeptAnswer = z.strictObject({ value: z.unknown(), by: z.string(), at: z.string() });
export type KeptAnswer = z.infer<typeof KeptAnswer>;

/** What another system calls it: opaque, and nothing of ours hangs on what it says. */
export const External = z.strictObject({
  system: z.string().regex(/^[a-z0-9][a-z0-9-]{0,19}$/, 'up to 20 small letters, figures and hyphens, like wonde'),
  id: z.string().min(1).max(100),
});
export type External = z.infer<typeof External>;

/** E.164, as `+447700900123`. */
export const PhoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'an international number like +447700900123');

/** Something that somebody was trained in. */
export const Training = z.strictObject({
  /** In the school's own words: `safeguarding, level 2`. */
  what: z.string().min(1).max(200),
  on: z.iso.date('a date like 2026-06-22'),
  /** The last day on which it holds. Absent: it does not run out. */
  until: z.iso.date('a date like 2026-06-22').optional(),
});

/** Whom the school rings where something has happened to somebody. */
export const EmergencyContact = z.strictObject({
  name: z.string().min(1).max(200),
  /** As it was given: a person dials it. */
  phone: z.string().regex(/^[+0-9][0-9 ()-]{5,30}$/, 'a telephone number'),
  relationship: z.string().min(1).max(100).optional(),
});

/** A member of staff. What the sign-in says is who they are; what they may do stands here. */
export const Person = z.strictObject({
  id: PersonId,
  name: z.string().min(1).max(200),
  /** What a text calls them. */
  firstName: z.string().min(1).max(40),
  /** What they may do in Doorstep. */
  duties: z.array(Duty),
  /** What they do at the school, in the policy's own words: class-teacher, lsa. */
  roles: z.array(z.string()).default([]),
  /** Of this school's staff, where a policy counts them. */
  staff: z.boolean().default(true),
  /** Where texts go, and where they are rung first. */
  mobile: PhoneNumber.optional(),
  /** Where else they can be rung, and what that is: at home, in the classroom. Nothing is sent there. */
  phones: z
    .array(z.strictObject({ what: z.string().min(1).max(100), number: PhoneNumber }))
    .max(10)
    .optional(),
  email: z.email().optional(),
  external: External.optional(),
  /** Their line manager. */
  manager: PersonId.optional(),
  /** When they are at work. Of several who hold a duty those are told who are at work then (T14). Absent: at any hour. */
  hours: z
    .array(Hours.refine(({ from, to }) => from < to, 'from is before to'))
    .min(1)
    .max(14)
    .optional(),
  training: z.array(Training).max(50).optional(),
  /** What they go in: its make, colour and number, for whoever looks for them (T16). */
  vehicle: z.string().max(200).optional(),
  /** Seen by whoever keeps people's records and by themselves; on a visit only while an alarm is about them. */
  emergencyContact: EmergencyContact.optional(),
  /** What the policy asks of a person once, by question. */
  answers: z.record(z.string(), KeptAnswer).default({}),
  /** Since when they are no longer at the school: they are off every ladder and rota, and have no duty. */
  leftAt: z.string().optional(),
  /** Who they are called in what is left once they have asked to be forgotten; nothing says whose name it was. */
  becomes: PersonId.optional(),
  changed: Changed.optional(),
  /** Lines of the policy that they have ticked once for its version, `know-policy@3`, and when; `@3` is the whole of it. */
  ticked: z.record(z.string(), z.string()).default({}),
  /** What is known of their mobile and their email: Doorstep's own to write. */
  contacts: Contacts.optional(),
});
export type Person = Readonly<z.infer<typeof Person>>;

/** Everybody who works at one school, by id. */
export type Staff = Readonly<Record<PersonId, Person>>;

/** Somebody of the school, whether or not they are still there: for their name, and for ringing somebody who is out. */
export const personIn = (
  { staff, former }: { readonly staff: Staff; readonly former?: Staff | undefined },
  id: string,
): Person | undefined =>
  Object.hasOwn(staff, id) ? staff[id] : former !== undefined && Object.hasOwn(former, id) ? former[id] : undefined;

/** A school's people: those who are there, and those who have left. */
export function presentAndFormer(all: readonly Person[]): { readonly staff: Staff; readonly former?: Staff } {
  const byId = (people: readonly Person[]): Staff => Object.fromEntries(people.map((person) => [person.id, person]));
  const gone = all.filter((person) => person.leftAt !== undefined);
  return { staff: byId(all.filter((person) => person.leftAt === undefined)), ...(gone.length === 0 ? {} : { former: byId(gone) }) };
}

export const holdersOf = (duty: Duty, staff: Staff): readonly Person[] =>
  Object.values(staff).filter((person) => person.duties.includes(duty));

export const reachable = (person: Person): boolean => person.mobile !== undefined || person.email !== undefined;
