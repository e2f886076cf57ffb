/** Notes every event that the host can listen to. */
import type { Emitter } from '../core/emitter.js';
import type { EventName } from '../types.js';
import type { Log } from './log.js';
import type { Scrub } from './scrub.js';

export interface Noted {
  /** Grows with each. */
  n: number;
  at: number;
  name: EventName;
  detail: unknown;
}

/** A record, so that one that is added to the events must be added here. */
const NAMES: Record<EventName, true> = {
  ready: true,
  open: true,
  close: true,
  show: true,
  hide: true,
  unread: true,
  status: true,
  message: true,
  delivery: true,
  conversation: true,
  identify: true,
  logout: true,
  consent: true,
  track: true,
  search: true,
  article: true,
  'article-feedback': true,
  handoff: true,
  flow: true,
  'flow-step': true,
  survey: true,
  link: true,
  proactive: true,
  error: true,
};
export const EVENT_NAMES = Object.keys(NAMES) as EventName[];

/** Returns its undo. */
export function noteEvents(on: Emitter['on'], log: Log<Noted>, scrub: Scrub): () => void {
  let n = 0;
  const undo = EVENT_NAMES.map((name) =>
    on(name, (detail: unknown) => log.add({ n: ++n, at: Date.now(), name, detail: scrub(detail) })),
  );
  return () => {
    for (const undoOne of undo) undoOne();
  };
}
