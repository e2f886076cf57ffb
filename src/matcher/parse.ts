/** Reads what a matcher of the host's says: what it makes up, or gets wrong, goes no further. Pure. */
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Matcher, MatcherChunk, Source } from '../core/matcher.js';

const LONGEST = { name: 64, title: 200 };

/** What cannot be seen and does harm: control characters, and those that turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

function expect(ok: unknown, path: string, what: string): asserts ok {
  if (!ok) throw new SobaniError('invalid', `The matcher's ${path} must be ${what}.`, { path });
}

/** Own fields only: what an object inherits nobody has said. */
const own = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && !!value.trim() && value.length <= longest;

/** @throws SobaniError `invalid` with the path `matcher` */
export function parseMatcher(given: unknown): Matcher {
  const { name, match } = Object(given) as Partial<Matcher>;
  if (typeof match !== 'function' || !isText(name, LONGEST.name)) {
    throw new SobaniError('invalid', 'The option matcher must be { name, match }, with a name of 1 to 64 characters.', {
      path: 'matcher',
    });
  }
  return given as Matcher;
}

function webUrl(given: string): string | undefined {
  try {
    const { href, protocol, username, password } = new URL(given);
    return /^https?:$/.test(protocol) && !username && !password && href.length <= LIMITS.url ? href : undefined;
  } catch {
    return undefined;
  }
}

/**
 * One piece, or a whole answer.
 * @param titleOf the title of an article that there is. A source that is none, and no page of the web, is left out
 * @throws SobaniError `invalid` with the field's path
 */
export function parseChunk(value: unknown, titleOf: (article: string) => string | undefined): MatcherChunk {
  expect(typeof value === 'object' && value, 'answer', 'an object');
  const [text, confidence, intent, sources] = ['text', 'confidence', 'intent', 'sources'].map((key) => own(value, key));
  const chunk: MatcherChunk = {};
  if (text !== undefined) {
    expect(typeof text === 'string', 'text', 'a string');
    chunk.text = text.replace(UNSEEN, '');
  }
  if (confidence !== undefined) {
    expect(typeof confidence === 'number' && confidence >= 0 && confidence <= 1, 'confidence', 'a number from 0 to 1');
    chunk.confidence = confidence;
  }
  if (intent !== undefined) {
    expect(typeof intent === 'string' && /^[\w-]{1,64}$/.test(intent), 'intent', 'the id of an intent');
    chunk.intent = intent;
  }
  if (sources !== undefined) {
    expect(
      Array.isArray(sources) && sources.length <= LIMITS.sources,
      'sources',
      `a list of at most ${LIMITS.sources}`,
    );
    chunk.sources = sources.flatMap((one: unknown, i): Source | never[] => {
      const at = `sources.${i}`;
      expect(typeof one === 'object' && one, at, 'an object');
      const [title, article, url] = ['title', 'article', 'url'].map((key) => own(one, key));
      expect(isText(title, LONGEST.title), `${at}.title`, `1 to ${LONGEST.title} characters`);
      const known = typeof article === 'string' ? titleOf(article) : undefined;
      if (known !== undefined) return { title: known.slice(0, LONGEST.title), article: article as string };
      const href = typeof url === 'string' ? webUrl(url) : undefined;
      return href ? { title: title.replace(UNSEEN, ''), url: href } : [];
    });
  }
  return chunk;
}
