/** Texts of the warning of what is better not sent; they come with its code. */
export const enMasking = {
  looksCard: 'This looks like a card number. The team does not need it.',
  looksIban: 'This looks like a bank account number. The team does not need it unless they asked.',
  looksSecret: 'This looks like an access key. The team does not need it.',
  hideDigits: 'Hide the digits',
  hideKey: 'Hide it',
  leaveIt: 'Leave it',
};
