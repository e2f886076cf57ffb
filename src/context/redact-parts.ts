/** Redacts what the messenger gathered itself. What the host has set goes as it was set. */
import type { HostPattern } from './redact.js';
import { redact, redactUrl } from './redact.js';

/** Keys whose text is an address, and is redacted as one. */
const ADDRESS = /^(url|referrer)$/;

/** A copy with every text in it redacted, in whatever plain data. */
export function redactParts<T>(value: T, patterns: readonly HostPattern[], key = ''): T {
  if (typeof value === 'string') return (ADDRESS.test(key) ? redactUrl : redact)(value, patterns) as T;
  if (Array.isArray(value)) return value.map((one) => redactParts(one, patterns)) as T;
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redactParts(one, patterns, name)])) as T;
}
