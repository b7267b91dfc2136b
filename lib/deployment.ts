import type { Node } from 'constructs';
import type { DoorstepStackProps } from './doorstep-stack.ts';
import type { NotifyProps } from './notify.ts';
import type { DomainProps } from './public-api.ts';
import type { SignInProps } from './sign-in.ts';

/** What one deployment differs in from another, from `cdk.json` or `cdk deploy -c name=value`. */
export function deployment(context: Pick<Node, 'tryGetContext'>): DoorstepStackProps {
  const given = (name: string): string | undefined => {
    const value: unknown = context.tryGetContext(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw new Error(`context ${name}: give it as text`);
    return value.trim();
  };

  if (given('schools') !== undefined)
    throw new Error('context schools: schools are not part of a deployment; npm run school -- add makes one, docs/deploy.md');

  /** An address of the web that nobody on the way can read or change. */
  const address = (name: string): string | undefined => {
    const value = given(name);
    if (value !== undefined && !/^https:\/\/[^/\s]/.test(value)) throw new Error(`context ${name}: ${value} does not begin with https://`);
    return value;
  };
  const spend = given('monthlyTextSpend');
  const monthlyTextSpend = spend === undefined ? undefined : Number(spend);
  if (monthlyTextSpend !== undefined && !(monthlyTextSpend > 0))
    throw new Error(`context monthlyTextSpend: ${String(spend)} is no number of dollars`);

  const wholeNumber = (name: string, otherwise: number): number => {
    const value = given(name) ?? String(otherwise);
    if (!/^[1-9]\d{0,4}$/.test(value)) throw new Error(`context ${name}: ${value} is no whole number from 1 to 99999`);
    return Number(value);
  };
  const perSecond = wholeNumber('requestsPerSecond', 100);
  const atOnce = wholeNumber('requestsAtOnce', 2 * perSecond);

  const runbook = address('runbook');
  const heartbeatUrl = address('heartbeatUrl');
  const signInKeys = given('signInKeys');
  const operatorsEmail = given('operatorsEmail');
  const region = given('region') ?? 'eu-west-2';
  const notify = notifyOf(given('providers'), given('notifySecret'), region);
  const signIn = signInOf(address('signInIssuer'), given('signInClientId'), given('signInSecret'), region);
  const federated = federatedOf(given, region);
  if (signIn !== undefined && federated !== undefined)
    throw new Error('context signInIssuer: people sign in by one provider; Microsoft and Google are asked by Cognito, without it');
  const domain = domainOf(given('domain'), given('certificate'), region);
  const yesOrNo = (name: string, otherwise: 'true' | 'false'): boolean => {
    const value = given(name) ?? otherwise;
    if (value !== 'true' && value !== 'false') throw new Error(`context ${name}: ${value} is neither true nor false`);
    return value === 'true';
  };
  const textDeliveryLogs = yesOrNo('textDeliveryLogs', 'false');
  const restoredTable = given('restoredTable');
  if (restoredTable !== undefined && !/^[\w.-]{3,255}$/.test(restoredTable))
    throw new Error(`context restoredTable: ${restoredTable} cannot be the name of a table`);
  const dashboard = yesOrNo('dashboard', 'true');
  return {
    env: { region },
    terminationProtection: true,
    throttle: { perSecond, atOnce },
    ...(signInKeys !== undefined && { signInKeys }),
    ...(signIn !== undefined && { signIn }),
    ...(federated !== undefined && { federated }),
    ...(domain !== undefined && { domain }),
    ...(operatorsEmail !== undefined && { operatorsEmail }),
    ...(runbook !== undefined && { runbook }),
    ...(heartbeatUrl !== undefined && { heartbeatUrl }),
    ...(monthlyTextSpend !== undefined && { monthlyTextSpend }),
    ...(notify !== undefined && { notify }),
    ...(textDeliveryLogs && { textDeliveryLogs }),
    ...(!dashboard && { dashboard }),
    ...(restoredTable !== undefined && { restoredTable }),
  };
}

/** By whom messages go. SNS alone unless somebody says otherwise. */
const ways = ['sns', 'notify', 'sns,notify', 'notify,sns', 'both'] as const;
/** A whole ARN, which ends with six characters of AWS's own. */
const ofSecret = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

function notifyOf(said: string | undefined, secretArn: string | undefined, region: string): NotifyProps | undefined {
  const wanted = (said ?? 'sns').replaceAll(' ', '');
  const providers = ways.find((way) => way === wanted);
  if (providers === undefined) throw new Error(`context providers: ${said ?? ''} is none of ${ways.join('; ')}`);
  if (providers === 'sns') {
    if (secretArn !== undefined)
      throw new Error('context notifySecret: nothing is sent by Notify; say in which order, providers=sns,notify');
    return undefined;
  }
  if (secretArn === undefined)
    throw new Error(`context notifySecret: providers=${providers} needs the ARN of the secret with the key of Notify`);
  return { providers, secretArn: wholeArn('notifySecret', secretArn, region) };
}

function wholeArn(name: string, secretArn: string, region: string): string {
  const [, where] = ofSecret.exec(secretArn) ?? [];
  if (where === undefined)
    throw new Error(`context ${name}: ${secretArn} is no whole ARN of a secret; it ends with six characters of AWS's own`);
  if (where !== region) throw new Error(`context ${name}: the secret is in ${where}, and Doorstep goes to ${region}`);
  return secretArn;
}

function signInOf(
  issuer: string | undefined,
  clientId: string | undefined,
  secretArn: string | undefined,
  region: string,
): SignInProps | undefined {
  if (issuer === undefined && clientId === undefined && secretArn === undefined) return undefined;
  if (issuer === undefined) throw new Error('context signInIssuer: say by whom people sign in');
  if (clientId === undefined) throw new Error(`context signInClientId: say what ${issuer} calls Doorstep`);
  return { issuer, clientId, ...(secretArn !== undefined && { secretArn: wholeArn('signInSecret', secretArn, region) }) };
}

/** One tenant: with `common` anybody in the world could say what their address is. */
const ofTenant = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;

function federatedOf(given: (name: string) => string | undefined, region: string): DoorstepStackProps['federated'] {
  const registered = (name: 'entra' | 'google') => {
    const [clientId, secretArn] = [given(`${name}ClientId`), given(`${name}Secret`)];
    if (clientId === undefined && secretArn === undefined) return undefined;
    if (clientId === undefined) throw new Error(`context ${name}ClientId: say what Doorstep is registered as there`);
    if (secretArn === undefined) throw new Error(`context ${name}Secret: give the ARN of the secret with that of the client`);
    return { clientId, secretArn: wholeArn(`${name}Secret`, secretArn, region) };
  };
  const [entra, google, tenant] = [registered('entra'), registered('google'), given('entraTenant')];
  if (tenant !== undefined && !ofTenant.test(tenant))
    throw new Error(`context entraTenant: ${tenant} is no tenant; give its id or its domain, and never one for everybody`);
  if ((entra === undefined) !== (tenant === undefined))
    throw new Error('context entraTenant: Microsoft needs entraTenant, entraClientId and entraSecret');
  if (entra === undefined && google === undefined) return undefined;
  return { ...(entra !== undefined && tenant !== undefined && { entra: { ...entra, tenant } }), ...(google !== undefined && { google }) };
}

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const ofCertificate = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[0-9a-f-]+$/;

function domainOf(name: string | undefined, certificateArn: string | undefined, region: string): DomainProps | undefined {
  if (name === undefined && certificateArn === undefined) return undefined;
  if (name === undefined) throw new Error('context domain: say for which name the certificate is');
  if (!hostName.test(name)) throw new Error(`context domain: ${name} is no name like visits.example.sch.uk`);
  if (certificateArn === undefined) throw new Error(`context certificate: ${name} needs the ARN of a certificate for it`);
  const [, where] = ofCertificate.exec(certificateArn) ?? [];
  if (where === undefined) throw new Error(`context certificate: ${certificateArn} is no ARN of a certificate of ACM`);
  if (where !== region) throw new Error(`context certificate: the certificate is in ${where}, and Doorstep goes to ${region}`);
  return { name, certificateArn };
}
