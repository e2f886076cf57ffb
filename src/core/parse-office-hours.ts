/**
 * Reads office hours as an author writes them, by team:
 *
 *     { "orders": {
 *         "zone": "Europe/Berlin",
 *         "week": { "mon-fri": ["09:00-12:00", "13:00-18:00"], "sat": ["22:00-02:00"] },
 *         "holidays": { "12-25": [], "2026-12-31": ["09:00-12:00"] },
 *         "reply": 30 } }
 *
 * A range that ends before it begins ends on the next day. Days that are named twice have the ranges of both. A holiday has its own
 * ranges, each year where it has no year. `reply`: minutes of open time in which a reply is expected, by default none.
 */
import { isObject } from './compare.js';
import { parsePlain, refuse } from './match.js';
import type { OfficeHours, Range, Schedule } from './office-hours.js';

/** Office hours by team, as an author writes them. */
export type HoursFile = Record<
  string,
  { zone: string; week: Record<string, string[]>; holidays?: Record<string, string[]>; reply?: number }
>;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS = ['zone', 'week', 'holidays', 'reply'];
const MAX_TEAMS = 50;
const MAX_RANGES = 10;
const MAX_HOLIDAYS = 400;
/** Two weeks of open time. */
const MAX_REPLY = 20_160;

function parseRanges(json: unknown, path: string): Range[] {
  if (!Array.isArray(json) || json.length > MAX_RANGES) {
    return refuse(path, `must be a list of at most ${MAX_RANGES} ranges like "09:00-17:30"; empty is closed`);
  }
  return json.map((one, i) => {
    const [, ...digits] =
      /^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(String(one)) ?? refuse(`${path}.${i}`, 'must be like "09:00-17:30"');
    const [hour, minute, toHour, toMinute] = digits.map(Number) as [number, number, number, number];
    const from = hour * 60 + minute;
    const to = toHour * 60 + toMinute;
    if (hour > 23 || to > 1_440 || from === to) refuse(`${path}.${i}`, 'must be within 00:00-24:00, and not empty');
    return [from, to > from ? to : to + 1_440];
  });
}

/** `mon`, or `mon-fri`, also over the end of the week. */
function parseDays(key: string, path: string): number[] {
  const [first, last] = key.split('-').map((day) => DAYS.indexOf(day)) as [number, number?];
  if (!/^\w+(-\w+)?$/.test(key) || first < 0 || (last ?? 0) < 0)
    refuse(path, `must be a day like mon, or days like mon-fri`);
  const length = last === undefined ? 1 : ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (first + i) % 7);
}

function isDate(key: string): boolean {
  const date = /^\d\d-\d\d$/.test(key) ? `2024-${key}` : key;
  return /^\d{4}-\d\d-\d\d$/.test(date) && new Date(`${date}T00:00Z`).toJSON()?.slice(0, 10) === date;
}

function parseSchedule(json: unknown, path: string): Schedule {
  if (!isObject(json))
    return refuse(path, 'must be an object like {"zone":"Asia/Tokyo","week":{"mon-fri":["09:00-17:30"]}}');
  const { zone, week, holidays = {}, reply = 0 } = json;
  const stray = Object.keys(json).find((key) => !FIELDS.includes(key));
  if (stray !== undefined) refuse(`${path}.${stray}`, `unknown field; there are ${FIELDS.join(' ')}`);
  try {
    // offsets are not zones: they know no summer time
    if (typeof zone !== 'string' || !/^[A-Z]/i.test(zone)) throw 0;
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    refuse(`${path}.zone`, 'must be an IANA time zone like Asia/Tokyo');
  }
  if (!isObject(week)) return refuse(`${path}.week`, 'must be an object like {"mon-fri":["09:00-17:30"]}');
  const days: Range[][] = DAYS.map(() => []);
  for (const [key, ranges] of Object.entries(week)) {
    const at = `${path}.week.${key}`;
    for (const day of parseDays(key, at)) days[day]!.push(...parseRanges(ranges, at));
  }
  if (!isObject(holidays) || Object.keys(holidays).length > MAX_HOLIDAYS) {
    return refuse(`${path}.holidays`, `must be an object of at most ${MAX_HOLIDAYS}, like {"12-25":[]}`);
  }
  const closed = Object.entries(holidays).map(([key, ranges]) => {
    const at = `${path}.holidays.${key}`;
    if (!isDate(key)) refuse(at, 'must be a date like 2026-12-31, or 12-31 for each year');
    return [key, parseRanges(ranges, at)] as const;
  });
  if (!Number.isInteger(reply) || (reply as number) < 0 || (reply as number) > MAX_REPLY) {
    refuse(`${path}.reply`, `must be whole minutes, at most ${MAX_REPLY}`);
  }
  return { zone: zone as string, days, holidays: Object.fromEntries(closed), reply: reply as number };
}

/** Throws `invalid`, with the path, unless `json` is office hours by team. */
export function parseOfficeHours(json: unknown, path = 'hours'): OfficeHours {
  parsePlain(json, path);
  if (!isObject(json)) return refuse(path, 'must be an object of schedules by team');
  const teams = Object.entries(json);
  if (!teams.length || teams.length > MAX_TEAMS) refuse(path, `must be of 1 to ${MAX_TEAMS} teams`);
  return Object.fromEntries(teams.map(([team, one]) => [team, parseSchedule(one, `${path}.${team}`)]));
}
