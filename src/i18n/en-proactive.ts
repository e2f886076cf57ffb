/** Texts of what is said unasked; they come with its code. */
export const enProactive = {
  dismiss: 'Dismiss',
  hintSays: 'Hint: {text}',
  news: 'News',
};
