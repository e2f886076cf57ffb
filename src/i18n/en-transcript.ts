/** Texts of the transcript that a visitor may keep; they come with its code. */
export const enTranscript = {
  transcript: 'Download this conversation',
  transcriptIs: 'As a text file',
  mailIt: 'Have this conversation mailed',
  mailItIs: 'To an address of yours',
  mailTo: 'E-mail address',
  mailSend: 'Send it',
  mailing: 'Sending…',
  mailed: 'On its way to {to}. It may take a few minutes.',
  notAddress: 'Please write an e-mail address, like name@example.com.',
  mailRate: 'That was often enough for now. Try again in a while.',
  mailUnsupported: 'It cannot be mailed from here. You can download it instead.',
  mailFailed: 'It could not be sent. Try again in a while.',
  gathering: 'Loading earlier messages…',
  notWhole: '(Earlier messages could not be loaded.)',
  transcriptOf: 'Conversation with {name}, reference {reference}',
  unsent: 'not sent',
};
