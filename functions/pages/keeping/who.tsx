import type { Duty } from '../../domain/policy/policy.ts';
import type { Frame } from '../frame.ts';

const heads: readonly Duty[] = ['headteacher', 'head-of-school', 'executive-headteacher'];
const isAnyOf = ({ person }: Frame, duties: readonly Duty[]): boolean => person?.duties.some((duty) => duties.includes(duty)) === true;

/** As the API lets them: others are shown no link. */
export const mayHold = (frame: Frame): boolean => isAnyOf(frame, ['dsl', ...heads]);
export const mayErase = (frame: Frame): boolean => isAnyOf(frame, heads);

/** Whom something that is kept is about: a member of staff, or a home. */
type About = { readonly person: string } | { readonly household: string };

export const queryOf = (about: Readonly<Record<string, string>>): string => new URLSearchParams(about).toString();

/** What whoever answers for what is kept may do about somebody, or about a home. */
export const KeptOf = ({ frame, about, name }: { readonly frame: Frame; readonly about: About; readonly name: string }) => {
  const links = [
    ...(mayErase(frame) ? [{ href: `/kept/everything?${queryOf(about)}`, text: 'Everything that is kept' }] : []),
    ...(mayHold(frame) ? [{ href: `/kept/hold?${queryOf(about)}`, text: 'Have it kept, for an inquiry or a claim' }] : []),
    ...(mayErase(frame) ? [{ href: `/kept/erase?${queryOf(about)}`, text: 'Erase what is kept' }] : []),
  ];
  return links.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">What is kept of {name}</h2>
      <ul class="govuk-list">
        {links.map(({ href, text }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
};
