/** Texts that stand for a conversation that is not there; they come with their code. */
export const enGone = {
  notHere: 'This conversation is not here. It may have been deleted, or belong to another account.',
  notYet: 'This conversation is not on this device. It is shown as soon as there is a connection.',
};
