import { compressed } from '../../http/compressed.ts';
import { hasAlready } from '../../http/etag.ts';
import { ok, type Request, type Response } from '../../http/http.ts';
import { contractDocument } from './document.ts';

let made: Promise<Response> | undefined;
const inForms = new Map<string, Response>();

/** `GET /v1/openapi.json`: the same for everybody, made with the first that asks. */
export async function servedContract(request: Request): Promise<Response> {
  made ??= contractDocument().then((document) => ok(document, { headers: kept }));
  const whole = await made;
  if (hasAlready(request.headers['if-none-match'], whole.headers['etag'] ?? '')) return { status: 304, headers: { ...whole.headers } };
  const form = request.headers['accept-encoding'] ?? '';
  const sent = inForms.get(form) ?? compressed(request, whole);
  if (inForms.size < 8) inForms.set(form, sent);
  return sent;
}

/** Another version of Doorstep has another; for an hour this one will do. */
const kept = { 'cache-control': 'public, max-age=3600' };
