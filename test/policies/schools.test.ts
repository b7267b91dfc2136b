import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { OwnLadder, Policy } from '../../functions/domain/policy/policy.ts';
import { checkSettings } from '../../functions/domain/policy/settings.ts';
import { jsonIn, namesIn, SchoolFile } from '../support/policy-files.ts';

const files = [
  ...namesIn('local/schools').map((name) => ({ name, path: `local/schools/${name}.json`, policies: 'policies' })),
  { name: 'made-up', path: 'test/support/schools/made-up.json', policies: 'test/support/schools/policies' },
];

it('gives no two people one number or address, at whichever school they are', () => {
  const people = files.flatMap(({ path }) => SchoolFile.parse(jsonIn(path)).people);
  for (const ways of [people.map(({ mobile }) => mobile), people.map(({ email }) => email)]) {
    const given = ways.filter((way) => way !== undefined);
    expect(given.filter((way, i) => given.indexOf(way) < i)).toEqual([]);
  }
});

describe.each(files)('the school $name', ({ path, policies }) => {
  const school = SchoolFile.parse(jsonIn(path));
  const rules = rulesOf(Policy.parse(jsonIn(`${policies}/${school.policy}.json`)));
  const { values } = school.settings;
  const staff = Object.fromEntries(school.people.map((person) => [person.id, person]));
  const ladders = rules.settings.flatMap(({ id, type }) => (type === 'ladder' ? [{ id, ladder: OwnLadder.parse(values[id]) }] : []));

  it('has set whatever its policy leaves to it, and nothing else', () => {
    expect(Object.keys(values).sort()).toEqual(rules.settings.map(({ id }) => id).sort());
  });

  it('has set each as what it is', () => {
    expect(checkSettings(rules, staff, values)).toEqual([]);
  });

  it('has somebody who can be reached for every rung of every ladder', () => {
    const reached = school.people.filter(({ mobile, email }) => mobile !== undefined && email !== undefined);
    const isThere = (who: string): boolean =>
      who.startsWith('$')
        ? z.array(z.string()).parse(values[who.slice(1)]).some(isThere)
        : reached.some(
            ({ id, duties, manager }) => id === who || duties.some((d) => d === who) || (who === 'line-manager' && manager !== undefined),
          );
    for (const { id, tell, instead = [] } of [...rules.ladders, ...ladders.map(({ ladder }) => ladder)].flatMap(({ rungs }) => rungs))
      expect([...tell, ...instead].some(isThere), id).toBe(true);
  });

  it("gives nobody a number that could be a real person's", () => {
    const numbers = [
      ...school.people.map(({ mobile }) => mobile),
      ...school.households.flatMap(({ phones, adults }) => [...phones, ...adults.flatMap((adult) => adult.phones)]),
    ];
    for (const number of numbers) expect(number ?? '+447700900000').toMatch(/^\+4477009\d{5}$|^\+4420794\d{5}$/);
    for (const { email } of school.people) expect(email).toMatch(/\.example$/);
  });

  it('names each person once, after the school', () => {
    const ids = school.people.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id.startsWith(`${school.school}-`), id).toBe(true);
    for (const { manager } of school.people) if (manager !== undefined) expect(ids).toContain(manager);
  });

  it('keeps about its homes only what the policy asks about homes', () => {
    const asked = rules.questions.filter(({ about }) => about === 'home').map(({ id }) => id);
    for (const { answers } of school.households) for (const question of Object.keys(answers)) expect(asked).toContain(question);
  });
});
