import * as z from 'zod';

/** Of a visit. Alarms lie across these, not inside them. */
export const Stage = z.enum(['requested', 'authorised', 'out', 'returned', 'written-up', 'closed', 'declined', 'cancelled']);
export type Stage = z.infer<typeof Stage>;
/** Of one visitor. */
export const VisitorState = z.enum(['expected', 'not-going', 'signed-out', 'on-site', 'left', 'accounted-for']);
export type VisitorState = z.infer<typeof VisitorState>;
/** Of one who is out there. */
export const isAway: readonly VisitorState[] = ['signed-out', 'on-site', 'left'];
