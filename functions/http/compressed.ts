import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, Response } from './http.ts';

/** Shorter than this it gains nothing. */
const worthIt = 128;

/** The answer as this browser takes it: one bar of signal is what a phone out there has. */
export function compressed({ headers: { 'accept-encoding': accepted = '' } }: Pick<Request, 'headers'>, response: Response): Response {
  const { body, headers } = response;
  if (body === undefined || body.length < worthIt) return response;
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  if (encoding === undefined) return response;
  const bytes =
    encoding === 'br'
      ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
      : gzipSync(body);
  return { ...response, headers: { ...headers, 'content-encoding': encoding, vary: 'accept-encoding' }, bytes };
}
