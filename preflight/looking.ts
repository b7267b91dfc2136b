import type { Looked } from './deployment.ts';

/** One look: what is forbidden, or fails, is said by what would have to be allowed. */
export async function looking<T>(action: string, look: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { seen: await look() };
  } catch (error) {
    return { notSeen: whyNot(action, error) };
  }
}

function whyNot(action: string, error: unknown): string {
  const name = error instanceof Error ? error.name : 'unknown';
  if (/AccessDenied|AuthorizationError|UnauthorizedOperation|NotAuthorized/.test(name)) return `allow ${action}`;
  if (/CredentialsProviderError|InvalidClientTokenId|ExpiredToken|UnrecognizedClient/.test(name))
    return 'there are no credentials for AWS in this terminal, or they have run out';
  if (name === 'ValidationError') return `${action} finds no such stack`;
  return `${action} gave no answer: ${name}`;
}
