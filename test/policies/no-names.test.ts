import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { jsonIn, namesIn, policiesIn, SchoolFile } from '../support/policy-files.ts';

const root = new URL('../../', import.meta.url);
const filesUnder = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, root)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(new URL(path, root)).isDirectory() ? filesUnder(path) : [path];
  });

const policies = policiesIn('policies').filter((name) => name !== 'doorstep');
const schools = namesIn('local/schools').map((name) => SchoolFile.parse(jsonIn(`local/schools/${name}.json`)));
/** Ids of policies and schools, and the words of their names by which anybody would know them. */
const names = [
  ...policies,
  ...schools.map(({ school }) => school),
  ...[...policies.map((name) => Policy.parse(jsonIn(`policies/${name}.json`)).title), ...schools.map(({ name }) => name)].flatMap(known),
].map((name) => name.toLowerCase());

/** `Hampton` of "Hampton Infant School and Nursery": what is no word of every day. */
function known(name: string): readonly string[] {
  const ofEveryDay =
    /^(the|a|an|of|and|for|school|infant|nursery|primary|sen|trust|house|service|st|home|visit|visits|policy|harbour|four|schools)$/i;
  return name.split(/[^A-Za-z'’]+/).filter((word) => word.length > 3 && !ofEveryDay.test(word));
}

it('knows the names of five policies and eight schools', () => {
  expect(policies).toHaveLength(5);
  expect(schools).toHaveLength(8);
  expect(names).toEqual(expect.arrayContaining(['hampton', 'roselyn', 'southend', 'kingsdown', 'the-harbour', 'st-nicholas']));
});

it('names no school and no policy in what is deployed: a policy is data', () => {
  const found = ['functions', 'lib'].flatMap(filesUnder).flatMap((path) => {
    const text = readFileSync(new URL(path, root), 'utf8').toLowerCase();
    return names.filter((name) => new RegExp(`(?<![a-z])${name}(?![a-z])`).test(text)).map((name) => `${path}: ${name}`);
  });
  expect(found).toEqual([]);
});
