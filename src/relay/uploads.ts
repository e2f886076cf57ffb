/** Takes files in, and gives them back to whoever was given a URL a moment ago. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Readable } from 'node:stream';
import { SobaniError } from '../core/errors.js';
import { fileName } from '../core/file-types.js';
import * as LIMITS from '../core/limits.js';
import type { FilePart } from '../types.js';
import { FILE_PATH } from '../wire/uploads.js';
import { newId } from './ids.js';
import type { Logger } from './logger.js';
import { SPANS } from './options.js';
import type { Settings } from './parse-options.js';
import type { Rates } from './relay-rates.js';
import { notFound } from './rules.js';
import { type Ends, HEAD, nameFor, sniff, TAIL } from './sniff.js';
import type { Store, UploadRow } from './store.js';

export interface Incoming {
  /** Whose it will be. */
  person: string;
  id: string;
  /** As the sender calls it. */
  name: string;
  /** What the sender says of its length; null where nothing is said. */
  size: number | null;
  body: AsyncIterable<Uint8Array>;
  /** Counted as the visitor's; agents are not. */
  isVisitor: boolean;
}

/** What a signed URL opens. */
export interface Outgoing {
  part: FilePart;
  read(range: { start: number; end: number }): Promise<Readable>;
}

export interface Uploads {
  /** @throws SobaniError `unsupported` for a type that is not taken, `too-large`, `rate`, `invalid` for a wrong length */
  receive(incoming: Incoming): Promise<FilePart>;
  /** Where a file of that conversation is for some minutes. @throws SobaniError `not-found` */
  url(conversation: string, id: string): Promise<{ url: string; expires: number }>;
  /** What a path that `url` made leads to; null when it is none of ours, or too late. */
  open(path: string): Outgoing | null;
  /** Removes files whose rows are gone. Never rejects. */
  sweep(): Promise<void>;
  stop(): void;
}

interface Services {
  settings: Settings & { uploads: object };
  store: Store;
  rates: Rates;
  log: Logger;
  now: () => number;
  onError(error: unknown): void;
}

/** At once, of one person. */
const AT_ONCE = 3;
const SWEEP = 10 * 60_000;
const BATCH = 100;

const tooLarge = (most: number) => new SobaniError('too-large', `a file may have ${most} bytes`, { path: 'body' });

export function createUploads({ settings, store, rates, log, now, onError }: Services): Uploads {
  const { uploads: rows } = store;
  const { files, types } = settings.uploads!;
  const { upload: most, uploadsPerVisitor } = settings.limits;
  // a URL is good for minutes, so none outlives the process by much
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();
  const running = new Map<string, number>();
  /** Bytes on their way, by person: two at once may not both take what is left. */
  const coming = new Map<string, number>();

  /** Passes the bytes on, and keeps of them what is needed to tell what they are. Cuts them where they are too many. */
  async function* look(body: AsyncIterable<Uint8Array>, room: number, ends: Ends, add: (n: number) => void) {
    const head: Uint8Array[] = [];
    let kept = 0;
    for await (const chunk of body) {
      ends.size += chunk.length;
      add(chunk.length);
      if (ends.size > Math.min(most, room)) throw tooLarge(most);
      if (kept < HEAD) {
        head.push(chunk.subarray(0, HEAD - kept));
        kept += Math.min(chunk.length, HEAD - kept);
      }
      ends.tail = Buffer.concat([ends.tail, chunk.subarray(-TAIL)]).subarray(-TAIL);
      yield chunk;
    }
    ends.head = Buffer.concat(head);
  }

  /** What it is, once all of it is there. Thrown while it is being written, so that nothing of it stays. */
  function judge(ends: Ends, { id, name, size }: Incoming): FilePart {
    if (size !== null && size !== ends.size) {
      throw new SobaniError('invalid', 'the body is not as long as it was said to be', { path: 'body' });
    }
    if (!ends.size) throw new SobaniError('invalid', 'the file is empty', { path: 'body' });
    const called = fileName(name);
    const found = sniff(ends, called);
    if (!found || !types.includes(found.media)) {
      throw new SobaniError('unsupported', 'a file of this type is not taken', { path: 'body' });
    }
    const { media, width, height } = found;
    if (width && height && width * height > LIMITS.pixels) throw tooLarge(most);
    return {
      ...{ type: 'file', id, name: nameFor(called, media), size: ends.size, media },
      ...(width && height && { width, height }),
    } as FilePart;
  }

  async function write(incoming: Incoming, room: number, add: (n: number) => void): Promise<FilePart> {
    const file = newId();
    const ends: Ends = { head: Buffer.alloc(0), tail: Buffer.alloc(0), size: 0 };
    let part: FilePart | undefined;
    await files.write(
      file,
      (async function* () {
        yield* look(incoming.body, room, ends, add);
        part = judge(ends, incoming);
      })(),
    );
    const { person } = incoming;
    try {
      const stored = await rows.add({ person, file, part: part! });
      // the same one came in twice at once
      if (stored.file !== file) await files.remove(file);
      return stored.part;
    } catch (error) {
      await files.remove(file).catch(onError);
      throw error;
    }
  }

  async function again({ body }: Incoming, { part }: UploadRow): Promise<FilePart> {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > part.size) break;
    }
    if (size === part.size) return part;
    throw new SobaniError('conflict', 'this id already stands for another file', { path: 'id' });
  }

  async function sweep(): Promise<void> {
    try {
      await rows.dropOrphans(now() - SPANS.orphan);
      for (let gone = await rows.gone(BATCH); gone.length; gone = await rows.gone(BATCH)) {
        for (const file of gone) await files.remove(file);
        await rows.forget(gone);
      }
      for (const file of await files.old()) if (!(await rows.isNamed(file))) await files.remove(file);
    } catch (error) {
      onError(error);
    }
  }
  // one after the other
  let sweeping: Promise<void> = sweep();
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep);
  }, SWEEP).unref();

  return {
    async receive(incoming) {
      const { person, id, size, isVisitor } = incoming;
      if (size !== null && size > most) throw tooLarge(most);
      const known = await rows.find(person, id);
      if (known) return again(incoming, known);
      const count = running.get(person) ?? 0;
      if (count >= AT_ONCE) {
        const details = { retryable: true, retryAfter: 2_000 };
        throw new SobaniError('rate', `at most ${AT_ONCE} uploads at once`, details);
      }
      if (isVisitor) rates.uploads.spend(person);
      running.set(person, count + 1);
      let own = 0;
      const add = (n: number) => {
        own += n;
        coming.set(person, (coming.get(person) ?? 0) + n);
      };
      try {
        const room = uploadsPerVisitor - (await rows.weight(person)) - (coming.get(person) ?? 0);
        if ((size ?? 1) > room)
          throw new SobaniError('too-large', 'there is no room for more files', { path: 'total' });
        const part = await write(incoming, room, add);
        log.info({ person, media: part.media, size: part.size }, 'upload');
        return part;
      } finally {
        add(-own);
        if (!coming.get(person)) coming.delete(person);
        const left = (running.get(person) ?? 1) - 1;
        if (left) running.set(person, left);
        else running.delete(person);
      }
    },
    async url(conversation, id) {
      const row = await rows.file(conversation, id);
      if (!row) throw notFound();
      const until = now() + SPANS.file;
      const told = Buffer.from(JSON.stringify([row.file, until, row.part])).toString('base64url');
      return { url: `${FILE_PATH}${told}.${sign(told).toString('base64url')}`, expires: SPANS.file };
    },
    open(path) {
      const [told = '', given = '', rest] = path.split('.');
      const proof = Buffer.from(given, 'base64url');
      const right = sign(told);
      if (rest !== undefined || proof.length !== right.length || !timingSafeEqual(proof, right)) return null;
      const [file, until, part] = JSON.parse(Buffer.from(told, 'base64url').toString()) as [string, number, FilePart];
      return now() < until ? { part, read: (range) => files.read(file, range) } : null;
    },
    sweep() {
      sweeping = sweeping.then(sweep);
      return sweeping;
    },
    stop: () => clearInterval(timer),
  };
}
