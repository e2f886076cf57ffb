/** Texts of home, beside those of its first look; they come with the screens. */
export const enHome = {
  settings: 'Settings',
  allConversations: 'All conversations',
  unreadCount: { one: '{n} unread', other: '{n} unread' },
};
