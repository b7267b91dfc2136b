import * as z from 'zod';
import { ClauseId } from './policy.ts';

/** What a clause mainly asks of the software. NONE: nothing, it is text for people. */
export const ClauseKind = z.enum(['GATE', 'RECORD', 'PROMPT', 'TIMER', 'NOTIFY', 'ESCALATE', 'CONFIG', 'NONE']);
export type ClauseKind = z.infer<typeof ClauseKind>;

/** One line of a school's policy, or of Doorstep's own rules (`DS-…`). */
export const Clause = z.strictObject({
  id: ClauseId,
  kind: ClauseKind,
  /** Where in a visit's life it belongs: request, depart, overdue. */
  stage: z.string(),
  /** What it comes to, in our words: shown beside whatever cites it. */
  says: z.string(),
});
export type Clause = Readonly<z.infer<typeof Clause>>;
