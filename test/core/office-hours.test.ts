import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { expectedReply, isOpen, nextClosing, nextOpening } from '../../src/core/office-hours.js';
import { parseOfficeHours } from '../../src/core/parse-office-hours.js';

const at = (text: string) => Date.parse(text);
const iso = (time: number | undefined) => time && new Date(time).toISOString().replace(':00.000Z', 'Z');

const hours = parseOfficeHours({
  tokyo: {
    zone: 'Asia/Tokyo',
    week: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] },
    holidays: { '01-01': [], '2026-12-30': ['09:00-11:00'] },
    reply: 120,
  },
  berlin: { zone: 'Europe/Berlin', week: { 'fri-sat': ['22:00-06:00'], sun: ['01:30-02:30'] }, reply: 15 },
});

describe('office hours', () => {
  it.each([
    ['2026-06-01T00:00Z', 'tokyo', true, 'Monday at nine'],
    ['2026-05-31T23:59Z', 'tokyo', false, 'a minute before'],
    ['2026-06-01T03:30Z', 'tokyo', false, 'over lunch'],
    ['2026-06-01T08:59:59Z', 'tokyo', true, 'until six'],
    ['2026-06-01T09:00Z', 'tokyo', false, 'at six'],
    ['2026-06-06T01:00Z', 'tokyo', false, 'on Saturday'],
    ['2027-01-01T01:00Z', 'tokyo', false, 'on a day off of each year, a Friday'],
    ['2026-12-30T01:00Z', 'tokyo', true, 'on a short day'],
    ['2026-12-30T02:00Z', 'tokyo', false, 'after a short day'],
    ['2026-06-06T03:59Z', 'berlin', true, 'in the night that began on Friday'],
    ['2026-06-07T03:59Z', 'berlin', true, 'on Sunday in the night that began on Saturday'],
    ['2026-06-07T20:30Z', 'berlin', false, 'in a night that did not begin'],
    ['2026-06-05T21:00Z', 'tokyo', false, 'while another team is'],
    ['2026-06-05T21:00Z', '', true, 'for nobody in particular, while a team is'],
    ['2026-06-05T21:00Z', 'toString', true, 'for a team that there is not, while a team is'],
  ])('at %s %s is open: %s (%s)', (time, team, expected) => {
    expect(isOpen(hours, at(time), team)).toBe(expected);
  });

  it('says when the next opening is, and that it is now', () => {
    expect(iso(nextOpening(hours, at('2026-06-05T09:00Z'), 'tokyo'))).toBe('2026-06-08T00:00Z');
    expect(iso(nextOpening(hours, at('2026-06-05T09:00Z')))).toBe('2026-06-05T20:00Z');
    expect(nextOpening(hours, at('2026-06-05T03:00Z') - 1, 'tokyo')).toBe(at('2026-06-05T03:00Z') - 1);
    expect(iso(nextClosing(hours, at('2026-06-05T02:00:31Z'), 'tokyo'))).toBe('2026-06-05T03:00Z');
  });

  it('says by when a reply may be expected, in open time', () => {
    expect(iso(expectedReply(hours, at('2026-06-01T00:30Z'), 'tokyo'))).toBe('2026-06-01T02:30Z');
    // one hour before lunch, one after
    expect(iso(expectedReply(hours, at('2026-06-01T02:00Z'), 'tokyo'))).toBe('2026-06-01T05:00Z');
    // half an hour on Friday, the rest on Monday
    expect(iso(expectedReply(hours, at('2026-06-05T08:30Z'), 'tokyo'))).toBe('2026-06-08T01:30Z');
    expect(iso(expectedReply(hours, at('2026-06-06T12:00Z'), 'tokyo'))).toBe('2026-06-08T02:00Z');
  });

  it('of a team that never opens has no next opening, of one that never closes no closing', () => {
    const never = parseOfficeHours({ a: { zone: 'UTC', week: {} } });
    expect(nextOpening(never, 0)).toBeUndefined();
    expect(expectedReply(never, 0)).toBeUndefined();
    const always = parseOfficeHours({ a: { zone: 'UTC', week: { 'mon-sun': ['00:00-24:00'] }, reply: 3000 } });
    expect(nextClosing(always, 0)).toBeUndefined();
    expect(iso(expectedReply(always, 0))).toBe('1970-01-03T02:00Z');
  });

  it('in an hour that comes twice is open twice, and in one that does not come is not', () => {
    // on 25 October at 03:00 it is 02:00 again; on 29 March it is 03:00 at 02:00
    const sunday = parseOfficeHours({ a: { zone: 'Europe/Berlin', week: { sun: ['02:15-02:45'] } } });
    const opening = nextOpening(sunday, at('2026-10-25T00:00Z'));
    expect(iso(opening)).toBe('2026-10-25T00:15Z');
    expect(iso(nextClosing(sunday, opening!))).toBe('2026-10-25T00:45Z');
    expect(iso(nextOpening(sunday, at('2026-10-25T00:45Z')))).toBe('2026-10-25T01:15Z');
    expect(iso(nextOpening(sunday, at('2026-03-28T12:00Z')))).toBe('2026-04-05T00:15Z');
    const across = parseOfficeHours({ a: { zone: 'Europe/Berlin', week: { sun: ['02:15-04:00'] } } });
    expect(iso(nextOpening(across, at('2026-03-28T12:00Z')))).toBe('2026-03-29T01:00Z');
  });
});

const clocks = new Map<string, Intl.DateTimeFormat>();
/** A clock that shows `2026-06-01 09:00`. */
const swedish = (timeZone: string) => {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  return clock;
};

/** What a person with a clock in that zone would do, minute by minute. */
function walk(
  json: Record<string, { zone: string; week: Record<string, string[]>; holidays?: Record<string, string[]> }>,
) {
  const clock = (zone: string, time: number) => {
    const [date, minute] = swedish(zone).format(time).split(' ') as [string, string];
    return { date, minute };
  };
  const rangesOf = ({ week, holidays = {} }: (typeof json)[string], date: string) =>
    holidays[date] ??
    holidays[date.slice(5)] ??
    week[new Date(`${date}T12:00Z`).toUTCString().slice(0, 3).toLowerCase()] ??
    [];
  return (time: number) =>
    Object.values(json).some((team) => {
      const { date, minute } = clock(team.zone, time);
      const eve = new Date(at(`${date}T12:00Z`) - 864e5).toISOString().slice(0, 10);
      const today = rangesOf(team, date).some((range) => {
        const [from, to] = range.split('-') as [string, string];
        return minute >= from && (to <= from || minute < to);
      });
      const night = rangesOf(team, eve).some((range) => {
        const [from, to] = range.split('-') as [string, string];
        return to <= from && minute < to;
      });
      return today || night;
    });
}

describe('office hours as a clock on the wall shows them', () => {
  // each with an instant at which the clock is put forward or back
  const shifts = fc.constantFrom(
    ...([
      ['Europe/Berlin', '2026-03-29T01:00Z'],
      ['Europe/Berlin', '2026-10-25T01:00Z'],
      ['America/New_York', '2026-03-08T07:00Z'],
      ['America/New_York', '2026-11-01T06:00Z'],
      ['America/St_Johns', '2026-11-01T04:30Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
      ['Africa/Casablanca', '2026-02-15T02:00Z'],
      ['America/Santiago', '2026-09-06T04:00Z'],
      ['Asia/Beirut', '2026-03-28T22:00Z'],
      ['Pacific/Apia', '2011-12-30T10:00Z'],
      ['Asia/Tokyo', '2026-12-31T15:00Z'],
      ['Asia/Kathmandu', '2026-01-01T00:00Z'],
    ] as const),
  );
  const minute = fc.integer({ min: 0, max: 287 }).map((fives) => {
    const text = (n: number) => String(n).padStart(2, '0');
    return `${text(Math.floor(fives / 12))}:${text((fives % 12) * 5)}`;
  });
  const range = fc
    .tuple(minute, fc.oneof(minute, fc.constant('24:00')))
    .filter(([from, to]) => from !== to)
    .map((both) => both.join('-'));
  const ranges = fc.array(range, { maxLength: 2 });
  const week = fc.record(
    Object.fromEntries(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((day) => [day, ranges])),
    { requiredKeys: [] },
  );

  it('are what somebody finds who looks every minute', () => {
    fc.assert(
      fc.property(
        shifts,
        shifts,
        fc.array(week, { minLength: 1, maxLength: 2 }),
        ranges,
        fc.integer({ min: -1500, max: 200 }),
        fc.integer({ min: 0, max: 600 }),
        ([zone, shift], [otherZone], weeks, special, start, reply) => {
          const holidays = { [shift.slice(0, 10)]: special };
          const json = Object.fromEntries(
            weeks.map((one, i) => [`t${i}`, { zone: i ? otherZone : zone, week: one, holidays, reply }]),
          );
          const parsed = parseOfficeHours(json);
          const isOpenThen = walk(json as never);
          const from = at(shift) + start * 60_000;
          const end = from + 1_800 * 60_000;
          let [opening, closing, answered] = [undefined, undefined, undefined] as (number | undefined)[];
          let left = reply;
          for (let time = from; time < end; time += 60_000) {
            const open = isOpenThen(time);
            if (isOpen(parsed, time) !== open) throw new Error(`at ${iso(time)} it is open: ${open}`);
            if (open) opening ??= time;
            else closing ??= time;
            if (open && --left === 0) answered = time + 60_000;
          }
          const within = (time: number | undefined) => (time !== undefined && time < end ? iso(time) : undefined);
          expect(within(nextOpening(parsed, from))).toBe(iso(opening));
          expect(within(nextClosing(parsed, from))).toBe(iso(closing));
          expect(within(expectedReply(parsed, from))).toBe(within(reply ? answered : opening));
        },
      ),
      { numRuns: 120 },
    );
  });
});

describe('office hours that cannot be read', () => {
  const team = { zone: 'UTC', week: {} };
  const refused: [unknown, string][] = [
    [[], 'hours'],
    [{}, 'hours'],
    [{ a: 1 }, 'hours.a'],
    [{ a: { ...team, zone: 'Asia/Tokio' } }, 'hours.a.zone'],
    [{ a: { ...team, zone: '+09:00' } }, 'hours.a.zone'],
    [{ a: { ...team, zone: 9 } }, 'hours.a.zone'],
    [{ a: { zone: 'UTC' } }, 'hours.a.week'],
    [{ a: { ...team, wek: {} } }, 'hours.a.wek'],
    [{ a: { ...team, week: { monday: [] } } }, 'hours.a.week.monday'],
    [{ a: { ...team, week: { 'mon-': [] } } }, 'hours.a.week.mon-'],
    [{ a: { ...team, week: { 'mon-tue-wed': [] } } }, 'hours.a.week.mon-tue-wed'],
    [{ a: { ...team, week: { mon: '09:00-17:00' } } }, 'hours.a.week.mon'],
    [{ a: { ...team, week: { mon: ['9-17'] } } }, 'hours.a.week.mon.0'],
    [{ a: { ...team, week: { mon: ['09:00-17:00', '24:00-24:30'] } } }, 'hours.a.week.mon.1'],
    [{ a: { ...team, week: { mon: ['09:00-09:00'] } } }, 'hours.a.week.mon.0'],
    [{ a: { ...team, week: { mon: ['09:60-10:00'] } } }, 'hours.a.week.mon.0'],
    [{ a: { ...team, holidays: { '02-30': [] } } }, 'hours.a.holidays.02-30'],
    [{ a: { ...team, holidays: { '2026-13-01': [] } } }, 'hours.a.holidays.2026-13-01'],
    [{ a: { ...team, holidays: { '2026-01-01': true } } }, 'hours.a.holidays.2026-01-01'],
    [{ a: { ...team, reply: 1.5 } }, 'hours.a.reply'],
    [{ a: { ...team, reply: 1e6 } }, 'hours.a.reply'],
    [JSON.parse('{"a":{"__proto__":{}}}'), 'hours.a.__proto__'],
  ];
  it.each(refused)('are refused, and where is said: %j', (json, path) => {
    expect(() => parseOfficeHours(json)).toThrow(SobaniError);
    expect(() => parseOfficeHours(json)).toThrow(expect.objectContaining({ code: 'invalid', path }));
  });

  it('may have a day off on 29 February', () => {
    expect(() => parseOfficeHours({ a: { ...team, holidays: { '02-29': [] } } })).not.toThrow();
  });
});
