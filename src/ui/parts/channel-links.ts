import type { Channel } from '../../types.js';

/** What is written there already, so that nobody has to tell the reference. */
export interface Opening {
  subject: string;
  greeting: string;
}

/** The address under which a channel opens in the visitor's own program. `to` has been looked at. Pure. */
export function channelLink({ kind, to }: Channel, { subject, greeting }: Opening): string {
  const text = encodeURIComponent(greeting);
  switch (kind) {
    case 'phone':
      return `tel:${to}`;
    case 'email':
      return `mailto:${encodeURIComponent(to).replace('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${text}`;
    case 'whatsapp':
      return `https://wa.me/${to.slice(1)}?text=${text}`;
    case 'line':
      return `https://line.me/R/oaMessage/${encodeURIComponent(to)}/?${text}`;
    case 'sms':
      // where it is the only member, some telephones want it behind a question mark and others behind an ampersand
      return `sms:${to}?&body=${text}`;
  }
}
