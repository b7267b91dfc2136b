import { readFileSync } from 'node:fs';
import { raw } from 'hono/html';
import { jsx } from 'hono/jsx';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { BackLink } from '../../functions/pages/components/back-link.tsx';
import { Breadcrumbs } from '../../functions/pages/components/breadcrumbs.tsx';
import { Button } from '../../functions/pages/components/button.tsx';
import { CharacterCount } from '../../functions/pages/components/character-count.tsx';
import { Checkboxes } from '../../functions/pages/components/checkboxes.tsx';
import { DateInput } from '../../functions/pages/components/date-input.tsx';
import { Details } from '../../functions/pages/components/details.tsx';
import { ErrorMessage } from '../../functions/pages/components/error-message.tsx';
import { ErrorSummary } from '../../functions/pages/components/error-summary.tsx';
import { Fieldset } from '../../functions/pages/components/fieldset.tsx';
import { GenericHeader } from '../../functions/pages/components/generic-header.tsx';
import { Hint } from '../../functions/pages/components/hint.tsx';
import { Input } from '../../functions/pages/components/input.tsx';
import { InsetText } from '../../functions/pages/components/inset-text.tsx';
import { Label } from '../../functions/pages/components/label.tsx';
import { NotificationBanner } from '../../functions/pages/components/notification-banner.tsx';
import { Pagination } from '../../functions/pages/components/pagination.tsx';
import { Panel } from '../../functions/pages/components/panel.tsx';
import { Radios } from '../../functions/pages/components/radios.tsx';
import { Select } from '../../functions/pages/components/select.tsx';
import { SkipLink } from '../../functions/pages/components/skip-link.tsx';
import { SummaryList } from '../../functions/pages/components/summary-list.tsx';
import { Table } from '../../functions/pages/components/table.tsx';
import { Tag } from '../../functions/pages/components/tag.tsx';
import { TaskList } from '../../functions/pages/components/task-list.tsx';
import { Textarea } from '../../functions/pages/components/textarea.tsx';
import { WarningText } from '../../functions/pages/components/warning-text.tsx';

const components: Readonly<Record<string, (props: never) => unknown>> = {
  'back-link': BackLink,
  breadcrumbs: Breadcrumbs,
  button: Button,
  'character-count': CharacterCount,
  checkboxes: Checkboxes,
  'date-input': DateInput,
  details: Details,
  'error-message': ErrorMessage,
  'error-summary': ErrorSummary,
  fieldset: Fieldset,
  'generic-header': GenericHeader,
  hint: Hint,
  input: Input,
  'inset-text': InsetText,
  label: Label,
  'notification-banner': NotificationBanner,
  pagination: Pagination,
  panel: Panel,
  radios: Radios,
  select: Select,
  'skip-link': SkipLink,
  'summary-list': SummaryList,
  table: Table,
  tag: Tag,
  'task-list': TaskList,
  textarea: Textarea,
  'warning-text': WarningText,
};

const Fixtures = z.object({
  fixtures: z.array(z.object({ name: z.string(), options: z.record(z.string(), z.unknown()), html: z.string() })),
});
type Fixture = z.infer<typeof Fixtures>['fixtures'][number];

const gives =
  (...names: readonly string[]) =>
  ({ options }: Fixture): boolean =>
    names.some((name) => name in options);
const named =
  (title: string) =>
  ({ name }: Fixture): boolean =>
    name === title;

/** What govuk-frontend draws and no page of ours asks for; most of it cannot even be written with our types. */
const leftOut: Readonly<Record<string, Readonly<Record<string, (fixture: Fixture) => boolean>>>> = {
  button: { 'no page of ours is where a service starts': gives('isStartButton') },
  'character-count': {
    'there is always a limit, in words or in characters': ({ options }) => !('maxlength' in options || 'maxwords' in options),
    'the limit says which of the two is counted': gives('countType'),
    'its words are the usual ones, in English': gives('textareaDescriptionText', 'charactersUnderLimitText'),
  },
  'date-input': {
    'day, month and year have options of their own': gives('items'),
    'a part that is wrong says so in `error`': named('with error on single field using classes'),
  },
  input: { 'nothing dresses what is round an input': gives('inputWrapper') },
  'notification-banner': { 'there is no such type': named('with invalid type') },
  pagination: { 'a page has a number': named('with empty items') },
  panel: { 'we confirm with it and never interrupt': ({ options }) => String(options['classes']).includes('govuk-panel--interruption') },
  select: { 'there is something to choose': ({ options }) => !('items' in options) },
};

const folder = new URL('../../node_modules/govuk-frontend/dist/govuk/components/', import.meta.url);
const fixturesOf = (component: string): readonly Fixture[] =>
  Fixtures.parse(JSON.parse(readFileSync(new URL(`${component}/fixtures.json`, folder), 'utf8'))).fixtures;

/** Markup is a string in the fixtures and JSX with us. */
const withMarkup = (options: object): object =>
  Object.fromEntries(Object.entries(options).map(([name, option]: [string, unknown]) => [name, asJsx(name, option)]));
const asJsx = (name: string, option: unknown): unknown => {
  if (typeof option === 'string') return /^html$|Html$/.test(name) ? raw(option) : option;
  if (Array.isArray(option)) return option.map((each) => asJsx('', each));
  return typeof option === 'object' && option !== null ? withMarkup(option) : option;
};

const rendered = (name: string, options: object): string => {
  const html = jsx(components[name]!, options).toString();
  if (typeof html !== 'string') throw new Error('A component waits for nothing.');
  return html;
};

type Node = DefaultTreeAdapterTypes.ChildNode;
type Drawn = string | { readonly [element: string]: readonly Drawn[] };

const inLine = new Set(['#text', 'a', 'b', 'code', 'em', 'span', 'strong']);

/** What a browser makes of it, save white space that nobody sees: that beside anything but words. */
const drawn = (nodes: readonly Node[]): readonly Drawn[] =>
  nodes.flatMap((node, index): readonly Drawn[] => {
    if ('value' in node) {
      let words = node.value.replace(/\s+/g, ' ');
      if (!inLine.has(nodes[index - 1]?.nodeName ?? '')) words = words.trimStart();
      if (!inLine.has(nodes[index + 1]?.nodeName ?? '')) words = words.trimEnd();
      return words === '' ? [] : [words];
    }
    if (!('attrs' in node)) return [];
    const attributes = node.attrs.map(({ name, value }) => ` ${name}="${value.replace(/\s+/g, ' ').trim()}"`).sort();
    return [{ [`${node.tagName}${attributes.join('')}`]: drawn(node.childNodes) }];
  });

const parsed = (html: string): readonly Drawn[] => drawn(parseFragment(html).childNodes);

describe('the parts that pages are made of', () => {
  it.each(Object.keys(components))('are drawn as those of other public services that staff know: %s', (name) => {
    const reasons = Object.values(leftOut[name] ?? {});
    const fixtures = fixturesOf(name).filter((fixture) => !reasons.some((isLeftOut) => isLeftOut(fixture)));
    const wanted = fixtures.map((fixture) => [fixture.name, parsed(fixture.html)]);
    const ours = fixtures.map((fixture) => [fixture.name, parsed(rendered(name, withMarkup(fixture.options)))]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(wanted));
  });

  it('leave out only what those really have', () => {
    const idle = Object.entries(leftOut).flatMap(([name, reasons]) =>
      Object.entries(reasons).flatMap(([why, isLeftOut]) => (fixturesOf(name).some(isLeftOut) ? [] : [`${name}: ${why}`])),
    );
    expect(idle).toEqual([]);
  });

  it('show what somebody wrote as they wrote it, and never take it for a part of the page', () => {
    const text = `"'></textarea></option></select><script src=x>&amp;`;
    const item = { value: text, text, hint: { text } };
    const field = { name: 'f', label: { text }, hint: { text }, errorMessage: { text }, value: text };
    const pages = [
      rendered('input', { ...field, prefix: { text } }),
      rendered('textarea', field),
      rendered('character-count', { ...field, maxlength: 9 }),
      rendered('select', { ...field, items: [item] }),
      rendered('radios', { ...field, fieldset: { legend: { text } }, items: [{ ...item, conditional: { html: text } }] }),
      rendered('checkboxes', { ...field, items: [item], values: [text] }),
      rendered('date-input', { ...field, id: 'd', values: { day: text } }),
      rendered('error-summary', { titleText: text, errorList: [{ text, href: '#f' }] }),
      rendered('summary-list', { rows: [{ key: { text }, value: { text }, actions: { items: [{ href: '#', text }] } }] }),
      rendered('table', { caption: text, head: [{ text }], rows: [[{ text }]] }),
      rendered('tag', { children: text }),
      rendered('details', { summaryText: text, text }),
    ];
    for (const page of pages) {
      const seen = JSON.stringify(parsed(page));
      expect(seen).toContain(JSON.stringify(text).slice(1, -1));
      expect(seen).not.toContain('{"script');
    }
  });
});
