/** What people type into fields of more than one kind, judged. Pure. */

/**
 * Whether it may be the address of a mailbox: what mail systems take in practice, and nothing that means more than one address, or more
 * than an address, to a program that writes mail.
 */
export const isEmail = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s@<>"'(),:;\\[\]\p{C}]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62}$/u.test(text);

/** Whether a text like `2026-01-31` is a day that the calendar has. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
