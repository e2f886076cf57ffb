/** Reads a rules file: what passes is exactly of the format, and everything that is named is there. Pure. */
import { isObject } from '../core/compare.js';
import { SobaniError } from '../core/errors.js';
import { parseCondition, parsePlain } from '../core/match.js';
import { isKey, type Messages, type Text } from '../core/text.js';
import type { Action, Does, NewsCard, Rule, RulesFile, Show, SurveyEntry, Way, When } from './format.js';
import { SIGNALS } from './format.js';

/** Returns the value as T, or throws `invalid` with the path. */
type Parse<T> = (value: unknown, path: string) => T;
type Fields<T> = { [K in keyof T]-?: Parse<Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K]> };

/** Characters of the file as JSON. */
const MAX_FILE = 256 * 1024;

function refuse(path: string, what: string): never {
  throw new SobaniError('invalid', `${path || 'rules'}: ${what}`, { path });
}
const under = (path: string, key: string | number) => (path ? `${path}.${key}` : `${key}`);

const is =
  <T>(isRight: (value: unknown) => unknown, what: string): Parse<T> =>
  (value, path) =>
    isRight(value) ? (value as T) : refuse(path, `expected ${what}`);
const optional =
  <T>(parse: Parse<T>): Parse<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : parse(value, path);
const word = <T extends string | number | boolean>(...words: readonly T[]): Parse<T> =>
  is((value) => words.includes(value as T), words.join(', '));
const number = (min: number, max: number): Parse<number> =>
  is(
    (value) => Number.isFinite(value) && Number(value) >= min && Number(value) <= max,
    `a number from ${min} to ${max}`,
  );
const string = (max: number): Parse<string> =>
  is((value) => typeof value === 'string' && value.trim() && value.length <= max, `1 to ${max} characters`);
const matching = (pattern: RegExp, what: string): Parse<string> =>
  is((value) => typeof value === 'string' && pattern.test(value), what);

const list =
  <T>(parse: Parse<T>, min: number, max: number): Parse<T[]> =>
  (value, path) => {
    if (!Array.isArray(value) || value.length < min || value.length > max)
      refuse(path, `expected ${min} to ${max} of them`);
    return value.map((one, i) => parse(one, under(path, i)));
  };

/** An object with these fields and no others. */
const exact =
  <T extends object>(fields: Fields<T>): Parse<T> =>
  (value, path) => {
    if (!isObject(value)) return refuse(path, 'expected an object');
    const names = Object.keys(fields);
    const stray = Object.keys(value).find((key) => !names.includes(key));
    if (stray !== undefined) refuse(under(path, stray), `unknown field; there are ${names.join(', ')}`);
    const read = names.map((key) => [
      key,
      fields[key as keyof T](Object.hasOwn(value, key) ? value[key] : undefined, under(path, key)),
    ]);
    return Object.fromEntries(read.filter(([, one]) => one !== undefined)) as T;
  };

/** An object whose shape one of its fields says: the first of these that it has. */
const byField =
  <T>(shapes: Record<string, Parse<T>>): Parse<T> =>
  (value, path) => {
    const kind = isObject(value) && Object.keys(shapes).find((key) => Object.hasOwn(value, key));
    return kind ? shapes[kind]!(value, path) : refuse(path, `expected one of ${Object.keys(shapes).join(', ')}`);
  };

const id = matching(/^(?!(__proto__|constructor|prototype)$)[\w-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 _ -');
const surveyId = matching(/^(?!(__proto__|constructor|prototype)$)[\w.-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 _ . -');
const line = string(200);
const day = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day like 2026-12-24');
/** On the page's origin, or https. */
const picture = matching(
  /^(https:\/\/[^\s@]{1,2000}|\/(?![/\\])\S{0,2000})$/,
  'a path that begins with / or an https URL',
);
const seconds = number(1, 86_400);

/** What moments there are, by `on`. */
const MOMENTS: Record<When['on'], Parse<When>> = {
  page: exact<When>({ on: word('page') }),
  event: exact<Extract<When, { on: 'event' }>>({ on: word('event'), event: string(64) }),
  frustration: exact<Extract<When, { on: 'frustration' }>>({
    on: word('frustration'),
    signal: optional((value, path) =>
      Array.isArray(value) ? list(word(...SIGNALS), 1, SIGNALS.length)(value, path) : word(...SIGNALS)(value, path),
    ),
  }),
  scroll: exact<Extract<When, { on: 'scroll' }>>({ on: word('scroll'), depth: number(0, 1) }),
  time: exact<Extract<When, { on: 'time' }>>({ on: word('time'), seconds }),
  exit: exact<When>({ on: word('exit') }),
  cart: exact<When>({ on: word('cart') }),
  idle: exact<Extract<When, { on: 'idle' }>>({ on: word('idle'), seconds }),
};
const moment: Parse<When> = (value, path) => {
  const on = isObject(value) ? value.on : undefined;
  const known = typeof on === 'string' && Object.hasOwn(MOMENTS, on);
  return known
    ? MOMENTS[on as When['on']](value, path)
    : refuse(under(path, 'on'), `expected ${Object.keys(MOMENTS).join(', ')}`);
};

const condition: Parse<Rule['if']> = (value, path) => (value === undefined ? value : parseCondition(value, path));

const messagesOf: Parse<Messages | undefined> = (value, path) => {
  if (value === undefined) return undefined;
  const strings: Parse<Record<string, string>> = (all, at) => {
    if (!isObject(all)) return refuse(at, 'expected texts by key');
    for (const [key, one] of Object.entries(all)) string(1_000)(one, under(at, key));
    return all as Record<string, string>;
  };
  if (!isObject(value)) return refuse(path, 'expected texts by locale');
  for (const [locale, all] of Object.entries(value)) strings(all, under(path, locale));
  return value as Messages;
};

/** What a kind of showing holds. */
type In<K extends string> = Extract<Show, Record<K, unknown>>[K];
const one = <T>(kind: string, parse: Parse<T>): Parse<Show> => exact({ [kind]: parse } as never);

/** What names something else in the file is read with what is there. */
function readers(messages: Messages, surveys: readonly string[]) {
  const text =
    (max: number): Parse<Text> =>
    (value, path) => {
      if (isObject(value)) {
        const all = Object.entries(value);
        if (!all.length) refuse(path, 'expected a text in some language');
        for (const [locale, one] of all) string(max)(one, under(path, locale));
        return value as Text;
      }
      const one = string(max)(value, path);
      const hasIt = Object.hasOwn(messages, 'en') && Object.hasOwn(messages.en!, one.slice(1));
      if (isKey(one) && !hasIt) refuse(path, `there is no ${one.slice(1)} among the messages in en`);
      return one;
    };
  const long = text(1_000);
  const label = text(80);
  const acts = <T extends object>(more: Fields<T>): Parse<Does & T> =>
    byField<Does & T>({
      article: exact({ article: line, ...more }) as never,
      flow: exact({ flow: id, ...more }) as never,
      search: exact({ search: text(200), ...more }) as never,
    });
  const does = acts<Record<never, never>>({});
  const action = acts<{ label: Text }>({ label }) as Parse<Action>;
  const show = byField<Show>({
    teaser: one('teaser', exact<In<'teaser'>>({ text: long, avatar: optional(picture), action: optional(does) })),
    message: one('message', exact<In<'message'>>({ text: long, article: optional(line), flow: optional(id) })),
    banner: one(
      'banner',
      exact<In<'banner'>>({ text: long, action: optional(action), place: optional(word('top', 'bottom')) }),
    ),
    flow: one('flow', id),
    survey: one('survey', (value, path) => {
      const named = surveyId(value, path);
      return surveys.includes(named) ? named : refuse(path, `there is no survey ${named} in this file`);
    }),
    article: one('article', line),
    hint: one(
      'hint',
      exact<In<'hint'>>({
        at: string(500),
        text: long,
        title: optional(label),
        action: optional(action),
        placement: optional(word('top', 'bottom', 'start', 'end')),
      }),
    ),
  });
  const way = exact<Way>({
    name: optional(id),
    weight: number(0, 1_000),
    show: (value, path) => (value === null ? null : optional(show)(value, path)),
  });
  const rule = exact<Rule>({
    id,
    when: moment,
    if: condition,
    hours: optional(exact<NonNullable<Rule['hours']>>({ team: optional(line), state: word('open', 'closed') })),
    show: optional(show),
    split: optional(exact<NonNullable<Rule['split']>>({ name: optional(id), ways: list(way, 2, 10) })),
    every: optional(number(0, 8_760)),
    most: optional(number(1, 1_000)),
    until: optional(word('seen', 'interacted', 'engaged')),
    priority: optional(number(-1_000, 1_000)),
    ignoreLimits: optional(word<boolean>(true, false)),
  });
  const news = exact<NewsCard>({
    id,
    title: label,
    text: optional(text(300)),
    image: optional(exact<NonNullable<NewsCard['image']>>({ url: picture, alt: label })),
    action: optional(does),
    if: condition,
    from: optional(day),
    to: optional(day),
  });
  return { rule, news };
}

const survey: Parse<SurveyEntry> = (value, path) => {
  if (!isObject(value)) return refuse(path, 'expected an object');
  surveyId(value.id, under(path, 'id'));
  return value as SurveyEntry;
};

function refuseTwins(all: readonly { id: string }[] = [], path: string): void {
  all.forEach((one, i) => {
    if (all.findIndex(({ id }) => id === one.id) < i) refuse(`${path}.${i}.id`, `there are two of ${one.id}`);
  });
}

/**
 * The rules of a parsed JSON file, as docs/proactive.md describes them.
 * @throws SobaniError `invalid` with the path of what was wrong, as `rules.0.show.hint.action.label`; `too-large` over 256 KiB
 */
export function parseRules(json: unknown): RulesFile {
  if ((JSON.stringify(json) ?? '').length > MAX_FILE) {
    throw new SobaniError('too-large', 'The rules file is over 256 KiB; make its texts shorter.');
  }
  parsePlain(json, '', 24);
  const given = isObject(json) ? json : refuse('', 'expected an object like {"v":1,"rules":[]}');
  const messages = messagesOf(given.messages, 'messages') ?? {};
  const surveys = optional(list(survey, 0, 50))(given.surveys, 'surveys') ?? [];
  const { rule, news } = readers(
    messages,
    surveys.map((one) => one.id),
  );
  const file = exact<RulesFile>({
    $schema: optional(line),
    v: word<1>(1),
    messages: messagesOf,
    limits: optional(
      exact<NonNullable<RulesFile['limits']>>({
        minutes: optional(number(0, 100_000)),
        visit: optional(number(0, 1_000)),
      }),
    ),
    rules: list(rule, 0, 100),
    surveys: () => (surveys.length ? surveys : undefined),
    news: optional(list(news, 0, 20)),
  })(json, '');
  refuseTwins(file.rules, 'rules');
  refuseTwins(file.surveys, 'surveys');
  refuseTwins(file.news, 'news');
  file.rules.forEach(({ show, split }, i) => {
    const hasAll = split?.ways.every((way) => way.show !== undefined);
    if (!show && !hasAll) refuse(`rules.${i}.show`, 'it shows nothing; give it show, or each way of split its own');
  });
  return file;
}
