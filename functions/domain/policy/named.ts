type Named = { readonly id: string };

const indexes = new WeakMap<readonly Named[], ReadonlyMap<string, Named>>();

/** The element of that name: of a list that never changes, looked through once. The first, where a list has two. */
export function named<Element extends Named>(elements: readonly Element[], id: string): Element | undefined {
  // What was indexed under this very list is an element of it; a WeakMap cannot say so.
  return indexOf(elements).get(id) as Element | undefined;
}

function indexOf(elements: readonly Named[]): ReadonlyMap<string, Named> {
  const known = indexes.get(elements) ?? new Map(elements.toReversed().map((element) => [element.id, element]));
  indexes.set(elements, known);
  return known;
}
