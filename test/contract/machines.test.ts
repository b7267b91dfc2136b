import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoMachines } from '../../functions/adapters/aws/dynamo-machines.ts';
import { memoryMachines } from '../../functions/adapters/memory/memory-machines.ts';
import { isKey, type Machine } from '../../functions/domain/machine.ts';
import type { Machines } from '../../functions/ports/machines.ts';
import { type Engine, startDynamo, type TestTable } from '../support/dynalite.ts';
import { at } from '../support/samples.ts';

const press = { id: 'k1', body: 'b1' };
const machine = (school: string, more: Partial<Machine> = {}): Machine => ({
  ...{ school, id: 'arbor', name: 'Arbor', scope: 'read', made: { at: at('09:00'), by: 'anna' } },
  ...more,
});

/** What every keeper of machines does. Each test has a school of its own. */
function machinesContract(open: () => Machines): void {
  const added = async (machines: Machines, one: Machine): Promise<string> => {
    const answer = await machines.add(one, press);
    if (answer === 'taken') throw new Error(`${one.id} is taken`);
    return answer.key;
  };

  it('is known by its key, which no other has, and by nothing else', async () => {
    const machines = open();
    const [one, other] = [machine('s1'), machine('s1', { id: 'wonde', scope: 'write' })];
    const keys = [await added(machines, one), await added(machines, other)];

    expect(await Promise.all(keys.map((key) => machines.whose(key)))).toEqual([one, other]);
    expect(keys.filter(isKey)).toHaveLength(2);
    expect(new Set(keys).size).toBe(2);
    expect(await machines.whose('arbor')).toBeUndefined();
    expect(await machines.whose('')).toBeUndefined();
  });

  it('has an id that is never another’s at that school, though it was revoked', async () => {
    const machines = open();
    await added(machines, machine('s2'));
    await machines.revoke('s2', 'arbor', { at: at('10:00'), by: 'bea' });

    expect(await machines.add(machine('s2'), press)).toBe('taken');
    expect(await machines.add(machine('s2b'), press)).not.toBe('taken');
    expect(await machines.of('s2')).toHaveLength(1);
  });

  it('is in the list of its school, with the press that made it, and in no other', async () => {
    const machines = open();
    const both = [machine('s3'), machine('s3', { id: 'wonde' })];
    for (const one of both.toReversed()) await added(machines, one);
    await added(machines, machine('s3b'));

    expect(await machines.of('s3')).toEqual(both.map((one) => ({ ...one, press })));
    expect(await machines.of('s3c')).toEqual([]);
  });

  it('is revoked once, by whoever did so first, and is still in the list', async () => {
    const machines = open();
    const key = await added(machines, machine('s4'));
    const revoked = { at: at('10:00'), by: 'bea' };
    await machines.revoke('s4', 'arbor', revoked);
    await machines.revoke('s4', 'arbor', { at: at('11:00'), by: 'carl' });
    await machines.revoke('s4', 'nothing', revoked);
    await machines.revoke('s4b', 'arbor', revoked);

    expect(await machines.whose(key)).toEqual(machine('s4', { revoked }));
    expect(await machines.of('s4')).toEqual([{ ...machine('s4', { revoked }), press }]);
  });

  it('notes the day on which it was used', async () => {
    const machines = open();
    const key = await added(machines, machine('s5'));
    await machines.used(key, at('10:00'));
    await machines.used('no key', at('10:00'));

    expect(await machines.whose(key)).toEqual(machine('s5', { usedOn: at('10:00').slice(0, 10) }));
  });

  it('was made and revoked by whoever they are called now', async () => {
    const machines = open();
    const key = await added(machines, machine('s6'));
    const other = await added(machines, machine('s6', { id: 'wonde', made: { at: at('09:00'), by: 'bea' } }));
    await machines.revoke('s6', 'wonde', { at: at('10:00'), by: 'anna' });
    await machines.rename('s6', 'anna', 'erased-1');

    expect(await machines.whose(key)).toMatchObject({ made: { by: 'erased-1' } });
    expect(await machines.whose(other)).toMatchObject({ made: { by: 'bea' }, revoked: { by: 'erased-1' } });
  });
}

describe('a machine that is kept in memory', () => {
  machinesContract(() => memoryMachines());
});

describe('a machine that is kept in dynalite', () => {
  let engine: Engine;
  let table: TestTable;
  beforeAll(async () => {
    engine = await startDynamo();
    table = await engine.table();
  });
  afterAll(() => engine.close());
  machinesContract(() => dynamoMachines(table));

  it('leaves nothing in the table by which anybody could call', async () => {
    const own = await engine.table();
    const answer = await dynamoMachines(own).add(machine('s7'), press);
    const { Items = [] } = await own.client.send(new ScanCommand({ TableName: own.table }));

    expect(Items).toHaveLength(2);
    expect(answer).toHaveProperty('key');
    if (answer !== 'taken') expect(JSON.stringify(Items)).not.toContain(answer.key.slice('doorstep_'.length, -6));
  });
});
