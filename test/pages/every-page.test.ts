/** Every page at once: what somebody may not know stands on none of them, and to open one changes nothing. */
import { describe, expect, it } from 'vitest';
import { makeAllegation } from '../../functions/application/allegations.ts';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import { AllegationId, VisitId } from '../../functions/domain/visit/visit.ts';
import type { Duty } from '../../functions/domain/policy/policy.ts';
import { type Afternoon, afternoonAt, schoolOf } from '../support/afternoon.ts';
import { counted } from '../support/counted.ts';
import { everyForm, everyPage } from '../support/every-page.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';
import { at, authorised, dsl, head, mentor, office, out, outOnARound, ticks, tutor, words } from '../support/roselyn-visit.ts';

const attendance = 'roselyn-house-attendance';

const roselyn = () => afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('09:00'));

const namedAt = (visits: readonly string[]) => ({
  visit: [...visits, 'HV-999999'],
  alarm: ['h1', 'a1', 'a2'],
  home: ['roselyn-house-home-1'],
  person: [tutor, office],
  allegation: ['AL-7K2M9QR3'],
  drill: ['DR-7K2M9QR3'],
  setting: ['duress-ladder', 'allegation-instead'],
  machine: ['arbor'],
  version: ['1', 'another'],
  hold: ['h-7k2m9q4x'],
});

const pagesAt = (visits: readonly string[]): readonly string[] => everyPage(namedAt(visits));

/** Two homes of one outing. To the second somebody goes as well who is on no other. */
async function outOnARoundWithMore(a: Afternoon): Promise<readonly string[]> {
  await authorised(a, words.safe, { round: { id: 'monday', order: 1 } });
  const lead = a.id;
  const visitors = [tutor, mentor, attendance].map((person) => ({ person }));
  // Whoever has signed the same word calls with the others.
  await authorised(a, 'another word', { household: 'roselyn-house-home-2', round: { id: 'monday', order: 2 }, visitors });
  await a.until(at('13:00'));
  expectAccepted(await a.says(tutor, 'depart', { visitor: 'all', ticks }, { visit: lead }));
  return [lead, a.id];
}

async function outOnce(a: Afternoon, word: string): Promise<readonly string[]> {
  await out(a, word);
  return [a.id];
}

const everyDuty: readonly Duty[] = ['visitor', 'office', 'dsl', 'slt', 'headteacher', 'admin'];

/** Those who go have every duty that there is, so that no page is kept from them for want of one. */
async function givenDuties(a: Afternoon, people: readonly string[], duties: readonly Duty[] = everyDuty): Promise<void> {
  for (const person of people) {
    const was = (await a.schools.person(a.school, person))!;
    await a.schools.putPerson(a.school, { ...was.value, duties: [...duties] }, was.version);
  }
}

type Shown = Readonly<Record<string, string>>;

/** The pages that are not the same in both, from where they differ. */
const differing = (some: readonly Shown[], others: readonly Shown[]): readonly (readonly string[])[] =>
  some.flatMap((shown, i) =>
    Object.entries(shown).flatMap(([page, text]) => {
      const other = others[i]?.[page] ?? '';
      const from = Math.max(0, Array.from(text).findIndex((letter, at) => letter !== other[at]) - 60);
      return text === other ? [] : [[page, text.slice(from, from + 200), other.slice(from, from + 200)]];
    }),
  );

/** All that somebody is shown, page by page, but for what they typed themselves and the names of presses, of which each is another. */
async function shownTo(a: Afternoon, person: string, visits: readonly string[]): Promise<Shown> {
  const pages = pagesOf(a);
  const shown: Record<string, string> = {};
  for (const page of pagesAt(visits)) {
    const { status, headers, html } = await pages.get(person, page);
    shown[page] = `${String(status)} ${headers['location'] ?? ''} ${headers['etag'] ?? ''} ${html}`
      .replaceAll(/the (blue|pink) folder/g, 'WORD')
      .replaceAll(/r\d{8}/g, 'KEY');
  }
  return shown;
}

interface Lived {
  /** Answers with the visits that are looked at. */
  readonly bring: (a: Afternoon, word: string) => Promise<readonly string[]>;
  readonly who: readonly string[];
  /** Besides going; every one where it is not said. */
  readonly duties?: readonly Duty[];
}

/** After each step everything is looked at. */
const lives: readonly (readonly [string, Lived, readonly ((a: Afternoon, word: string) => Promise<unknown>)[]])[] = [
  [
    'whoever goes on the visit, until it is closed to them',
    { bring: outOnce, who: [tutor, mentor] },
    [
      async (a, word) => {
        await a.says(tutor, 'arrive', { visitor: 'all', words: word });
        await a.passes('PT20M');
      },
      (a) => a.until(at('15:20')),
      async (a, word) => {
        await a.says(tutor, 'leave', { visitor: 'all', outcome: 'completed' });
        for (const person of [tutor, dsl]) await a.says(person, 'return', { visitor: 'all' });
        const cpoms = { reference: '1', by: tutor, when: at('15:20'), details: true };
        const answers = { incident: ['none'], 'any-concern': 'none', report: 'A quiet talk', cpoms };
        expectAccepted(await a.says(tutor, 'write-up', { answers }));
        expectAccepted(await a.says(tutor, 'close', {}));
        expect((await a.visit()).closed).toBe(word === words.other);
      },
    ],
  ],
  [
    'whoever is on the next visit of a round',
    { bring: async (a, word) => Object.values(await outOnARound(a, word)), who: [mentor] },
    [(a, word) => a.says(tutor, 'note', { words: word })],
  ],
  [
    'whoever visits at the home from whose page it came, and not at the others: they see the first as before, and all else that happens there',
    { bring: outOnARoundWithMore, who: [attendance] },
    [
      async (a, word) => {
        expect((await pagesOf(a).get(attendance, '/visits/HV-000001')).text).toContain(words.safe);
        await a.says(tutor, 'note', { words: word });
        await a.passes('PT5M');
        await a.says(tutor, 'check-in', { visitor: 'all' }, { visit: 'HV-000001' });
        await a.says(attendance, 'note', { words: 'They are to ring me' }, { visit: 'HV-000001' });
      },
      async (a, word) => {
        await a.says(tutor, 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }, { visit: 'HV-000001' });
        await a.says(tutor, 'return', { visitor: 'all' }, { visit: 'HV-000001' });
        await a.says(dsl, 'return', { visitor: 'all' }, { visit: 'HV-000001' });
        const cpoms = { reference: '1', by: tutor, when: at('13:10'), details: true };
        const answers = { incident: ['none'], 'any-concern': 'none', report: 'A quiet talk', cpoms };
        expectAccepted(await a.says(tutor, 'write-up', { answers }, { visit: 'HV-000001' }));
        expectAccepted(await a.says(tutor, 'close', {}, { visit: 'HV-000001' }));
        expect((await a.visit('HV-000001')).closed).toBe(word === words.other);
      },
    ],
  ],
  [
    'whoever is at the home already to which they come, until the evening',
    { bring: outOnARoundWithMore, who: [attendance] },
    [
      async (a, word) => {
        await a.says(tutor, 'leave', { visitor: 'all', outcome: 'completed' }, { visit: 'HV-000001' });
        await a.says(tutor, 'arrive', { visitor: 'all' });
        await a.says(tutor, 'note', { words: word });
        await a.until(at('15:20'));
      },
    ],
  ],
  [
    'whoever was to go with somebody who called for it and stays behind',
    { bring: async (a, word) => authorised(a, word).then(() => [a.id]), who: [mentor] },
    [(a, word) => a.says(tutor, 'not-going', { visitor: tutor, reason: word })],
  ],
  [
    'whoever called for it while the visit was called off',
    { bring: async (a, word) => authorised(a, word).then(() => [a.id]), who: [tutor, mentor] },
    [(a, word) => a.says(tutor, 'cancel', { reason: word })],
  ],
];

describe('a call for help', () => {
  it.each(lives)('is on no page of %s', async (_, { bring, who, duties }, steps) => {
    const lived = async (word: string) => {
      const a = await roselyn();
      await givenDuties(a, who, duties);
      const visits = await bring(a, words.safe);
      const seen: Shown[] = [];
      for (const step of steps) {
        await step(a, word);
        await a.drain();
        for (const person of who) seen.push(await shownTo(a, person, visits));
      }
      const all = await Promise.all(visits.map((visit) => a.visit(visit)));
      return { seen, called: all.some(({ alarms }) => alarms.some(({ kind }) => kind === 'distress')) };
    };
    const [helped, plain] = [await lived(words.safe), await lived(words.other)];
    expect([helped.called, plain.called]).toEqual([true, false]);
    expect(differing(helped.seen, plain.seen)).toEqual([]);
  });
});

describe('what is said against somebody', () => {
  const lived = async (isSaid: boolean) => {
    const a = await roselyn();
    await givenDuties(a, [tutor, mentor]);
    await out(a, words.safe);
    const id = AllegationId.parse('AL-7K2M9QR3');
    if (isSaid)
      await makeAllegation(
        a.deps,
        a.school,
        id,
        { visit: VisitId.parse(a.id), about: [tutor], words: 'He shouted at me' },
        { person: office, by: office, via: 'form' },
        { may: () => true },
      );
    await a.drain();
    await a.until(at('14:00'));
    const seen: Shown[] = [];
    for (const person of [tutor, mentor, office]) seen.push(await shownTo(a, person, [a.id]));
    return { seen, head: (await pagesOf(a).get(head, `/allegations/${id}`)).status };
  };

  it('is on no page of whoever it is about, of whoever went with them, or of whoever wrote it down', async () => {
    const [said, unsaid] = [await lived(true), await lived(false)];
    expect([said.head, unsaid.head]).toEqual([200, 404]);
    expect(differing(said.seen, unsaid.seen)).toEqual([]);
  });
});

describe('opening a page', () => {
  /** What only reads, and what notes that something was read. */
  const harmless =
    /^(visits\.(read|readEach|readMany|list|oldest|ofHome|recordRead)|schools\.(context|person|before|polic(y|ies)|households?|holds)|erasures\.(oldest|readings)|links\.find|drafts\.read|machines\.of)$/;

  it('changes nothing, whoever does it: scanners of texts follow links', async () => {
    const a = await roselyn();
    await givenDuties(a, [tutor]);
    await authorised(a, words.safe);
    const first = a.id;
    await out(a, words.safe);
    await a.says(tutor, 'raise-alarm', { kind: 'help' });
    const link = await makePhoneLink(a.deps, { school: a.school, visit: a.id }, mentor);
    const { deps, calls } = counted(a);
    const pages = pagesOf(a, deps);
    for (const person of [tutor, head]) for (const page of pagesAt([first, a.id])) await pages.get(person, page);
    await pages.get(undefined, `/v/${link}`);
    expect(calls.length).toBeGreaterThan(500);
    expect([...new Set(calls)].filter((call) => !harmless.test(call))).toEqual([]);
  });
});

describe('what somebody typed', () => {
  const planted = `"'><script src=x></script><img onerror=x> javascript:x\\u0000\uD800`;
  const isOurs = /^(?:\/(?!\/)|#|tel:[+0-9]+$|sms:[+0-9]+$)/;

  async function planting() {
    const a = await roselyn();
    const home = (await a.schools.household(a.school, 'roselyn-house-home-1'))!;
    const named = { ...home.value, name: planted, address: planted, animals: planted };
    await a.schools.putHousehold(a.school, named, home.version);
    await authorised(a, words.safe, { purpose: planted });
    await a.says(tutor, 'raise-alarm', { kind: 'help', words: planted });
    return a;
  }

  it('is shown as it was typed, and makes nothing of a page but words', async () => {
    const a = await planting();
    const pages = pagesOf(a);
    const query = new URLSearchParams(
      Object.fromEntries(['q', 'home', 'visit', 'after', 'stage', 'whose', 'from', 'saved'].map((one) => [one, planted])),
    );
    let shown = 0;
    for (const path of pagesAt([a.id])) {
      const { html } = await pages.get(head, `${path.split('?')[0] ?? ''}?${query.toString()}`);
      shown += html.includes('&lt;script src=x&gt;') ? 1 : 0;
      expect(html, path).not.toMatch(/<script src=x|<img onerror/);
      const links = [...html.matchAll(/ (?:href|action|src)="([^"]*)"/g)].map(([, link = '']) => link);
      expect(
        links.filter((link) => !isOurs.test(link)),
        path,
      ).toEqual([]);
    }
    expect(shown).toBeGreaterThan(20);
  });

  it('breaks no form, whatever its fields are called and hold', async () => {
    const a = await planting();
    const pages = pagesOf(a);
    const fields = Object.fromEntries(
      [
        '__proto__',
        'constructor',
        'a.__proto__',
        'a.toString.0.what',
        'visitor',
        'day-day',
        'returnAt',
        'reason',
        'press',
        'into',
        'of',
        'decision',
      ].map((name) => [name, [planted, 'constructor']]),
    );
    for (const path of everyForm(namedAt([a.id]))) {
      const { status, html } = await pages.post(head, path, { ...fields, seen: 'constructor=x __proto__=y plan.x=z answer.toString=v' });
      expect(status, path).toBeLessThan(500);
      expect(html, path).not.toMatch(/<script src=x|<img onerror/);
    }
  });
});
