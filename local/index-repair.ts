import { existsSync } from 'node:fs';
import db from 'dynalite/db/index.js';

/**
 * Dynalite writes an item's index rows before the item, so a process that was killed between the two leaves rows of a write
 * that never was and lacks those of the one that stands. Real DynamoDB makes its indexes from what was written: so does this,
 * before dynalite opens the files.
 */
export async function repairIndexes(path: string, name: string): Promise<void> {
  if (!existsSync(path)) return;
  const store = db.create({ path });
  // Says what is wrong with the files, such as that another process has them; every later call would only say `closed`.
  await store.db.open();
  try {
    const table = await asPromise<Parameters<typeof db.createKey>[1] | undefined>((done) => {
      store.getTable(name, (problem, found) => {
        done(null, problem ? undefined : found);
      });
    });
    if (table === undefined) return;
    const indexes = table.GlobalSecondaryIndexes ?? [];
    const items = store.getItemDb(name);
    const wanted = new Map(indexes.map(({ IndexName }) => [IndexName, new Map<string, unknown>()]));
    for await (const item of items.createValueStream({})) {
      for (const put of db.getIndexActions(indexes, undefined, item, table).puts) {
        wanted.get(put.index)?.set(put.key, true);
        await asPromise((done) => {
          store.getIndexDb('Global', name, put.index).put(put.key, put.item, done);
        });
      }
    }
    for (const index of indexes) {
      const rows = store.getIndexDb('Global', name, index.IndexName);
      for await (const row of rows.createValueStream({})) {
        const key = db.createIndexKey(row, table, index.KeySchema);
        if (wanted.get(index.IndexName)?.has(key) !== true)
          await asPromise((done) => {
            rows.del(key, done);
          });
      }
    }
  } finally {
    await asPromise((done) => {
      store.db.close(done);
    });
  }
}

const asPromise = <T>(begin: (done: (problem: Error | null | undefined, result: T) => void) => void): Promise<T> =>
  new Promise((done, failed) => {
    begin((problem, result) => {
      if (problem) failed(problem);
      else done(result);
    });
  });
