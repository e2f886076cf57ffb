/** The ways to the relay where no WebSocket gets through, and the way back. Fetched after two failures. */
import * as TIMES from '../../core/times.js';
import { BETTER, type Ladder, type Link } from '../link.js';
import type { RelayOptions } from '../relay.js';
import { requestLink, type Way } from './request-link.js';

/** Between two looks at whether WebSocket works. Here, since only this chunk needs it. */
export const CLIMB = 5 * 60_000;

const WAYS: (Way | undefined)[] = [undefined, 'stream', 'poll'];

/** Whether a frame comes back over a WebSocket: some proxies open one and let nothing through. Returns its undo. */
function look(open: () => WebSocket, then: (isThrough: boolean) => void): () => void {
  let socket: WebSocket | undefined;
  let isOver = false;
  const undo = () => {
    isOver = true;
    clearTimeout(timer);
    socket?.close();
  };
  const tell = (isThrough: boolean) => {
    if (isOver) return;
    undo();
    then(isThrough);
  };
  const timer = setTimeout(tell, TIMES.connect, false);
  try {
    socket = open();
    socket.onopen = () => socket?.send('{"t":"ping"}');
    socket.onmessage = () => tell(true);
    socket.onerror = socket.onclose = () => tell(false);
  } catch {
    queueMicrotask(() => tell(false));
  }
  return undo;
}

/**
 * A link on the way that is next, or undefined when that is WebSocket. It ends by itself, with `BETTER`, once WebSocket is
 * found to work: that is looked at when the relay first answers down here, since it may only have been gone for a while,
 * and then every five minutes.
 */
export function lowerLink(
  ladder: Ladder,
  href: string,
  { WebSocket = globalThis.WebSocket, fetch = globalThis.fetch }: RelayOptions,
): Link | undefined {
  const way = WAYS[(ladder.failures >> 1) % WAYS.length];
  if (!way) return undefined;
  let undo = () => {};

  function watch(): void {
    const { lookedAt = Number.NEGATIVE_INFINITY } = ladder;
    const timer = setTimeout(
      () => {
        ladder.lookedAt = performance.now();
        undo = look(
          () => new WebSocket(href),
          (isThrough) => {
            if (!isThrough) return watch();
            ladder.failures = 0;
            link.end(BETTER);
          },
        );
      },
      Math.max(0, lookedAt + CLIMB - performance.now()),
    );
    undo = () => clearTimeout(timer);
  }

  const base = href.replace(/^ws/, 'http').replace(/\/v1\/socket$/, '');
  const link = requestLink(way, base, fetch, watch);
  const { close } = link;
  link.close = () => {
    undo();
    close();
  };
  return link;
}
