/** Reads what the host passes to `set`. */
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Cart, CartItem, Company, HostContext, Json, Money, Order, Scalar } from '../types.js';
import { integer, list, object, optional, type Parse, refuse, string } from '../wire/parse.js';

const line = string(LIMITS.contextValue);
const id = string(128, 1);

const parseScalar: Parse<Scalar> = (value, path) => {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : refuse(path, 'a finite number');
  return line(value, path);
};
const parseScalars: Parse<Record<string, Scalar>> = (value, path) => {
  if (!value || typeof value !== 'object' || Array.isArray(value)) refuse(path, 'an object');
  const entries = Object.entries(value as object);
  if (entries.length > LIMITS.contextKeys) refuse(path, `an object of at most ${LIMITS.contextKeys} keys`);
  return Object.fromEntries(
    entries.map(([key, one]) => {
      if (key.length > LIMITS.contextKey || key === '__proto__') {
        refuse(`${path}.${key}`, `a key of at most ${LIMITS.contextKey} characters`);
      }
      return [key, parseScalar(one, `${path}.${key}`)];
    }),
  );
};

const parseCurrency: Parse<string> = (value, path) =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : refuse(path, 'an ISO 4217 code such as "EUR"');
const parseMoney = object<Money>({ amount: integer(Number.MIN_SAFE_INTEGER), currency: parseCurrency });
const parseItem = object<CartItem>({
  id,
  name: line,
  price: parseMoney,
  quantity: optional(integer(1)),
  url: optional(string(2048)),
});
const parseCart = object<Cart>({ items: list(parseItem, 100), total: parseMoney });
const parseOrder = object<Order>({
  id,
  status: optional(line),
  total: optional(parseMoney),
  items: optional(list(parseItem, 100)),
  at: optional(integer()),
});
const parseCompany = object<Company>({ id, name: optional(line), plan: optional(line) });

/** The value, or null, which removes what was set before. */
const removable =
  <T>(parse: Parse<T>): Parse<T | null | undefined> =>
  (value, path) =>
    value === null ? null : optional(parse)(value, path);

const FIELDS = {
  traits: removable(parseScalars),
  company: removable(parseCompany),
  cart: removable(parseCart),
  order: removable(parseOrder),
  attributes: removable(parseScalars),
};
const parse = object<HostContext>(FIELDS);

const MOST = 50;
const DEPTH = 4;
/** Plain data of a source's own shape: bounded, and without keys that mean something to JavaScript. */
const parsePlain = (value: unknown, path: string, depth = 0): Json => {
  if (value === null || typeof value !== 'object') return parseScalar(value, path);
  if (depth === DEPTH) refuse(path, `at most ${DEPTH} levels`);
  const entries = Object.entries(value);
  if (entries.length > MOST) refuse(path, `at most ${MOST} entries`);
  const parsed = entries.map(([key, one]) => {
    if (key.length > LIMITS.contextKey || key === '__proto__') refuse(`${path}.${key}`, 'another key');
    return [key, parsePlain(one, `${path}.${key}`, depth + 1)] as const;
  });
  return Array.isArray(value) ? parsed.map(([, one]) => one) : Object.fromEntries(parsed);
};
const SOURCES =
  /^(product|breadcrumbs|questions|landing|device|signals|searches|articles|events|visits|segments|x-[a-z\d-]+)$/;

/** What a source tells. @throws SobaniError `invalid` with the path; then nothing of it is taken */
export function parseTold(given: object): Record<string, unknown> {
  const entries = Object.entries(given).map(([key, value]) => {
    if (key === 'cart' || key === 'order') return [key, parse({ [key]: value }, '')[key]];
    if (!SOURCES.test(key)) refuse(key, 'a key of the snapshot');
    const size = new TextEncoder().encode(JSON.stringify(value)).length;
    if (key.startsWith('x-') && size > LIMITS.ownPart) refuse(key, `at most ${LIMITS.ownPart} bytes of JSON`);
    return [key, value == null ? null : parsePlain(value, key)];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** @throws SobaniError `invalid` with the path, also for a key that is not one of ours: a typo must not pass in silence. */
export function parseHostContext(given: unknown): HostContext {
  const context = parse(given, '');
  for (const key of Object.keys(given as object)) {
    if (!Object.hasOwn(FIELDS, key)) {
      throw new SobaniError('invalid', `set() knows no "${key}"; put it under traits or attributes.`, { path: key });
    }
  }
  return context;
}
