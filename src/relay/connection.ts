import type { Link } from './link.js';
import type { RelayLimits } from './options.js';

/** One link, whoever is at its other end: frames in and out as JSON, heartbeat, and an end to slow readers. */
export interface Connection<Out> {
  readonly id: string;
  readonly address: string;
  readonly isOpen: boolean;
  send(frame: Out): void;
  /** Bytes that wait to leave. */
  readonly buffered: number;
  /** Resolves when what was sent has left for the network, at once when the link is closed. */
  drained(): Promise<void>;
  close(code: number, reason: string): void;
  /** Sees now whether anybody is there still, instead of at the next heartbeat. */
  probe(): void;
}

interface Handlers {
  text(text: string): void;
  /** A binary message: never a frame of ours. */
  binary(): void;
  closed(): void;
  slow(): void;
}

const GRACE = 2_000;

export function createConnection<Out>(
  link: Link,
  { id, address }: { id: string; address: string },
  limits: RelayLimits,
  on: Handlers,
): Connection<Out> {
  let isAlive = true;
  let pong: NodeJS.Timeout | undefined;
  const end = (code: number, reason: string) => {
    link.close(code, reason);
    // a peer that does not answer the close frame keeps nothing open
    setTimeout(() => link.terminate(), GRACE).unref();
  };
  const probe = () => {
    link.ping();
    pong ??= setTimeout(() => link.terminate(), limits.pong);
  };
  const heartbeat = setInterval(probe, limits.ping);
  const heard = () => {
    clearTimeout(pong);
    pong = undefined;
  };
  link.listen({
    heard,
    text(text) {
      if (isAlive) on.text(text);
    },
    binary() {
      if (isAlive) on.binary();
    },
    closed() {
      isAlive = false;
      clearInterval(heartbeat);
      heard();
      on.closed();
    },
  });

  return {
    id,
    address,
    get isOpen() {
      return isAlive && link.isOpen;
    },
    get buffered() {
      return link.buffered;
    },
    send(frame) {
      if (!link.isOpen) return;
      if (link.buffered > limits.buffered) {
        on.slow();
        isAlive = false;
        return end(1013, 'reads too slowly');
      }
      link.send(JSON.stringify(frame));
    },
    drained() {
      if (!link.isOpen || !link.buffered) return Promise.resolve();
      return new Promise((resolve) => link.flush(resolve));
    },
    close(code, reason) {
      isAlive = false;
      end(code, reason);
    },
    probe,
  };
}
