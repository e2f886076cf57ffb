/** What is said of the team's hours and of other ways to reach it. They come with their code. `{span}` is as `2 hours`, `{when}` as `Monday 09:00`. */
export const enReach = {
  'reach-here': 'We are here to answer.',
  'reach-within': 'We usually reply within {span}.',
  'reach-by': 'We usually reply by {when}, your time.',
  'reach-from': 'We answer from {when}, your time.',
  'reach-away': 'We are away now.',
  'reach-stays': 'What you write stays here until then.',
  'reach-otherwise': 'You can also reach us here.',
  'reach-late': 'Sorry that nobody has answered yet. You can also reach us here.',
  'reach-reference': 'Your reference is {reference}.',
  'kind-phone': 'Telephone',
  'kind-email': 'E-mail',
  'kind-whatsapp': 'WhatsApp',
  'kind-line': 'LINE',
  'kind-sms': 'Text message',
};
