/** The fields of a page as a browser would send them: whatever is typed, ticked and chosen in it. */

export type Sent = readonly (readonly [string, string])[];

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
const unescaped = (text: string): string => text.replaceAll(/&([#\w]+);/g, (whole, name: string) => entities[name] ?? whole);

const attributesIn = (tag: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].slice(1).map(([, name = '', value = '']) => [name, unescaped(value)] as const),
  );

/** Every field of `html`, buttons apart: of a page with several forms give that of one, as `formsIn` finds it. */
export function fieldsIn(html: string): Sent {
  return [...html.matchAll(/<(input|textarea|select)\b([^>]*)>(?:(.*?)<\/\1>)?/gs)].flatMap(([whole, tag, , inner = '']): Sent => {
    const { name, type, value = '', ...rest } = attributesIn(whole.slice(0, whole.indexOf('>')));
    if (name === undefined || name === '' || 'disabled' in rest) return [];
    if (tag === 'textarea') return [[name, unescaped(inner.replace(/^\n/, ''))]];
    if (tag === 'select') {
      const options = [...inner.matchAll(/<option\b([^>]*)>([^<]*)/g)].map(([, given = '', text = '']) => ({
        ...attributesIn(`option ${given}`),
        text: unescaped(text),
      }));
      const chosen: Readonly<Record<string, string>> = options.find((option) => 'selected' in option) ?? options[0] ?? {};
      return [[name, chosen['value'] ?? chosen['text'] ?? '']];
    }
    if (type === 'radio' || type === 'checkbox') return 'checked' in rest ? [[name, value]] : [];
    return [[name, value]];
  });
}

export interface FormIn {
  readonly action: string;
  readonly method: string;
  readonly html: string;
  readonly fields: Sent;
}

/** The forms of a page, in order. */
export const formsIn = (html: string): readonly FormIn[] =>
  [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, given = '', inner = '']) => {
    const { action = '', method = 'get' } = attributesIn(`form ${given}`);
    return { action, method, html: inner, fields: fieldsIn(inner) };
  });
