/** Cuts the bytes of a connection into HTTP/1.1 requests: those without a body, and those with a `content-length`. */
import type { Socket } from 'node:net';

const END = '\r\n\r\n';

/**
 * Returns what takes the bytes, in chunks of any size. `onRequest` is told each whole request as it came, with its head.
 * After an upgrade, or a body that only chunks can tell the length of, nothing more is told.
 */
export function createRequestReader(onRequest: (request: Buffer, head: string) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  let isOver = false;
  return (chunk) => {
    if (isOver) return;
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const end = held.indexOf(END);
      if (end < 0) return;
      const head = held.toString('latin1', 0, end);
      if (/^(upgrade|transfer-encoding):/im.test(head)) {
        isOver = true;
        return;
      }
      const length = end + END.length + Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
      if (held.length < length) return;
      onRequest(held.subarray(0, length), head);
      held = held.subarray(length);
    }
  };
}

/** Sends the same bytes over a connection of their own; what is answered there nobody hears. Returns its undo. */
export function sendAgain(request: Buffer, open: () => Socket): () => void {
  const socket = open();
  socket.on('error', () => {});
  socket.resume();
  socket.write(request);
  return () => void socket.destroy();
}
