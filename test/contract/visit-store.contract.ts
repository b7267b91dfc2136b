import { beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../functions/domain/time.ts';
import type { StoredVisit, VisitEvent, VisitRef } from '../../functions/domain/visit/visit.ts';
import type { Erasures } from '../../functions/ports/erasures.ts';
import type { DueVisit, VisitChange, VisitStore } from '../../functions/ports/visit-store.ts';
import { aNewVisit, aShadow, aTally, at, noted, owedText, refTo, requested } from '../support/samples.ts';

export interface VisitStoreUnderTest {
  readonly store: VisitStore & Erasures;
  /** By `<reader>#<day>`, as it stands beside the visit. */
  readonly readings: (
    ref: VisitRef,
  ) => Promise<Readonly<Record<string, { readonly n: number; readonly first: string; readonly last: string }>>>;
}

export const shards = 3;
export const pageSize = 2;

/** What every store of visits does. `make` gives an empty one with these shards and pages. */
export function visitStoreContract(make: () => Promise<VisitStoreUnderTest>): void {
  let store: VisitStore & Erasures;
  let readings: VisitStoreUnderTest['readings'];
  const ref = refTo();

  beforeEach(async () => {
    ({ store, readings } = await make());
  });

  const change = (changes: Partial<VisitChange> = {}): VisitChange => ({
    ref,
    after: 1,
    events: [noted('rang the office')],
    owed: {},
    tally: {},
    shadow: aShadow({ changedAt: at('10:00') }),
    ...changes,
  });

  const stored = async (): Promise<StoredVisit> => {
    const visit = await store.read(ref);
    if (!visit) throw new Error('there is no such visit');
    return visit;
  };

  describe('a visit', () => {
    it('is read as it was written', async () => {
      const visit = aNewVisit(ref, { owed: owedText, tally: aTally });

      expect(await store.create(visit, aShadow({ dueAt: at('16:00') }))).toBe('written');

      expect(await store.read(ref)).toEqual({ ...visit, dueAt: at('16:00') });
    });

    it('is read whoever asks, whatever else came with its name', async () => {
      await store.create(aNewVisit(ref), aShadow());
      const poke = { ...ref, due: at('16:00') };

      expect(await store.read(poke)).toEqual(aNewVisit(ref));
    });

    it('that nobody asked for is not there', async () => {
      expect(await store.read(ref)).toBeUndefined();
    });

    it('of another school is another visit', async () => {
      await store.create(aNewVisit(ref), aShadow());

      expect(await store.read(refTo(1, 'lakeside'))).toBeUndefined();
    });

    it('is made once, and a second one with its name changes nothing', async () => {
      await store.create(aNewVisit(ref), aShadow());

      expect(await store.create(aNewVisit(ref, { history: [requested(at('09:05'))] }), aShadow())).toBe('conflict');

      expect(await stored()).toEqual(aNewVisit(ref));
    });
  });

  describe('a change to a visit', () => {
    beforeEach(async () => {
      await store.create(aNewVisit(ref), aShadow());
    });

    it('adds to its history, and replaces what is owed and the tally', async () => {
      expect(await store.append(change({ owed: owedText, tally: aTally }))).toBe('written');
      expect(await store.append(change({ after: 2, events: [noted('and again'), noted('and again')] }))).toBe('written');

      const again = noted('and again');
      expect(await stored()).toEqual(aNewVisit(ref, { version: 3, history: [requested(), noted('rang the office'), again, again] }));
    });

    it('without anything that happened leaves the history as it was and is a version all the same', async () => {
      await store.append(change({ events: [], tally: aTally }));

      expect(await stored()).toEqual(aNewVisit(ref, { version: 2, tally: aTally }));
    });

    it('that was decided on old news is refused, and nothing of it is there', async () => {
      await store.append(change());

      expect(await store.append(change({ events: [noted('too late')], owed: owedText, tally: aTally }))).toBe('conflict');

      expect(await stored()).toEqual(aNewVisit(ref, { version: 2, history: [requested(), noted('rang the office')] }));
    });

    it('that was decided on what is not yet there is refused', async () => {
      expect(await store.append(change({ after: 2 }))).toBe('conflict');
    });

    it('to a visit that is not there is refused, and makes none', async () => {
      expect(await store.append(change({ ref: refTo(2) }))).toBe('conflict');

      expect(await store.read(refTo(2))).toBeUndefined();
    });

    it('is won by one of twenty who press at once', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => store.append(change({ events: [noted(`press ${n}`)] }))));

      expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
      const { history, version } = await stored();
      expect(version).toBe(2);
      expect(history).toEqual([requested(), noted(`press ${answers.indexOf('written')}`)]);
    });

    it('is never lost where twenty press at once and each tries again', async () => {
      const press = async (n: number): Promise<void> => {
        const { version } = await stored();
        if ((await store.append(change({ after: version, events: [noted(`press ${n}`)] }))) === 'conflict') await press(n);
      };

      await Promise.all(Array.from({ length: 20 }, (_, n) => press(n)));

      const { history, version } = await stored();
      expect(version).toBe(21);
      expect(
        history
          .slice(1)
          .map((event) => ('words' in event ? event.words : ''))
          .toSorted(),
      ).toEqual(Array.from({ length: 20 }, (_, n) => `press ${n}`).toSorted());
    });
  });

  describe('what stands beside a visit', () => {
    const dueBy = async (until: Instant) =>
      (await Promise.all(Array.from({ length: shards }, async (_, shard) => (await store.due(until, shard)).visits))).flat();
    const lastContact = { ask: ['head'], out: ['teacher'], by: at('15:30') };
    const now = { dueAt: at('16:10'), since: at('16:00'), times: 1 };

    it('is whom to ask, as it was last written, and nothing once nothing is owed', async () => {
      await store.create(aNewVisit(ref), aShadow({ dueAt: at('16:00'), lastContact }));
      expect(await store.aside(ref)).toEqual({ dueAt: at('16:00'), times: 0, lastContact });

      await store.append(change());
      expect(await store.aside(ref)).toEqual({ times: 0 });
      expect(await store.aside(refTo(2))).toBeUndefined();
    });

    it('is put off with nothing of the visit touched, and forgotten at its next change', async () => {
      await store.create(aNewVisit(ref), aShadow({ dueAt: at('16:00'), lastContact }));

      expect(await store.putAside(ref, at('16:00'), now)).toBe('written');

      expect(await store.aside(ref)).toEqual({ ...now, lastContact });
      expect(await stored()).toEqual({ ...aNewVisit(ref), dueAt: at('16:10') });
      expect(await dueBy(at('16:09'))).toEqual([]);
      expect(await dueBy(at('16:10'))).toEqual([{ ref, dueAt: at('16:10') }]);
      expect(await store.append(change({ shadow: aShadow({ dueAt: at('16:20'), lastContact }) }))).toBe('written');
      expect(await store.aside(ref)).toEqual({ dueAt: at('16:20'), times: 0, lastContact });
    });

    it('is not put off by whoever saw it due at another time, nor where it is not there', async () => {
      await store.create(aNewVisit(ref), aShadow({ dueAt: at('16:05'), lastContact }));

      expect(await store.putAside(ref, at('16:00'), now)).toBe('conflict');
      expect(await store.putAside(refTo(2), at('16:00'), now)).toBe('conflict');

      expect(await store.aside(ref)).toEqual({ dueAt: at('16:05'), times: 0, lastContact });
      expect(await store.read(refTo(2))).toBeUndefined();
    });
  });

  describe('a history', () => {
    const theirs = (visit: StoredVisit | undefined) => {
      // What is read-only to the compiler can be written to all the same.
      const history = (visit?.history ?? []) as VisitEvent[];
      history.splice(0, 2, noted('as I would have it'));
    };
    const written = async () => (await stored()).history.map((event) => JSON.stringify(event));
    const until = at('23:59');
    /** Everything that a store can be asked, asked by somebody who wants the past to be another. */
    const tries: Record<keyof VisitStore, readonly (() => Promise<unknown>)[]> = {
      create: [
        () => store.create(aNewVisit(ref), aShadow()),
        () => store.create(aNewVisit(ref, { version: 3, history: [noted('from the start')] }), aShadow()),
        () => store.create(aNewVisit(ref, { version: 4, history: [] }), aShadow()),
      ],
      append: [
        () => store.append(change({ after: 3, events: [] })),
        () => store.append(change({ after: 0 })),
        () => store.append(change({ after: 1 })),
        () => store.append(change({ after: 2, events: [] })),
        () => store.append(change({ after: 4 })),
        () => store.append(change({ after: -1 })),
        () => store.append({ ...change({ after: 3 }), ...{ history: [], version: 1 } }),
        () => store.append(change({ after: 3, shadow: { ...aShadow(), ...{ history: [] } } })),
        async () => {
          const events = [noted('said first')];
          await store.append(change({ after: 3, events }));
          events[0] = noted('said afterwards');
          expect((await stored()).history.at(-1)).toEqual(noted('said first'));
        },
      ],
      read: [async () => theirs(await store.read(ref))],
      readMany: [async () => (await store.readMany([ref])).forEach(theirs)],
      readEach: [async () => (await store.readEach([ref])).visits.forEach(theirs)],
      aside: [() => store.aside(ref)],
      putAside: [
        () => store.putAside(ref, at('16:00'), { dueAt: at('16:10'), since: at('16:00'), times: 1 }),
        () => store.putAside(ref, '', { dueAt: at('16:10'), since: at('16:00'), times: 1 }),
      ],
      due: [async () => Promise.all(Array.from({ length: shards }, (_, shard) => store.due(until, shard)))],
      list: [() => store.list(ref.school, 'open', { limit: 10 })],
      oldest: [() => store.oldest(ref.school, 'open', { limit: 10 })],
      ofHome: [() => store.ofHome(ref.school, 'h-1', { limit: 10 })],
      recordRead: [() => store.recordRead(ref, 'VISIT', until), () => store.recordRead(ref, '', until)],
    };

    it.each(Object.entries(tries))('is never shortened or rewritten, whatever is asked of %s', async (_, attempts) => {
      await store.create(aNewVisit(ref), aShadow());
      await store.append(change());
      await store.append(change({ after: 2, events: [noted('two'), noted('three')] }));
      // As text: a store that gave out what it keeps would change this with it.
      let before = await written();
      expect(before).toHaveLength(4);

      for (const attempt of attempts) {
        await Promise.allSettled([attempt()]);
        const after = await written();
        expect(after.slice(0, before.length)).toEqual(before);
        expect((await stored()).version).toBeGreaterThanOrEqual(3);
        before = after;
      }
    });
  });

  describe('a history of which nothing is kept', () => {
    const left = [
      requested(at('09:00')),
      { type: 'WordsErased' as const, at: at('12:00'), by: 'doorstep', via: 'system' as const, because: 'asked' as const },
    ];
    const rewriting = { ref, after: 2, history: left, owed: {}, tally: {}, shadow: aShadow({ list: 'erased', changedAt: at('12:00') }) };

    beforeEach(async () => {
      await store.create(aNewVisit(ref, { owed: owedText }), aShadow({ dueAt: at('16:00') }));
      await store.append(change({ owed: owedText }));
    });

    it('is written in the place of the other by whoever read the last version, once', async () => {
      expect(await store.rewrite({ ...rewriting, after: 1 })).toBe('conflict');
      expect(await store.rewrite(rewriting)).toBe('written');
      expect(await store.rewrite(rewriting)).toBe('conflict');

      expect(await stored()).toEqual(aNewVisit(ref, { version: 3, history: left }));
      expect(await store.list(ref.school, 'open', { limit: 5 })).toEqual([]);
      expect((await store.list(ref.school, 'erased', { limit: 5 })).map((row) => row.version)).toEqual([3]);
      expect((await store.due(at('23:00'), 0)).visits).toEqual([]);
    });

    it('makes no visit where there is none', async () => {
      expect(await store.rewrite({ ...rewriting, ref: refTo(2), after: 1 })).toBe('conflict');
      expect(await store.read(refTo(2))).toBeUndefined();
    });
  });

  describe('a list from its old end', () => {
    it('has the oldest change first, and goes on from a cursor', async () => {
      for (const n of [1, 2, 3]) await store.create(aNewVisit(refTo(n)), aShadow({ changedAt: at(`1${String(n)}:00`) }));
      const page = await store.oldest(ref.school, 'open', { limit: 2 });
      const rest = await store.oldest(ref.school, 'open', { limit: 2, after: page.at(-1)!.cursor });

      expect([...page, ...rest].map((row) => row.ref.visit)).toEqual([1, 2, 3].map((n) => refTo(n).visit));
      expect(await store.oldest(ref.school, 'open', { limit: 2, after: 'nonsense' })).toEqual([]);
    });
  });

  describe('who looked at a visit', () => {
    beforeEach(async () => {
      await store.create(aNewVisit(ref), aShadow());
      await store.recordRead(ref, 'head', at('09:00'));
      await store.recordRead(ref, 'head', at('10:00'));
      await store.recordRead(ref, 'office', at('11:00'));
    });
    const readers = async () => (await store.readings(ref)).map(({ reader, times }) => `${reader} ${String(times)}`);

    it('is told by person and day', async () => {
      expect(await store.readings(ref)).toEqual([
        { reader: 'head', day: '2026-06-22', times: 2, first: at('09:00'), last: at('10:00') },
        { reader: 'office', day: '2026-06-22', times: 1, first: at('11:00'), last: at('11:00') },
      ]);
      expect(await store.readings(refTo(2))).toEqual([]);
    });

    it('can be forgotten, of one of them or of all', async () => {
      await store.forgetReadings(ref, 'hea');
      expect(await readers()).toEqual(['head 2', 'office 1']);
      await store.forgetReadings(ref, 'head');
      expect(await readers()).toEqual(['office 1']);
      await store.forgetReadings(ref);
      expect(await readers()).toEqual([]);
    });
  });

  describe('many visits at once', () => {
    it('are those that exist, each once', async () => {
      await store.create(aNewVisit(refTo(1)), aShadow());
      await store.create(aNewVisit(refTo(2)), aShadow());

      const visits = await store.readMany([refTo(2), refTo(3), refTo(1), refTo(2)]);

      expect(visits.map(({ visit }) => visit).toSorted()).toEqual([refTo(1).visit, refTo(2).visit]);
      expect(visits[0]?.history).toEqual([requested()]);
    });

    it('may be none', async () => {
      expect(await store.readMany([])).toEqual([]);
    });

    it('may be more than a hundred', async () => {
      const refs = Array.from({ length: 130 }, (_, n) => refTo(n + 1));
      await Promise.all(refs.map((one) => store.create(aNewVisit(one), aShadow())));

      const visits = await store.readMany(refs);

      expect(visits.map(({ visit }) => visit).toSorted()).toEqual(refs.map(({ visit }) => visit));
    });
  });

  describe('what is due', () => {
    const everyPage = async (until: Instant, shard: number): Promise<readonly DueVisit[]> => {
      const found: DueVisit[] = [];
      let after: string | undefined;
      do {
        const page = await store.due(until, shard, after);
        expect(page.visits.length).toBeLessThanOrEqual(pageSize);
        found.push(...page.visits);
        after = page.next;
      } while (after !== undefined);
      return found;
    };
    const everyShard = async (until: Instant): Promise<readonly DueVisit[]> =>
      (await Promise.all(Array.from({ length: shards }, (_, shard) => everyPage(until, shard)))).flat();

    it('is found once, in one shard, up to the very moment and not beyond', async () => {
      await store.create(aNewVisit(refTo(1)), aShadow({ dueAt: at('15:00') }));
      await store.create(aNewVisit(refTo(2)), aShadow({ dueAt: at('15:30') }));
      await store.create(aNewVisit(refTo(3)), aShadow({ dueAt: at('15:30:00.001') }));

      const due = (await everyShard(at('15:30'))).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));

      expect(due).toEqual([
        { ref: refTo(1), dueAt: at('15:00') },
        { ref: refTo(2), dueAt: at('15:30') },
      ]);
    });

    it('comes oldest first, page after page, though many are due at one moment', async () => {
      const times = ['15:04', '15:01', '15:01', '15:03', '15:01', '15:02', '15:01', '15:01', '15:00', '15:05', '15:01', '15:01'];
      await Promise.all(times.map((time, n) => store.create(aNewVisit(refTo(n + 1)), aShadow({ dueAt: at(time) }))));

      const pages = await Promise.all(Array.from({ length: shards }, (_, shard) => everyPage(at('16:00'), shard)));

      for (const page of pages) expect(page.map(({ dueAt }) => dueAt)).toEqual(page.map(({ dueAt }) => dueAt).toSorted());
      const found = pages.flat().map(({ ref: { visit } }) => visit);
      expect(found.toSorted()).toEqual(times.map((_, n) => refTo(n + 1).visit));
    });

    it('is no visit to which nothing is owed, from the first write or any later one', async () => {
      await store.create(aNewVisit(refTo(1)), aShadow());
      await store.create(aNewVisit(refTo(2)), aShadow({ dueAt: at('15:00') }));
      await store.append(change({ ref: refTo(2) }));

      expect(await everyShard(at('23:00'))).toEqual([]);
    });

    it('is told by the last write alone', async () => {
      await store.create(aNewVisit(ref), aShadow());
      await store.append(change({ shadow: aShadow({ dueAt: at('15:00') }) }));
      await store.append(change({ after: 2, shadow: aShadow({ dueAt: at('16:00') }) }));

      expect(await everyShard(at('15:59'))).toEqual([]);
      expect(await everyShard(at('16:00'))).toEqual([{ ref, dueAt: at('16:00') }]);
    });
  });

  describe('the list of a school', () => {
    const ids = async (which: 'open' | 'done', limit = 10, after?: string): Promise<readonly string[]> =>
      (await store.list('moorside', which, { limit, ...(after !== undefined && { after }) })).map((row) => row.ref.visit);

    beforeEach(async () => {
      for (const [n, time] of [
        [1, '09:00'],
        [2, '09:02'],
        [3, '09:01'],
        [4, '09:02'],
      ] as const) {
        await store.create(aNewVisit(refTo(n)), aShadow({ changedAt: at(time) }));
      }
      await store.create(aNewVisit(refTo(9, 'lakeside')), aShadow());
    });

    it('has the newest change first', async () => {
      expect(await ids('open')).toEqual([4, 2, 3, 1].map((n) => refTo(n).visit));
    });

    it('moves a visit to the front when it changes, with its new version and card', async () => {
      await store.append(change({ ref: refTo(1), shadow: aShadow({ changedAt: at('09:30'), card: { stage: 'out', watched: true } }) }));

      const [first] = await store.list('moorside', 'open', { limit: 1 });

      expect(first).toMatchObject({ ref: refTo(1), version: 2, card: { stage: 'out', watched: true, changedAt: at('09:30') } });
    });

    it('moves a visit from the open ones to the done ones when it is closed, and back', async () => {
      await store.append(change({ ref: refTo(3), shadow: aShadow({ list: 'done', changedAt: at('09:30') }) }));
      expect(await ids('open')).toEqual([4, 2, 1].map((n) => refTo(n).visit));
      expect(await ids('done')).toEqual([refTo(3).visit]);

      await store.append(change({ ref: refTo(3), after: 2, shadow: aShadow({ changedAt: at('09:31') }) }));
      expect(await ids('open')).toEqual([3, 4, 2, 1].map((n) => refTo(n).visit));
      expect(await ids('done')).toEqual([]);
    });

    it('goes on after any row, though that visit has moved since', async () => {
      const [, second] = await store.list('moorside', 'open', { limit: 2 });
      expect(await ids('open', 10, second?.cursor)).toEqual([refTo(3).visit, refTo(1).visit]);
      await store.append(change({ ref: refTo(2), shadow: aShadow({ list: 'done', changedAt: at('09:30') }) }));

      expect(await ids('open', 1, second?.cursor)).toEqual([refTo(3).visit]);
      expect(await ids('open', 10, second?.cursor)).toEqual([refTo(3).visit, refTo(1).visit]);
    });

    it('goes on in the done ones after a row of the open ones, so that the two can be read as one', async () => {
      await store.append(change({ ref: refTo(1), shadow: aShadow({ list: 'done', changedAt: at('09:01:30') }) }));
      const [, second] = await store.list('moorside', 'open', { limit: 2 });

      expect(await ids('done', 10, second?.cursor)).toEqual([refTo(1).visit]);
    });

    it('has nothing after a cursor that is none of its own', async () => {
      expect(await ids('open', 10, '')).toEqual([]);
      expect(await ids('open', 10, 'nonsense')).toEqual([]);
    });
  });

  describe('the list of a home', () => {
    const of = async (household: string, after?: string, limit = 100) => store.ofHome('moorside', household, { after, limit });
    const idsOf = async (household: string, after?: string, limit?: number) =>
      (await of(household, after, limit)).map((row) => row.ref.visit);
    const id = (n: number) => refTo(n).visit;

    beforeEach(async () => {
      await store.create(aNewVisit(refTo(1)), aShadow({ household: 'h-1', plannedAt: at('14:00') }));
      await store.create(aNewVisit(refTo(2)), aShadow({ household: 'h-1', plannedAt: at('15:00') }));
      await store.create(aNewVisit(refTo(3)), aShadow({ household: 'h-2', plannedAt: at('14:30') }));
      // Without a plan it stands where it was asked for.
      await store.create(aNewVisit(refTo(4)), aShadow({ household: 'h-1', changedAt: at('14:30') }));
      await store.create(aNewVisit(refTo(5, 'lakeside')), aShadow({ household: 'h-1', plannedAt: at('13:00') }));
    });

    it('has those of that home and school, the last first, each with when it is to begin', async () => {
      expect((await of('h-1')).map(({ ref: { visit }, at: begins }) => [visit, begins])).toEqual([
        [id(2), at('15:00')],
        [id(4), at('14:30')],
        [id(1), at('14:00')],
      ]);
      expect(await idsOf('h-9')).toEqual([]);
    });

    it('goes on after any row, of its own or of another home, so that two can be read as one', async () => {
      const [last] = await of('h-1', undefined, 1);
      expect(await idsOf('h-1', last?.cursor)).toEqual([id(4), id(1)]);
      expect(await idsOf('h-1', last?.cursor, 1)).toEqual([id(4)]);
      expect(await idsOf('h-2', last?.cursor)).toEqual([id(3)]);
      expect(await idsOf('h-1', 'nothing of ours')).toEqual([]);
    });

    it('goes by the plan once there is one, and by the home that the visit is to now', async () => {
      await store.append(change({ ref: refTo(4), shadow: aShadow({ household: 'h-1', changedAt: at('16:00') }) }));
      expect(await idsOf('h-1')).toEqual([id(2), id(4), id(1)]);
      await store.append(change({ ref: refTo(4), after: 2, shadow: aShadow({ household: 'h-1', plannedAt: at('17:00') }) }));
      expect(await idsOf('h-1')).toEqual([id(4), id(2), id(1)]);
      await store.append(change({ ref: refTo(4), after: 3, shadow: aShadow({ household: 'h-2', plannedAt: at('17:00') }) }));
      expect([await idsOf('h-1'), await idsOf('h-2')]).toEqual([
        [id(2), id(1)],
        [id(4), id(3)],
      ]);
    });
  });

  describe('reading a visit', () => {
    it('is counted by reader and London day, with the first and the last time, and leaves the visit as it was', async () => {
      await store.create(aNewVisit(ref), aShadow());

      await store.recordRead(ref, 'office', at('09:10'));
      await store.recordRead(ref, 'office', at('09:20'));
      await store.recordRead(ref, 'office', at('09:30'));
      await store.recordRead(ref, 'head', at('23:30'));

      expect(await readings(ref)).toEqual({
        'office#2026-06-22': { n: 3, first: at('09:10'), last: at('09:30') },
        'head#2026-06-23': { n: 1, first: at('23:30'), last: at('23:30') },
      });
      expect(await stored()).toEqual(aNewVisit(ref));
    });
  });
}

export interface FailingVisitStore {
  readonly store: VisitStore;
  /** The next request is not done, and neither is any that a client sends again by itself. */
  readonly fail: () => void;
  /** The next request is done, and nobody hears of it. */
  readonly loseAnswer: () => void;
}

/** What every store of visits does when it is away, or its answer is. */
export function failingVisitStoreContract(make: () => Promise<FailingVisitStore>): void {
  const ref = refTo();
  const change: VisitChange = { ref, after: 1, events: [noted('once')], owed: {}, tally: {}, shadow: aShadow({ changedAt: at('10:00') }) };
  const answered = (work: Promise<'written' | 'conflict'>) => work.catch(() => 'nobody knows');

  it('says so when it cannot be asked, and nothing is written', async () => {
    const { store, fail } = await make();
    fail();
    await expect(store.create(aNewVisit(ref), aShadow())).rejects.toThrow();
    expect(await store.read(ref)).toBeUndefined();
    await store.create(aNewVisit(ref), aShadow());

    fail();
    await expect(store.append(change)).rejects.toThrow();
    fail();
    await expect(store.read(ref)).rejects.toThrow();
    fail();
    await expect(store.readMany([ref])).rejects.toThrow();
    fail();
    await expect(store.due(at('16:00'), 0)).rejects.toThrow();
    fail();
    await expect(store.list(ref.school, 'open', { limit: 1 })).rejects.toThrow();
    fail();
    await expect(store.ofHome(ref.school, 'h-1', { limit: 1 })).rejects.toThrow();
    fail();
    await expect(store.recordRead(ref, 'office', at('10:00'))).rejects.toThrow();

    expect(await store.read(ref)).toEqual(aNewVisit(ref));
  });

  it('never says that a change was written whose answer was lost, has it once, and does not take it again', async () => {
    const { store, loseAnswer } = await make();
    loseAnswer();
    expect(await answered(store.create(aNewVisit(ref), aShadow()))).not.toBe('written');
    expect(await store.read(ref)).toEqual(aNewVisit(ref));

    loseAnswer();
    expect(await answered(store.append(change))).not.toBe('written');

    expect(await store.read(ref)).toEqual(aNewVisit(ref, { version: 2, history: [requested(), noted('once')] }));
    expect(await store.append(change)).toBe('conflict');
  });
}
