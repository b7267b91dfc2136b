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

const Kind = z.enum(['error', 'throttle', 'lost-answer', 'silent', 'duplicate', 'late', 'early', 'off', 'opted-out', 'undelivered']);
type Kind = z.infer<typeof Kind>;

/** What can go wrong with something that is handed to whoever deals with it. */
export const ofDeliveries = ['error', 'throttle', 'lost-answer', 'silent', 'duplicate', 'late', 'off'] as const;

/** How the gateway answers in the place of a function. */
export const ofGateway = ['throttle', 'error', 'off', 'lost-answer'] as const;

/** What goes wrong, how often, and where: for a request, its operation (`UpdateItem`, `Publish`) or what it carries (`text`, `email`, `poke`), of a text its number, of the gateway the route (`GET /v1/schools/{school}/board`). `opted-out`: that phone wants no more texts. `undelivered`: Notify takes it, and says later that it was not delivered; what Notify says has the operation `callback`. */
export const Fault = z
  .strictObject({
    service: z.enum(['dynamodb', 'scheduler', 'sns', 'notify', 'sweep', 'poke', 'gateway']),
    operation: z.string().min(1).optional(),
    fault: Kind,
    times: z.int().min(1).default(1),
    /** How much later, of `duplicate` and `late`; how much sooner, of `early`. */
    by: Length.prefault('PT5M'),
  })
  .refine((fault) => fault.service !== 'dynamodb' || (fault.fault !== 'late' && fault.fault !== 'duplicate'), {
    path: ['fault'],
    error: 'a database answers at once and once: late and duplicate are for scheduler, sns, notify, sweep and poke',
  })
  .refine((fault) => fault.service === 'scheduler' || fault.fault !== 'early', {
    path: ['fault'],
    error: 'only a timer has a time of its own: early is for scheduler',
  })
  .refine((fault) => fault.service !== 'gateway' || ofGateway.some((kind) => kind === fault.fault), {
    path: ['fault'],
    error: 'the gateway answers for itself: throttle (429), error (500), off (503), or lost-answer (done, and answered 503)',
  })
  .refine((fault) => fault.fault !== 'opted-out' || (fault.service === 'sns' && /^(text|\+\d+)$/.test(fault.operation ?? '')), {
    path: ['fault'],
    error: 'only a phone wants no more texts: opted-out is for sns, with text or the number as its operation',
  })
  .refine((fault) => fault.fault !== 'undelivered' || (fault.service === 'notify' && fault.operation !== 'callback'), {
    path: ['fault'],
    error: 'only Notify says what it did not deliver: undelivered is for notify, and for no callback',
  });
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Done when the faults are next cleared. */
  cleared(): Promise<void>;
  list(): readonly Fault[];
  /** The oldest fault that fits, used once. `kinds`: those that the asker knows how to do. */
  take<K extends Kind>(service: Fault['service'], operations: readonly string[], kinds: readonly K[]): (Fault & { fault: K }) | undefined;
}

export function createFaults(): Faults {
  let active: readonly Fault[] = [];
  const waiting: (() => void)[] = [];
  return {
    add(fault) {
      active = [...active, fault];
    },
    clear() {
      active = [];
      for (const done of waiting.splice(0)) done();
    },
    cleared: () =>
      new Promise((done) => {
        waiting.push(done);
      }),
    list: () => active,
    take<K extends Kind>(service: Fault['service'], operations: readonly string[], kinds: readonly K[]) {
      const fault = active.find(
        (x): x is Fault & { fault: K } =>
          x.service === service &&
          (x.operation === undefined || operations.includes(x.operation)) &&
          kinds.some((kind) => kind === x.fault),
      );
      if (fault !== undefined) active = active.flatMap((x) => (x !== fault ? [x] : x.times > 1 ? [{ ...x, times: x.times - 1 }] : []));
      return fault;
    },
  };
}
