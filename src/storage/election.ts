/**
 * Which tab holds the connection: by Web Locks, or where a page has none (`http:`) by claims on the channel. It is a
 * saving, not a safeguard: nothing is lost or doubled while no tab leads, or two do.
 */
import type { Clock } from '../core/ports.js';
import * as TIMES from '../core/times.js';

/** `navigator.locks`, as far as it is used. */
export interface Locks {
  request(
    name: string,
    options: { signal?: AbortSignal; steal?: boolean },
    held: () => Promise<void>,
  ): Promise<unknown>;
}

/** What tabs say to each other about it. */
export type ElectionFrame =
  /** Is there a leader, and awake? */
  | { t: 'ping' }
  | { t: 'pong' }
  /** Without locks: this tab leads. Of two, the one with the lower id stays. */
  | { t: 'lead'; id: string }
  /** Without locks: it does no more. */
  | { t: 'free' };

export interface ElectionOptions {
  name: string;
  /** Tells this tab from the others. */
  id: string;
  locks: Locks | undefined;
  clock: Clock;
  post(frame: ElectionFrame): void;
  onLead(): void;
  onLose(): void;
}

export interface Election {
  readonly isLeading: boolean;
  hear(frame: ElectionFrame): void;
  /** Leads, whoever did. */
  take(): void;
  leave(): void;
}

export function joinElection({ name, id, locks: given, clock, post, onLead, onLose }: ElectionOptions): Election {
  let locks = given;
  const over = new AbortController();
  let release: (() => void) | null = null;
  let undoTimer = () => {};
  /** When the first ping went out that nobody has answered. */
  let askedAt: number | null = null;
  let isSure = false;
  let beatAt = clock.now();
  let isQueued = false;

  const lead = () => {
    undoTimer();
    heard();
    onLead();
  };
  const lose = () => {
    release = null;
    onLose();
    beat();
  };

  const request = (options: { signal?: AbortSignal; steal?: boolean }) => {
    let isHeld = false;
    const held = () =>
      new Promise<void>((resolve) => {
        isHeld = true;
        if (!options.steal) isQueued = false;
        release = resolve;
        if (over.signal.aborted) resolve();
        else lead();
      });
    locks!.request(name, options, held).catch((error: Error) => {
      if (over.signal.aborted) return;
      if (!isHeld && error.name !== 'AbortError') {
        // forbidden, as where a browser blocks storage: the same as not being there
        locks = undefined;
        beat();
        return;
      }
      // stolen: whoever did leads now
      if (isHeld) lose();
      queue();
    });
  };
  const queue = () => {
    if (isQueued) return;
    isQueued = true;
    request({ signal: over.signal });
  };
  const claim = () => {
    release = () => post({ t: 'free' });
    post({ t: 'lead', id });
    lead();
  };
  const take = () => {
    if (election.isLeading || over.signal.aborted) return;
    if (locks) request({ steal: true });
    else claim();
  };

  const beat = () => {
    const now = clock.now();
    const isLate = now - beatAt > 2 * TIMES.beat;
    beatAt = now;
    if (askedAt !== null && now - askedAt >= (locks ? TIMES.steal : TIMES.claim)) {
      // it may have been this tab that was frozen, or throttled: what was answered meanwhile is heard first
      if (!isLate || isSure) return take();
      isSure = true;
    }
    askedAt ??= now;
    post({ t: 'ping' });
    undoTimer();
    undoTimer = clock.setTimeout(beat, locks && !isSure ? TIMES.beat : TIMES.claim);
  };
  const heard = () => {
    askedAt = null;
    isSure = false;
  };

  const election: Election = {
    get isLeading() {
      return release !== null;
    },
    hear(frame) {
      if (frame.t === 'ping') {
        if (release) post({ t: 'pong' });
      } else if (frame.t === 'pong') heard();
      else if (locks) return;
      else if (frame.t === 'free') {
        if (!release) beat();
      } else if (release && frame.id < id) lose();
      else if (release) post({ t: 'lead', id });
      else heard();
    },
    take,
    leave() {
      over.abort();
      undoTimer();
      release?.();
      release = null;
    },
  };
  if (locks) queue();
  beat();
  return election;
}
