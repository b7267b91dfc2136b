import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';

/** A provider of OpenID Connect, such as a Cognito user pool: it says who somebody is. */
export interface SignInProps {
  /** As it calls itself, https. */
  readonly issuer: string;
  readonly clientId: string;
  /** The secret with the client's, which somebody has made by hand; a public client has none. */
  readonly secretArn?: string;
}

/** What only a client with a secret needs. */
export const librariesOfSecrets: readonly string[] = ['@aws-sdk/client-secrets-manager'];

/** Lets people sign in on the pages of `pages`. */
export function allowSigningIn(pages: Lambda, { issuer, clientId, secretArn }: SignInProps): void {
  pages.addEnvironment('SIGN_IN_ISSUER', issuer);
  pages.addEnvironment('SIGN_IN_CLIENT_ID', clientId);
  if (secretArn === undefined) return;
  pages.addToRolePolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] }));
  pages.addEnvironment('SIGN_IN_CLIENT_SECRET_ARN', secretArn);
}
