/**
 * When a team answers: isOpen, the next opening, when a reply may be expected. Pure; time is passed in.
 *
 * What counts is the clock on the wall in the team's zone: where it is put back, an hour comes twice and so does what is open in it; where it
 * is put forward, what lies in the gap does not come. Instants are milliseconds since 1970; nothing here is finer than a minute.
 */

/** Minutes from the start of its day; `to` is over 1,440 when it ends on the next one. */
export type Range = readonly [from: number, to: number];

export interface Schedule {
  /** IANA, as `Asia/Tokyo`. */
  zone: string;
  /** Ranges by day of the week, Sunday first. */
  days: readonly (readonly Range[])[];
  /** Ranges in place of those, by `2026-12-31`, or each year by `12-31`. None: closed. A night begun the day before goes on. */
  holidays: Readonly<Record<string, readonly Range[]>>;
  /** Minutes of open time in which a reply is expected. */
  reply: number;
}

/** The schedules of the teams by name, as `parseOfficeHours` made them. */
export type OfficeHours = Readonly<Record<string, Schedule>>;

const MINUTE = 60_000;
const DAY = 1_440;
/** How far ahead is looked, milliseconds. */
const HORIZON = 400 * DAY * MINUTE;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows, in minutes since it showed 1970. */
function wall(zone: string, at: number): number {
  let clock = clocks.get(zone);
  if (!clock) {
    const numeric = 'numeric';
    clock = new Intl.DateTimeFormat('en-US', {
      ...{
        timeZone: zone,
        hourCycle: 'h23',
        year: numeric,
        month: numeric,
        day: numeric,
        hour: numeric,
        minute: numeric,
      },
    });
    clocks.set(zone, clock);
  }
  const [month, day, year, hour, minute] = clock.format(at).match(/\d+/g)!.map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE;
}

/** Ranges of a day and the one before it, in minutes of the clock on the wall. */
function ranges({ days, holidays }: Schedule, shown: number): Range[] {
  const today = Math.floor(shown / DAY);
  return [today - 1, today].flatMap((day) => {
    const date = new Date(day * DAY * MINUTE);
    const key = date.toISOString().slice(0, 10);
    const own = [key, key.slice(5)].find((one) => Object.hasOwn(holidays, one));
    const all = own ? holidays[own]! : days[date.getUTCDay()]!;
    return all.map(([from, to]): Range => [day * DAY + from, day * DAY + to]);
  });
}

function isOpenAt(schedule: Schedule, at: number): boolean {
  const shown = wall(schedule.zone, at);
  return ranges(schedule, shown).some(([from, to]) => shown >= from && shown < to);
}

/** The next instant at which something begins or ends, the day does, or the clock is put forward or back. */
function change(schedule: Schedule, at: number): number {
  const { zone } = schedule;
  const now = Math.floor(at / MINUTE);
  const shown = wall(zone, at);
  const edges = [...ranges(schedule, shown).flat(), (Math.floor(shown / DAY) + 1) * DAY];
  const isSteady = (minutes: number) => wall(zone, (now + minutes) * MINUTE) === shown + minutes;
  let most = Math.min(...edges.filter((edge) => edge > shown)) - shown;
  if (!isSteady(most)) {
    for (let least = 0; most - least > 1; ) {
      const middle = (least + most) >> 1;
      if (isSteady(middle)) least = middle;
      else most = middle;
    }
  }
  return (now + most) * MINUTE;
}

/** The team's, or without one of that name everybody's. */
const of = (hours: OfficeHours, team: string): Schedule[] =>
  Object.hasOwn(hours, team) ? [hours[team]!] : Object.values(hours);

/** Whether the team answers now; without a team of that name, whether anybody does. */
export const isOpen = (hours: OfficeHours, at: number, team = ''): boolean =>
  of(hours, team).some((schedule) => isOpenAt(schedule, at));

function next(
  hours: OfficeHours,
  at: number,
  team: string,
  isWanted: boolean,
  until = at + HORIZON,
): number | undefined {
  const all = of(hours, team);
  for (let time = at; time <= until; time = Math.min(...all.map((schedule) => change(schedule, time)))) {
    if (isOpen(hours, time, team) === isWanted) return time;
  }
  return undefined;
}

/** The instant from which it is open: `at` itself if it is now. Undefined when there is none within 400 days. */
export const nextOpening = (hours: OfficeHours, at: number, team = ''): number | undefined =>
  next(hours, at, team, true);

/** The instant from which it is closed, in the same way. */
export const nextClosing = (hours: OfficeHours, at: number, team = ''): number | undefined =>
  next(hours, at, team, false);

/**
 * The instant by which a reply to what is written now may be expected: when so much open time has gone by as the team needs;
 * without a team of that name, the quickest. Undefined when it does not open for so long.
 */
export function expectedReply(hours: OfficeHours, at: number, team = ''): number | undefined {
  let left = Math.min(...of(hours, team).map(({ reply }) => reply)) * MINUTE;
  let from = nextOpening(hours, at, team);
  while (from !== undefined) {
    const to = next(hours, from, team, false, from + left);
    if (to === undefined || to - from >= left) return from + left;
    left -= to - from;
    from = nextOpening(hours, to, team);
  }
  return undefined;
}
