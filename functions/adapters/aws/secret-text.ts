import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Reads a secret of Secrets Manager; throws where it has no text or does not answer in time. Its library is loaded with the first reading. */
export function secretText(arn: string): () => Promise<string> {
  let client: SecretsManagerClient | undefined;
  return async () => {
    const library = await import('@aws-sdk/client-secrets-manager');
    client ??= new library.SecretsManagerClient({
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true, socketTimeout: 2_000 },
    });
    const { SecretString: text } = await client.send(new library.GetSecretValueCommand({ SecretId: arn }));
    if (text === undefined) throw new Error('the secret holds no text');
    return text;
  };
}
