/** Other ways to reach the team, as an author names them and as a message carries them. */
import type { Channel } from '../types.js';
import { isEmail } from './typed.js';

const NUMBER = /^\+[1-9]\d{5,14}$/;
const isNumber = (to: string): boolean => NUMBER.test(to);

/** Whether that may be its `to`. */
export const KINDS: Record<Channel['kind'], (to: string) => boolean> = {
  phone: isNumber,
  email: isEmail,
  whatsapp: isNumber,
  line: (to) => /^@[\w.-]{1,64}$/.test(to),
  sms: isNumber,
};

/** Whether it can be made a link of: what a message carries was written elsewhere. */
export function isChannel(value: unknown): value is Channel {
  const { kind, to } = Object(value) as { kind?: Channel['kind']; to?: unknown };
  return typeof to === 'string' && typeof kind === 'string' && Object.hasOwn(KINDS, kind) && KINDS[kind](to);
}
