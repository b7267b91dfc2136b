/** The link of one visitor to their own page of one visit. Whoever has it is taken for them, and sees what that page shows. */
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { phoneLinkEndsAt } from '../domain/visit/phone-link.ts';
import type { Visit, VisitRef } from '../domain/visit/visit.ts';
import type { Deps } from './deps.ts';
import { readKnown } from './known.ts';

/** A new one each time, since those before cannot be found out again; all of them open the page. */
export const makePhoneLink = ({ links, clock }: Pick<Deps, 'links' | 'clock'>, ref: VisitRef, person: string): Promise<string> =>
  links.make({ ref, person, madeAt: clock.now() });

/** Whose link it is. `hasEnded`: their page says no more than how the office is reached. */
export interface OpenedLink {
  readonly ref: VisitRef;
  readonly person: string;
  readonly hasEnded: boolean;
  readonly visit: Visit;
  readonly known: Known;
}

/** Looks and changes nothing: scanners of texts follow links. Undefined: it is none of ours. */
export async function openPhoneLink(
  deps: Pick<Deps, 'links' | 'visits' | 'schools' | 'clock'>,
  secret: string,
): Promise<OpenedLink | undefined> {
  const link = await deps.links.find(secret);
  const stored = link && (await deps.visits.read(link.ref));
  const visit = stored && visitOf(stored);
  const known = visit && (await readKnown(deps, visit, { tolerant: true }));
  if (link === undefined || visit === undefined || known === undefined) return undefined;
  const { ref, person } = link;
  const endsAt = phoneLinkEndsAt(visit, person, known);
  return { ref, person, hasEnded: endsAt !== undefined && endsAt <= deps.clock.now(), visit, known };
}
