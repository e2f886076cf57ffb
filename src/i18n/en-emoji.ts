/** Texts of the emoji picker; they come with its code. */
export const enEmoji = {
  emojiSearch: 'Search emoji',
  emojiNone: 'No emoji found',
  emojiRecent: 'Recently used',
  emojiFaces: 'Faces',
  emojiPeople: 'People',
  emojiNature: 'Animals and nature',
  emojiFood: 'Food and drink',
  emojiTravel: 'Travel and places',
  emojiActivities: 'Activities',
  emojiObjects: 'Objects',
  emojiSymbols: 'Symbols',
  emojiFlags: 'Flags',
};
