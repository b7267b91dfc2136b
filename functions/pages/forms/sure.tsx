import type { Problem } from '../ask.ts';
import { Checkboxes } from '../components/checkboxes.tsx';
import { errorOf, type Wrong } from './posting.tsx';

/** What a change would leave the school without is said before it is done. */
export interface Consequences {
  readonly said: readonly string[];
}

/** The consequences that a problem of the API names; nothing where it is of another kind. */
export const consequencesIn = ({ consequences }: Problem): Consequences | undefined =>
  consequences === undefined || consequences.length === 0 ? undefined : { said: consequences.map(({ message }) => message) };

export const notWithoutBeingSure: Wrong = {
  status: 409,
  fields: [{ field: 'sure', text: 'Somebody would be missing: read what, and say whether you are sure' }],
};

/** In the form that is sent again: each of them, and a box by which somebody says that they mean it. */
export const Sure = ({
  consequences,
  title = 'What it would take away',
  wrong,
}: {
  readonly consequences: Consequences | undefined;
  readonly title?: string;
  readonly wrong?: Wrong | undefined;
}) =>
  consequences === undefined ? null : (
    <>
      <h2 class="govuk-heading-m">{title}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {consequences.said.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      <Checkboxes name="sure" {...errorOf(wrong, 'sure')} items={[{ value: 'yes', text: 'I have read this, and mean it all the same' }]} />
    </>
  );
