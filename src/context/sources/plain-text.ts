const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
/** "#x41" and "#65" are A. */
function character(entity: string): string {
  const code = Number(`0${entity.slice(1)}`);
  return NAMED[entity.toLowerCase()] ?? (code < 0x110000 ? String.fromCodePoint(code) : ' ');
}

/** The text of what may be marked up, without tags and control characters, of at most `length` UTF-16 units; '' of anything else. */
export function plainText(value: unknown, length = 512): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return (
    `${value}`
      .replace(/&(#x?[\da-f]{1,7}|amp|lt|gt|quot|apos|nbsp);/gi, (_, entity: string) => character(entity))
      // no second "<", so that it is linear; a space, so that what stood on both sides makes no new tag
      .replace(/<[a-z/!?][^<>]*>/gi, ' ')
      .replace(/<(?=[a-z/!?])/gi, ' ')
      .replace(/[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
      .trim()
      .slice(0, length)
      .replace(/\p{Cs}$/u, '')
  );
}
