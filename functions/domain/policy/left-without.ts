/** What a school would be left without by a change of its people or its settings: said before it is done, in sentences. */
import { holdersOf, type Person, personIn, reachable, type Staff } from '../person.ts';
import type { z } from 'zod';
import { Deputies, Rota, setting } from './duty.ts';
import { Duty, OwnLadder, type Policy, type Rung, type Settings } from './policy.ts';
import { isDuty, isOutsider } from './receivers.ts';

export interface Consequence {
  readonly code: 'no-admin' | 'nobody-with-duty' | 'nobody-named' | 'nobody-to-reach' | 'empty-turn' | 'no-deputy' | 'no-manager';
  readonly message: string;
}

/** A school as far as this goes by it. */
export interface Standing {
  readonly rules: Policy;
  readonly settings: Settings;
  readonly staff: Staff;
  readonly former?: Staff | undefined;
}

interface Lack extends Consequence {
  /** The same lack before and after. */
  readonly key: string;
}

/** What is lacking after the change and was not before it. */
export function leftWithout(before: Standing, after: Standing): readonly Consequence[] {
  const already = new Set(lacksOf(before).map(({ key }) => key));
  const lacking = lacksOf(after).flatMap(({ key, code, message }) => (already.has(key) ? [] : [{ code, message }]));
  return [...lacking, ...dutiesGone(before, after), ...deputiesGone(before, after), ...managersGone(before, after)];
}

const lacksOf = (school: Standing): readonly Lack[] => [
  ...(holdersOf('admin', school.staff).length > 0
    ? []
    : [{ code: 'no-admin' as const, key: 'admin', message: 'Nobody would be left with the duty admin, to keep the records of people.' }]),
  ...unnamed(school),
  ...unreached(school),
  ...unmanned(school),
];

// ------------------------------------------------------------------------------------------------ duties and people that the rules name

/** Each duty that a rung, an agreement or a notice goes to, through the school's settings too, of which somebody was the last. */
function dutiesGone(before: Standing, after: Standing): readonly Consequence[] {
  const { rules, staff } = after;
  const needs: readonly (readonly [string, readonly string[]])[] = [
    ['agrees to visits', rules.gates.flatMap((gate) => (gate.check === 'approved' ? gate.by : []))],
    [
      'is told on a step of a ladder',
      laddersOf(after).flatMap(({ rungs }) => rungs.flatMap(({ tell, instead = [] }) => [...tell, ...instead])),
    ],
    ['is sent a notice', rules.notices.flatMap(({ tell }) => tell)],
  ];
  return Duty.options.flatMap((duty): readonly Consequence[] => {
    const what = needs.flatMap(([does, who]) => (spelledOut(who, after).includes(duty) ? [does] : []));
    const isGone = holdersOf(duty, before.staff).length > 0 && holdersOf(duty, staff).length === 0;
    return duty === 'admin' || what.length === 0 || !isGone
      ? []
      : [{ code: 'nobody-with-duty', message: `Nobody would be left with the duty ${duty}, which ${inARow(what)}.` }];
  });
}

/** Each `who` of the settings that leads to nobody any more. */
function unnamed(school: Standing): readonly Lack[] {
  return school.rules.settings.flatMap(({ id, type, ask }): readonly Lack[] => {
    const who = type === 'who' ? listed(setting(school.rules, school.settings, id)) : [];
    return who.length === 0 || who.some((one) => dependsOnVisit(one)) || peopleOf(who, school).length > 0
      ? []
      : [{ code: 'nobody-named', key: `setting ${id}`, message: `Nobody would be left of those whom the school named for: ${ask}` }];
  });
}

// ------------------------------------------------------------------------------------------------ ladders

interface NamedLadder {
  readonly name: string;
  readonly rungs: readonly Pick<Rung, 'id' | 'tell' | 'instead'>[];
}

/** Those that the policy writes, and those that the school set. */
function laddersOf({ rules, settings }: Standing): readonly NamedLadder[] {
  const own = rules.settings.flatMap(({ id, type }) => {
    const ladder = type === 'ladder' ? OwnLadder.safeParse(setting(rules, settings, id)).data : undefined;
    return ladder === undefined ? [] : [{ name: id, rungs: ladder.rungs }];
  });
  return [...rules.ladders.map(({ id, rungs }) => ({ name: id, rungs })), ...own];
}

/** Each rung on which nobody could be reached. Where it also tells somebody by their part in the visit, there may be somebody. */
function unreached(school: Standing): readonly Lack[] {
  return laddersOf(school).flatMap(({ name, rungs }) =>
    rungs.flatMap(({ id, tell, instead = [] }): readonly Lack[] => {
      const who = spelledOut([...tell, ...instead], school);
      return who.some(dependsOnVisit) || who.every(isAway) || peopleOf(who, school).some(reachable)
        ? []
        : [
            {
              code: 'nobody-to-reach',
              key: `rung ${name}/${id}`,
              message: `Nobody who can be reached would be left on the step "${id}" of the ladder "${name}".`,
            },
          ];
    }),
  );
}

// ------------------------------------------------------------------------------------------------ turns, deputies, managers

/** Turns of the rota in which there is nobody who can be reached. Rows for the same duty at the same hours are one turn. */
function unmanned(school: Standing): readonly Lack[] {
  const rota = rows(Rota, school, 'rota') ?? [];
  return rota.flatMap((row): readonly Lack[] => {
    const { duty, from, to } = row;
    const turn = rota.filter((other) => turnOf(other) === turnOf(row));
    return row !== turn[0] || turn.some(({ people }) => people.some((id) => isReached(id, school)))
      ? []
      : [
          {
            code: 'empty-turn',
            key: turnOf(row),
            message: `Nobody who can be reached would be left on the rota for the duty ${duty}, ${from} to ${to}.`,
          },
        ];
  });
}

const turnOf = ({ duty, from, to, days }: z.infer<typeof Rota>[number]): string => `turn ${duty} ${from} ${to} ${days.toSorted().join()}`;

/** People for whom somebody stood in before, and nobody does any more. */
function deputiesGone(before: Standing, after: Standing): readonly Consequence[] {
  const now = rows(Deputies, after, 'deputies');
  if (now === undefined) return [];
  const standsIn = (all: z.infer<typeof Deputies>, person: string, school: Standing): boolean =>
    all.some((row) => row.for === person && row.by.some((id) => isReached(id, school)));
  const had = rows(Deputies, before, 'deputies') ?? [];
  return [...new Set(had.map((row) => row.for))]
    .filter((person) => Object.hasOwn(after.staff, person) && standsIn(had, person, before) && !standsIn(now, person, after))
    .map((person) => ({
      code: 'no-deputy',
      message: `Nobody who can be reached would be left to stand in for ${nameOf(person, after)}.`,
    }));
}

/** Line managers who are there no more, each with those whom they managed. */
function managersGone(before: Standing, after: Standing): readonly Consequence[] {
  const gone = Object.keys(before.staff).filter((id) => !Object.hasOwn(after.staff, id));
  return gone.flatMap((manager): readonly Consequence[] => {
    const managed = Object.values(after.staff).flatMap((person) => (person.manager === manager ? [person.name] : []));
    return managed.length === 0
      ? []
      : [
          {
            code: 'no-manager',
            message: `${inARow(managed)} would have no line manager: it was ${nameOf(manager, after)}.`,
          },
        ];
  });
}

// ------------------------------------------------------------------------------------------------ who is meant

const nameOf = (id: string, school: Standing): string => personIn(school, id)?.name ?? id;
const isReached = (id: string, { staff }: Standing): boolean => {
  const person = Object.hasOwn(staff, id) ? staff[id] : undefined;
  return person !== undefined && reachable(person);
};

/** Whoever is out, and whoever is outside the school, takes no step. */
const isAway = (who: string): boolean => who === 'visitors' || who === 'self' || isOutsider(who);
const ofAVisit: readonly string[] = ['companions', 'requester', 'approver', 'line-manager', 'involved', 'told'];
export const dependsOnVisit = (who: string): boolean => who.startsWith('@') || ofAVisit.includes(who);

/** Each `$setting` by whom it names. */
export const spelledOut = (who: readonly string[], { rules, settings }: Pick<Standing, 'rules' | 'settings'>): readonly string[] =>
  who.flatMap((one) => (one.startsWith('$') ? listed(setting(rules, settings, one)) : [one]));

/** By their duty or by their id. */
const peopleOf = (who: readonly string[], { staff }: Standing): readonly Person[] =>
  who.flatMap((one) => (isDuty(one) ? holdersOf(one, staff) : Object.hasOwn(staff, one) ? (staff[one] ?? []) : []));

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

const rows = <T>(schema: z.ZodType<T>, { rules, settings }: Standing, id: string): T | undefined =>
  schema.safeParse(setting(rules, settings, id)).data;

const inARow = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
