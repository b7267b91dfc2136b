import type { Child } from 'hono/jsx';
import type { Unmet } from '../../domain/visit/decision.ts';
import type { Problem } from '../ask.ts';
import { ErrorSummary } from '../components/error-summary.tsx';
import { type FieldError, keyField, tokenField } from './form.ts';
import type { OnVisit } from '../visit/on-visit.ts';
import type { PageAsked } from '../page.ts';
import { mendOf } from '../visit/unmet.tsx';

/** Why a form is shown again. */
export interface Wrong {
  readonly status: number;
  /** Of the whole, where no field is to blame. */
  readonly said?: string;
  readonly fields?: readonly FieldError[];
  readonly unmet?: readonly Unmet[];
  /** Nothing came of it yet: the same press may be made again, and is done once. */
  readonly again?: true;
}

/** A form with what every one carries: whose it is, and a name for this press, so that a second one changes nothing. */
export const PostForm = ({
  asked: { token, deps, form },
  action,
  wrong,
  children,
}: {
  readonly asked: PageAsked;
  readonly action: string;
  readonly wrong?: Wrong | undefined;
  readonly children?: Child;
}) => (
  <form method="post" action={action} novalidate>
    <input type="hidden" name={tokenField} value={token} />
    <input type="hidden" name={keyField} value={wrong?.again === true ? form.get(keyField) : deps.newRandom()} />
    {children}
  </form>
);

export const badFields = (fields: readonly FieldError[]): Wrong | undefined => (fields.length === 0 ? undefined : { status: 400, fields });

/** Why the API did not do it, where the form can be mended and sent again; nothing where no form helps. `fieldOf` is the id of what a JSON pointer is about. */
export function wrongIn(problem: Problem, fieldOf: (pointer: string) => string | undefined = () => undefined): Wrong | undefined {
  const { status, detail, title, unmet = [], errors = [] } = problem;
  switch (status) {
    case 400: {
      const fields = errors.flatMap(({ pointer, message }) => {
        const field = fieldOf(pointer);
        return field === undefined ? [] : [{ field, text: sentence(message) }];
      });
      const rest = errors.filter(({ pointer }) => fieldOf(pointer) === undefined).map(({ message }) => sentence(message));
      return { status, fields, said: [...rest, ...(errors.length === 0 ? [detail ?? title] : [])].join(' ') };
    }
    case 422:
      return {
        status,
        said: 'This form was sent before, with something else in it. Look at how things stand, and send it again if it is still right.',
      };
    case 409:
      return { status, unmet, ...(unmet.length > 0 ? {} : { said: detail ?? title }) };
    case 412:
      return { status: 409, said: 'Somebody changed this visit at the same moment. Look at it once more, and send it again.' };
    case 413:
      return { status, said: detail ?? title };
    case 503:
      return {
        status,
        said: 'Not done yet: too much is going on at once. Nothing is lost. Press the button again: it is done once, however often you press.',
        again: true,
      };
    default:
      return undefined;
  }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What is wrong, at the top of the page: a link to each field, and to the page that meets each clause. */
export const WhatIsWrong = ({
  wrong,
  title,
  on,
}: {
  readonly wrong: Wrong | undefined;
  readonly title?: string;
  readonly on?: OnVisit;
}) => {
  if (wrong === undefined) return null;
  const { fields = [], unmet = [], said } = wrong;
  return (
    <ErrorSummary
      {...(title === undefined ? {} : { titleText: title })}
      {...(said === undefined || said === '' ? {} : { descriptionText: said })}
      errorList={[
        ...fields.map(({ field, text }) => ({ text, href: `#${field}` })),
        ...(on === undefined
          ? []
          : unmet.map((one) => {
              const { what, who, href, clauses } = mendOf(one, on);
              const text = `${what}${who === undefined ? '' : ` – ${who}`}${clauses.length === 0 ? '' : ` (${clauses.join(', ')})`}`;
              return { text, ...(href === undefined ? {} : { href }) };
            })),
      ]}
    />
  );
};

/** What is wrong with one field, as its component takes it. */
export const errorOf = (wrong: Wrong | undefined, field: string): { readonly errorMessage?: { readonly text: string } } => {
  const found = wrong?.fields?.find((one) => one.field === field);
  return found === undefined ? {} : { errorMessage: { text: found.text } };
};
