import { type Content, content, type Extra, spaced } from './options.ts';
import { Tag, type TagProps } from './tag.tsx';

interface Task extends Pick<Extra, 'classes'> {
  readonly title: Content & Pick<Extra, 'classes'>;
  readonly hint?: Content | undefined;
  readonly status: Content & Pick<Extra, 'classes'> & { readonly tag?: TagProps | undefined };
  /** Left out while it cannot be begun. */
  readonly href?: string | undefined;
}

interface Props extends Extra {
  readonly items: readonly (Task | false | null | undefined)[];
  readonly idPrefix?: string | undefined;
}

export const TaskList = ({ items, idPrefix = 'task-list', classes, attributes }: Props) => (
  <ul class={spaced('govuk-task-list', classes)} {...attributes}>
    {items.map((task, index) => task && <Item {...task} id={`${idPrefix}-${index + 1}`} />)}
  </ul>
);

const Item = ({ id, title, hint, status, href, classes }: Task & { readonly id: string }) => (
  <li class={spaced('govuk-task-list__item', href !== undefined && 'govuk-task-list__item--with-link', classes)}>
    <div class="govuk-task-list__name-and-hint">
      {href === undefined ? (
        <div class={title.classes}>{content(title)}</div>
      ) : (
        <a
          class={spaced('govuk-link', 'govuk-task-list__link', title.classes)}
          href={href}
          aria-describedby={spaced(hint && `${id}-hint`, `${id}-status`)}
        >
          {content(title)}
        </a>
      )}
      {hint && (
        <div id={`${id}-hint`} class="govuk-task-list__hint">
          {content(hint)}
        </div>
      )}
    </div>
    <div class={spaced('govuk-task-list__status', status.classes)} id={`${id}-status`}>
      {status.tag ? <Tag {...status.tag} /> : content(status)}
    </div>
  </li>
);
