/** The time of a row and whose it is, `2026-06-22T09:00:00.000Z#HV-7K2M9Q`: by which rows of a list stand in order. */
const RowKey = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#.+$/;

/** Where a list goes on after a row, as whoever asked is given it. One goes on in every list that is kept by the same times, and past a row that has moved since. */
export const cursorAt = (key: string): string => Buffer.from(key).toString('base64url');

/** The key of the row; nothing where it is no cursor of ours. */
export function keyAt(cursor: string): string | undefined {
  const key = Buffer.from(cursor, 'base64url').toString();
  return RowKey.test(key) && cursorAt(key) === cursor ? key : undefined;
}
