/** Texts of the ways to reach a team that has no messenger; they come with their code. */
export const enHomeCards = {
  contact: 'How to reach us',
  'reach-phone': 'Call {to}',
  'reach-email': 'Write to {to}',
  'reach-whatsapp': 'WhatsApp {to}',
  'reach-line': 'LINE {to}',
  'reach-sms': 'Text {to}',
};
