/** How conditions compare two values: as GrowthBook does, which is as JavaScript does. Pure. */

type Fold = <T>(value: T) => T;

/** `null`, `array`, or what `typeof` says. */
export const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

export const isObject = (value: unknown): value is Record<string, unknown> => typeOf(value) === 'object';

export const isScalar = (value: unknown): value is string | number | boolean =>
  /^(string|number|boolean)$/.test(typeof value);

/** What JavaScript's operators make of JSON: the data may hold a `toString` of their own, and it is not asked. Not always a string. */
export const asPrimitive = (value: unknown): string =>
  (Array.isArray(value) ? value.map(asPrimitive).join() : isObject(value) ? '[object Object]' : value) as string;

export const asIs: Fold = (value) => value;
export const lower: Fold = (value) => (typeof value === 'string' ? value.toLowerCase() : value) as typeof value;

/** Whether a value, or one of a list, is in a list. */
export function isIn(actual: unknown, expected: unknown, fold = asIs): boolean {
  const all = (expected as unknown[]).map(fold);
  return [actual].flat().some((one) => all.includes(fold(one)));
}

/** A text that is ordered as the version is: numbers padded, and `~` so that a release follows its candidates. */
export function version(value: unknown): string {
  const text = (/^(string|number)$/.test(typeof value) && `${value}`) || '0';
  const parts = text.replace(/^v|\+.*$/g, '').split(/[-.]/);
  if (parts.length === 3) parts.push('~');
  return parts.map((part) => (/^\d+$/.test(part) ? part.padStart(5) : part)).join('-');
}
