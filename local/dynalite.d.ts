declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }
  function dynalite(options: Options): Server;
  export = dynalite;
}

declare module 'dynalite/db/index.js' {
  type Item = Readonly<Record<string, unknown>>;
  type Key = readonly { readonly AttributeName: string }[];
  interface Index {
    readonly IndexName: string;
    readonly KeySchema: Key;
  }
  interface Table {
    readonly TableName: string;
    readonly KeySchema: Key;
    readonly GlobalSecondaryIndexes?: readonly Index[];
  }
  type Done<T> = (problem: Error | null | undefined, result: T) => void;
  interface Rows {
    get(key: string, done: Done<Item>): void;
    put(key: string, item: Item, done: Done<void>): void;
    del(key: string, done: Done<void>): void;
    createValueStream(options: object): AsyncIterable<Item>;
  }
  interface Store {
    readonly db: { open(): Promise<void>; close(done: Done<void>): void };
    getTable(name: string, done: Done<Table>): void;
    getItemDb(name: string): Rows;
    getIndexDb(type: string, table: string, index: string): Rows;
  }
  const db: {
    create(options: { readonly path: string }): Store;
    createKey(item: Item, table: Table): string;
    createIndexKey(item: Item, table: Table, keys: Key): string;
    getIndexActions(
      indexes: readonly Index[],
      before: Item | undefined,
      after: Item,
      table: Table,
    ): { readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[] };
  };
  export = db;
}
