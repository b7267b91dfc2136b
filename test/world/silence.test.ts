/** F20, at every school: nobody ever answers. Without the World, so that a day takes a moment. */
import { describe, expect, it } from 'vitest';
import { at } from '../support/hampton-visit.ts';
import { afternoonAt } from '../support/afternoon.ts';
import { type Length, lengthInMilliseconds, plus } from '../../functions/domain/time.ts';
import { stormySchools } from './schools.ts';

/** In bytes; DynamoDB takes 400 KB. */
const most = 40_000;

describe('F20: a visit of which nobody ever hears', () => {
  it.each(stormySchools)(
    'at $name is told of by the last rung for a day, and the record does not grow',
    async ({ open, request, teams, homes }) => {
      const a = await afternoonAt(open(), at('08:30'));
      const [who = []] = teams;
      const plan = { departAt: at('13:00'), arriveAt: at('13:15'), leaveAt: at('14:00'), returnAt: at('14:30') };
      await a.request(who[0]!, { ...request(who), household: homes[0], visitors: who.map((person) => ({ person })), plan });
      await a.until(at('13:00'));
      await a.says(who[0]!, 'depart-in-breach', { visitor: 'all' });

      const sizeAfter = async (length: Length): Promise<number> => {
        await a.until(plus(at('13:00'), length));
        return JSON.stringify(await a.visits.read({ school: a.school, visit: a.id })).length;
      };
      const [half, whole] = [await sizeAfter('PT12H'), await sizeAfter('PT24H')];

      const visit = await a.visit();
      const [alarm] = visit.alarms;
      const last = visit.watch!.ladders[alarm!.ladder]!;
      expect(alarm?.rung?.index).toBe(last.length);
      const repeats = visit.tally[`${alarm!.id}/${String(last.length)}`]!;
      // Every repeat of a day but those of three hours at its beginning.
      expect(repeats.n).toBeGreaterThan((21 * 3_600_000) / lengthInMilliseconds(last.at(-1)!.wait) - 1);
      expect((await a.visits.read({ school: a.school, visit: a.id }))?.dueAt).toBeDefined();
      expect(whole).toBeLessThan(most);
      expect(whole - half, 'as many days as it may be').toBeLessThan(200);
    },
  );
});
