import { Aws, Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  FeaturePlan,
  type IUserPoolIdentityProvider,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ProviderAttribute,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolIdentityProviderGoogle,
  UserPoolIdentityProviderOidc,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { SignInProps } from './sign-in.ts';

/** What somebody registered Doorstep as with Microsoft or Google. */
export interface RegisteredProps {
  readonly clientId: string;
  /** The secret with the client's, which somebody has made by hand. */
  readonly secretArn: string;
}

export interface AccountsProps {
  /** The school's Microsoft 365. Its administrators alone say there whose address is whose: never one tenant for everybody. */
  readonly entra?: RegisteredProps & { readonly tenant: string };
  readonly google?: RegisteredProps;
  /** Where a browser comes back to, and where it goes once somebody has signed out. */
  readonly back: string;
  readonly out: string;
}

/**
 * The accounts that staff sign in with, where no other provider of OpenID Connect is named: Microsoft's or Google's that the school has
 * anyway, behind Cognito, or else Cognito's own, with a second factor for everybody.
 */
export class Accounts extends Construct {
  readonly signIn: SignInProps;

  constructor(scope: Construct, id: string, { entra, google, back, out }: AccountsProps) {
    super(scope, id);
    const isOwn = entra === undefined && google === undefined;
    const pool = new UserPool(this, 'Pool', {
      // Whoever can read the letters of an address may make its account. It opens nothing unless somebody's record has that address.
      selfSignUpEnabled: isOwn,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A changed address counts once its holder has confirmed it.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // Of everybody: what office, DSL and heads need is not known to Cognito, and homes' addresses are on the pages of all who visit.
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: { minLength: 12, requireDigits: true, requireLowercase: true, requireSymbols: true, requireUppercase: true },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Of one name in the whole region, so the account's number is in it.
    pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `${Stack.of(this).stackName.toLowerCase()}-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });

    const others = [
      ...(entra === undefined ? [] : [microsoft(this, pool, entra)]),
      ...(google === undefined ? [] : [googles(this, pool, google)]),
    ];
    const client = new UserPoolClient(this, 'Client', {
      userPool: pool,
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [back],
        logoutUrls: [out],
      },
      preventUserExistenceErrors: true,
      // They say once who somebody is. The session is Doorstep's own.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
      supportedIdentityProviders: isOwn
        ? [UserPoolClientIdentityProvider.COGNITO]
        : others.map(({ providerName }) => UserPoolClientIdentityProvider.custom(providerName)),
    });
    client.node.addDependency(...others);
    new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    this.signIn = { issuer: pool.userPoolProviderUrl, clientId: client.userPoolClientId };
  }
}

/** An address counts as confirmed where it is of a domain that the tenant has shown to be its own: the registration gives that as `xms_edov`. */
const microsoft = (
  scope: Construct,
  userPool: UserPool,
  { tenant, clientId, secretArn }: NonNullable<AccountsProps['entra']>,
): IUserPoolIdentityProvider =>
  new UserPoolIdentityProviderOidc(scope, 'Entra', {
    userPool,
    name: 'Microsoft',
    issuerUrl: `https://login.microsoftonline.com/${tenant}/v2.0`,
    clientId,
    clientSecret: SecretValue.secretsManager(secretArn).unsafeUnwrap(),
    scopes: ['openid', 'email', 'profile'],
    attributeMapping: { email: ProviderAttribute.other('email'), emailVerified: ProviderAttribute.other('xms_edov') },
  });

const googles = (scope: Construct, userPool: UserPool, { clientId, secretArn }: RegisteredProps): IUserPoolIdentityProvider =>
  new UserPoolIdentityProviderGoogle(scope, 'Google', {
    userPool,
    clientId,
    clientSecretValue: SecretValue.secretsManager(secretArn),
    scopes: ['openid', 'email'],
    attributeMapping: { email: ProviderAttribute.GOOGLE_EMAIL, emailVerified: ProviderAttribute.GOOGLE_EMAIL_VERIFIED },
  });
