/** Every route, asked by everybody: the table of it is docs/who-gets-in.md. */
import { beforeAll, describe, expect, it } from 'vitest';
import { page, whoGetsIn } from '../who-gets-in/page.ts';
import { people } from '../who-gets-in/school.ts';
import { type Walk, type Walked, walkEverything } from '../who-gets-in/walk.ts';

let walk: Walk;
beforeAll(async () => {
  walk = await walkEverything();
}, 120_000);

const ofSchools = (): readonly Walked[] => walk.api.filter(({ route }) => route.includes('{school}'));
/** The routes on which one of these is answered otherwise. */
const otherwise = (routes: readonly Walked[], callers: readonly string[], answer: unknown): readonly string[] =>
  routes.flatMap(({ route, answers }) => callers.filter((who) => answers[who] !== answer).map((who) => `${who}: ${route}`));
const letIn = (who: string): readonly string[] => ofSchools().flatMap(({ id, answers }) => (answers[who] === 'in' ? [id] : []));

it('who gets in stands in docs/who-gets-in.md as it is now: npm run who-gets-in writes it anew', async () => {
  await expect(await whoGetsIn(walk)).toMatchFileSnapshot(page.pathname);
});

describe('the API', () => {
  it('lets nobody in without a token or key that is good now', () => {
    const bad = Object.keys(walk.api[0]?.answers ?? {}).filter((who) =>
      /^(no token|garbage|a (key|token|forged|machine’s)|an expired)/.test(who),
    );
    expect(bad).toHaveLength(12);
    expect(otherwise(walk.api, bad, 401)).toEqual([]);
  });

  it('has nothing of one school for anybody of another', () => {
    expect(otherwise(ofSchools(), ['a head of another school', 'a machine of another school'], 404)).toEqual([]);
  });

  it('lets nobody in who has left, or was never at the school, but whoever was out then, on that visit', () => {
    for (const who of ['left the school', 'a stranger whom sign-in knows', 'somebody called constructor'])
      expect(letIn(who), who).toEqual([]);
    const heard = ['depart-in-breach', 'arrive', 'check-in', 'leave', 'return', 'revise', 'correct', 'raise-alarm', 'note'];
    expect(letIn('left the school, is still out')).toEqual([
      'read-visit',
      'read-card',
      'read-phone',
      'read-sheet',
      'visit-calendar',
      ...heard,
    ]);
    expect(letIn('left the school, was out')).toEqual(['read-phone', ...heard]);
  });

  it('lets everybody of the staff say what happens after the door', () => {
    const staff = Object.values(people).filter((who) => !who.startsWith('left'));
    const heard = walk.api.filter(({ id }) => ['depart-in-breach', 'arrive', 'return', 'raise-alarm', 'note'].includes(id));
    expect(otherwise(heard, [...staff, 'key that writes'], 'in')).toEqual([]);
  });

  it('lets a machine do the same by a key of ours as by a token, and one that reads change nothing', () => {
    for (const scope of ['reads', 'writes']) expect(letIn(`key that ${scope}`)).toEqual(letIn(`token that ${scope}`));
    expect(letIn('key for a calendar')).toEqual(['school-calendar']);
    const reads = ofSchools().filter(({ answers }) => answers['key that reads'] === 'in');
    expect(reads.filter(({ route }) => !route.startsWith('GET '))).toEqual([]);
    expect(letIn('key that writes')).toEqual(expect.arrayContaining([...letIn('key that reads')]));
  });

  it('never lets a machine agree, stand an alarm down, hold a drill, make a key, or say by which policy a school goes', () => {
    const never = [
      ...[
        'authorise',
        'decline',
        'send-back',
        'stand-down',
        'acknowledge',
        'escalate',
        'record-police',
        'write-up',
        'close',
        'tick',
        'depart',
      ],
      ...[
        'write-settings',
        'propose-policy',
        'agree-to-policy',
        'record-review',
        'person-read-policy',
        'erase',
        'place-hold',
        'everything',
      ],
      ...['make-machine', 'list-machines', 'revoke-machine'],
      ...ofSchools().flatMap(({ id, route }) => (route.includes('/webhooks') ? [id] : [])),
      ...ofSchools().flatMap(({ id, route }) => (/drill|rehearsal|allegations/.test(route) ? [id] : [])),
    ];
    expect(letIn('key that writes').filter((id) => never.includes(id))).toEqual([]);
  });
});

describe('the pages', () => {
  const open = /^(GET|POST) \/(v\/|sign-in|assets\/|problems|docs)/;
  const closed = (method: string) => walk.pages.filter(({ route }) => route.startsWith(method) && !open.test(route));
  const outside = [
    'nobody',
    'left the school',
    'a session that was ended',
    'a session that ran out',
    'a session made up',
    'a machine’s key',
  ];

  it('lead whoever has not signed in to sign in, and take no form of theirs', () => {
    expect(otherwise(closed('GET'), outside, 'sign in')).toEqual([]);
    expect(otherwise(closed('POST'), outside, 401)).toEqual([]);
  });

  it('take no form that another site sent, or that lacks what stands hidden in ours', () => {
    const forged = ['a head, from another site', 'a head, without what stands hidden'];
    expect(otherwise(closed('POST'), forged, 403)).toEqual([]);
  });

  it('show nothing of one school to the head of another', () => {
    const records = closed('').filter(({ route }) => /\{(visit|home|person|allegation|drill|machine)\}/.test(route));
    expect(records.length).toBeGreaterThan(50);
    // Nobody says for another that they have read the policy, whether or not there is such a person.
    const others = records.filter(({ id }) => id !== 'has-read');
    expect(otherwise(others, ['a head of another school'], 404)).toEqual([]);
  });
});

it('every answer says that it comes by https alone, may run and frame nothing, and is not to be kept', () => {
  expect(walk.count).toBeGreaterThan(5_000);
  expect(walk.bare).toEqual([]);
});
