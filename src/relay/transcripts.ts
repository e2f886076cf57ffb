import { createHmac } from 'node:crypto';
import { SobaniError } from '../core/errors.js';
import { referenceOf } from '../core/reference.js';
import { newId } from './ids.js';
import type { Logger } from './logger.js';
import type { TranscriptHook } from './options.js';
import type { ConversationRow, PersonRow, Store } from './store.js';
import { linesOf, transcriptText } from './transcript-text.js';

/** Hands transcripts that visitors want mailed to the team's own system, which mails them. */
export interface Transcripts {
  /** @throws SobaniError `unavailable` while too many wait */
  mail(conversation: ConversationRow, person: PersonRow, to: string): void;
  /** The person was erased: nothing of theirs is handed over any more. */
  forget(person: string): void;
  /** What waits is given up, and counted in the log. */
  stop(): void;
}

interface Services {
  hook: TranscriptHook;
  store: Store;
  log: Logger;
  now: () => number;
  /** Where the runtime's own is not to be used. */
  fetch?: typeof globalThis.fetch;
  /** Milliseconds before each further attempt. */
  waits?: readonly number[];
}

/** Transcripts that may wait, those under way included. */
const MOST = 200;
const AT_ONCE = 4;
const TIMEOUT = 10_000;
const WAITS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000];
/** Messages of one transcript, the newest; characters of all their text. */
const MESSAGES = 2_000;
const CHARACTERS = 500_000;
const PAGE = 500;

interface Job {
  id: string;
  conversation: ConversationRow;
  person: PersonRow;
  to: string;
  attempts: number;
  /** Made at the first attempt, so that every one posts the same. */
  body?: string;
}

/** What is to be tried again: nobody answered, or somebody who may answer otherwise later. */
const isPassing = (status: number) => status === 429 || status === 408 || status >= 500;

export function createTranscripts({
  hook,
  store,
  log,
  now,
  fetch = globalThis.fetch,
  waits = WAITS,
}: Services): Transcripts {
  const ready: Job[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const stop = new AbortController();
  let running = 0;
  const held = new Set<Job>();

  async function messagesOf(conversation: string) {
    const found = [];
    let before: number | null = null;
    let room = CHARACTERS;
    while (found.length < MESSAGES && room > 0) {
      const page = await store.messages(conversation, { after: 0, before, limit: PAGE });
      for (const message of page.reverse()) {
        room -= JSON.stringify(message.parts).length;
        if (room > 0 && found.length < MESSAGES) found.unshift(message);
      }
      before = page.at(-1)?.seq ?? 1;
      if (before <= 1) break;
    }
    return found;
  }

  async function bodyOf({ id, conversation, person, to }: Job): Promise<string> {
    const lines = linesOf(await messagesOf(conversation.id));
    const reference = referenceOf(conversation.id);
    const isWhole = conversation.lastSeq === 0 || lines[0]?.seq === 1;
    return JSON.stringify({
      v: 1,
      id,
      app: conversation.app,
      to,
      person: {
        id: person.user ?? person.id,
        verified: person.user !== null,
        ...(person.name !== null && { name: person.name }),
      },
      conversation: { id: conversation.id, reference, isWhole },
      text: transcriptText(lines, reference),
      messages: lines.map(({ seq: _, ...line }) => line),
    });
  }

  async function post(job: Job): Promise<number> {
    job.body ??= await bodyOf(job);
    const time = Math.floor(now() / 1_000);
    const signature = createHmac('sha256', hook.secret).update(`${time}.${job.body}`).digest('hex');
    const answer = await fetch(hook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'sobani-id': job.id,
        'sobani-timestamp': `${time}`,
        'sobani-signature': `v1=${signature}`,
      },
      body: job.body,
      // where it leads is not where the secret's owner said
      redirect: 'manual',
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(TIMEOUT)]),
    });
    await answer.body?.cancel();
    return answer.status;
  }

  async function attempt(job: Job): Promise<void> {
    const entry = { app: job.conversation.app, conversation: job.conversation.id, transcript: job.id };
    let status = 0;
    if (!held.has(job)) return;
    try {
      status = await post(job);
    } catch (error) {
      // its words may hold the address
      if (error instanceof SobaniError) status = 400;
    }
    if (stop.signal.aborted || !held.has(job)) return;
    const wait = waits[job.attempts++];
    if (status >= 200 && status < 300) log.info(entry, 'transcript handed over');
    else if (wait === undefined || (status && !isPassing(status)))
      log.error({ ...entry, status }, 'transcript given up');
    else {
      log.warn({ ...entry, status, attempts: job.attempts }, 'transcript waits');
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          ready.push(job);
          next();
        },
        // not all at once after the team's system was away
        wait * (0.8 + Math.random() * 0.4),
      ).unref();
      timers.add(timer);
      return;
    }
    held.delete(job);
  }

  function next(): void {
    while (running < AT_ONCE && ready.length) {
      running++;
      void attempt(ready.shift()!).finally(() => {
        running--;
        next();
      });
    }
  }

  return {
    mail(conversation, person, to) {
      if (held.size >= MOST) {
        throw new SobaniError('unavailable', 'too many transcripts wait', { retryable: true, retryAfter: 60_000 });
      }
      const job = { id: newId(), conversation, person, to, attempts: 0 };
      held.add(job);
      ready.push(job);
      next();
    },
    forget(person) {
      for (const job of held) if (job.person.id === person) held.delete(job);
    },
    stop() {
      if (held.size) log.warn({ count: held.size }, 'transcripts lost');
      stop.abort();
      ready.length = 0;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
