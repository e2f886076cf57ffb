/** Everything that a visit leaves anywhere, field by field: what is asked for and sent, kept in the browser, kept by the relay. */
import type { Page } from 'playwright';
import type { PatchOperation } from '../../src/core/ports.js';

/** What stands at a path such as `send.message.parts[].text`, each value once. */
export type Fields = Map<string, Set<unknown>>;

/** Takes a value apart. Texts that are JSON objects or arrays are taken apart too. */
export function takeApart(value: unknown, path: string, into: Fields): Fields {
  let inner = value;
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      inner = JSON.parse(value);
    } catch {
      // a text that only begins so
    }
  }
  const entries = typeof inner === 'object' && inner !== null ? Object.entries(inner) : [];
  for (const [key, one] of entries) takeApart(one, Array.isArray(inner) ? `${path}[]` : `${path}.${key}`, into);
  if (!entries.length) into.set(path, (into.get(path) ?? new Set()).add(inner));
  return into;
}

/** Notes what leaves a page, from now on: each request by method, path and body, and each frame by its kind. */
export function noteSent(page: Page) {
  let sent: Fields = new Map();
  page.context().on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    // names of the messenger's files change with what is in them
    const path = pathname.replace(/^(\/sdk\/c\/[a-z-]+?)-[\w-]{7}\.js$/, '$1.js');
    const from = origin === new URL(page.url()).origin || page.url() === 'about:blank' ? '' : origin;
    takeApart(request.postData() ?? '', `${request.method()} ${from}${path}${search}`, sent);
  });
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { t, patch = [], ...frame } = JSON.parse(String(payload)) as { t: string; patch?: PatchOperation[] };
      takeApart(frame, t, sent);
      // as what it makes of the snapshot
      for (const one of patch) {
        const path = one.path.replace(/\/(?:\d+|-)(?=\/|$)/g, '[]').replaceAll('/', '.');
        if (one.op !== 'remove') takeApart(one.value, `${t}.snapshot${path}`, sent);
      }
    }),
  );
  return {
    /** What has left since this was asked last. */
    take() {
      const taken = sent;
      sent = new Map();
      return taken;
    },
  };
}

/** Rows have ids in their keys. */
const keyOf = (key: unknown) =>
  String(key)
    .replace(/\/\d{12}\//, '/N/')
    .replace(/[\w-]{21,}/g, 'ID');

/** What the browser keeps for the page's origin, in every way that there is. */
export async function takeKept(page: Page): Promise<Fields> {
  const kept = await page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const rows: [string, unknown][] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([asked(all.getAllKeys()), asked(all.getAll())]);
        keys.forEach((key, i) => {
          rows.push([`${name} ${store} ${key}`, values[i]]);
        });
      }
      database.close();
    }
    const files: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return {
      rows,
      local: { ...localStorage },
      session: { ...sessionStorage },
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      files,
    };
  });
  const fields: Fields = new Map();
  for (const { name, value } of await page.context().cookies()) fields.set(`cookie ${name}`, new Set([value]));
  for (const [name, value] of Object.entries(kept.local)) takeApart(value, `localStorage ${name}`, fields);
  for (const [name, value] of Object.entries(kept.session)) takeApart(value, `sessionStorage ${name}`, fields);
  for (const [name, value] of kept.rows) takeApart(value, keyOf(name), fields);
  for (const name of [...kept.caches, ...kept.files]) fields.set(`file ${name}`, new Set(['']));
  if (kept.workers) fields.set('service worker', new Set(['']));
  return fields;
}

interface Sqlite {
  DatabaseSync: new (path: string) => { prepare(sql: string): { all(): Record<string, unknown>[] }; close(): void };
}

/** Every column of every table that has rows. */
export async function takeDatabase(file: string): Promise<Fields> {
  const { DatabaseSync } = ((process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule?.(
    'node:sqlite',
  ) ?? (await import('@photostructure/sqlite'))) as Sqlite;
  const db = new DatabaseSync(file);
  const fields: Fields = new Map();
  for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()) {
    for (const row of db.prepare(`SELECT * FROM "${name}"`).all()) takeApart({ ...row }, String(name), fields);
  }
  db.close();
  return fields;
}

/** What a field may hold: exactly this, or one of these, or what matches. */
export type Allowed = Record<string, unknown>;

class Maybe {
  constructor(readonly may: unknown) {}
}
/** Fields that may be missing: only what has changed is told. */
export const maybe = (fields: Allowed): Allowed =>
  Object.fromEntries(Object.entries(fields).map(([path, may]) => [path, new Maybe(may)]));

const isAllowed = (value: unknown, allowed: unknown): boolean =>
  Array.isArray(allowed)
    ? allowed.some((one) => isAllowed(value, one))
    : allowed instanceof RegExp
      ? allowed.test(String(value))
      : typeof value === 'object'
        ? JSON.stringify(value) === JSON.stringify(allowed)
        : value === allowed;

/** Both as objects to be compared: a field that holds only what it may is told as what it may hold. */
export function compare(fields: Fields, allowed: Allowed): [found: Allowed, expected: Allowed] {
  const there = Object.entries(allowed).filter(([path, may]) => !(may instanceof Maybe) || fields.has(path));
  const expected = Object.fromEntries(there.map(([path, may]) => [path, may instanceof Maybe ? may.may : may]));
  const found = [...fields].map(([path, values]): [string, unknown] => {
    const isRight = Object.hasOwn(expected, path) && [...values].every((value) => isAllowed(value, expected[path]));
    return [path, isRight ? expected[path] : [...values]];
  });
  return [Object.fromEntries(found), expected];
}
