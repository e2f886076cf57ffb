import type { ServerResponse } from 'node:http';
import { LINK_BODY } from '../wire/links.js';
import type { Link, LinkEvents } from './link.js';

/** A link whose way down is answers to plain requests; what comes up is handed to `on`. */
export interface Carrier extends Link {
  readonly on: LinkEvents;
  /** The next request for frames. Two at once end the link. */
  wait(response: ServerResponse): void;
}

interface Made {
  /** The link's id. */
  id: string;
  response: ServerResponse;
  /** Milliseconds that nobody may ask for frames. */
  grace: number;
  /** Called once, when nothing is left of it. */
  gone(): void;
}

const opening = (id: string) => `event: link\ndata: ${id}\n\n`;
const closing = (code: number, reason: string) => `event: close\ndata: ${code} ${reason}\n\n`;
/** Of an answer to a poll: what stands between may cut it short, and pass it on as if it were whole. */
const ENDING = 'event: end\ndata: \n\n';

/** What both have: the handlers, and an end that comes once. */
function createEnd(gone: () => void) {
  const waiting = new Set<() => void>();
  let on: LinkEvents | undefined;
  let isOver = false;
  return {
    get on() {
      return on!;
    },
    listen(events: LinkEvents) {
      on = events;
    },
    /** Callbacks of `flush`, which are not forgotten when the link ends first. */
    waiting,
    left() {
      for (const callback of waiting) callback();
      waiting.clear();
    },
    over() {
      if (isOver) return;
      isOver = true;
      this.left();
      on?.closed();
      gone();
    },
  };
}

/** The answer to one request, which does not end: server-sent events. */
export function streamCarrier({ id, response, gone }: Made): Carrier {
  const end = createEnd(gone);
  let isOpen = true;
  response.once('close', () => {
    isOpen = false;
    end.over();
  });
  // the connection is of no use afterwards, and the relay need not wait for it when it ends
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', connection: 'close' });
  response.write(opening(id));

  return {
    get on() {
      return end.on;
    },
    get isOpen() {
      return isOpen;
    },
    get buffered() {
      return response.writableLength;
    },
    listen: end.listen,
    wait: () => response.destroy(),
    send: (text) => void response.write(`data: ${text}\n\n`),
    ping: () => void response.write(': ping\n\n'),
    flush(callback) {
      end.waiting.add(callback);
      response.write(':\n\n', () => {
        if (end.waiting.delete(callback)) callback();
      });
    },
    close(code, reason) {
      if (!isOpen) return;
      isOpen = false;
      response.end(closing(code, reason));
    },
    terminate: () => void response.destroy(),
  };
}

/** Answers to one request after the other, each as soon as there is something. */
export function pollCarrier({ id, response, grace, gone }: Made): Carrier {
  const end = createEnd(gone);
  const queue: { event: string; size: number }[] = [];
  let size = 0;
  let asked: ServerResponse | undefined;
  let leaving: ServerResponse | undefined;
  let last: string | undefined;
  let isOver = false;
  let silence: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;

  function terminate(): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(silence);
    clearImmediate(soon);
    asked?.destroy();
    end.over();
  }

  function answer(): void {
    const to = asked;
    if (!to) return;
    asked = undefined;
    let body = opening(id);
    let room = LINK_BODY - body.length - ENDING.length;
    for (let next = queue[0]; next && next.size <= room; next = queue[0]) {
      queue.shift();
      body += next.event;
      room -= next.size;
      size -= next.size;
    }
    const isLast = last !== undefined && !queue.length;
    body += isLast ? last : ENDING;
    leaving = to;
    silence = setTimeout(terminate, grace);
    to.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      ...(isLast && { connection: 'close' }),
    });
    to.end(body, () => {
      leaving = undefined;
      if (!queue.length) end.left();
      if (isLast) terminate();
    });
  }

  /** What is sent in one go leaves in one answer. */
  function answerSoon(): void {
    soon ??= setImmediate(() => {
      soon = undefined;
      answer();
    });
  }

  function wait(next: ServerResponse): void {
    if (asked || isOver) {
      next.destroy();
      terminate();
      return;
    }
    clearTimeout(silence);
    asked = next;
    // an answer that did not leave may be missing, so there is no going on
    next.once('close', () => {
      if (!next.writableFinished) terminate();
    });
    if (queue.length || last !== undefined) answerSoon();
  }
  wait(response);

  return {
    get on() {
      return end.on;
    },
    get isOpen() {
      return !isOver && last === undefined;
    },
    get buffered() {
      return size + (leaving?.writableLength ?? 0);
    },
    listen: end.listen,
    wait,
    send(text) {
      const event = `data: ${text}\n\n`;
      const bytes = Buffer.byteLength(event);
      queue.push({ event, size: bytes });
      size += bytes;
      answerSoon();
    },
    ping: answer,
    flush(callback) {
      if (isOver || (!queue.length && !leaving)) callback();
      else end.waiting.add(callback);
    },
    close(code, reason) {
      if (last !== undefined) return;
      last = closing(code, reason);
      answerSoon();
    },
    terminate,
  };
}
