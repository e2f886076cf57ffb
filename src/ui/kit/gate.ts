/**
 * What is rendered was written elsewhere, and an object where a text is expected would be taken for an element.
 * So every field passes one of these on its way to the screen.
 */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Without the marks that turn what follows, for one that stands in a line with words of ours: an isolate can be closed from within. */
export const line = (value: unknown): string => text(value).replace(/[\u202a-\u202e\u2066-\u2069]/g, '');

export const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

export const list = <T>(value: T[] | undefined): T[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item) : [];
