import * as z from 'zod';
import type { MessageIds } from '../ports/message-ids.ts';
import type { Notices } from '../ports/notices.ts';
import { secretText } from './aws/secret-text.ts';
import { byBoth, inTurn } from './in-turn.ts';
import { keepingIds } from './keeping-ids.ts';
import { notifyNotices } from './notify/notify-notices.ts';
import { notifySecret } from './notify/notify-secret.ts';

/** By whom messages go, where it is not SNS alone. */
export const ProvidersEnvironment = z
  .object({
    /** `sns,notify`: SNS first, and Notify at once where SNS surely did not take it. `both`: each message by both. */
    PROVIDERS: z.enum(['sns', 'notify', 'sns,notify', 'notify,sns', 'both']).default('sns'),
    /** The ARN of the secret with the key of Notify. */
    NOTIFY_SECRET_ARN: z.string().min(1).optional(),
    /** Where Notify is. The real one, unless said. */
    NOTIFY_BASE_URL: z.url().optional(),
    /** What SNS says later of texts is read: what it calls each is kept. */
    TEXT_DELIVERY_LOGS: z.literal('true').optional(),
  })
  .refine(({ PROVIDERS, NOTIFY_SECRET_ARN }) => PROVIDERS === 'sns' || NOTIFY_SECRET_ARN !== undefined, {
    path: ['NOTIFY_SECRET_ARN'],
    error: 'Notify is reached with a secret',
  });

/** Sends by whom it is told. Without Notify nothing of it is loaded. */
export function byProviders(
  {
    PROVIDERS: providers,
    NOTIFY_SECRET_ARN: arn,
    NOTIFY_BASE_URL: baseUrl,
    TEXT_DELIVERY_LOGS: logs,
  }: z.infer<typeof ProvidersEnvironment>,
  { notices, messageIds }: { readonly notices: Notices; readonly messageIds: MessageIds },
): Notices {
  const sns = logs === undefined ? notices : keepingIds(notices, messageIds);
  if (providers === 'sns' || arn === undefined) return sns;
  const notify = notifyNotices({ secret: notifySecret(secretText(arn)), baseUrl });
  switch (providers) {
    case 'notify':
      return notify;
    case 'sns,notify':
      return inTurn(sns, notify);
    case 'notify,sns':
      return inTurn(notify, sns);
    case 'both':
      return byBoth(sns, notify);
  }
}
