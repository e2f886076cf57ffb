/** What may be attached: media types, each with the endings of names that go with it, the usual one first. */
export const FILE_TYPES: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'audio/mpeg': ['mp3'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/wav': ['wav'],
  'audio/mp4': ['m4a'],
  'audio/webm': ['weba', 'webm'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log'],
  'text/csv': ['csv'],
};

/** The end of a name in lower case, without its dot; empty where it has none. */
export const endingOf = (name: string): string => /\.([a-z\d]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** Invisible, or turning the order of what is seen around. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;
const LONGEST = 128;

/** The name as it may be shown and stored: no path, nothing invisible, no dot first, at most 128 characters. */
export function fileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(HIDDEN, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .trim();
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 && plain.length - dot <= 9 ? plain.slice(dot) : '';
  const most = LONGEST - ending.length;
  const stem = ending ? plain.slice(0, dot) : plain;
  // no half of a pair at the end
  return stem.slice(0, most).replace(/[\uD800-\uDBFF]$/, '') + ending || 'file';
}
