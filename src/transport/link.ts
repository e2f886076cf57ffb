/**
 * One way to the relay and back, for one session: what a session uses of a WebSocket. The ways that are fetched later, in
 * fallback/, have the same. Handlers are set before anything can happen; after `close` none is called.
 */
export interface Link {
  /** Where it is no WebSocket. */
  readonly way?: string;
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: (() => void) | null;
  /** Close codes: docs/protocol.md. */
  onclose: ((event: { code: number }) => void) | null;
}

/** The close code of a link that ended itself, for a better one. */
export const BETTER = 4000;

/** Where a transport stands: two tries on each way, then the next one, and after the last the first again. */
export interface Ladder {
  /** Tries in a row from which nothing came back, with two for each way above. */
  failures: number;
  /** When WebSocket was last looked at from a lower way, and has not worked since; by `performance.now`. */
  lookedAt?: number | undefined;
}
