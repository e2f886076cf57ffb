import { generateKeyPairSync, type JsonWebKey, randomBytes, sign } from 'node:crypto';

/** Tells the messenger's back end who is signed in. Only the public half of the key ever leaves this process. */
export interface TokenSigner {
  kid: string;
  publicJwk: JsonWebKey;
  /** A signed JSON Web Token with these claims, good for 15 minutes. */
  token(claims: { sub: string } & Record<string, string>): string;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function createTokenSigner(audience: string): TokenSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const kid = randomBytes(6).toString('base64url');
  return {
    kid,
    publicJwk: publicKey.export({ format: 'jwk' }),
    token(claims) {
      const now = Math.floor(Date.now() / 1000);
      const signed = `${encode({ alg: 'EdDSA', typ: 'JWT', kid })}.${encode({ ...claims, aud: audience, iat: now, exp: now + 15 * 60 })}`;
      return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}
