/** Policies that nobody could follow: each a good one with a little of it changed, as somebody who writes one could get it wrong. */

/** What is changed: `gates/dsl-agrees/by` by the names of elements and fields. `undefined` takes it out, `gates/+` puts one in. */
export type Change = Readonly<Record<string, unknown>>;

/** The policy, as JSON, with these changes made. */
export function changed(policy: unknown, change: Change): unknown {
  const copy = structuredClone(policy);
  for (const [path, value] of Object.entries(change)) put(copy, path.split('/'), value);
  return copy;
}

function put(within: unknown, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (Array.isArray(within)) {
    putInList(within, name, rest, value);
    return;
  }
  if (typeof within !== 'object' || within === null) throw new Error(`there is no ${path.join('/')}`);
  if (rest.length > 0) put(Reflect.get(within, name), rest, value);
  else if (value === undefined) Reflect.deleteProperty(within, name);
  else Reflect.set(within, name, value);
}

function putInList(list: unknown[], name: string, rest: readonly string[], value: unknown): void {
  if (name === '+') {
    list.push(value);
    return;
  }
  const index = list.findIndex((element, i) => String(i) === name || (element as { readonly id?: unknown } | null)?.id === name); // whatever the file holds
  if (index < 0) throw new Error(`there is no element ${name}`);
  if (rest.length > 0) put(list[index], rest, value);
  else if (value === undefined) list.splice(index, 1);
  else list[index] = value;
}
