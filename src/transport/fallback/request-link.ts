import * as LIMITS from '../../core/limits.js';
import * as TIMES from '../../core/times.js';
import * as CLOSE from '../../wire/close.js';
import { LINK_HEADER, LINK_PATHS, NUMBER_HEADER } from '../../wire/links.js';
import type { Link } from '../link.js';
import { readEvents } from './events.js';

/** `stream`: one request whose answer does not end. `poll`: each answer ends with what there is, and the next is asked for. */
export type Way = 'stream' | 'poll';

export interface RequestLink extends Link {
  /** Ends it from here, as if the relay had. */
  end(code: number): void;
}

const LOST = 1006;

/** What the status of a refused request says in close codes. All else may be anybody's answer. */
const CODES: Record<number, number> = { 429: CLOSE.rate, 503: 1013 };

const sizeOf = (text: string) => new Blob([text]).size;

/**
 * A link of plain requests. Any of them that fails ends it, so that nothing can be missing in between: whoever comes back
 * is told all after the cursors again.
 * @param base URL of the relay
 * @param onUp once the relay has answered
 */
export function requestLink(way: Way, base: string, fetch: typeof globalThis.fetch, onUp: () => void): RequestLink {
  const abort = new AbortController();
  const { signal } = abort;
  const waiting: string[] = [];
  let id: string | undefined;
  let isListening = false;
  let isPosting = false;
  /** The relay wants to know whether somebody is here. */
  let isAsked = false;
  let posted = 0;

  function end(code: number): void {
    if (signal.aborted) return;
    abort.abort();
    link.onclose?.({ code });
  }

  /** The answer, if it has that status. Else the link is over. */
  async function post(
    path: keyof typeof LINK_PATHS,
    body: string,
    number: number,
    status: number,
  ): Promise<Response | undefined> {
    const own = id === undefined ? undefined : { [LINK_HEADER]: id, [NUMBER_HEADER]: String(number) };
    const headers = { 'content-type': 'text/plain;charset=utf-8', ...own };
    try {
      const answer = await fetch(base + LINK_PATHS[path], { method: 'POST', body, headers, signal, cache: 'no-store' });
      if (answer.status === status) return answer;
      end(CODES[answer.status] ?? LOST);
    } catch {
      end(LOST);
    }
    return undefined;
  }

  function onEvent(event: string, data: string): void {
    if (signal.aborted) return;
    if (event === 'link' && data) {
      if (id === undefined) onUp();
      id ??= data;
      void flush();
    } else if (event === 'close') end(Number.parseInt(data, 10) || LOST);
    else if (event === 'message') link.onmessage?.({ data });
    else if (event === '' && data === 'ping') {
      isAsked = true;
      void flush();
    }
  }

  async function listen(hello: string): Promise<void> {
    for (let number = 0; !signal.aborted; number++) {
      const answer = await post(way, number ? '' : hello, number, 200);
      let isOurs = false;
      let isWhole = false;
      await readEvents(answer!.body!, (event, data) => {
        // whatever else stands in the way answers with 200 as well
        isOurs ||= event === 'link' && data === (id ?? data);
        if (isOurs) onEvent(event, data);
        isWhole = isOurs && event === 'end';
      });
      // one that was cut short on the way may look like all of it
      if (!isWhole || way === 'stream') break;
    }
    end(LOST);
  }

  /** What waits, up to the size of a frame. */
  function take(): string {
    let body = waiting.shift() ?? '';
    while (waiting.length && sizeOf(body) + sizeOf(waiting[0]!) < LIMITS.frame) body += `\n${waiting.shift()}`;
    return body;
  }

  /** One request at a time, so that order is kept. */
  async function flush(): Promise<void> {
    if (isPosting || id === undefined) return;
    isPosting = true;
    while (!signal.aborted && (waiting.length || isAsked)) {
      isAsked = false;
      const limit = setTimeout(end, TIMES.ack, LOST);
      await post('frames', take(), ++posted, 204);
      clearTimeout(limit);
    }
    isPosting = false;
  }

  const link: RequestLink = {
    way,
    send(text) {
      if (isListening) {
        waiting.push(text);
        void flush();
      } else {
        isListening = true;
        // a body that breaks off, or is no text
        listen(text).catch(() => end(LOST));
      }
    },
    close: () => abort.abort(),
    end,
    onopen: null,
    onmessage: null,
    onerror: null,
    onclose: null,
  };
  queueMicrotask(() => {
    if (!signal.aborted) link.onopen?.();
  });
  return link;
}
