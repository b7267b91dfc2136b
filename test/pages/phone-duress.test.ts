/** Two afternoons alike, but that what is said is the safe word on one of them: by the page of a visitor nobody can tell which. */
import { describe, expect, it } from 'vitest';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import { type Afternoon, afternoonAt, schoolOf } from '../support/afternoon.ts';
import { counted } from '../support/counted.ts';
import { pagesOf, type Shown } from '../support/pages.ts';
import { at, authorised, out, outOnARound, tutor, words } from '../support/roselyn-visit.ts';

interface Sent {
  readonly press: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Everything that somebody who holds the phone, or the wire, could go by: what came, and what it cost. */
async function told(word: string, bring: (a: Afternoon, word: string) => Promise<unknown>, { press, fields, headers = {} }: Sent) {
  const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
  await bring(a, word);
  const link = await makePhoneLink(a.deps, { school: a.school, visit: a.id }, tutor);
  const { deps, calls } = counted(a);
  const pages = pagesOf(a, deps);
  const path = `/v/${link}`;
  const seen: Shown[] = [];
  seen.push(await pages.get(undefined, path));
  seen.push(await pages.post(undefined, path, { press, visit: a.id, ...fields }, headers));
  seen.push(await pages.get(undefined, `${path}?sent=1`));
  await a.drain();
  seen.push(await pages.get(undefined, path));
  const heard = (await Promise.all(['HV-000001', a.id].map((id) => a.visit(id)))).some(({ alarms }) =>
    alarms.some(({ kind }) => kind === 'distress'),
  );
  return { seen: seen.map(({ text: _text, ...whole }) => whole), calls: [...calls], heard };
}

const said = { words: `Fine. ${words.safe}` };
const ways: readonly (readonly [string, Sent])[] = [
  ['on arriving', { press: 'arrive', fields: said }],
  ['with all is well', { press: 'check-in', fields: said }],
  ['on leaving', { press: 'leave', fields: said }],
  ['in how it ended', { press: 'leave', fields: { outcome: words.safe } }],
  ['on coming back', { press: 'return', fields: said }],
  ['in whom they told', { press: 'return', fields: { seenBy: words.safe } }],
  ['in a new time that is none', { press: 'revise', fields: { until: words.safe } }],
  ['in where they are', { press: 'revise', fields: { place: words.safe } }],
  ['in words', { press: 'note', fields: said }],
  ['with something that is wrong', { press: 'raise-alarm', fields: { kind: 'illness', ...said } }],
  ['in an answer', { press: 'answer', fields: { stage: 'during', 'a.spoke-to.0.name': words.safe } }],
  ['in an answer that cannot be taken', { press: 'answer', fields: { stage: 'arrive', 'a.door': words.safe } }],
  ['in an answer to nothing', { press: 'answer', fields: { stage: 'depart', 'a.weather': words.safe } }],
  [
    'in an answer by the outbox',
    { press: 'answer', fields: { stage: 'arrive', 'a.door': 'adult', 'a.weather': words.safe }, headers: { accept: 'application/json' } },
  ],
  ['with a press that nobody can make out', { press: 'dance', fields: said }],
  ['by the outbox', { press: 'check-in', fields: said, headers: { accept: 'application/json' } }],
];

describe('the safe word on the phone page', () => {
  it.each(ways)('is heard %s, and the page is the same to the byte and costs the same', async (_, sent) => {
    const [helped, plain] = [await told(words.safe, out, sent), await told(words.other, out, sent)];
    expect([helped.heard, plain.heard]).toEqual([true, false]);
    expect(helped.seen).toEqual(plain.seen);
    expect(helped.calls).toEqual(plain.calls);
  });

  it('is heard in why somebody does not go, and at a later home of a round', async () => {
    for (const [bring, sent] of [
      [authorised, { press: 'not-going', fields: { reason: words.safe } }],
      [outOnARound, { press: 'note', fields: said }],
    ] as const) {
      const [helped, plain] = [await told(words.safe, bring, sent), await told(words.other, bring, sent)];
      expect([helped.heard, plain.heard]).toEqual([true, false]);
      expect(helped.seen).toEqual(plain.seen);
      expect(helped.calls).toEqual(plain.calls);
    }
  });
});

describe('on a round', () => {
  it('the page of the first home leads on to the next one with whoever goes there, and home from there', async () => {
    const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));
    const { lead, later } = await outOnARound(a, words.safe);
    const link = await makePhoneLink(a.deps, { school: a.school, visit: lead }, tutor);
    const pages = pagesOf(a);
    const look = async () => (await pages.get(undefined, `/v/${link}`)).html;
    const press = async (name: string, fields = {}) => {
      const { status } = await pages.post(undefined, `/v/${link}`, { press: name, ...fields });
      await a.drain();
      return status;
    };
    await press('arrive', { visit: lead });
    expect(await look()).toContain(`I have left, and go on to the next home (${later})`);
    await press('leave', { visit: lead, next: later, key: 'left' });
    expect(await look()).toContain(`name="visit" value="${later}"`);
    expect(await look()).toContain('ds-big-button">I have arrived</button>');
    // Its answer was lost, and it comes again when the page is of the next home already.
    expect(await press('leave', { visit: lead, next: later, key: 'left' })).toBe(303);
    await press('arrive', { visit: later });
    expect(await look()).toContain('ds-big-button">I have left the home</button>');
    await press('leave', { visit: later });
    await press('return', { visit: later });
    const visit = await a.visit(lead);
    expect(visit.visitors.find(({ person }) => person === tutor)).toMatchObject({
      stops: [
        { visit: lead, leftAt: at('13:00') },
        { visit: later, leftAt: at('13:00') },
      ],
      accountedForAt: at('13:00'),
    });
    expect(visit.history.filter(({ type }) => type === 'VisitorLeft')).toHaveLength(2);
  });
});
