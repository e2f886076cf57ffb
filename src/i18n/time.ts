/** Formatters, which are dear to make, by locale and options. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    return new Intl.DateTimeFormat('en', options);
  }
}

/** An instant in a locale's words; empty for what is none. */
export function time(locale: string, at: number, options: Intl.DateTimeFormatOptions): string {
  const key = locale + JSON.stringify(options);
  const format = formats.get(key) ?? formatOf(locale, options);
  formats.set(key, format);
  // beyond these there is no date, and formatting throws
  return Math.abs(at) <= 864e13 ? format.format(at) : '';
}
