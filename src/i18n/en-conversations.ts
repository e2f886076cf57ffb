/** Texts of the screen with all conversations; they come with its code. */
export const enConversations = {
  searchMessages: 'Search your messages',
  found: { one: '{n} conversation', other: '{n} conversations' },
  foundNothing: 'No message here has “{query}”.',
  searchedHere: 'Only what is on this device was searched.',
  noConversations: 'You have not written to us yet.',
  showMore: 'Show more',
};
