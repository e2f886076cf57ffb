/** What a page gets to see of one of its requests. */
import { Body } from './http.js';

export interface Init {
  body?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export class Answer {
  status = 0;
  isOver = false;
  private isBegun = false;
  private readonly body = new Body();
  private settle: { resolve(answer: unknown): void; reject(error: unknown): void } | null = null;
  readonly promise = new Promise((resolve, reject) => {
    this.settle = { resolve, reject };
  });

  constructor(
    private readonly signal: AbortSignal | undefined,
    /** How the bytes come: pieces of how many. */
    private readonly size: () => number,
    /** The page has had enough. */
    private readonly onAbort: () => void,
    /** For the page it is over, in whatever way. */
    private readonly onOver: () => void,
  ) {
    signal?.addEventListener('abort', this.abort);
  }

  arrive(bytes: Uint8Array): void {
    if (this.isOver) return;
    const { status, body } = this;
    body.push(bytes, this.size());
    if (this.isBegun) return;
    this.isBegun = true;
    this.settle!.resolve({ status, ok: status >= 200 && status < 300, body });
  }
  finish(): void {
    if (!this.isBegun) this.arrive(new Uint8Array());
    if (this.end()) this.body.end();
  }
  fail(error: unknown = new TypeError('Failed to fetch')): void {
    if (!this.end()) return;
    this.settle!.reject(error);
    this.body.fail(error);
  }

  private readonly abort = (): void => {
    if (this.isOver) return;
    this.fail(new DOMException('The user aborted a request.', 'AbortError'));
    this.onAbort();
  };
  private end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    this.signal?.removeEventListener('abort', this.abort);
    this.onOver();
    return true;
  }
}
