/** Texts of what calls attention to an answer; they come with its code. */
export const enAttention = {
  newMessage: 'You have a new message.',
};
