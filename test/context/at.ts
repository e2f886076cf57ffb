/** Puts the page of the test at an address, without a navigation. */
export const at = (url: string): void =>
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url);
