/** Texts of the other ways to reach the team; they come with their code. */
export const enChannels = {
  'channel-phone': 'Call {to}',
  'channel-email': 'Write to {to}',
  'channel-whatsapp': 'WhatsApp',
  'channel-line': 'LINE',
  'channel-sms': 'Text {to}',
  reference: 'Your reference:',
  referenceIs: 'Say it there, and they find what you wrote here.',
  subject: 'My conversation {reference}',
  opening: 'Hello, this is about my conversation {reference}.',
};
