/** Whatever stands in the way, somebody is led to where it is mended, or told who has to. */
import { describe, expect, it } from 'vitest';
import { pageRoutes } from '../../functions/pages/routes.ts';
import { findings } from '../../functions/domain/policy/gates.ts';
import type { Gate, Policy } from '../../functions/domain/policy/policy.ts';
import type { Known, Unmet, Wants } from '../../functions/domain/visit/decision.ts';
import { begin } from '../../functions/domain/visit/evolve.ts';
import { personIn } from '../../functions/domain/person.ts';
import type { OnVisit } from '../../functions/pages/visit/on-visit.ts';
import { mendOf } from '../../functions/pages/visit/unmet.tsx';
import { at } from '../support/hampton-visit.ts';
import { five, hampton, type OneSchool } from '../support/five-schools.ts';

const pages = pageRoutes.map(({ path }) => path);
const isPage = (href: string): boolean => {
  const parts = (href.split('#')[0] ?? '').split('/');
  return pages.some(
    (path) => path.split('/').length === parts.length && path.split('/').every((part, i) => part.startsWith('{') || part === parts[i]),
  );
};

/** A school whose every rule applies, which has set nothing, and which everybody has left; of the home nothing is known. */
function strict({ rules, known }: OneSchool): Known {
  const gates = rules.gates.map((gate): Gate => {
    const { when: _, ...always } = gate;
    // Nothing holds that only asks that something is not so: it asks for what nobody could say.
    return always.check === 'holds' ? { ...always, test: always.test.atLeast === undefined ? { of: always.test.of, is: ['never'] } : { of: always.test.of, atLeast: 12 } } : always; // prettier-ignore
  });
  const questions = rules.questions.map(({ when: _, ...question }) => question);
  const strictly: Policy = { ...rules, gates, questions };
  const gone = Object.fromEntries(Object.entries(known.staff).map(([id, { mobile: _, ...person }]) => [id, person]));
  const household = { ...known.household!, address: '', phones: [], answers: {} };
  return { ...known, rules: strictly, settings: { ...known.settings, values: {} }, staff: {}, former: gone, household };
}

const bare = ({ name, first, second }: OneSchool, known: Known) =>
  begin(
    { school: name, visit: 'HV-000001' },
    {
      type: 'VisitRequested',
      at: at('09:00'),
      by: first,
      via: 'form',
      policy: { id: known.rules.id, version: '1' },
      request: { household: 'h-1', visitors: [{ person: first }, { person: second }], plan: { startsFrom: 'school', endsAt: 'school' } },
    },
  );

const onVisit = (known: Known): OnVisit => ({
  visit: { id: 'HV-000001', stage: 'requested', actions: [], household: { id: 'h-1' } },
  etag: '',
  // What the policy is answered with, less the words of its clauses.
  policy: { ...known.rules, version: '1', review: null, clauses: [] },
  values: known.settings.values,
  nameOf: (id) => personIn(known, id)?.name ?? `nobody called ${id}`,
  me: 'somebody-else',
  now: at('12:00'),
});

function gatesUnmet(one: OneSchool): readonly Unmet[] {
  const known = strict(one);
  const visit = bare(one, known);
  return (['depart', 'close'] as const).flatMap((step) => {
    const { unmet, outstanding } = findings(step, visit, known);
    return [...unmet, ...outstanding];
  });
}

/** What nothing can be lacking of without a history: each has its own example below. */
const needAPast = ['somebody-reached', 'nobody-reached', 'reachable', 'others-here'];

describe.each(five.map((one) => [one.name, one] as const))('at %s', (_, one) => {
  const known = strict(one);
  const unmet = gatesUnmet(one);

  it('every rule is among those that are looked at', () => {
    const codes = new Set(unmet.map(({ code }) => code));
    expect(known.rules.gates.map(({ id }) => id).filter((id) => !codes.has(id) && !needAPast.includes(id))).toEqual([]);
  });

  it('each that is unmet leads to a page that is there, or says who has to meet it', () => {
    for (const one_ of unmet) {
      const { what, href, who, clauses } = mendOf(one_, onVisit(known));
      expect(what, one_.code).not.toBe('');
      expect(clauses.length, one_.code).toBeGreaterThan(0);
      expect(href ?? who, one_.code).toBeDefined();
      if (href !== undefined) expect(isPage(href), `${one_.code}: ${href}`).toBe(true);
    }
  });

  it('each is said in words: no id of a person, a question or a setting', () => {
    const ids = [
      ...Object.keys(known.former ?? {}),
      ...known.rules.questions.map(({ id }) => id),
      ...known.rules.settings.map(({ id }) => id),
    ];
    for (const one_ of unmet) {
      const { what, who = '' } = mendOf(one_, onVisit(known));
      const words = `${what} ${who}`.replaceAll('’', "'").split(/[\s(),.:;?]+/);
      expect(
        ids.filter((id) => id.includes('-') && words.includes(id)),
        `${one_.code}: ${what} ${who}`,
      ).toEqual([]);
    }
  });
});

describe('what only a longer history could lack', () => {
  const on = onVisit(hampton.known);
  const mended = (wants: Wants, missing: readonly string[] = []) =>
    mendOf({ code: 'x', clauses: ['HA-10'], message: 'Mend it.', missing, wants }, on);

  it.each<readonly [string, Wants, string]>([
    [
      'a contact',
      { kind: 'contacts', contacts: [{ person: 'hampton-head', channel: 'text', state: 'unproven' }] as never },
      '/people/hampton-head#contacts',
    ],
    ['a record', { kind: 'person', person: 'hampton-head', field: 'manager' }, '/people/hampton-head'],
    ['whom a ladder tells', { kind: 'receivers', rungs: ['office'], tell: ['office'] }, '/people'],
    ['whom a setting names', { kind: 'receivers', rungs: ['office'], tell: ['$senior'] }, '/settings'],
    ['a line to tick', { kind: 'tick', prompt: 'carry-phone' }, '/visits/HV-000001/go#tick-carry-phone'],
  ])('%s leads to its page', (_, wants, href) => {
    expect(mended(wants)).toMatchObject({ href });
  });

  it('what is missing at another home of the round leads to that visit', () => {
    const wants: Wants = { kind: 'plan', times: ['returnAt'] };
    expect(mendOf({ code: 'x', clauses: [], message: 'Say it.', missing: [], wants, visit: 'HV-000002' }, on)).toMatchObject({
      href: '/visits/HV-000002/change#returnAt',
      what: 'Say when you are back (at another home of this round)',
    });
  });

  it('posts are said in words, and nobody whom no answer names yet', () => {
    const oneOf = (of: string, is: readonly string[]) => mended({ kind: 'test', test: { of, is: [...is] } }).what;
    expect(oneOf('visitors.roles', ['lsa', 'family-support-worker'])).toBe('One of those who go has to be: LSA or family support worker');
    expect(oneOf('visitors', ['hampton-teacher'])).toBe('One of those who go has to be Priya Raman');
    expect(oneOf('visitors', [])).toBe('Mend it.');
  });

  it('only whoever may agree is led to where it is done; others are told whose it is', () => {
    const wants: Wants = { kind: 'agreement', agreement: 'with-head', by: ['head-of-school'] };
    expect(mended(wants)).not.toHaveProperty('href');
    expect(mended(wants).who).toContain('the head of school');
    const actions = [{ name: 'authorise', allowed: true, agreements: ['with-head'] }];
    const may = { ...on, visit: { ...on.visit, actions } };
    expect(mendOf({ code: 'x', clauses: [], message: '', missing: [], wants }, may)).toMatchObject({ href: '/visits/HV-000001/approve' });
  });
});
