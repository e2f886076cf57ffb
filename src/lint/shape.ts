/** Compares JSON with the fields that a format has, and lists all that differs. Pure. */
import { isTypo } from '../help/search.js';
import { isObject, type Path, type Report } from './findings.js';

/**
 * A string a shape, `field:type` parted by spaces. `?` may be absent; `type*9` is a list of at most 9, `type+9` of at least one;
 * `{type}` is an object of such by name; `a|b` is one of the words. Other types are shapes or those of `PLAIN`.
 */
export type Shapes = Record<string, string>;

const NAME = /^(?!(__proto__|constructor|prototype)$)[\w-]{1,64}$/;
const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
const isLine = (value: unknown, most = 200) => typeof value === 'string' && !!value.trim() && value.length <= most;
const isText = (value: unknown, most: number) =>
  isObject(value)
    ? !!Object.keys(value).length && Object.values(value).every((one) => isLine(one, most))
    : isLine(value, most);

type Plain = [test: (value: unknown) => boolean, what: string];

const PLAIN: Record<string, Plain> = {
  text: [(value) => isText(value, 10_000), 'a text of 1 to 10000 characters, or such texts by language'],
  label: [(value) => isText(value, 200), 'a text of 1 to 200 characters, or such texts by language'],
  line: [(value) => isLine(value), 'a text of 1 to 200 characters'],
  link: [(value) => isLine(value, 2_000), 'an address'],
  name: [isName, 'an id: 1 to 64 of A-Z a-z 0-9 _ -'],
  count: [(value) => Number.isSafeInteger(value) && Number(value) >= 0, 'a whole number'],
  number: [(value) => Number.isFinite(value), 'a number'],
  share: [(value) => Number(value) >= 0 && Number(value) <= 1 && typeof value === 'number', 'a number from 0 to 1'],
  flag: [(value) => typeof value === 'boolean', 'true or false'],
  date: [(value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)), 'a date such as 2026-12-01'],
  object: [isObject, 'an object'],
  json: [() => true, 'anything'],
};

/** A word that was meant, one slip away. */
export const nearest = (word: string, all: Iterable<string>): string | undefined =>
  [...all].find((one) => isTypo(one.toLowerCase(), word.toLowerCase()));

/** "did you mean x?", or what there is. */
export function suggest(word: string, all: Iterable<string>): string {
  const list = [...all];
  const near = nearest(word, list);
  if (near) return `did you mean "${near}"?`;
  return list.length && list.length <= 20 ? `there are ${list.join(', ')}` : '';
}

/**
 * Reports all of `value` that is not of `type`. Types with a function in `unions` have the type that it names, or
 * undefined once it has reported what is wrong.
 */
export function checkShape(
  shapes: Shapes,
  unions: Record<string, (value: unknown, path: Path) => string | undefined>,
  report: Report,
) {
  const expected = (path: Path, what: string) => report(path, 'shape', `${path.at(-1) ?? 'the file'} must be ${what}`);

  function list(type: string, most: number, least: number, value: unknown, path: Path): void {
    if (!Array.isArray(value) || value.length < least || value.length > most) {
      expected(path, `a list of ${least} to ${most}`);
    }
    if (Array.isArray(value)) value.forEach((one, i) => void check(type, one, [...path, i]));
  }

  function fields(type: string, value: Record<string, unknown>, path: Path): void {
    const all = [...shapes[type]!.matchAll(/([$\w]+)(\??):(\S+)/g)].map(([, key, optional, kind]) => ({
      key: key!,
      optional,
      kind: kind!,
    }));
    const known = all.map(({ key }) => key);
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      report([...path, key], 'shape', `unknown field "${key}"`, suggest(key, known));
    }
    for (const { key, optional, kind } of all) {
      if (Object.hasOwn(value, key)) check(kind, value[key], [...path, key]);
      else if (!optional) report(path, 'shape', `"${key}" is missing`, `add "${key}"`);
    }
  }

  function check(type: string, value: unknown, path: Path): void {
    const [, item, sign, most] = /^(\w+)([*+])(\d+)$/.exec(type) ?? [];
    const [, each] = /^\{(\w+)\}$/.exec(type) ?? [];
    if (item) list(item, Number(most), sign === '+' ? 1 : 0, value, path);
    else if (each) {
      if (!isObject(value)) expected(path, 'an object');
      for (const [key, one] of Object.entries(isObject(value) ? value : {})) {
        if (isName(key)) check(each, one, [...path, key]);
        else report([...path, key], 'shape', `"${key}" is no name`, 'use 1 to 64 of A-Z a-z 0-9 _ -');
      }
    } else if (Object.hasOwn(PLAIN, type)) {
      const [test, what] = PLAIN[type]!;
      if (!test(value)) expected(path, what);
    } else if (Object.hasOwn(unions, type)) {
      const kind = unions[type]!(value, path);
      if (kind) check(kind, value, path);
    } else if (Object.hasOwn(shapes, type)) {
      if (isObject(value)) fields(type, value, path);
      else expected(path, 'an object');
    } else if (!type.split('|').some((one) => value === (/^(1|true)$/.test(one) ? JSON.parse(one) : one))) {
      const words = type.split('|');
      report(
        path,
        'shape',
        `${path.at(-1)} must be ${words.length > 1 ? 'one of ' : ''}${words.join(', ')}`,
        suggestWord(value, words),
      );
    }
  }
  const suggestWord = (value: unknown, words: string[]) => {
    const near = typeof value === 'string' && nearest(value, words);
    return near ? `did you mean "${near}"?` : '';
  };
  return check;
}
