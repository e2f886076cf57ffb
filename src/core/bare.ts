/** What Markdown means something by. A text without any is the same with it and without. */
const MARKED = /[*_~`[\\]|^ {0,3}(?:[#>+•-]|\d{1,9}[.)])/m;

export const isMarked = (text: string): boolean => MARKED.test(text);

/** A text without most of its marks, where it is a line of words: before a conversation, aloud, above an answer. */
export const bare = (text: string): string =>
  text
    .replace(/!?\[([^[\]\n]{1,300})\]\([^()\s]{1,2048}\)/g, '$1')
    .replace(/\*\*|\b__|__\b|~~|`+|^ {0,3}(?:#{1,6}|>) +/gm, '');
