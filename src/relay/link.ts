import type { WebSocket } from 'ws';

/** What comes from the other end of a link. */
export interface LinkEvents {
  text(text: string): void;
  /** A binary message: never a frame of ours. */
  binary(): void;
  /** Any sign of life. */
  heard(): void;
  /** Once, whoever ended it. */
  closed(): void;
}

/** What carries one peer's frames there and back, in order, whatever it is made of. */
export interface Link {
  readonly isOpen: boolean;
  /** Bytes that wait to leave. */
  readonly buffered: number;
  /** Called once, before anything can come. */
  listen(on: LinkEvents): void;
  send(text: string): void;
  /** Asks the peer for a sign of life. */
  ping(): void;
  /** Calls back when what was sent so far has left for the network, or never will. */
  flush(left: () => void): void;
  /** Says why it ends, and ends. A peer that does not take it in is for the caller to `terminate`. */
  close(code: number, reason: string): void;
  /** Ends it at once. */
  terminate(): void;
}

export const socketLink = (socket: WebSocket): Link => ({
  get isOpen() {
    return socket.readyState === socket.OPEN;
  },
  get buffered() {
    return socket.bufferedAmount;
  },
  listen(on) {
    socket.on('pong', on.heard);
    socket.on('message', (data, isBinary) => {
      on.heard();
      if (isBinary) on.binary();
      else on.text(data.toString());
    });
    socket.on('error', () => {}); // a close follows with its code
    socket.on('close', on.closed);
  },
  send: (text) => socket.send(text),
  ping: () => socket.ping(),
  flush: (left) => socket.ping('', false, () => left()), // it leaves after all before it
  close: (code, reason) => socket.close(code, reason),
  terminate: () => socket.terminate(),
});
