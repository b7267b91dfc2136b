/** docs/who-gets-in.md: what the walk found, in words. */
import * as prettier from 'prettier';
import { people } from './school.ts';
import type { Walk, Walked } from './walk.ts';

export const page = new URL('../../docs/who-gets-in.md', import.meta.url);

/** As the page names those who call as a person, in the order of its lines. */
const present = Object.values(people).filter((who) => !who.startsWith('left'));
const left = Object.values(people).filter((who) => who.startsWith('left') && who !== 'left the school');

export async function whoGetsIn({ api, pages }: Walk): Promise<string> {
  const text = [
    '# Who gets in',
    'Written by `npm run who-gets-in`, which asks every route as everybody through the handlers that are deployed; not by hand. `npm test` asks again, and fails where this page is not true. Whoever is let in is listened to: what the policy says to it, and how much they are shown ([reading.md](reading.md)), is another matter.',
    '## Those whom no operation of the API lets in',
    table(['who', 'answer'], outside(api)),
    'Somebody who has left the school, or whom sign-in knows and the school does not, is answered 403: their token is good, and nothing is theirs to do. An operation of another school is 404 whoever asks, as if it were not there.',
    '## The operations of the API',
    'Each person here has one duty, or one part in the visit, and nothing else. “Anybody” is anybody who works at the school. Somebody who left while they were out is heard on that visit until it is closed. A machine is known by [a key of ours or a token](api-answers.md); both let it do the same.',
    table(['operation', 'lets in', 'everybody else'], api.map(line)),
    '## The pages',
    'A page asks the operations above as whoever signed in, and has no rule of its own; a form that is sent is looked at, and what it asks for is refused as the operation would. Whoever has not signed in, whose session has ended or run out, or who brings the key of a machine, is led to sign in (what they sent is shown again, with 401). A form that comes from another site, or without what stands hidden in ours, is 403 and done for nobody.',
    table(['page', 'shows or takes', 'everybody else'], pages.map(line)),
  ].join('\n\n');
  return prettier.format(text, { ...(await prettier.resolveConfig(page)), parser: 'markdown' });
}

/** Whoever is answered the same by every operation, and is not let in by one. */
const outside = (api: readonly Walked[]): readonly (readonly string[])[] => {
  const ofSchools = api.filter(({ route }) => route.includes('{school}'));
  const callers = Object.keys(ofSchools[0]?.answers ?? {});
  return callers.flatMap((who) => {
    const [answer, ...others] = new Set(ofSchools.map(({ answers }) => answers[who]));
    return others.length > 0 || answer === 'in' || answer === undefined ? [] : [[who, String(answer)]];
  });
};

/** Several who mostly go together, by one name. */
const together: readonly (readonly [string, readonly string[]])[] = [
  ['anybody', present],
  ['heads', ['headteacher', 'head-of-school', 'executive-headteacher']],
  ['whoever has a part in it', ['asked for it', 'is on it', 'reads it', 'is asked something', 'was told']],
];
const inShort = (those: readonly string[]): readonly string[] =>
  together.reduce<readonly string[]>(
    (all, [name, some]) => (some.every((who) => all.includes(who)) ? [...all.filter((who) => !some.includes(who)), name] : all),
    those,
  );

function line({ route, answers }: Walked): readonly string[] {
  // Of pages whoever left is led to sign in, as the words above the table say.
  const all = [...present, ...left, ...('no token' in answers ? ['left the school'] : [])];
  const those = (answer: unknown): readonly string[] => all.filter((who) => answers[who] === answer);
  const others = [...new Set(all.map((who) => answers[who]))].filter((answer) => answer !== 'in' && answer !== undefined);
  const [usual = '', ...unusual] = others.toSorted((one, other) => those(other).length - those(one).length);
  // Nobody's record but their own: the walk asks for that of whoever has no duty.
  const named = (who: string): string => (who === 'no duty' && route.includes('{person}') ? 'themselves' : who);
  const lets = [...inShort(those('in')).map(named), ...machines(answers)];
  const isOpen = answers['nobody'] === 'in' || (answers['nobody'] === 'sign in' && route.includes('/sign-in'));
  return [
    `\`${route}\``,
    isOpen ? 'whoever asks' : lets.length === 0 ? 'whoever sends the receipts, by a token of their own' : lets.join(', '),
    isOpen ? '' : [String(usual), ...unusual.map((answer) => `${String(answer)} for ${inShort(those(answer)).join(', ')}`)].join('; '),
  ];
}

const machines = (answers: Walked['answers']): readonly string[] => {
  const [reads, writes] = [answers['key that reads'] === 'in', answers['key that writes'] === 'in'];
  const shows = answers['key for a calendar'] === 'in' ? ['a calendar'] : [];
  return [...(reads ? ['a machine'] : writes ? ['a machine that writes'] : []), ...shows];
};

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
