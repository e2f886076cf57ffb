import { nanoid } from 'nanoid';
import { expect } from 'vitest';
import type { Cursor, RemoteMessage, Session, Transport } from '../../src/core/ports.js';

export const textsOf = (messages: RemoteMessage[]) =>
  messages.map(({ parts: [part] }) => part?.type === 'text' && part.text);

/** Keeps its session as the core does: comes back at once after each end, replays first, sends again what was not answered. */
export function steadyClient(transport: Transport) {
  const conversation = nanoid(22);
  const told: RemoteMessage[] = [];
  const cursors: Record<string, Cursor> = {};
  let abort = new AbortController();
  const ends: { code: string; retryAfter: number | undefined }[] = [];
  let secret: string | null = null;
  let session: Session | null = null;
  let failures = 0;

  async function connect(): Promise<Session> {
    for (;;) {
      try {
        abort = new AbortController();
        const { signal } = abort;
        const made = await transport.connect({ app: 'shop', secret, token: null, locale: 'en', signal });
        secret = made.secret;
        await new Promise<void>((resolve, reject) =>
          made.subscribe({ ...cursors }, (event) => {
            if (event.type === 'caught-up') resolve();
            if (event.type === 'closed') {
              const { code, retryAfter } = event.error;
              ends.push({ code, retryAfter });
              session = null;
              reject(event.error);
            }
            if (event.type !== 'message') return;
            cursors[event.message.conversation] = event.cursor;
            // an own message may be told twice: in the replay, and before it as the echo of a send
            if (event.message.seq > (told.at(-1)?.seq ?? 0)) told.push(event.message);
          }),
        );
        return made;
      } catch (error) {
        expect(error).toMatchObject({ name: 'SobaniError', retryable: true });
        failures++;
      }
    }
  }

  return {
    conversation,
    told,
    /** How its sessions ended. */
    ends,
    /** Attempts without a session that caught up. */
    get failures() {
      return failures;
    },
    /** Resolves once it has a session. */
    async connected(): Promise<void> {
      session ??= await connect();
    },
    /** Resolves once it is stored. */
    async send(text: string): Promise<void> {
      const id = nanoid(22);
      for (;;) {
        try {
          session ??= await connect();
          await session.send({ id, conversation, by: 'visitor', parts: [{ type: 'text', text }] });
          return;
        } catch (error) {
          expect(error).toMatchObject({ name: 'SobaniError', retryable: true });
        }
      }
    },
    /** All that the relay has stored, page by page. */
    async log(): Promise<RemoteMessage[]> {
      session ??= await connect();
      const log: RemoteMessage[] = [];
      for (let before: number | null = null; ; ) {
        const page = await session.history({ conversation, before, limit: 100 });
        log.unshift(...page.messages);
        before = page.before;
        if (before === null) return log;
      }
    },
    stop: () => abort.abort(),
  };
}
