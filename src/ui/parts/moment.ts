/** Days and times of a day as people write them. Pure. */

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/;

/**
 * `2026-01-31` or `2026-01-31T15:30` in words of that locale, as they are and in no zone; undefined for what is no such moment.
 */
export function momentWords(locale: string, moment: unknown): string | undefined {
  if (typeof moment !== 'string' || !MOMENT.test(moment)) return undefined;
  const [day, clock] = moment.split('T') as [string, string?];
  const at = new Date(`${day}T${clock ?? '00:00'}:00Z`);
  // a day that the calendar does not have would come out as another
  if (!at.getTime() || !at.toISOString().startsWith(day)) return undefined;
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...(clock && { hour: 'numeric', minute: '2-digit' }),
  }).format(at);
}
