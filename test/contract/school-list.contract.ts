import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoSchoolList } from '../../functions/adapters/aws/dynamo-school-list.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import type { SchoolList } from '../../functions/ports/school-list.ts';
import type { Engine } from '../support/dynalite.ts';
import { at } from '../support/samples.ts';

const elms = { id: 'the-elms', name: 'The Elms', since: at('09:00') };
const oaks = { id: 'the-oaks', name: 'The Oaks', since: at('09:30') };

/** What every list of schools does. `open` opens one with nothing in it. */
export function schoolListContract(open: () => Promise<SchoolList>): void {
  it('begin with none, and are listed in order of their ids', async () => {
    const list = await open();
    expect(await list.all()).toEqual([]);
    expect([await list.add(oaks), await list.add(elms)]).toEqual(['written', 'written']);
    expect(await list.all()).toEqual([elms, oaks]);
  });

  it('are listed once: what is there is never written over', async () => {
    const list = await open();
    await list.add(elms);
    expect(await list.add({ ...elms, name: 'Another' })).toBe('conflict');
    expect(await list.all()).toEqual([elms]);
  });

  it('leave once, stay in the list, and may come back', async () => {
    const list = await open();
    expect([await list.leaves('the-elms', at('12:00')), await list.isBack('the-elms')]).toEqual(['conflict', 'conflict']);
    await list.add(elms);
    await list.add(oaks);
    expect([await list.leaves('the-elms', at('12:00')), await list.leaves('the-elms', at('13:00'))]).toEqual(['written', 'conflict']);
    expect(await list.all()).toEqual([{ ...elms, leftAt: at('12:00') }, oaks]);
    expect([await list.isBack('the-elms'), await list.isBack('the-elms')]).toEqual(['written', 'conflict']);
    expect(await list.all()).toEqual([elms, oaks]);
  });

  it('are all listed where several are added at once', async () => {
    const list = await open();
    const ids = Array.from({ length: 8 }, (_, n) => `school-${String(n)}`);
    await Promise.all(ids.map((id) => list.add({ ...elms, id })));
    expect((await list.all()).map(({ id }) => id)).toEqual(ids);
  });
}

export function schoolListInDynamodb(start: () => Promise<Engine>): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  schoolListContract(async () => dynamoSchoolList({ ...(await engine.table()), clock: memoryClock(at('09:00')) }));

  describe('the list', () => {
    it('is read once a minute, however many ask', async () => {
      const table = await engine.table();
      const clock = memoryClock(at('09:00'));
      const list = dynamoSchoolList({ ...table, clock });
      const other = dynamoSchoolList({ ...table, clock });
      await list.all();
      await other.add(elms);
      table.calls.length = 0;
      clock.advance('PT59S');
      expect(await list.all()).toEqual([]);
      clock.advance('PT1S');
      expect([await list.all(), await list.all()]).toEqual([[elms], [elms]]);
      expect(table.calls).toEqual(['GetItem']);
    });
  });
}
