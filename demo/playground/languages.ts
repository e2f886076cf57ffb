/** The language that serves a locale: this, without its region, English, the first. */
export const nearest = (locale: string, all: readonly string[]): string | undefined =>
  [locale, locale.split('-')[0]!, 'en'].find((one) => all.includes(one)) ?? all[0];
