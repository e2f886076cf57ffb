import { SobaniError } from '../../src/core/errors.js';
import type { Cursor, RemoteMessage, Session, Transport } from '../../src/core/ports.js';

type Row = RemoteMessage; // { id, conversation, author, parts, at, seq }

export function pollingTransport(base: string, everyMs = 3_000): Transport {
  return {
    name: 'polling',
    capabilities: { ackMeans: 'durable', dedup: 'forever', replay: 'cursor' },

    async connect({ app, secret, token, signal }) {
      const offline = (cause?: unknown) => new SobaniError('offline', 'No connection', { retryable: true, cause });
      let ended: SobaniError | undefined;
      let listener: Parameters<Session['subscribe']>[1] | undefined;
      const end = (error: SobaniError) => {
        if (ended) return;
        ended = error;
        listener?.({ type: 'closed', error }); // once, and nothing after it
        listener = undefined;
      };
      signal.addEventListener('abort', () => end(offline()));

      const call = async <T>(path: string, body: unknown): Promise<T> => {
        if (ended) throw ended;
        const request = { method: 'POST', body: JSON.stringify(body), signal };
        const answer = await fetch(base + path, request).catch((cause) => {
          throw offline(cause);
        });
        const data = await answer.json(); // this back end names errors as we do
        if (!answer.ok) throw new SobaniError(data.code, data.message, { retryable: answer.status >= 500 });
        return data;
      };

      const { person, key } = await call<{ person: Session['person']; key: string }>('/hello', { app, secret, token });

      return {
        person,
        secret: key,
        subscribe(after, on) {
          listener = on;
          const cursors: Record<string, Cursor> = { ...after };
          let isCaughtUp = false;
          const poll = async () => {
            try {
              const { lost, rows } = await call<{ lost: string[]; rows: Row[] }>('/after', { key, cursors });
              if (listener !== on) return;
              for (const conversation of lost) on({ type: 'reset', conversation }); // its cursor meant nothing
              for (const message of rows) {
                cursors[message.conversation] = String(message.seq);
                on({ type: 'message', message, cursor: String(message.seq) });
              }
              if (!isCaughtUp) on({ type: 'caught-up' });
              isCaughtUp = true;
              setTimeout(poll, everyMs);
            } catch (error) {
              end(error instanceof SobaniError ? error : offline(error));
            }
          };
          void poll();
          return () => {
            if (listener === on) listener = undefined;
          };
        },
        send: (message) => call('/send', { key, message }), // { id, seq, at }
        history: (request) => call('/history', { key, ...request }), // { messages, before }
      };
    },
  };
}
