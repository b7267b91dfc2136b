import { type Instant, plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { type MessageIds, type MessageOf, receiptsTake } from '../../ports/message-ids.ts';
import { type Faults, faultSwitch } from './faults.ts';

export function memoryMessageIds({ clock }: { readonly clock: Clock }): MessageIds & Faults {
  const kept = new Map<string, { readonly of: MessageOf; readonly until: Instant }>();
  const { around, ...faults } = faultSwitch();
  return {
    ...faults,
    keep: (id, of) =>
      around('keep', () => {
        kept.set(id, { of, until: plus(clock.now(), receiptsTake) });
      }),
    find: (id) =>
      around('find', () => {
        const found = kept.get(id);
        return found === undefined || found.until <= clock.now() ? undefined : found.of;
      }),
  };
}
