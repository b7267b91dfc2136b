/** Two afternoons alike, but that what a visitor types is the safe word on one of them: on every form it is heard, and none tells that it was. */
import { describe, expect, it } from 'vitest';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import { type Afternoon, afternoonAt, schoolOf } from '../support/afternoon.ts';
import { counted } from '../support/counted.ts';
import { pagesOf, type Shown, tokenOf } from '../support/pages.ts';
import { at, authorised, dsl, mentor, out, outOnARound, requestAt, tutor, words } from '../support/roselyn-visit.ts';

type Fields = Readonly<Record<string, string>>;
type Bring = (a: Afternoon, word: string) => Promise<unknown>;

interface Sent {
  readonly bring: Bring;
  /** After the address of the visit; or an address of its own. */
  readonly page: string;
  readonly fields: (word: string, visit: string) => Fields;
  readonly status: number;
  /** Signed out by now: their session has run out. */
  readonly ranOut?: true;
}

async function back(a: Afternoon, word: string): Promise<void> {
  await out(a, word);
  for (const command of ['arrive', 'leave', 'return'] as const) await a.says(tutor, command, { visitor: 'all' });
  await a.says(dsl, 'return', { visitor: 'all' });
}

/** The second is the same family’s, on which somebody else goes. */
async function outAndAnother(a: Afternoon, word: string): Promise<void> {
  await out(a, word);
  await a.request(tutor, { ...requestAt(at), visitors: [{ person: dsl }] });
}

async function told(word: string, { bring, page, fields, ranOut }: Sent) {
  const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
  await bring(a, words.safe);
  const { deps, calls } = counted(a);
  const whoRanOut = async () => ({ caller: { kind: 'person' as const, id: tutor, school: a.school }, token: 'old' });
  const pages = pagesOf(a, { ...deps, ...(ranOut === true ? { whoRanOut } : {}) });
  const who = ranOut === true ? undefined : tutor;
  const path = page.startsWith('/') ? page : `/visits/${a.id}/${page}`;
  const given = fields(word, a.id);
  const seen: Shown[] = [await pages.post(who, path, { ...(ranOut === true ? { token: 'old' } : {}), ...given })];
  const cost = [...calls];
  await a.drain();
  for (const again of [`/visits/${a.id}`, '/']) seen.push(await pages.get(tutor, again));
  const plain = ({ text: _text, html, ...whole }: Shown) => ({ ...whole, html: html.replaceAll(word, 'WORD') });
  const heard = (await a.visit('HV-000001')).alarms.some(({ kind }) => kind === 'distress');
  return { status: seen[0]!.status, seen: seen.map(plain), cost, heard };
}

const before: Bring = authorised;
const forms: readonly (readonly [string, Sent])[] = [
  ['in a time that is none, where a visit is changed', { bring: before, page: 'change', fields: (w) => ({ returnAt: w }), status: 400 }],
  [
    'in what a change that is shown again is for',
    { bring: before, page: 'change', fields: (w) => ({ purpose: w, visitors: tutor }), status: 400 },
  ],
  ['where it is put off, and not to which day', { bring: before, page: 'reschedule', fields: (w) => ({ reason: w }), status: 400 }],
  ['where nobody says who is not going', { bring: before, page: 'not-going', fields: (w) => ({ reason: w }), status: 400 }],
  ['in why it is called off', { bring: before, page: 'cancel', fields: (w) => ({ reason: w }), status: 303 }],
  ['in a time that is none, before they go', { bring: before, page: 'go', fields: (w) => ({ returnAt: w }), status: 400 }],
  [
    'in a time that is none, where they leave against the policy',
    { bring: before, page: 'go/in-breach', fields: (w) => ({ returnAt: w, visitor: tutor }), status: 303 },
  ],
  ['where nothing is ticked', { bring: before, page: 'ticks', fields: (w) => ({ note: w }), status: 400 }],
  ['where nothing is decided', { bring: before, page: 'approve', fields: (w) => ({ note: w }), status: 400 }],
  [
    'in words for another answer than was chosen',
    { bring: before, page: 'answers/prepare', fields: (w) => ({ 'a.notice-how.other': w }), status: 303 },
  ],
  ['in what is kept for later', { bring: before, page: 'answers/prepare', fields: (w) => ({ 'a.any': w, later: 'yes' }), status: 303 }],
  ['in a risk assessment that is shown again', { bring: before, page: 'assess', fields: (w) => ({ 'a.any': w }), status: 400 }],
  [
    'on the page of an alarm that there is none of',
    { bring: out, page: 'alarms/h1', fields: (w) => ({ press: 'have', words: w }), status: 404 },
  ],
  ['in how somebody knows that it is over', { bring: out, page: 'alarms/h1/stand-down', fields: (w) => ({ how: w }), status: 404 }],
  ['in who rang the police', { bring: out, page: 'handover', fields: (w) => ({ by: w, at: 'now' }), status: 400 }],
  ['on the page for their phone', { bring: out, page: 'phone', fields: (w) => ({ press: 'note', words: w }), status: 303 }],
  ['in a write-up', { bring: back, page: 'write-up', fields: (w) => ({ 'a.any': w }), status: 303 }],
  ['in where the record is', { bring: back, page: 'reference', fields: (w) => ({ system: w }), status: 400 }],
  [
    'in what is said against somebody',
    { bring: out, page: '/allegations/new', fields: (w, visit) => ({ visit, words: w, about: mentor }), status: 303 },
  ],
  [
    'in what is said against nobody',
    { bring: out, page: '/allegations/new', fields: (w, visit) => ({ visit: visit.toLowerCase(), words: w }), status: 400 },
  ],
  [
    'in what is written of a home',
    {
      bring: out,
      page: '/homes/roselyn-house-home-2/change',
      fields: (w) => ({ name: 'The Lane family', address: '', animals: w }),
      status: 409,
    },
  ],
  ['in a home that they would not find', { bring: out, page: '/homes/new', fields: (w) => ({ animals: w }), status: 400 }],
  ['in what another visit is asked for', { bring: out, page: '/request/why', fields: (w) => ({ purpose: w }), status: 400 }],
  ['in what is said against nobody on no visit', { bring: out, page: '/allegations/new', fields: (w) => ({ words: w }), status: 400 }],
  ['in what they may not set', { bring: out, page: '/settings/duress-ladder', fields: (w) => ({ value: w }), status: 400 }],
  [
    'in what a colleague’s record says',
    { bring: out, page: '/people/roselyn-house-mentor/change', fields: (w) => ({ name: w }), status: 409 },
  ],
  [
    'on the page of a visit on which they are not',
    { bring: outAndAnother, page: '/visits/HV-000002/cancel', fields: (w) => ({ reason: w }), status: 303 },
  ],
  [
    'in more words than a page takes, where it says what to do',
    { bring: out, page: 'write-up', fields: (w) => ({ 'a.report': `${'and then '.repeat(40_000)}${w}` }), status: 413 },
  ],
  [
    'in more words than a phone’s page can keep, which is done all the same',
    { bring: out, page: 'phone', fields: (w) => ({ press: 'note', words: `${'and then '.repeat(40_000)}${w}` }), status: 303 },
  ],
  [
    'by somebody who signed in anew',
    { bring: out, page: 'phone', fields: (w) => ({ press: 'note', words: w, token: 'old' }), status: 403 },
  ],
  [
    'by somebody whose session has run out',
    { bring: out, page: 'phone', fields: (w) => ({ press: 'note', words: w }), status: 401, ranOut: true },
  ],
];

describe('the safe word on a form', () => {
  it.each(forms)('is heard %s, and what is shown is the same to the byte and costs the same', async (_, sent) => {
    const [helped, plain] = [await told(words.safe, sent), await told(words.other, sent)];
    expect([helped.status, helped.heard, plain.heard], helped.seen[0]?.html).toEqual([sent.status, true, false]);
    expect(helped.seen).toEqual(plain.seen);
    expect(helped.cost).toEqual(plain.cost);
  });

  it('is heard on the page of a link that has ended, which says no more than before', async () => {
    const said = async (word: string) => {
      const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
      await back(a, words.safe);
      const link = await makePhoneLink(a.deps, { school: a.school, visit: a.id }, tutor);
      await a.until(at('19:00'));
      const { deps, calls } = counted(a);
      const { text: _text, ...answer } = await pagesOf(a, deps).post(undefined, `/v/${link}`, { press: 'note', words: word });
      return { answer, calls, heard: (await a.visit()).alarms.some(({ kind }) => kind === 'distress') };
    };
    const [helped, plain] = [await said(words.safe), await said(words.other)];
    expect([helped.answer.status, helped.heard, plain.heard]).toEqual([410, true, false]);
    expect(helped.answer).toEqual(plain.answer);
    expect(helped.calls).toEqual(plain.calls);
  });

  it('is one call however many visits of theirs it is said about, and none of anybody who is not out', async () => {
    const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
    const { lead, later } = await outOnARound(a, words.safe);
    const pages = pagesOf(a);
    for (const person of [tutor, dsl]) await pages.post(person, '/homes/new', { animals: words.safe });
    await pages.post(tutor, `/visits/${later}/write-up`, { 'a.any': words.safe });
    const calls = async (visit: string) => (await a.visit(visit)).alarms.map(({ kind, visitors }) => [kind, visitors]);
    expect([await calls(lead), await calls(later)]).toEqual([
      [
        ['distress', [tutor, mentor]],
        ['distress', [tutor, mentor]],
      ],
      [],
    ]);
  });

  it('is asked for in fewer words on a page, and nothing of it is kept', async () => {
    const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
    await out(a, words.safe);
    const before = await a.visit();
    const { status, headers, text } = await pagesOf(a).post(tutor, `/visits/${a.id}/write-up`, { 'a.report': 'x'.repeat(262_144) });
    expect([status, headers['content-type']]).toEqual([413, 'text/html; charset=utf-8']);
    expect(text).toContain('Shorten it and send it again');
    expect({ ...(await a.visit()), version: 0 }).toEqual({ ...before, version: 0 });
  });

  it('is nobody’s call who only has another’s session that ran out, and not its forms', async () => {
    const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
    await out(a, words.safe);
    const whoRanOut = async () => ({ caller: { kind: 'person' as const, id: tutor, school: a.school }, token: tokenOf(tutor) });
    await pagesOf(a, { whoRanOut }).post(undefined, `/visits/${a.id}/phone`, { press: 'note', words: words.safe, token: 'guessed' });
    expect((await a.visit()).alarms).toEqual([]);
  });
});
