/** Whatever an afternoon came to: once nothing of it is kept, that each thing happened still is, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erasedHistory, erasedTally } from '../../functions/domain/visit/erase.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { stageOf, stateOf } from '../../functions/domain/visit/relations.ts';
import { StoredVisit, type Visit } from '../../functions/domain/visit/visit.ts';
import { eventWithout, without } from '../../functions/domain/without.ts';
import { anyAfternoon, noAfternoons, play } from '../support/any-afternoon.ts';
import { known, rules } from '../support/given.ts';
import { at } from '../support/hampton-visit.ts';

const storedOf = ({ school, visit, version, history, owed, tally }: Visit): StoredVisit =>
  StoredVisit.parse(JSON.parse(JSON.stringify({ school, visit, version, history, owed, tally })));

const erased = (stored: StoredVisit): StoredVisit =>
  StoredVisit.parse({
    ...stored,
    history: erasedHistory(stored, 'asked', 'hampton-head', (id) => known.staff[id]?.duties[0], known, at('23:00')),
    owed: {},
    tally: erasedTally(stored.tally),
  });

/** That each thing happened, when and how, who was out when, and what became of each alarm: people in the order in which they are named. */
function safetyRecord(visit: Visit): unknown {
  const people = visit.visitors.map((visitor) => visitor.person);
  const whom = (who: readonly string[]): readonly number[] => who.map((one) => people.indexOf(one)).toSorted((a, b) => a - b);
  return {
    stage: stageOf(visit),
    happened: visit.history.filter(({ type }) => type !== 'WordsErased').map(({ type, at: when, via }) => [type, when, via]),
    visitors: visit.visitors.map((visitor) => {
      const { contacts, outSince, accountedForAt, inBreach, stops, expectedAt, revised } = visitor;
      return { state: stateOf(visit, visitor), contacts, outSince, accountedForAt, inBreach, stops, expectedAt, revised };
    }),
    plan: [visit.plan, visit.revised],
    alarms: visit.alarms.map((alarm) => {
      const { id, kind, of, call, ladder, openedAt, rung, attempts, police, ended, told } = alarm;
      return [
        ...[id, kind, of, call, ladder, openedAt, whom(alarm.visitors), rung?.index, rung?.begunAt, rung?.told.length],
        attempts.map(({ at: when, rung: which, result }) => [when, which, result]),
        [police?.at, police?.rangAt, ended?.at, ended?.because, told.length],
      ];
    }),
    repeats: Object.values(visit.tally).map(({ n, firstAt, lastAt, accepted, failed }) => [n, firstAt, lastAt, accepted, failed]),
  };
}

const played = fc.array(anyAfternoon, { minLength: 1, maxLength: 1 }).map(([one]) => storedOf(play(one!, rules, noAfternoons())));
const check = (runs: number, seed: number, holds: (stored: StoredVisit) => void): void => {
  fc.assert(fc.property(played, holds), { numRuns: runs, seed });
};

describe('erasing an afternoon', () => {
  it('loses nothing of its safety record', () => {
    check(25, 20260622, (stored) => {
      expect(safetyRecord(visitOf(erased(stored)))).toEqual(safetyRecord(visitOf(stored)));
    });
  });

  it('leaves nobody who was there, and no word that was said', () => {
    check(25, 20260623, (stored) => {
      const left = JSON.stringify(erased(stored).history);
      for (const person of Object.values(known.staff))
        for (const text of [person.id, person.name, person.mobile, person.email]) if (text !== undefined) expect(left).not.toContain(text);
      for (const words of [
        'All fine',
        'Ring me',
        'Ill',
        'Snow',
        'Please look',
        'I spoke to them',
        'C-1',
        'Willow',
        'hampton-home-1',
        'half past',
      ])
        expect(left).not.toContain(words);
    });
  });

  it('says by which duty each thing was done, and done again changes nothing but that it was', () => {
    check(10, 20260624, (stored) => {
      const once = erased(stored);
      const visitors = visitOf(once).visitors.map(({ person }) => person);
      for (const person of visitors) expect(person).toMatch(/^erased-(visitor|somebody|office)-\d$/);
      expect(erased(once).history.slice(0, -1)).toEqual(once.history);
    });
  });
});

describe('taking one member of staff out of an afternoon', () => {
  const gone = { id: { is: 'hampton-assistant', becomes: 'erased-x1' }, texts: ['Ada Cole', '+447700900999'] };

  it('loses nothing of its safety record, and leaves their name nowhere', () => {
    check(25, 20260625, (stored) => {
      const left = StoredVisit.parse(
        JSON.parse(
          JSON.stringify({ ...stored, history: stored.history.map((e) => eventWithout(e, gone)), tally: without(stored.tally, gone) }),
        ),
      );
      expect(JSON.stringify(left)).not.toContain(gone.id.is);
      expect(safetyRecord(visitOf(left))).toEqual(safetyRecord(visitOf(stored)));
    });
  });
});
