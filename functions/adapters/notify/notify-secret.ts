import * as z from 'zod';

/** What a school's service at GOV.UK Notify is reached with, as JSON in one secret. */
export const NotifySecret = z.object({
  /** As Notify shows it once: a name, the id of the service and the key itself. */
  apiKey: z.string().regex(/[0-9a-f-]{36}-[0-9a-f-]{36}$/),
  /** The id of a template of texts that holds `((message))` and nothing else. */
  textTemplate: z.uuid(),
  /** The id of a template of emails with `((subject))` and `((message))`. */
  emailTemplate: z.uuid(),
  /** What Notify sends with each receipt, so that it is known. */
  callbackToken: z.string().min(10),
});
export type NotifySecret = z.infer<typeof NotifySecret>;

/** So long a key is used before it is asked for again: one that was changed is found without a deployment. In milliseconds. */
const keptFor = 10 * 60_000;

/**
 * Reads the secret when it is first asked for, and again every ten minutes. A reading that fails is tried again a little later:
 * what was read before is used meanwhile, and where nothing was it throws.
 */
export function notifySecret(read: () => Promise<string>, now: () => number = Date.now): () => Promise<NotifySecret> {
  let kept: { readonly secret: NotifySecret; readonly until: number } | undefined;
  let reading: Promise<NotifySecret> | undefined;
  const readOnce = async (): Promise<NotifySecret> => NotifySecret.parse(JSON.parse(await read()));
  return async () => {
    if (kept !== undefined && now() < kept.until) return kept.secret;
    reading ??= readOnce();
    try {
      const secret = await reading;
      kept = { secret, until: now() + keptFor };
      return secret;
    } catch (error) {
      if (kept === undefined) throw error;
      kept = { ...kept, until: now() + keptFor / 10 };
      return kept.secret;
    } finally {
      reading = undefined;
    }
  };
}
