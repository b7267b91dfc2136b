import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { openRoutes, receiptRoutes, routes } from '../functions/api/routes.ts';
import { pageRoutes } from '../functions/pages/routes.ts';

/** How many requests are answered in a second, and how many at once before that counts: above it API Gateway says 429 itself. */
export interface Throttle {
  readonly perSecond: number;
  readonly atOnce: number;
}

/** What each asks a provider of sign-in for, whoever asks: a fifth of the rest. */
const signingIn: readonly string[] = pageRoutes.filter(({ id }) => id === 'sign-in-go' || id === 'sign-in-back').map(({ path }) => path);

/** A name of the school's or the trust's own, in place of the one that AWS makes up. */
export interface DomainProps {
  readonly name: string;
  /** Of a certificate for it in the same region, which AWS renews. */
  readonly certificateArn: string;
}

export interface PublicApiProps {
  readonly domain?: DomainProps;
  readonly throttle?: Throttle;
}

/** The one door: every operation by HTTPS. */
export class PublicApi extends Construct {
  /** What links in texts and emails begin with, without a slash at the end. */
  readonly url: string;
  /** Where the name of its own has to lead. */
  readonly target?: string;
  private readonly api: HttpApi;
  private readonly stage: HttpStage;
  private readonly throttle: Throttle;

  constructor(scope: Construct, id: string, { domain, throttle = { perSecond: 100, atOnce: 200 } }: PublicApiProps = {}) {
    super(scope, id);
    // One address and no other: forms are taken from there alone, and that is where people sign in.
    const disableExecuteApiEndpoint = domain !== undefined;
    this.api = new HttpApi(this, 'Http', { apiName: 'Doorstep', createDefaultStage: false, disableExecuteApiEndpoint });
    const domainName =
      domain &&
      new DomainName(this, 'Domain', {
        domainName: domain.name,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      });
    this.url = domain === undefined ? this.api.apiEndpoint : `https://${domain.name}`;
    if (domainName !== undefined) this.target = domainName.regionalDomainName;

    // By operation, never by path or caller: a log says how often and how long, not who visits whom.
    const format = JSON.stringify({
      requestId: '$context.requestId',
      routeKey: '$context.routeKey',
      status: '$context.status',
      milliseconds: '$context.responseLatency',
      error: '$context.integrationErrorMessage',
    });
    const accesses = new LogGroup(this, 'Accesses', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    this.throttle = throttle;
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      ...(domainName !== undefined && { domainMapping: { domainName } }),
      throttle: { rateLimit: throttle.perSecond, burstLimit: throttle.atOnce },
      accessLogSettings: { destination: new LogGroupLogDestination(accesses), format: AccessLogFormat.custom(format) },
    });
  }

  /** Where Notify says what became of a message. */
  get receiptsUrl(): string {
    return `${this.url}${receiptRoutes[0].path}`;
  }

  /** Sends each operation to `fn`, with `receipts` those of providers too, and whatever else is asked for under `/v1/`, so that it answers every mistake in the same way. */
  answerWith(fn: Lambda, { receipts }: { readonly receipts: boolean }): void {
    const integration = new HttpLambdaIntegration('Answer', fn, { scopePermissionToRoute: false });
    for (const { path, method } of [...openRoutes, ...routes, ...(receipts ? receiptRoutes : [])])
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
    this.api.addRoutes({ path: '/v1/{proxy+}', methods: [HttpMethod.ANY], integration });
  }

  /** Sends each page to `fn`, and whatever is none. */
  showWith(fn: Lambda): void {
    const integration = new HttpLambdaIntegration('Show', fn, { scopePermissionToRoute: false });
    for (const { path, method } of pageRoutes) {
      const made = this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
      // A stage has settings only of routes that are there already.
      if (signingIn.includes(path)) this.stage.node.addDependency(...made);
    }
    this.slow(signingIn.map((path) => `GET ${path}`));
    new HttpRoute(this, 'Otherwise', { httpApi: this.api, routeKey: HttpRouteKey.DEFAULT, integration });
  }

  private slow(routeKeys: readonly string[]): void {
    const stage = this.stage.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error('a stage is made of a stage');
    const { perSecond, atOnce } = this.throttle;
    const settings = { ThrottlingRateLimit: Math.ceil(perSecond / 5), ThrottlingBurstLimit: Math.ceil(atOnce / 5) };
    stage.routeSettings = Object.fromEntries(routeKeys.map((routeKey) => [routeKey, settings]));
  }

  /** How many requests were answered with 5xx. */
  serverErrors(period: Duration): IMetric {
    return this.api.metricServerError({ statistic: 'Sum', period });
  }

  /** How many requests were answered with 4xx, and how many with 5xx. */
  mistakes(period: Duration): readonly IMetric[] {
    return [this.api.metricClientError({ statistic: 'Sum', period }), this.serverErrors(period)];
  }

  /** In how many milliseconds 95 of a hundred are answered. */
  latency(period: Duration): IMetric {
    return this.api.metricLatency({ statistic: 'p95', period });
  }

  /** Tells `fn` where links lead. */
  tellAddress(fn: Lambda): void {
    fn.addEnvironment('BASE_URL', this.url);
  }
}
