/**
 * Whether it may be the address of a mailbox: what mail systems take in practice, and nothing that means more than one address, or more
 * than an address, to a program that writes mail.
 */
export const isEmail = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s@<>"'(),:;\\[\]\p{C}]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62}$/u.test(text);
