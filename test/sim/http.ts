/** Both ends of a plain request: as much of Node's messages as the relay uses, and as much of an answer as a page reads. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes that come over time. */
export class Body {
  private readonly pieces: Uint8Array[] = [];
  private isWhole = false;
  private error: unknown = null;
  private wake = () => {};

  /** @param size of the pieces that it comes in */
  push(bytes: Uint8Array, size = Number.POSITIVE_INFINITY): void {
    for (let at = 0; at === 0 || at < bytes.length; at += size) this.pieces.push(bytes.subarray(at, at + size));
    this.wake();
  }
  end(): void {
    this.isWhole = true;
    this.wake();
  }
  fail(error: unknown): void {
    if (!this.isWhole) this.error ??= error;
    this.wake();
  }
  /** As a page does. */
  getReader() {
    return {
      read: async (): Promise<{ value?: Uint8Array; done: boolean }> => {
        for (;;) {
          const value = this.pieces.shift();
          if (value) return { value, done: false };
          if (this.error) throw this.error;
          if (this.isWhole) return { done: true };
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
        }
      },
    };
  }
  /** As the relay does. */
  async *[Symbol.asyncIterator]() {
    const reader = this.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield Buffer.from(value!);
    }
  }
}

/** A request as the relay gets it. */
export type Request = Pick<IncomingMessage, 'url' | 'method' | 'headers' | 'socket'> & {
  body: Body;
  complete: boolean;
};

export const toRequest = (path: string, headers: Record<string, string>, address: string, body: Body): Request =>
  ({
    ...{ url: path, method: 'POST', headers, socket: { remoteAddress: address }, body, complete: true },
    resume() {},
    [Symbol.asyncIterator]: () => body[Symbol.asyncIterator](),
  }) as unknown as Request;

/** Where an answer goes. */
export interface Sink {
  head(status: number): void;
  piece(text: string): void;
  end(): void;
  /** It breaks off. */
  abort(): void;
}

/** An answer as the relay gives it. */
export class Reply implements Pick<ServerResponse, 'statusCode' | 'headersSent' | 'writableFinished'> {
  statusCode = 200;
  headersSent = false;
  writableFinished = false;
  readonly writableLength = 0;
  private isOver = false;
  private closers: (() => void)[] = [];

  /** @param later runs it in the relay's process once what was written has left */
  constructor(
    private readonly sink: Sink,
    private readonly later: (run: () => void) => void,
  ) {}

  setHeader(): void {}
  writeHead(status: number): this {
    this.statusCode = status;
    this.headersSent = true;
    this.sink.head(status);
    return this;
  }
  write(text: string, left?: () => void): void {
    if (!this.headersSent) this.writeHead(this.statusCode);
    if (!this.isOver) this.sink.piece(text);
    if (left) this.later(left);
  }
  end(text?: string, left?: () => void): void {
    if (text) this.write(text);
    else if (!this.headersSent) this.writeHead(this.statusCode);
    if (!this.isOver) this.sink.end();
    this.later(() => {
      if (this.isOver) return;
      this.writableFinished = true;
      left?.();
      this.close();
    });
  }
  destroy(): void {
    if (!this.isOver) this.sink.abort();
    this.later(() => this.close());
  }
  once(_: 'close', run: () => void): void {
    this.closers.push(run);
  }
  /** The connection below is gone. */
  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const run of this.closers) run();
  }
}
