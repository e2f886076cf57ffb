/** Reads JSON and remembers on which line everything stands. As strict as JSON.parse. Pure. */
import { objectOf, type Path } from './findings.js';

export interface JsonSource {
  value: unknown;
  /** The line, from 1, of what is at a path, or of the nearest thing above it. Of a field: that of its key. */
  lineOf(path: Path): number;
  /** Keys that an object has twice; the last one counts. */
  doubles: Path[];
}

/** Why a text is no JSON. */
export interface NoJson {
  line: number;
  problem: string;
}

interface Place {
  line: number;
  inside?: Map<string | number, Place>;
}

const DEPTH = 200;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

export function readJson(text: string): JsonSource | NoJson {
  const doubles: Path[] = [];
  let at = 0;
  let line = 1;

  const fail = (problem: string): never => {
    throw { line, problem } satisfies NoJson;
  };
  const space = () => {
    for (; ' \t\r\n'.includes(text[at] ?? '-'); at++) if (text[at] === '\n') line++;
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const sees = (sign: string): boolean => {
    if (text[at] !== sign) return false;
    at++;
    space();
    return true;
  };
  const what = () => (at < text.length ? `found ${JSON.stringify(text[at])}` : 'the file ends');
  const close = (sign: string) => {
    if (text[at] !== sign) fail(`expected , or ${sign}, ${what()}`);
    at++;
  };

  function read(path: Path): Place {
    const place: Place = { line };
    if (path.length > DEPTH) fail('is nested too deep');
    if (sees('{')) {
      place.inside = new Map();
      if (sees('}')) return place;
      do {
        const of = line;
        const key = JSON.parse(take(STRING) ?? fail(`expected a key in double quotes, ${what()}`)) as string;
        space();
        if (!sees(':')) fail(`expected : after ${JSON.stringify(key)}, ${what()}`);
        if (place.inside.has(key)) doubles.push([...path, key]);
        place.inside.set(key, { ...read([...path, key]), line: of });
        space();
      } while (sees(','));
      close('}');
    } else if (sees('[')) {
      place.inside = new Map();
      if (sees(']')) return place;
      do {
        place.inside.set(place.inside.size, read([...path, place.inside.size]));
        space();
      } while (sees(','));
      close(']');
    } else if (!(take(STRING) ?? take(SCALAR))) fail(`expected a value, ${what()}`);
    return place;
  }

  try {
    space();
    const top = read([]);
    space();
    if (at < text.length) fail(`expected nothing more, ${what()}`);
    const value: unknown = JSON.parse(text);
    return {
      value,
      doubles,
      lineOf(path) {
        let place = top;
        for (const key of path) {
          const next = place.inside?.get(key);
          if (!next) break;
          place = next;
        }
        return place.line;
      },
    };
  } catch (thrown) {
    if (thrown instanceof Error) return { line, problem: thrown.message };
    return thrown as NoJson;
  }
}

/** A dotted path as keys and places, as far as it leads; a key may have dots itself. */
export function pathIn(value: unknown, dotted: string): Path {
  const path: (string | number)[] = [];
  let rest = dotted;
  let at = value;
  while (rest) {
    const keys = Array.isArray(at) ? [...at.keys()].map(String) : Object.keys(objectOf(at));
    const key = keys.filter((one) => rest === one || rest.startsWith(`${one}.`)).sort((a, b) => b.length - a.length)[0];
    if (key === undefined) break;
    path.push(Array.isArray(at) ? Number(key) : key);
    at = (at as Record<string, unknown>)[key];
    rest = rest.slice(key.length + 1);
  }
  return path;
}
