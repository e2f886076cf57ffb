/** Reads and plays `*.convo.json`: what a visitor does, and what is expected of it. */
import type { FlowFile } from '../flows/format.js';
import { loadLanguage } from '../i18n/translate.js';
import { isObject, objectOf, type Path, textOf } from '../lint/findings.js';
import { checkShape, type Shapes } from '../lint/shape.js';
import { isJson, type JsonFile } from './author-files.js';
import { lineOf, missing } from './test-expect.js';
import { type Act, createTalk } from './test-talk.js';
import { answersOf, type World } from './test-world.js';

const ACTS = {
  open: 'open:true',
  start: 'start:name',
  visitor: 'visitor:said',
  press: 'press:said',
  form: 'form:object',
  rate: 'rate:number',
  event: 'event:said',
  wait: 'wait:number',
} as const;

const SHAPES: Shapes = {
  file: '$schema?:line v?:1 title?:line context?:object functions?:object hours?:object turns:turn+200',
  ...Object.fromEntries(Object.entries(ACTS).map(([key, field]) => [`turn ${key}`, `${field} expect?:json*200`])),
};

export interface Played {
  file: string;
  /** `file:line: message` of everything that was not as expected. */
  failures: string[];
  /** What was said, a line each; as it is kept to compare with. */
  transcript: string;
  context: Record<string, unknown>;
}

const keyOf = (turn: Record<string, unknown>) => Object.keys(ACTS).find((key) => Object.hasOwn(turn, key));

/** An instant by which tests begin unless they say another: a Monday at noon. */
const NOON = '2026-11-30T12:00:00Z';

/** What flows read of a context: with the time of day as the page tells it. */
export function dataOf(context: Record<string, unknown>): { data: Record<string, unknown>; now: number } {
  const { now: given, ...data } = context;
  const time = new Date(textOf(given) ?? NOON);
  const now = {
    hour: time.getUTCHours(),
    weekday: ((time.getUTCDay() + 6) % 7) + 1,
    date: time.toISOString().slice(0, 10),
    ...(isObject(given) && given),
  };
  return { data: { locale: 'en', visitor: 'visitor', ...data, now }, now: time.getTime() };
}

const doing = (act: Act): string => {
  if (act.visitor !== undefined) return act.visitor;
  if (act.press !== undefined) return `[${act.press}]`;
  const [key, value] = Object.entries(act).find(([name]) => Object.hasOwn(ACTS, name)) ?? [];
  return `(${key}${value === true ? '' : ` ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`})`;
};

export async function playConversation({ file, json }: JsonFile, flows: FlowFile, world: World): Promise<Played> {
  const played: Played = { file, failures: [], transcript: '', context: {} };
  if (!isJson(json)) {
    played.failures.push(`${file}:${json.line}: ${json.problem}`);
    return played;
  }
  const fail = (path: Path, message: string) => void played.failures.push(`${file}:${json.lineOf(path)}: ${message}`);
  const check = checkShape(
    SHAPES,
    {
      turn(value, path) {
        const key = keyOf(objectOf(value));
        if (key) return `turn ${key}`;
        fail(path, `a turn has one of ${Object.keys(ACTS).join(', ')}`);
        return undefined;
      },
      said(value, path) {
        if (typeof value !== 'string' || value.length > 10_000) fail(path, `${path.at(-1)} must be a text`);
        return undefined;
      },
    },
    (path, _, message, mend) => fail(path, mend ? `${message}; ${mend}` : message),
  );
  check('file', json.value, []);
  if (played.failures.length) return played;

  const { context, functions, hours, turns } = json.value as {
    context?: Record<string, unknown>;
    functions?: Record<string, unknown>;
    hours?: Record<string, unknown>;
    turns: (Act & { expect?: unknown[] })[];
  };
  played.context = context ?? {};
  const { data, now } = dataOf(played.context);
  const given = { locale: String(data.locale), functions: functions ?? {}, hours: hours ?? {} };
  await loadLanguage(given.locale);
  const talk = createTalk(flows, data, answersOf(world, given), now);
  const lines: string[] = [];
  for (const [i, { expect, ...act }] of turns.entries()) {
    const at: Path = ['turns', i, keyOf(act as Record<string, unknown>)!];
    lines.push(`> ${doing(act)}`);
    try {
      const items = await talk.act(act);
      lines.push(...items.filter((item) => !('vars' in item)).map(lineOf));
      const wrong = expect && missing(items, expect);
      if (wrong) fail(['turns', i, 'expect'], wrong);
    } catch (thrown) {
      fail(at, (thrown as Error).message);
      break;
    }
  }
  played.transcript = `${lines.join('\n')}\n`;
  return played;
}
