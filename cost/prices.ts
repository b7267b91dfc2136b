import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Price = z.strictObject({
  price: z.number().min(0),
  /** For so many of them. */
  per: z.number().min(1),
  unit: z.string(),
  /** So many in a month cost nothing, for as long as the account is there. */
  free: z.number().min(0),
  from: z.url(),
  read: z.iso.date(),
  how: z.string(),
});
const names = z.enum([
  ...['lambda-gb-second', 'lambda-request', 'http-request', 'table-write', 'table-read', 'table-storage', 'table-backup'],
  ...['key', 'key-request', 'queue-request', 'publish', 'email', 'text', 'timer', 'log-gb', 'log-storage', 'metric'],
  ...['alarm-metric', 'dashboard', 'signing-in', 'secret', 'data-out', 'hosted-zone'],
] as const);
export type PriceName = z.infer<typeof names>;
const Prices = z.strictObject({ region: z.string(), currency: z.string(), prices: z.record(names, Price) });

export const { prices } = Prices.parse(JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')));
