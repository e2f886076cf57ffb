/** Texts of the help centre; they come with its code. */
export const enHelp = {
  forThisPage: 'For this page',
  recentlyRead: 'Recently read',
  topics: 'Topics',
  inTopic: { one: '{n} article', other: '{n} articles' },
  topicGone: 'There is nothing in this topic for you at the moment.',
  popular: 'Popular',
  articles: 'All articles',
  otherArticles: 'Other articles',

  results: { one: '{n} result', other: '{n} results' },
  meant: 'Showing results for “{query}”',
  nothing: 'Nothing found for “{query}”',
  tryOthers: 'Try other words, or ask a person: your question goes along.',
  askThis: 'Ask the team instead',

  articleGone: 'This article is no longer here.',
  readNext: 'Read next',
  wasHelpful: 'Was this helpful?',
  helpfulYes: 'Yes',
  helpfulNo: 'No',
  whatHelped: 'What helped you? (optional)',
  whatMissed: 'What was missing? (optional)',
  sendReason: 'Send',
  thanks: 'Thank you.',
  stillNeed: 'Still need help?',
  ask: 'Ask us',
};
