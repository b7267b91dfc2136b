import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { running } from './lambda.ts';

/** What a function prints goes to a file, as it would go to its log group; the console is for whoever started the cloud. */
export function keepFunctionLogs(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'functions.log');
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const name = running.getStore();
      // The rest is handed on as it came: an encoding, a callback, or neither.
      if (name === undefined) return write(chunk, ...(rest as []));
      appendFileSync(file, `${name} ${typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()}`);
      for (const done of rest) if (typeof done === 'function') setImmediate(done as () => void); // what a stream calls when it has written
      return true;
    };
  }
  return file;
}
