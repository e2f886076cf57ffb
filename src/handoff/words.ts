/** What the messenger says of the team's hours and of other ways to reach it. English, and Japanese where the visitor's language is. */
import type { Channel } from '../types.js';

const EN = {
  here: 'We are here to answer.',
  within: (span: string) => `We usually reply within ${span}.`,
  by: (when: string) => `We usually reply by ${when}, your time.`,
  from: (when: string) => `We answer from ${when}, your time.`,
  away: 'We are away now.',
  stays: 'What you write stays here until then.',
  otherwise: 'You can also reach us here.',
  late: 'Sorry that nobody has answered yet. You can also reach us here.',
  reference: (reference: string) => `Your reference is ${reference}.`,
  kinds: { phone: 'Telephone', email: 'E-mail', whatsapp: 'WhatsApp', line: 'LINE', sms: 'Text message' },
  space: ' ',
};

const JA: typeof EN = {
  here: 'ただいま受付中です。',
  within: (span) => `通常、${span}以内に返信します。`,
  by: (when) => `通常、${when}（お使いの端末の時刻）までに返信します。`,
  from: (when) => `${when}（お使いの端末の時刻）から返信します。`,
  away: 'ただいま受付時間外です。',
  stays: 'お送りいただいた内容はそのまま残ります。',
  otherwise: '次の方法でもお問い合わせいただけます。',
  late: 'お待たせしており申し訳ありません。次の方法でもお問い合わせいただけます。',
  reference: (reference) => `受付番号は${reference}です。`,
  kinds: { phone: '電話', email: 'メール', whatsapp: 'WhatsApp', line: 'LINE', sms: 'SMS' },
  space: '',
};

export const words = (locale: string): typeof EN => (/^ja\b/i.test(locale) ? JA : EN);

/** Channels in a line of plain words, for where they are not drawn as buttons. */
export const listChannels = (channels: readonly Channel[], locale: string): string =>
  channels.map(({ kind, to }) => `${words(locale).kinds[kind]} ${to}`).join(', ');
