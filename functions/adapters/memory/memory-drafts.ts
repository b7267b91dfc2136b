import { plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Draft, draftLasts, type DraftOf, type Drafts } from '../../ports/drafts.ts';
import { type Faults, faultSwitch } from './faults.ts';

export function memoryDrafts({ clock }: { readonly clock: Clock }): Drafts & Faults {
  const kept = new Map<string, Draft>();
  const { around, ...faults } = faultSwitch();
  const isStill = ({ changedAt }: Draft): boolean => plus(changedAt, draftLasts) > clock.now();
  const isOf = (school: string, person: string) => (draft: Draft) => draft.school === school && draft.person === person;
  return {
    ...faults,
    read: (of) =>
      around('read', () => {
        const draft = kept.get(nameOf(of));
        return draft !== undefined && isStill(draft) ? structuredClone(draft) : undefined;
      }),
    allOf: (school, person) =>
      around('allOf', () =>
        structuredClone(
          [...kept.values()]
            .filter(isOf(school, person))
            .filter(isStill)
            .toSorted((a, b) => (a.form < b.form ? -1 : 1)),
        ),
      ),
    put: (draft) =>
      around('put', () => {
        kept.set(nameOf(draft), structuredClone(draft));
      }),
    remove: (of) =>
      around('remove', () => {
        kept.delete(nameOf(of));
      }),
    removeAllOf: (school, person) =>
      around('removeAllOf', () => {
        for (const draft of [...kept.values()].filter(isOf(school, person))) kept.delete(nameOf(draft));
      }),
  };
}

const nameOf = ({ school, person, form }: DraftOf): string => [school, person, form].join('/');
