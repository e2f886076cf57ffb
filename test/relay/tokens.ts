import { SignJWT } from 'jose';
import { SECRET } from './support.js';

export interface TokenParts {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: Parameters<SignJWT['sign']>[0];
}

export const inMinutes = (n: number) => Math.floor(Date.now() / 1000) + n * 60;

/** A token that the shop's server would sign; what is given replaces or, as undefined, removes. */
export function signToken({ header, claims, key = new TextEncoder().encode(SECRET) }: TokenParts = {}) {
  const payload = { sub: 'user-1', aud: 'shop', exp: inMinutes(15), ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: 'k1', ...header }).sign(key);
}
