import { type Content, content, type Extra, spaced } from './options.ts';

interface Props extends Content, Extra {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly type?: 'submit' | 'button' | 'reset' | undefined;
  readonly disabled?: boolean | undefined;
  /** Makes it a link that looks like a button: for going somewhere, never for doing something. */
  readonly href?: string | undefined;
  readonly preventDoubleClick?: boolean | undefined;
}

export const Button = ({ id, name, value, type = 'submit', disabled, href, preventDoubleClick, classes, attributes, ...said }: Props) => {
  const common = { id, class: spaced('govuk-button', classes), 'data-module': 'govuk-button', ...attributes };
  return href === undefined ? (
    <button
      type={type}
      name={name}
      value={value}
      disabled={disabled}
      aria-disabled={disabled ? true : undefined}
      data-prevent-double-click={preventDoubleClick}
      {...common}
    >
      {content(said)}
    </button>
  ) : (
    <a href={href} role="button" draggable={false} {...common}>
      {content(said)}
    </a>
  );
};
