/** One request, whose answer the test gives. */
export interface ScriptedRequest {
  readonly url: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  /** Answers with that status; the body is what `tell` gives. */
  answer(status: number, body?: string): void;
  fail(): void;
  /** More of the body. */
  tell(text: string): void;
  end(): void;
}

/** A `fetch` whose other end is the test. */
export function scriptedFetch() {
  const requests: ScriptedRequest[] = [];
  const fetch = ((url: string, init: RequestInit) =>
    new Promise<Response>((resolve, reject) => {
      const signal = init.signal!;
      let controller!: ReadableStreamDefaultController<Uint8Array>;
      const stream = new ReadableStream<Uint8Array>({
        start(made) {
          controller = made;
        },
      });
      const encoder = new TextEncoder();
      const request: ScriptedRequest = {
        url,
        path: url.replace(/^.*\/v1\//, ''),
        body: String(init.body),
        headers: new Headers(init.headers),
        signal,
        answer(status, body) {
          resolve(new Response(status === 204 ? null : stream, { status }));
          if (body === undefined) return;
          request.tell(body);
          request.end();
        },
        fail: () => reject(new TypeError('Failed to fetch')),
        tell: (text) => controller.enqueue(encoder.encode(text)),
        end: () => controller.close(),
      };
      signal.addEventListener('abort', () => {
        const gone = new DOMException('aborted', 'AbortError');
        reject(gone);
        controller.error(gone);
      });
      requests.push(request);
    })) as unknown as typeof globalThis.fetch;
  return {
    fetch,
    requests,
    get last(): ScriptedRequest {
      return requests.at(-1)!;
    },
    /** Requests that wait for their answer, or for more of it. */
    get open(): number {
      return requests.filter(({ signal }) => !signal.aborted).length;
    },
  };
}
