import { isChannel, KINDS } from '../core/channels.js';
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Channel } from '../types.js';

const EXAMPLES: Record<Channel['kind'], string> = {
  phone: '+81312345678',
  email: 'help@example.com',
  whatsapp: '+819012345678',
  line: '@kumo',
  sms: '+819012345678',
};

function refuse(path: string, what: string): never {
  throw new SobaniError('invalid', `${path}: ${what}`, { path });
}

function fromJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(path, 'must be JSON like {"phone":"+81312345678"}');
  }
}

/**
 * The option `channels`, an object or, in an attribute, JSON: `{ phone: '+81 3-1234-5678', email: 'help@example.com' }`. In its order.
 * @throws SobaniError `invalid` with the path
 */
export function parseChannels(given: unknown, path = 'channels'): Channel[] {
  const channels = typeof given === 'string' ? fromJson(given, path) : given;
  if (
    typeof channels !== 'object' ||
    !channels ||
    Array.isArray(channels) ||
    Object.keys(channels).length > LIMITS.channels
  ) {
    return refuse(path, 'must be an object like {"phone":"+81312345678"}');
  }
  return Object.entries(channels).map(([kind, value]) => {
    const at = `${path}.${kind}`;
    if (!Object.hasOwn(KINDS, kind)) refuse(at, `unknown; there are ${Object.keys(KINDS).join(' ')}`);
    const to = String(value).trim();
    // people write numbers with spaces and dashes
    const channel = { kind, to: /^\+[\d\s().-]+$/.test(to) ? `+${to.replace(/\D/g, '')}` : to };
    return isChannel(channel) ? channel : refuse(at, `must be like ${EXAMPLES[kind as Channel['kind']]}`);
  });
}
