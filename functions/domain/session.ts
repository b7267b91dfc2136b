import * as z from 'zod';
import { PersonId, SchoolId } from './person.ts';
import { Instant, plus } from './time.ts';

/** Somebody is signed in, in one browser. */
export const Session = z.object({
  school: SchoolId,
  person: PersonId,
  /** Stands hidden in each form of this session: another site cannot know it. */
  token: z.string().min(1),
  startedAt: Instant,
  /** When it was last used, to within five minutes. */
  seenAt: Instant,
});
export type Session = Readonly<z.infer<typeof Session>>;

/** A school day with both ends: an office signs in once a day. */
const idle = 'PT10H';
/** However busy it was, somebody signs in anew once a week. */
export const sessionLasts = 'P7D';
const notedEvery = 'PT5M';

export const hasRunOut = ({ startedAt, seenAt }: Session, now: Instant): boolean =>
  plus(seenAt, idle) <= now || plus(startedAt, sessionLasts) <= now;

/** Whether that it was used is to be noted: not with each of a board's looks. */
export const isToBeNoted = ({ seenAt }: Session, now: Instant): boolean => plus(seenAt, notedEvery) <= now;
