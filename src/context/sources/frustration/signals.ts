import type { Scope } from '../../scope.js';

export type SignalType =
  | 'rage-click'
  | 'dead-click'
  | 'form-error'
  | 'form-abandoned'
  | 'error'
  | 'failed-resource'
  | 'exit-intent'
  | 'idle';

export interface FrustrationSignal {
  type: SignalType;
  /** Instant, of several the last. */
  at: number;
  /** How often; of a rage click and a dead click the clicks, of an abandoned form what was typed. */
  count: number;
  /** The element, the message or the path. */
  detail?: string;
}

/** `count` is 1, and `at` now, unless given. */
export type Note = (type: SignalType, detail?: string, count?: number, at?: number) => void;

/** Listens for one kind of trouble until the scope ends. */
export type Watch = (note: Note, scope: Scope) => void;

const MOST = 20;

/** The same again adds up; the newest 20 stay, the newest last. */
export function remember(signals: readonly FrustrationSignal[], next: FrustrationSignal): FrustrationSignal[] {
  const same = signals.find(({ type, detail }) => type === next.type && detail === next.detail);
  const others = signals.filter((signal) => signal !== same);
  return [...others, { ...next, count: next.count + (same?.count ?? 0) }].slice(-MOST);
}
