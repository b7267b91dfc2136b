/** Whoever has the store's bill, or a watch, in hand can tell a press with the safe word from one without by nothing. */
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../functions/application/carry-out.ts';
import type { Deps } from '../../functions/application/deps.ts';
import type { Command, CommandName } from '../../functions/domain/visit/commands.ts';
import { Instant } from '../../functions/domain/time.ts';
import { type Afternoon, afternoonAt, schoolOf } from '../support/afternoon.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { at, authorised, dsl, mentor, office, out, outOnARound, prepared, ticks, tutor, words } from '../support/roselyn-visit.ts';

// ------------------------------------------------------------------------------------------------ counting

/** The same thing, writing down each call of it and on how many items. */
function counting<T extends object>(name: string, of: T, calls: string[]): T {
  return new Proxy(of, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        const items = Array.isArray(given[0]) ? ` of ${String(given[0].length)}` : '';
        calls.push(`${name}.${String(property)}${items}`);
        return Reflect.apply(value, target, given);
      };
    },
  });
}

interface Press {
  readonly by: string;
  readonly type: CommandName;
  readonly body: object;
  readonly unread?: Readonly<Record<string, unknown>>;
  readonly visit?: string;
  readonly key?: string;
  /** Of the body: the same key with another is another request. */
  readonly seen?: boolean;
}

/** What each press asks of the stores and the queue, and how it was answered. */
async function costs(a: Afternoon, presses: readonly Press[], before: () => void = () => undefined) {
  const calls: string[] = [];
  const deps: Deps = {
    ...a.deps,
    visits: counting('visits', a.visits, calls),
    schools: counting('schools', a.schools, calls),
    pokes: counting('pokes', a.pokes, calls),
  };
  const told: { readonly outcome: string; readonly calls: readonly string[] }[] = [];
  for (const { by, type, body, unread, visit = a.id, key = `key-${String(told.length)}`, seen } of presses) {
    calls.length = 0;
    before();
    const press = {
      person: by,
      by,
      via: 'api' as const,
      key: { id: key, body: JSON.stringify(body).length.toString() },
      ...(unread && { unread }),
    };
    // The name and its own body are one of the commands.
    const command = { type, ...body } as unknown as Command;
    const { outcome } = await carryOut(deps, { school: a.school, visit }, command, press, {
      may: () => true,
      ...(seen === undefined ? {} : { seen: () => seen }),
    });
    told.push({ outcome, calls: [...calls] });
    await a.drain();
  }
  return told;
}

const school = () => schoolOf('local/schools/roselyn-house.json');
type Bringing = (a: Afternoon, word: string) => Promise<unknown>;

/** Two afternoons alike, but that what is said is the safe word on one of them. */
async function both(bring: Bringing, presses: (said: string) => readonly Press[], before?: (a: Afternoon) => void) {
  const told = [];
  for (const word of [words.safe, words.other]) {
    const a = await afternoonAt(school(), at('09:00'));
    await bring(a, word);
    told.push({ a, costs: await costs(a, presses(words.safe), () => before?.(a)) });
  }
  const [helped, plain] = told;
  if (helped === undefined || plain === undefined) throw new Error('two afternoons');
  return { helped, plain };
}

const distressIn = async (a: Afternoon, visit?: string): Promise<number> =>
  (await a.visit(visit)).alarms.filter(({ kind }) => kind === 'distress').length;

const returned: Bringing = async (a, word) => {
  await out(a, word);
  await a.until(at('14:00'));
  expectAccepted(await a.says(tutor, 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }));
  expectAccepted(await a.says(tutor, 'return', { visitor: 'all' }));
};
const cancelled: Bringing = async (a, word) => {
  await prepared(a, word);
  expectAccepted(await a.says(tutor, 'cancel', { reason: 'The family is ill' }));
};
const rescheduled: Bringing = async (a, word) => {
  await prepared(a, word);
  expectAccepted(await a.says(tutor, 'reschedule', { reason: 'Another day', plan: anotherDay }));
};
const anotherDay = {
  departAt: Instant.parse('2026-06-23T13:00:00+01:00'),
  returnAt: Instant.parse('2026-06-23T14:30:00+01:00'),
};

const by = tutor;
type Case = readonly [string, Bringing, (said: string) => Omit<Press, 'by'> & { readonly by?: string }];

const taken: readonly Case[] = [
  ['an amended purpose', prepared, (said) => ({ type: 'amend', body: { purpose: said } })],
  ['an answer', prepared, (said) => ({ type: 'answer', body: { answers: { vulnerable: said } } })],
  ['a field of a record', prepared, (said) => ({ type: 'answer', body: { answers: { 'to-see': { adults: said, child: 'Tyler' } } } })],
  ['an answer that is kept with the home', prepared, (said) => ({ type: 'answer', body: { answers: { 'animal-advice': said } } })],
  ['why somebody is not going', prepared, (said) => ({ type: 'not-going', body: { visitor: mentor, reason: said } })],
  ['a note to an agreement', prepared, (said) => ({ by: dsl, type: 'authorise', body: { note: said } })],
  ['why it is declined', prepared, (said) => ({ by: dsl, type: 'decline', body: { reason: said } })],
  ['why it is sent back', prepared, (said) => ({ by: dsl, type: 'send-back', body: { reason: said } })],
  ['why it is called off', prepared, (said) => ({ type: 'cancel', body: { reason: said } })],
  ['why it is put off', prepared, (said) => ({ type: 'reschedule', body: { reason: said, plan: anotherDay } })],
  ['why they went all the same', prepared, (said) => ({ type: 'depart-in-breach', body: { visitor: 'all', reason: said } })],
  ['an arrival', out, (said) => ({ type: 'arrive', body: { visitor: 'all', words: said } })],
  ['who met them', out, (said) => ({ type: 'arrive', body: { visitor: 'all', metBy: said } })],
  ['a call in between', out, (said) => ({ type: 'check-in', body: { words: said } })],
  ['a leaving', out, (said) => ({ type: 'leave', body: { visitor: 'all', words: said } })],
  ['where they go next', out, (said) => ({ type: 'leave', body: { visitor: 'all', next: said } })],
  ['how it ended', out, (said) => ({ type: 'leave', body: { visitor: 'all', outcome: said } })],
  ['a return', out, (said) => ({ type: 'return', body: { visitor: 'all', words: said } })],
  ['who saw them come back', out, (said) => ({ type: 'return', body: { visitor: 'all', seenBy: said } })],
  ['where they are instead', out, (said) => ({ type: 'revise', body: { plan: { returnAt: at('15:00') }, place: said } })],
  ['how it was heard', out, (said) => ({ by: office, type: 'revise', body: { plan: { returnAt: at('15:00') }, means: said } })],
  ['what was so instead', out, (said) => ({ type: 'correct', body: { visitor: tutor, what: 'arrive', so: said } })],
  ['an alarm that is raised openly', out, (said) => ({ type: 'raise-alarm', body: { kind: 'illness', words: said } })],
  ['a note', out, (said) => ({ type: 'note', body: { words: said } })],
  ['what cannot be read', out, (said) => ({ type: 'arrive', body: { visitor: 'all' }, unread: { body: said } })],
  ['what cannot be read, of nobody knows whom', out, (said) => ({ type: 'arrive', body: {}, unread: { visitor: said } })],
  ['a write-up', returned, (said) => ({ type: 'write-up', body: { answers: { report: said } } })],
  ['a record of the write-up', returned, (said) => ({ type: 'answer', body: { answers: { cpoms: { reference: said, by: tutor } } } })],
  ['a reference', returned, (said) => ({ type: 'record-reference', body: { system: 'CPOMS', reference: said } })],
  ['a system', returned, (said) => ({ type: 'record-reference', body: { system: said, reference: '1' } })],
  ['what is passed on', returned, (said) => ({ type: 'pass-on', body: { to: 'The office', words: said } })],
  ['to whom it is passed on', returned, (said) => ({ type: 'pass-on', body: { to: said, words: 'Likes trains' } })],
];

const refusedOrSoAlready: readonly Case[] = [
  ['calling off what has begun', out, (said) => ({ type: 'cancel', body: { reason: said } })],
  ['putting off what has begun', out, (said) => ({ type: 'reschedule', body: { reason: said, plan: anotherDay } })],
  ['amending what has begun', out, (said) => ({ type: 'amend', body: { purpose: said } })],
  ['agreeing to their own visit', prepared, (said) => ({ type: 'authorise', body: { note: said } })],
  ['declining their own visit', prepared, (said) => ({ type: 'decline', body: { reason: said } })],
  ['answering what is not asked', prepared, (said) => ({ type: 'answer', body: { answers: { weather: said } } })],
  ['not going once out', out, (said) => ({ type: 'not-going', body: { visitor: mentor, reason: said } })],
  ['writing up before they are back', out, (said) => ({ type: 'write-up', body: { answers: { report: said } } })],
  ['standing an alarm down', out, (said) => ({ type: 'stand-down', body: { alarm: 'h1', how: said, visitors: {} } })],
  ['trying about an alarm', out, (said) => ({ type: 'log-attempt', body: { alarm: 'h1', rung: 1, result: 'no-answer', words: said } })],
  ['saying that the police were rung', out, (said) => ({ type: 'record-police', body: { alarm: 'a1', by: said } })],
  ['calling off what is called off', cancelled, (said) => ({ type: 'cancel', body: { reason: said } })],
  ['putting off what is called off', cancelled, (said) => ({ type: 'reschedule', body: { reason: said, plan: anotherDay } })],
  ['putting off what is put off', rescheduled, (said) => ({ type: 'reschedule', body: { reason: said, plan: anotherDay } })],
  ['leaving again', out, (said) => ({ type: 'depart', body: { visitor: 'all', ticks: [said] } })],
  ['a tick that is no prompt', authorised, (said) => ({ type: 'depart', body: { visitor: 'all', ticks: [...ticks, said] } })],
  ['what is not seen as it stands', prepared, (said) => ({ type: 'amend', body: { purpose: said }, seen: false })],
];

const again = (press: Press): readonly Press[] => [
  { ...press, key: 'again' },
  { ...press, key: 'again' },
  { ...press, key: 'again' },
  { ...press, key: 'anew' },
];

describe.each([...taken, ...refusedOrSoAlready])('the safe word in %s', (_, bring, press) => {
  const once = (said: string): Press => ({ by, ...press(said) });

  it('costs what other words cost, and is answered alike', async () => {
    const { helped, plain } = await both(bring, (said) => [once(said)]);
    expect(helped.costs).toEqual(plain.costs);
    expect(await distressIn(helped.a)).toBe(1);
    expect(await distressIn(plain.a)).toBe(0);
  });

  it('costs what other words cost when it is sent again, and with other words under the same name', async () => {
    const { helped, plain } = await both(bring, (said) => [...again(once(said)), { ...once('and now with other words'), key: 'again' }]);
    expect(helped.costs).toEqual(plain.costs);
    expect(await distressIn(plain.a)).toBe(0);
  });

  it('costs what other words cost where a race was lost', async () => {
    const { helped, plain } = await both(
      bring,
      (said) => [once(said)],
      (a) => {
        a.visits.conflict(2);
      },
    );
    expect(helped.costs).toEqual(plain.costs);
    // What was not done at all for want of a turn is sent again.
    expect(await distressIn(helped.a)).toBe(helped.costs[0]?.outcome === 'busy' ? 0 : 1);
  });
});

const later = 'HV-000002';
const onARound: readonly (readonly [string, (said: string) => Omit<Press, 'by'> & { readonly by?: string }])[] = [
  ['an arrival there', (said) => ({ type: 'arrive', body: { visitor: 'all', words: said } })],
  ['an arrival of one of them', (said) => ({ type: 'arrive', body: { words: said } })],
  ['a return from there', (said) => ({ type: 'return', body: { visitor: 'all', words: said } })],
  ['a note', (said) => ({ type: 'note', body: { words: said } })],
  ['a note of the office about nobody in particular', (said) => ({ by: office, type: 'note', body: { words: said } })],
  ['a correction about nobody in particular', (said) => ({ by: office, type: 'correct', body: { so: said } })],
  ['new times for everybody', (said) => ({ by: office, type: 'revise', body: { plan: { returnAt: at('15:00') }, means: said } })],
  ['what cannot be read, of nobody knows whom', (said) => ({ type: 'arrive', body: { words: said }, unread: { visitor: 5 } })],
  ['an answer', (said) => ({ type: 'answer', body: { answers: { vulnerable: said } } })],
  ['what cannot be called off any more', (said) => ({ type: 'cancel', body: { reason: said } })],
  ['what cannot be put off any more', (said) => ({ type: 'reschedule', body: { reason: said, plan: anotherDay } })],
  ['leaving again', (said) => ({ type: 'depart', body: { visitor: 'all', ticks: [said] } })],
  ['what is not seen as it stands', (said) => ({ type: 'answer', body: { answers: { vulnerable: said } }, seen: false })],
];

describe.each(onARound)('on a visit that is watched with the first of its round, the safe word in %s', (_, press) => {
  const once = (said: string): Press => ({ by, visit: later, ...press(said) });

  it('is heard where they are watched, costs what other words cost, and is answered alike', async () => {
    const { helped, plain } = await both(outOnARound, (said) => [once(said)]);
    expect(helped.costs).toEqual(plain.costs);
    expect(await distressIn(helped.a, 'HV-000001')).toBe(1);
    expect(await distressIn(plain.a, 'HV-000001')).toBe(0);
  });

  it('costs what other words cost when it is sent again', async () => {
    const { helped, plain } = await both(outOnARound, (said) => again(once(said)));
    expect(helped.costs).toEqual(plain.costs);
    expect(await distressIn(plain.a, 'HV-000001')).toBe(0);
  });

  it('costs what other words cost where a race was lost', async () => {
    const { helped, plain } = await both(
      outOnARound,
      (said) => [once(said)],
      (a) => {
        a.visits.conflict(1);
      },
    );
    expect(helped.costs).toEqual(plain.costs);
    expect(await distressIn(helped.a, 'HV-000001')).toBe(1);
  });
});

it('what is heard asks no more of the table than what is not', async () => {
  // A write with nothing new in it, and one with an alarm: the same command, once.
  const told = await both(out, (said) => [{ by, type: 'cancel', body: { reason: said } }]);
  expect(told.helped.costs[0]?.calls).toEqual(['visits.read', 'schools.context', 'visits.append', 'pokes.poke of 1']);
});
