import { plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { linkLasts, type Links, type PhoneLink } from '../../ports/links.ts';
import { type Faults, faultSwitch } from './faults.ts';

const length = 22;

/** Anybody could guess them, which is of no use to anybody here. */
export function memoryLinks({ clock }: { readonly clock: Clock }): Links & Faults {
  const kept = new Map<string, PhoneLink>();
  const { around, ...faults } = faultSwitch();
  let made = 0;
  return {
    ...faults,
    make: (link) =>
      around('make', () => {
        made += 1;
        const secret = `link${String(made).padStart(length - 'link'.length, '0')}`;
        kept.set(secret, structuredClone(link));
        return secret;
      }),
    find: (secret) =>
      around('find', () => {
        const link = kept.get(secret);
        return link === undefined || plus(link.madeAt, linkLasts) <= clock.now() ? undefined : link;
      }),
    forget: ({ school, visit }, person) =>
      around('forget', () => {
        for (const [secret, link] of kept)
          if (link.ref.school === school && link.ref.visit === visit && (person === undefined || link.person === person))
            kept.delete(secret);
      }),
  };
}
