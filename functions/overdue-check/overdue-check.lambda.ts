import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { awsSettling, SettlingEnvironment } from '../adapters/aws/settling.ts';
import { byProviders, ProvidersEnvironment } from '../adapters/providers.ts';
import { answerPokes } from './answer-pokes.ts';

const settling = awsSettling(SettlingEnvironment.parse(process.env));
const deps = { ...settling, notices: byProviders(ProvidersEnvironment.parse(process.env), settling) };

export const handler = answerPokes(deps, {
  logger: new Logger({ serviceName: 'overdue-check' }),
  metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'overdue-check' }),
});
