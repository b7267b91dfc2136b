import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

export const Length = z.string().transform((text, context) => {
  try {
    return Temporal.Duration.from(text).total({ unit: 'milliseconds' });
  } catch {
    context.addIssue('a length of time like PT30M or PT1H30M');
    return z.NEVER;
  }
});

const Kind = z.enum(['error', 'throttle', 'lost-answer', 'silent', 'duplicate', 'late', 'off']);
type Kind = z.infer<typeof Kind>;

/** What goes wrong, how often, and where: for a request, its operation (`UpdateItem`, `Publish`) or what it carries (`text`, `email`, `poke`). */
export const Fault = z
  .strictObject({
    service: z.enum(['dynamodb', 'scheduler', 'sns', 'sweep', 'poke']),
    operation: z.string().min(1).optional(),
    fault: Kind,
    times: z.int().min(1).default(1),
    /** How much later, of `duplicate` and `late`. */
    by: Length.prefault('PT5M'),
  })
  .refine((fault) => fault.service !== 'dynamodb' || (fault.fault !== 'late' && fault.fault !== 'duplicate'), {
    path: ['fault'],
    error: 'a database answers at once and once: late and duplicate are for scheduler, sns, sweep and poke',
  });
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** The oldest fault that fits, used once. `kinds`: those that the asker knows how to do. */
  take(service: Fault['service'], operations: readonly string[], kinds?: readonly Kind[]): Fault | undefined;
}

export function createFaults(): Faults {
  let active: readonly Fault[] = [];
  return {
    add(fault) {
      active = [...active, fault];
    },
    clear() {
      active = [];
    },
    list: () => active,
    take(service, operations, kinds = Kind.options) {
      const fault = active.find(
        (x) => x.service === service && (x.operation === undefined || operations.includes(x.operation)) && kinds.includes(x.fault),
      );
      if (fault !== undefined) active = active.flatMap((x) => (x !== fault ? [x] : x.times > 1 ? [{ ...x, times: x.times - 1 }] : []));
      return fault;
    },
  };
}
