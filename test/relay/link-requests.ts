/** Links over requests, as a page opens and uses them. */
import { onTestFinished } from 'vitest';
import { ORIGIN } from './support.js';

export const HELLO = JSON.stringify({ t: 'hello', v: 1, app: 'shop' });

interface Post {
  origin?: string | null;
  body?: string;
  link?: string;
  number?: number;
  method?: string;
}

/** A request as a page makes it. */
export function post(
  url: string,
  path: string,
  { origin = ORIGIN, body = '', link, number, method = 'POST' }: Post = {},
) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  return fetch(`${url}/sobani/v1/${path}`, {
    method,
    signal: abort.signal,
    ...(method === 'POST' && { body }),
    headers: {
      ...(origin !== null && { origin }),
      ...(link !== undefined && { 'sobani-link': link }),
      ...(number !== undefined && { 'sobani-number': String(number) }),
    },
  });
}

/** The events of an answer: `next` waits for one, `rest` for all until its end. */
export function eventsOf(answer: Response) {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        return event;
      }
      const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
      if (done) return null;
      text += value;
    }
  };
  return {
    next,
    /** Until one that contains this. */
    async until(part: string): Promise<string> {
      for (let event = await next(); event !== null; event = await next()) if (event.includes(part)) return event;
      throw new Error(`ended before ${part}`);
    },
    async rest(): Promise<string[]> {
      const events: string[] = [];
      for (let event = await next(); event !== null; event = await next()) events.push(event);
      return events;
    },
    cancel: () => reader.cancel(),
  };
}

/** By which the answer to a poll is known to be whole. */
export const END = 'event: end\ndata: ';
const idOf = (event: string | null) => /^event: link\ndata: ([A-Za-z0-9_-]{22})$/.exec(event ?? '')![1]!;

export async function openStream(url: string, origin = ORIGIN, body = HELLO) {
  const answer = await post(url, 'stream', { origin, body });
  const events = eventsOf(answer);
  return { answer, ...events, link: idOf(await events.next()) };
}

export async function openPoll(url: string, body = HELLO) {
  const answer = await post(url, 'poll', { body });
  const [first, ...rest] = await eventsOf(answer).rest();
  return { answer, link: idOf(first!), frames: rest.filter((event) => event !== END), last: rest.at(-1) };
}
