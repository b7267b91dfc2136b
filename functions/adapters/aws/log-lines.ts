import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

const Handed = z.object({ logEvents: z.array(z.object({ message: z.string() })).default([]) });

/** The lines that CloudWatch Logs hands to a function, each read as JSON; those that are none are left out. */
export function logLines(data: string): readonly unknown[] {
  const { logEvents } = Handed.parse(JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()));
  return logEvents.flatMap(({ message }) => {
    try {
      return [JSON.parse(message) as unknown]; // JSON.parse answers with `any`
    } catch {
      return [];
    }
  });
}
