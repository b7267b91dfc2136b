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

/** Reads the secret when it is first asked for, and keeps it. A reading that fails throws, and is tried again the next time. */
export function notifySecret(read: () => Promise<string>): () => Promise<NotifySecret> {
  let reading: Promise<NotifySecret> | undefined;
  const readOnce = async (): Promise<NotifySecret> => NotifySecret.parse(JSON.parse(await read()));
  return async () => {
    reading ??= readOnce();
    try {
      return await reading;
    } catch (error) {
      reading = undefined;
      throw error;
    }
  };
}
