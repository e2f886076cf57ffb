import { type CryptoKey, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import * as v from 'valibot';
import { SobaniError } from '../core/errors.js';
import { type AppConfig, SPANS } from './options.js';

/** What a good token says. */
export interface Identity {
  user: string;
  name: string | null;
  /** The scalar claims as they were signed, `sub` among them. */
  claims: Record<string, string | number | boolean>;
}

interface Key {
  alg: string;
  key: CryptoKey | Uint8Array;
}

export interface TokenVerifier {
  /** @throws SobaniError `auth` that says which rule the token breaks, and nothing of its content. */
  verify(token: string): Promise<Identity>;
  /** The signature and header alone: answers the signed bytes. */
  open(token: string): Promise<Uint8Array>;
}

const refuse = (why: string) => new SobaniError('auth', `identity token refused: ${why}`);

// embedded or fetched keys (jwk, jku, x5u, x5c) and extensions (crit, b64) have no business here
const HEADER = new Set(['alg', 'kid', 'typ']);
const REGISTERED = new Set(['iss', 'aud', 'exp', 'iat', 'nbf', 'jti', '__proto__', 'constructor', 'prototype']);

const seconds = v.pipe(v.number(), v.finite());
const schema = v.looseObject({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  exp: seconds,
  iat: v.exactOptional(seconds),
  nbf: v.exactOptional(seconds),
  iss: v.exactOptional(v.string()),
  aud: v.union([v.string(), v.array(v.string())]),
  name: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
});

/** Decoders look past stray characters and loose bits; one token must have one spelling. */
const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;

async function importKeys(app: AppConfig): Promise<Map<string, Key>> {
  const keys = new Map<string, Key>();
  for (const [i, one] of (app.keys ?? []).entries()) {
    try {
      const key =
        'secret' in one ? new TextEncoder().encode(one.secret) : await importJWK({ ...one.jwk, alg: one.alg });
      keys.set(one.kid, { alg: one.alg, key });
    } catch (cause) {
      const path = `apps[${app.id}].keys[${i}].jwk`;
      throw new SobaniError('invalid', `relay option ${path}: is no public key for ${one.alg}`, { path, cause });
    }
  }
  return keys;
}

function checkClaims(app: AppConfig, payload: Uint8Array, now: number): Identity {
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    throw refuse('its payload is not JSON');
  }
  const result = v.safeParse(schema, input);
  if (!result.success) {
    const claim = String(result.issues[0].path?.[0]?.key ?? 'payload');
    throw refuse(`claim ${claim} is missing or malformed (sub, exp and aud are required)`);
  }
  const claims = result.output;
  const [audience, ...others] = [claims.aud].flat();
  if (audience !== app.id || others.length) throw refuse('aud is not this app');
  if (app.issuer !== undefined && claims.iss !== app.issuer) throw refuse('iss is not the configured issuer');
  const exp = claims.exp * 1000;
  if (exp <= now - SPANS.skew) throw refuse('it has expired (exp)');
  if (exp > now + SPANS.token + SPANS.skew) throw refuse('exp is more than 24 hours ahead');
  if ((claims.nbf ?? 0) * 1000 > now + SPANS.skew) throw refuse('it is not valid yet (nbf)');
  if ((claims.iat ?? 0) * 1000 > now + SPANS.skew) throw refuse('it was issued in the future (iat)');
  const kept: Identity['claims'] = {};
  for (const [name, value] of Object.entries(claims)) {
    if (REGISTERED.has(name)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
  }
  return { user: claims.sub, name: claims.name ?? null, claims: kept };
}

/** Makes the verifier of one app's tokens. The algorithm is the key's own, whatever the token says. */
export async function createVerifier(app: AppConfig, now: () => number): Promise<TokenVerifier> {
  const keys = await importKeys(app);

  async function open(token: string): Promise<Uint8Array> {
    let header: ReturnType<typeof decodeProtectedHeader>;
    try {
      if (!token.split('.').every(isCanonical)) throw new Error('malformed');
      header = decodeProtectedHeader(token);
    } catch {
      throw refuse('it is no compact JWS');
    }
    const stray = Object.keys(header).find((name) => !HEADER.has(name));
    if (stray !== undefined) throw refuse('its header may hold alg, kid and typ only');
    if (header.typ !== undefined && !/^(application\/)?jwt$/i.test(String(header.typ))) throw refuse('typ is not JWT');
    const key = typeof header.kid === 'string' ? keys.get(header.kid) : undefined;
    if (!key) throw refuse('kid names no key of this app');
    if (header.alg !== key.alg) throw refuse('alg is not the one of its key');
    try {
      return (await compactVerify(token, key.key, { algorithms: [key.alg] })).payload;
    } catch {
      throw refuse('its signature does not match');
    }
  }

  return { open, verify: async (token) => checkClaims(app, await open(token), now()) };
}
