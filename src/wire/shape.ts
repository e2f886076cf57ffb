/** What readers of foreign values are made of. */
import { SobaniError } from '../core/errors.js';

/** Returns the value as T, or throws a SobaniError `invalid` that names the path. */
export type Parse<T> = (value: unknown, path: string) => T;
export type Fields<T> = { [K in keyof T]-?: Parse<Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K]> };
type Shape = Fields<Record<string, unknown>>;

export function refuse(path: string, expected: string): never {
  throw new SobaniError('invalid', `${path || 'value'}: expected ${expected}`, { path });
}

/** What is expected is put together when it is not met: a browser keeps each text that it once made of a number. */
export const is =
  <T>(isRight: (value: T) => unknown, ...expected: unknown[]): Parse<T> =>
  (value, path) =>
    isRight(value as T) ? (value as T) : refuse(path, expected.join(''));

/** A string of `min` to `max` UTF-16 units. */
export const string = (max = 512, min = 0): Parse<string> =>
  is((value) => typeof value === 'string' && value.length >= min && value.length <= max, min, '-', max, ' characters');

/** A safe integer from `min`. */
export const integer = (min = 0): Parse<number> =>
  is((value) => Number.isSafeInteger(value) && value >= min, 'an integer >= ', min);

export const boolean: Parse<boolean> = is((value) => typeof value === 'boolean', 'a boolean');

/** One of the words, which are given with spaces between them. */
export const word = <T extends string>(words: string): Parse<T> =>
  is((value) => words.split(' ').includes(value), words);

/** Absent or null, which comes out as absent; or the value. */
export const optional =
  <T>(parse: Parse<T>): Parse<T | undefined> =>
  (value, path) =>
    value == null ? undefined : parse(value, path);

export const list = <T>(item: Parse<T>, max = 1000): Parse<T[]> => {
  const array = is<unknown[]>((value) => Array.isArray(value) && value.length <= max, 'a list, <= ', max);
  return (value, path) => array(value, path).map((one, i) => item(one, `${path}[${i}]`));
};

const anyObject = is<Record<string, unknown>>((value) => Object(value) === value, 'an object');

/** An object: a new one with these fields and no others. */
export const object =
  <T extends object>(fields: Fields<T>): Parse<T> =>
  (value, path) => {
    const given = anyObject(value, path);
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(fields)) {
      const field = fields[key as keyof T](given[key], path ? `${path}.${key}` : key);
      if (field !== undefined) out[key] = field;
    }
    return out as T;
  };

/** An object whose field `key` names the shape of the rest. Of an unknown name: as `other`, or undefined without that. */
export const tagged =
  <T>(key: string, shapes: Record<string, Shape>, other?: Shape): Parse<T | undefined> =>
  (value, path) => {
    const { [key]: tag } = object<Record<string, string>>({ [key]: string() })(value, path);
    const shape = Object.hasOwn(shapes, tag!) ? shapes[tag!] : other;
    return shape && ({ [key]: tag, ...object(shape)(value, path) } as T);
  };
