import * as z from 'zod';
import { SchoolId } from './person.ts';
import { Instant } from './time.ts';

/** A school that Doorstep works for, or did: its line in the list of schools. What it keeps is elsewhere. */
export const ListedSchool = z.object({
  id: SchoolId,
  /** As its people call it. */
  name: z.string().min(1).max(100),
  since: Instant,
  /** Since when nothing new begins for it. Nobody gets in any more once nobody is out for it. */
  leftAt: Instant.optional(),
});
export type ListedSchool = Readonly<z.infer<typeof ListedSchool>>;
