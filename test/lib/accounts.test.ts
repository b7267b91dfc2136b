import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { Accounts, type AccountsProps } from '../../lib/accounts.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/entra-AbC123';
const entra = { tenant: '0f5d8a52-8f0e-4b35-a1b5-0d0a4c1e7a11', clientId: 'doorstep-at-the-elms', secretArn };
const google = { clientId: 'doorstep.apps.example', secretArn };

function template(more: Pick<AccountsProps, 'entra' | 'google'> = {}): Template {
  const stack = new Stack(undefined, 'Doorstep', { env: { region: 'eu-west-2' } });
  new Accounts(stack, 'Accounts', { back: 'https://visits.example.org/sign-in/back', out: 'https://visits.example.org/sign-in', ...more });
  return Template.fromStack(stack);
}

describe('the accounts that staff sign in with', () => {
  it('are Cognito’s own where nobody else’s are named, each with a second factor, and go on when the stack is taken down', () => {
    const own = template();
    own.hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: {
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        DeletionProtection: 'ACTIVE',
        AutoVerifiedAttributes: ['email'],
        UsernameAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      },
    });
    own.hasResourceProperties('AWS::Cognito::UserPoolClient', { SupportedIdentityProviders: ['COGNITO'] });
    own.resourceCountIs('AWS::Cognito::UserPoolIdentityProvider', 0);
  });

  it('are asked for with a code alone, by a client without a secret, that leads back to Doorstep and nowhere else', () => {
    template().hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://visits.example.org/sign-in/back'],
      LogoutURLs: ['https://visits.example.org/sign-in'],
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('are Microsoft’s and Google’s alone where a school has those', () => {
    const theirs = template({ entra, google });
    theirs.hasResourceProperties('AWS::Cognito::UserPool', { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    theirs.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      SupportedIdentityProviders: [{ Ref: Match.stringLikeRegexp('Entra') }, { Ref: Match.stringLikeRegexp('Google') }],
    });
    const { ref, join } = { ref: Match.anyValue(), join: Match.stringLikeRegexp(`secretsmanager:${secretArn}:SecretString`) };
    theirs.hasResourceProperties('AWS::Cognito::UserPoolIdentityProvider', {
      UserPoolId: ref,
      ProviderType: 'OIDC',
      ProviderDetails: { oidc_issuer: `https://login.microsoftonline.com/${entra.tenant}/v2.0`, client_secret: join },
      AttributeMapping: { email: 'email', email_verified: 'xms_edov' },
    });
    theirs.hasResourceProperties('AWS::Cognito::UserPoolIdentityProvider', {
      ProviderType: 'Google',
      ProviderDetails: { client_id: google.clientId, client_secret: join },
      AttributeMapping: { email: 'email', email_verified: 'email_verified' },
    });
  });

  it('are there before whoever asks for them', () => {
    const client = Object.values(template({ entra }).findResources('AWS::Cognito::UserPoolClient'))[0];
    expect(client).toMatchObject({ DependsOn: [expect.stringMatching(/^AccountsEntra/)] });
  });
});
