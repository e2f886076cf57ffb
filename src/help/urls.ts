/** Which addresses an article may name. The same rule holds where it is compiled and where it is read. */

// a backslash, a space or a control character is read in different ways by those who parse URLs
const clean = (url: string): boolean => /^[!-[\]-~\u00a0-\uffff]+$/.test(url);

/** `/path` on the host's own origin; `//other.example` is none. */
const isPath = (url: string): boolean => /^\/(?!\/)/.test(url);

export const isLinkUrl = (url: string): boolean =>
  clean(url) && (isPath(url) || /^(https?:\/\/[^/]|mailto:.|tel:.|article:[a-z0-9-]+$)/i.test(url));

export const isImageUrl = (url: string): boolean => clean(url) && (isPath(url) || /^https:\/\/[^/]/i.test(url));

/** A path of the host's site in which `*` stands for any characters: at most five of them, and 200 characters in all. */
export const isPagePattern = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 200 && clean(value) && isPath(value) && !/(\*.*){6}/.test(value);
