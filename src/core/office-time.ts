/** Says an instant or a span as the visitor's own clock and language have it. By Intl alone. */

/** The clock's time, with the day when it is another one: tomorrow, the weekday, or the date when it is six days off or more. `zone`: default the device's. */
export function sayWhen(at: number, now: number, locale: string, zone?: string): string {
  const say = (time: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, ...(zone && { timeZone: zone }) }).format(time);
  const date = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const clock = say(at, { hour: 'numeric', minute: '2-digit' });
  if (say(at, date) === say(now, date)) return clock;
  if (say(at, date) === say(now + 864e5, date)) {
    const tomorrow = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(1, 'day');
    return /^en\b/i.test(locale) ? `${clock} ${tomorrow}` : `${tomorrow} ${clock}`;
  }
  const isNear = Math.abs(at - now) < 6 * 864e5;
  return `${say(at, isNear ? { weekday: 'long' } : { month: 'long', day: 'numeric' })} ${clock}`;
}

/** A span in the largest unit that it fills, rounded up: `30 minutes`, `2 hours`. At least a minute. */
export function saySpan(milliseconds: number, locale: string): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  const [unit, size] = minutes < 60 ? ['minute', 1] : minutes < 1_440 ? ['hour', 60] : ['day', 1_440];
  const options = { style: 'unit', unit: unit as string, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(locale, options).format(Math.ceil(minutes / (size as number)));
}
