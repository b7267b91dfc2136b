import type { Hold } from '../../domain/hold.ts';
import { VisitId } from '../../domain/visit/visit.ts';
import type { PageAsked } from '../page.ts';
import { when } from '../words.ts';
import { pathOf } from '../people/in-words.ts';
import type { Instant } from '../../domain/time.ts';

/** What each hold is on, in words: a home by its name, as far as this person reads it. */
export async function homesNamedIn({ ask }: Pick<PageAsked, 'ask'>, holds: readonly Pick<Hold, 'on'>[]): Promise<(home: string) => string> {
  const ids = [...new Set(holds.flatMap(({ on }) => (on.kind === 'household' ? [on.id] : [])))];
  const read = await Promise.all(ids.map((household) => ask('read-household', { params: { household } })));
  const names = new Map(ids.map((id, i) => [id, read[i]?.ok === true ? (read[i].value.name ?? id) : id]));
  return (home) => names.get(home) ?? home;
}

interface Named {
  readonly nameOf: (person: string) => string;
  readonly homeNamed: (home: string) => string;
}

export function holdInWords(on: Hold['on'], { nameOf, homeNamed }: Named): string {
  switch (on.kind) {
    case 'school':
      return 'Everything that the school keeps';
    case 'person':
      return `Everything about ${nameOf(on.id)}`;
    case 'household':
      return `${homeNamed(on.id)}: the home, and every visit to it`;
    case 'visit':
      return VisitId.safeParse(on.id).success ? `Visit ${on.id}` : `What was said against somebody, ${on.id}`;
  }
}

/** The same, as a link to where it is seen. */
export const HeldThing = ({ on, named }: { readonly on: Hold['on']; readonly named: Named }) => {
  const text = holdInWords(on, named);
  const href = placeOf(on);
  return href === undefined ? (
    <>{text}</>
  ) : (
    <a class="govuk-link" href={href}>
      {text}
    </a>
  );
};

function placeOf(on: Hold['on']): string | undefined {
  switch (on.kind) {
    case 'school':
      return undefined;
    case 'person':
      return pathOf(on.id);
    case 'household':
      return `/homes/${encodeURIComponent(on.id)}`;
    case 'visit':
      return `/${VisitId.safeParse(on.id).success ? 'visits' : 'allegations'}/${encodeURIComponent(on.id)}`;
  }
}

/** `by Ruth Calloway on Monday 22 June at 9am`. */
export const byWhom = ({ at, by }: { readonly at: string; readonly by: string }, { nameOf }: Pick<Named, 'nameOf'>, now: Instant): string =>
  // As the API answers with it.
  `${nameOf(by)}, ${when(at as Instant, now)}`;
