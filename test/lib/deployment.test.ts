import { describe, expect, it } from 'vitest';
import { deployment } from '../../lib/deployment.ts';

const given = (context: Readonly<Record<string, unknown>>) => deployment({ tryGetContext: (name: string): unknown => context[name] });

describe('a deployment', () => {
  it('is in London and guarded against deletion where nothing is said', () => {
    expect(given({})).toEqual({
      env: { region: 'eu-west-2' },
      terminationProtection: true,
      throttle: { perSecond: 100, atOnce: 200 },
    });
  });

  it('goes where it is told, with the keys and the operators it is given', () => {
    const told = { region: 'eu-west-1', signInKeys: '{"keys":[]}', operatorsEmail: 'operators@example.org' };
    expect(given(told)).toMatchObject({
      env: { region: 'eu-west-1' },
      signInKeys: '{"keys":[]}',
      operatorsEmail: 'operators@example.org',
    });
  });

  it('says where the runbook is, who outside is told each minute that all is well, and what texts may cost', () => {
    const told = {
      runbook: 'https://docs.example.org/runbook',
      heartbeatUrl: 'https://watch.example.org/ping/0b2e',
      monthlyTextSpend: '50',
    };
    expect(given(told)).toMatchObject({ ...told, monthlyTextSpend: 50 });
  });

  it('takes as many requests as it is told', () => {
    expect(given({ requestsPerSecond: '20' }).throttle).toEqual({ perSecond: 20, atOnce: 40 });
    expect(given({ requestsPerSecond: '20', requestsAtOnce: '30' }).throttle).toEqual({ perSecond: 20, atOnce: 30 });
    for (const value of ['0', 'many', '1.5']) expect(() => given({ requestsPerSecond: value })).toThrow('is no whole number');
  });

  it.each([
    ['runbook', 'docs/runbook.md'],
    ['heartbeatUrl', 'http://watch.example.org/ping/0b2e'],
    ['monthlyTextSpend', 'fifty'],
    ['monthlyTextSpend', '0'],
  ])('refuses %s %s: an address is https, and money a number', (name, value) => {
    expect(() => given({ [name]: value })).toThrow(`context ${name}: ${value}`);
  });

  it('says of schools how they are made, which is not by deploying', () => {
    expect(() => given({ schools: 'the-elms' })).toThrow('npm run school -- add');
  });

  const secret = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/notify-AbC123';

  const certificate = 'arn:aws:acm:eu-west-2:123456789012:certificate/0b2e5c1a-0000-4000-8000-000000000000';

  it('has a name of its own where it is given one with its certificate', () => {
    expect(given({ domain: 'visits.the-elms.sch.uk', certificate })).toMatchObject({
      domain: { name: 'visits.the-elms.sch.uk', certificateArn: certificate },
    });
  });

  it('lets people sign in by the provider that it is told of', () => {
    const told = { signInIssuer: 'https://accounts.example.org', signInClientId: 'doorstep' };
    expect(given({})).not.toHaveProperty('signIn');
    expect(given(told)).toMatchObject({ signIn: { issuer: 'https://accounts.example.org', clientId: 'doorstep' } });
    expect(given({ ...told, signInSecret: secret })).toMatchObject({ signIn: { secretArn: secret } });
  });

  const entra = { entraTenant: 'the-elms.example', entraClientId: 'doorstep', entraSecret: secret };

  it('has Cognito ask Microsoft and Google where it is told what it is registered as there', () => {
    expect(given({})).not.toHaveProperty('federated');
    expect(given(entra)).toMatchObject({ federated: { entra: { tenant: 'the-elms.example', clientId: 'doorstep', secretArn: secret } } });
    const google = { googleClientId: 'doorstep', googleSecret: secret };
    expect(given(google)).toMatchObject({ federated: { google: { clientId: 'doorstep', secretArn: secret } } });
  });

  it.each([
    [{ ...entra, entraTenant: 'common' }, 'context entraTenant: common is no tenant'],
    [{ ...entra, entraTenant: undefined }, 'Microsoft needs entraTenant'],
    [{ entraTenant: 'the-elms.example' }, 'Microsoft needs entraTenant'],
    [{ ...entra, entraSecret: undefined }, 'context entraSecret: give the ARN'],
    [{ googleSecret: secret }, 'context googleClientId: say what'],
    [{ googleClientId: 'doorstep', googleSecret: 'the secret itself' }, 'context googleSecret: the secret itself is no whole ARN'],
    [{ ...entra, signInIssuer: 'https://accounts.example.org', signInClientId: 'doorstep' }, 'people sign in by one provider'],
  ])('is not made of half of what signing in needs: %j', (told, wrong) => {
    expect(() => given(told)).toThrow(wrong);
  });

  it('sends by SNS alone unless it is told otherwise', () => {
    expect(given({ providers: 'sns' })).not.toHaveProperty('notify');
    expect(given({})).not.toHaveProperty('notify');
  });

  it('reads what SNS logs of texts where it is told to', () => {
    expect(given({ textDeliveryLogs: 'true' })).toMatchObject({ textDeliveryLogs: true });
    expect(given({ textDeliveryLogs: 'false' })).not.toHaveProperty('textDeliveryLogs');
  });

  it('uses a table that was restored where it is told of one', () => {
    expect(given({})).not.toHaveProperty('restoredTable');
    expect(given({ restoredTable: 'Doorstep-restored-0722' })).toMatchObject({ restoredTable: 'Doorstep-restored-0722' });
  });

  it('has a dashboard unless it is told that nobody wants one', () => {
    expect(given({})).not.toHaveProperty('dashboard');
    expect(given({ dashboard: 'false' })).toMatchObject({ dashboard: false });
  });

  it.each(['notify', 'sns,notify', 'notify,sns', 'both'])('sends by %s with the secret that it is given', (providers) => {
    expect(given({ providers, notifySecret: secret })).toMatchObject({ notify: { providers, secretArn: secret } });
    expect(given({ providers: providers.replace(',', ', '), notifySecret: secret })).toMatchObject({ notify: { providers } });
  });

  it.each([
    [{ providers: 'twilio', notifySecret: secret }, 'twilio is none of sns; notify;'],
    [{ signInIssuer: 'http://accounts.example.org', signInClientId: 'doorstep' }, 'does not begin with https://'],
    [{ signInIssuer: 'https://accounts.example.org' }, 'say what https://accounts.example.org calls Doorstep'],
    [{ signInClientId: 'doorstep' }, 'say by whom people sign in'],
    [{ signInIssuer: 'https://accounts.example.org', signInClientId: 'd', signInSecret: 'doorstep' }, 'is no whole ARN of a secret'],
    [{ domain: 'visits.the-elms.sch.uk' }, 'needs the ARN of a certificate'],
    [{ certificate }, 'say for which name the certificate is'],
    [{ domain: 'https://visits.the-elms.sch.uk', certificate }, 'is no name like'],
    [{ domain: 'visits.the-elms.sch.uk', certificate: 'mine' }, 'is no ARN of a certificate'],
    [{ domain: 'visits.the-elms.sch.uk', certificate, region: 'eu-west-1' }, 'is in eu-west-2, and Doorstep goes to eu-west-1'],
    [{ textDeliveryLogs: 'yes' }, 'yes is neither true nor false'],
    [{ restoredTable: 'restored yesterday' }, 'restored yesterday cannot be the name of a table'],
    [{ dashboard: 'no' }, 'context dashboard: no is neither true nor false'],
    [{ providers: 'sns,notify' }, 'needs the ARN of the secret'],
    [{ notifySecret: secret }, 'nothing is sent by Notify'],
    [{ providers: 'both', notifySecret: 'doorstep/notify' }, 'is no whole ARN of a secret'],
    [{ providers: 'both', notifySecret: secret.slice(0, -7) }, 'is no whole ARN of a secret'],
    [{ providers: 'both', notifySecret: secret, region: 'eu-west-1' }, 'the secret is in eu-west-2, and Doorstep goes to eu-west-1'],
  ])('refuses %j, and says why', (context, why) => {
    expect(() => given(context)).toThrow(why);
  });
});
