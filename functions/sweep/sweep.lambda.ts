import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { awsSettling, SettlingEnvironment } from '../adapters/aws/settling.ts';
import { whenNeeded } from '../adapters/aws/when-needed.ts';
import { byProviders, ProvidersEnvironment } from '../adapters/providers.ts';
import { webHeartbeat } from '../adapters/web/web-heartbeat.ts';
import { WrittenPhone } from '../http/phone.ts';
import type { Receivers } from '../ports/receivers.ts';
import { sweepAndAudit } from './sweep-and-audit.ts';

const AuditEnvironment = z.object({
  /** `off`, where nobody looks at what is found: on one machine. */
  AUDIT: z.enum(['on', 'off']).default('on'),
  /** Whom outside the sweep tells that all is well, if anybody. */
  HEARTBEAT_URL: z.union([z.literal(''), z.url()]).default(''),
  /** What is asked in the place of whoever receives webhooks: on one machine. */
  WEBHOOK_STAND_IN: z.union([z.literal(''), z.url()]).default(''),
});
const { AUDIT: audit, HEARTBEAT_URL: heartbeatUrl, WEBHOOK_STAND_IN: standIn } = AuditEnvironment.parse(process.env);
const settling = awsSettling(SettlingEnvironment.parse(process.env));
const notices = byProviders(ProvidersEnvironment.parse(process.env), settling);
// Most sweeps have nobody to tell.
const web = whenNeeded(async () => (await import('../adapters/web/web-receivers.ts')).webReceivers({ standIn }));
const receivers = { send: async (message) => (await web()).send(message) } satisfies Receivers;
const heartbeat = heartbeatUrl === '' ? {} : { heartbeat: webHeartbeat(heartbeatUrl) };

export const handler = sweepAndAudit(
  { ...settling, notices, phone: WrittenPhone, receivers, ...heartbeat },
  {
    logger: new Logger({ serviceName: 'sweep' }),
    metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'sweep' }),
    audits: audit === 'on',
  },
);
