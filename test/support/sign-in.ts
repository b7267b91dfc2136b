import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface SignIn {
  /** The JWKS as the environment has it. */
  readonly keys: string;
  /** What stands in `Authorization`. */
  readonly bearer: (claims: Readonly<Record<string, unknown>>, audience?: string) => Promise<string>;
}

/** A sign-in of the tests' own, with a key that nobody else has. */
export async function signIn(): Promise<SignIn> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
  const bearer = async (claims: Readonly<Record<string, unknown>>, audience = 'doorstep') =>
    `Bearer ${await new SignJWT({ exp: 4_102_444_800, ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setAudience(audience).sign(privateKey)}`;
  return { keys, bearer };
}
