import type { PageDeps } from '../../functions/pages/page.ts';
import type { Afternoon } from './afternoon.ts';

/** The same stores, writing down what is asked of them. */
export function counted(a: Afternoon): { readonly deps: Partial<PageDeps>; readonly calls: string[] } {
  const calls: string[] = [];
  const counting = <Store extends object>(name: string, store: Store): Store =>
    new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          calls.push(`${name}.${String(property)}`);
          return Reflect.apply(value, target, given);
        };
      },
    });
  const { visits, schools, pokes, links, drafts, sessions, machines } = a.deps;
  return {
    calls,
    deps: {
      visits: counting('visits', visits),
      schools: counting('schools', schools),
      pokes: counting('pokes', pokes),
      links: counting('links', links),
      drafts: counting('drafts', drafts),
      sessions: counting('sessions', sessions),
      machines: counting('machines', machines),
    },
  };
}
