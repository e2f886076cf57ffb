import type { ErrorCode, SobaniError } from '../../core/errors.js';
import type { Strings } from '../../i18n/en-screens.js';
import type { Translate } from '../../i18n/translate.js';

/** What a customer is told for each code with which a message may end, or be refused. */
const REASONS: Record<ErrorCode | 'expired', keyof Strings> = {
  auth: 'auth',
  cancelled: 'cancelled',
  closed: 'closed',
  conflict: 'conflict',
  expired: 'expired',
  forbidden: 'forbidden',
  internal: 'failed',
  invalid: 'invalid',
  'not-found': 'gone',
  offline: 'unreached',
  rate: 'rate',
  storage: 'storage',
  timeout: 'unreached',
  'too-large': 'too-large',
  unavailable: 'unreached',
  unsupported: 'forbidden',
};

/** Why a message could not be delivered, in a sentence. */
export const reasonWords = (t: Translate, code: unknown): string =>
  t(Object.hasOwn(REASONS, code as string) ? REASONS[code as ErrorCode] : 'failed');

/** Why what is in the composer was not taken, in a sentence. */
export function refusalWords(t: Translate, { code, path }: SobaniError): string {
  // the text is what the composer itself counts; else it is the number of messages
  if (code === 'too-large' && path !== 'text') return t('full');
  return code === 'unavailable' ? t('unloaded') : reasonWords(t, code);
}

/** After this nothing can be written to that conversation any more, and the words need another one. */
export const isOverFor = (code: unknown): boolean => code === 'closed' || code === 'not-found';
