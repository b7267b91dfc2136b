import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { awsSettling, SettlingEnvironment } from '../adapters/aws/settling.ts';
import { byProviders, ProvidersEnvironment } from '../adapters/providers.ts';
import { webHeartbeat } from '../adapters/web/web-heartbeat.ts';
import { WrittenPhone } from '../http/phone.ts';
import { sweepAndAudit } from './sweep-and-audit.ts';

const AuditEnvironment = z.object({
  /** `off`, where nobody looks at what is found: on one machine. */
  AUDIT: z.enum(['on', 'off']).default('on'),
  /** Whom outside the sweep tells that all is well, if anybody. */
  HEARTBEAT_URL: z.union([z.literal(''), z.url()]).default(''),
});
const { AUDIT: audit, HEARTBEAT_URL: heartbeatUrl } = AuditEnvironment.parse(process.env);
const settling = awsSettling(SettlingEnvironment.parse(process.env));
const notices = byProviders(ProvidersEnvironment.parse(process.env), settling);
const heartbeat = heartbeatUrl === '' ? {} : { heartbeat: webHeartbeat(heartbeatUrl) };

export const handler = sweepAndAudit(
  { ...settling, notices, phone: WrittenPhone, ...heartbeat },
  {
    logger: new Logger({ serviceName: 'sweep' }),
    metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'sweep' }),
    audits: audit === 'on',
  },
);
