/** Sources of the host's own. Whatever they do, nothing of it comes into the page: it is told as an `error` event. */
import { SobaniError, toSobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { HostSource, PartWords } from '../types.js';
import { object, optional, refuse, string, word } from '../wire/parse.js';
import type { Collector } from './collector.js';
import type { Source } from './source.js';

/** What ours are called, in the option and beside what they told. */
const OURS =
  'host flow survey page journey messenger segments dataLayer shopify woocommerce schemaOrg landing device frustration';
const KNOWN = 'cart order product breadcrumbs questions landing device signals';
const OWN = /^x-[a-z][a-z\d-]{0,39}$/;

const parseWords = object<PartWords>({ label: optional(string(60, 1)), why: optional(string(200, 1)) });

/** By name, what of each collector's sources is there. */
const taken = new WeakMap<Collector, Set<string>>();

const parse = object<HostSource>({
  name: (value, path) => {
    if (typeof value !== 'string' || !/^[a-z][\w-]{1,39}$/i.test(value)) {
      refuse(path, 'a letter and 1 to 39 letters, digits, _ or -');
    }
    return OURS.split(' ').includes(value) ? refuse(path, 'a name that is none of ours') : value;
  },
  category: word('functional analytics'),
  parts: optional((value, path) => {
    if (Object(value) !== value) refuse(path, 'an object');
    const entries = Object.entries(value as object);
    if (entries.length > LIMITS.ownParts) refuse(path, `at most ${LIMITS.ownParts} keys`);
    return Object.fromEntries(
      entries.map(([key, one]) => [
        OWN.test(key) ? key : refuse(`${path}.${key}`, 'a key like "x-points"'),
        parseWords(one, `${path}.${key}`),
      ]),
    );
  }),
  start: (value, path) => (typeof value === 'function' ? (value as HostSource['start']) : refuse(path, 'a function')),
});

/**
 * Follows a host's source until the undo is called.
 * @throws SobaniError `invalid` with the path; `conflict` where there is one of that name; `unavailable` when the messenger was
 * destroyed
 */
export function registerSource(
  collector: Collector,
  given: HostSource,
  onError: (error: SobaniError) => void,
): () => void {
  const { start, ...about } = parse(given, '');
  const { name } = about;
  if (collector.isOver) throw new SobaniError('unavailable', 'The messenger was destroyed; boot() it first.');
  const names = taken.get(collector) ?? new Set();
  taken.set(collector, names);
  if (names.has(name)) {
    throw new SobaniError('conflict', `There is a source "${name}" already; call the undo of that one first.`, {
      path: 'name',
    });
  }

  /** Of anything that was thrown. It may throw again when it is looked at. */
  const read = (cause: unknown) => {
    try {
      return toSobaniError(cause);
    } catch {
      return new SobaniError('internal', 'It threw what cannot be read.');
    }
  };
  const report = (cause: unknown) => {
    const { code, message, path } = read(cause);
    onError(
      new SobaniError(code, `The source "${name}": ${message}`, { cause, path: path ? `${name}.${path}` : name }),
    );
  };
  const safely = <T>(run: () => T): T | undefined => {
    try {
      const result = run();
      if (typeof (result as { then?: unknown } | undefined)?.then === 'function') Promise.resolve(result).catch(report);
      return result;
    } catch (error) {
      report(error);
      return undefined;
    }
  };

  const source: Source = {
    ...about,
    start(tell, { now, idle, isLater }) {
      let isOver = false;
      let undo: (() => unknown) | undefined;
      const own = new Set<string>();
      const check = (values: object) => {
        // as it is now, whatever becomes of it there
        const copy = JSON.parse(JSON.stringify(Object(values))) as Record<string, unknown>;
        const after = new Set(own);
        for (const [key, value] of Object.entries(copy)) {
          if (KNOWN.split(' ').includes(key)) continue;
          if (!OWN.test(key)) refuse(key, `one of ${KNOWN}, or a key like "x-points"`);
          if (value === null) after.delete(key);
          else after.add(key);
        }
        if (after.size > LIMITS.ownParts) refuse('', `at most ${LIMITS.ownParts} keys of its own`);
        own.clear();
        for (const key of after) own.add(key);
        tell(copy);
      };
      const host = {
        now,
        idle: (run: () => void) => idle(() => void safely(run)),
        ...(isLater && { isLater }),
      };
      const begun = safely(() => start.call(given, (values) => void safely(() => check(values)), host));
      const end = (it: unknown) => {
        if (typeof it !== 'function') return;
        undo = it as () => unknown;
        if (isOver) safely(undo);
      };
      if (typeof begun === 'function') end(begun);
      // what it rejects with was reported
      else Promise.resolve(begun).then(end, () => {});
      return () => {
        isOver = true;
        if (undo) safely(undo);
      };
    },
  };
  names.add(name);
  const stop = collector.follow(source);
  return () => {
    names.delete(name);
    stop();
  };
}
