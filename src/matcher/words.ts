/** What is said of an answer that a machine wrote. English, and Japanese where the visitor's language is. */
export const disclosure = (locale: string, name: string): string =>
  /^ja\b/i.test(locale) ? `${name}による自動回答です` : `An automated answer by ${name}`;
