import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { OutgoingMessage, Session, Transport, TransportEvent } from '../../src/core/ports.js';
import { conformanceCases } from '../../src/transport/conformance.js';
import { memoryHarness } from './memory-harness.js';

type On = (event: TransportEvent) => void;
/** A flaw: puts something wrong between the messenger and a back end that is right. */
type Flaw = (session: Session) => Partial<Session>;

const listening = (change: (on: On, session: Session) => On): Flaw => {
  return (session) => ({ subscribe: (after, on) => session.subscribe(after, change(on, session)) });
};
const sending = (
  change: (message: OutgoingMessage, session: Session) => Promise<OutgoingMessage> | OutgoingMessage,
): Flaw => {
  return (session) => ({ send: async (message) => session.send(await change(message, session)) });
};

let strangers = 0;
let newIds = 0;

const flaws: Record<string, { flaw: Flaw; fails: string }> = {
  'drops every third message event': {
    fails: 'every reply of many arrives live, in order',
    flaw: listening((on) => {
      let n = 0;
      return (event) => {
        if (event.type !== 'message' || ++n % 3) on(event);
      };
    }),
  },
  'tells every message twice': {
    fails: 'an agent’s reply arrives live, once',
    flaw: listening((on) => (event) => {
      on(event);
      if (event.type === 'message') on(event);
    }),
  },
  'swaps neighbouring messages': {
    fails: 'every reply of many arrives live, in order',
    flaw: listening((on) => {
      let held: TransportEvent | undefined;
      return (event) => {
        if (event.type !== 'message') return on(event);
        if (!held) {
          held = event;
          return;
        }
        on(event);
        on(held);
        held = undefined;
      };
    }),
  },
  'acknowledges before storing, and loses it': {
    fails: 'what is acknowledged is in the log, with its id, its place and its author',
    flaw: () => ({ send: async ({ id }) => ({ id, seq: 1, at: 1 }) }),
  },
  'forgets which ids it had': {
    fails: 'the same id twice is one message',
    flaw: sending((message) => ({ ...message, id: `${message.id}-${++newIds}` })),
  },
  'forgets them when the connection is cut': {
    fails: 'the same id in a later session is still one message',
    flaw: (session) => {
      const mark = ++newIds;
      return { send: (message) => session.send({ ...message, id: `${message.id}-${mark}` }) };
    },
  },
  'tells caught-up before the replay': {
    fails: 'caught-up comes exactly once, after the replay and before what is live',
    flaw: listening((on) => {
      on({ type: 'caught-up' });
      return (event) => {
        if (event.type !== 'caught-up') on(event);
      };
    }),
  },
  'tells caught-up again after every message': {
    fails: 'caught-up comes exactly once, after the replay and before what is live',
    flaw: listening((on) => (event) => {
      on(event);
      if (event.type === 'message') on({ type: 'caught-up' });
    }),
  },
  'ignores the cursor': {
    fails: 'nothing before the cursor is replayed',
    flaw: (session) => ({ subscribe: (_after, on) => session.subscribe({}, on) }),
  },
  'replays from one place too far': {
    fails: 'after a cursor everything that was missed is replayed, without gap or repeat',
    flaw: (session) => ({
      subscribe(after, on) {
        const further = Object.entries(after).map(([id, cursor]) => [id, String(Number(cursor) + 1)]);
        return session.subscribe(Object.fromEntries(further), on);
      },
    }),
  },
  'forgets what happens during the replay': {
    fails: 'what happens during the replay is neither lost nor out of order',
    flaw: listening((on) => {
      let isLive = false;
      let last = 0;
      return (event) => {
        if (event.type === 'caught-up') isLive = true;
        if (event.type === 'message' && !isLive) last = event.message.seq;
        if (
          event.type === 'message' &&
          isLive &&
          event.message.seq <= last + 2 &&
          event.message.parts[0]?.type === 'text'
        ) {
          if (event.message.parts[0].text.startsWith('to ')) return;
        }
        on(event);
      };
    }),
  },
  'changes the text': {
    fails: 'text comes back unchanged, to a character',
    flaw: sending((message) => ({
      ...message,
      parts: message.parts.map((part) => (part.type === 'text' ? { ...part, text: part.text.trim() } : part)),
    })),
  },
  'cuts long texts off': {
    fails: 'what is too large is refused as too-large and stores nothing',
    flaw: sending((message) => ({
      ...message,
      parts: message.parts.map((part) => (part.type === 'text' ? { ...part, text: part.text.slice(0, 10_000) } : part)),
    })),
  },
  'never tells that it closed': {
    fails: 'a cut connection ends in exactly one closed, which is retryable and last',
    flaw: listening((on) => (event) => {
      if (event.type !== 'closed') on(event);
    }),
  },
  'goes on telling after closed': {
    fails: 'aborting ends the session, and no event follows closed',
    flaw: listening((on) => (event) => {
      on(event);
      if (event.type === 'closed') on({ type: 'caught-up' });
    }),
  },
  'says that a cut is for good': {
    fails: 'a cut connection ends in exactly one closed, which is retryable and last',
    flaw: listening((on) => (event) => {
      on(event.type === 'closed' ? { type: 'closed', error: new SobaniError('offline', 'gone') } : event);
    }),
  },
  'goes on after the undo of subscribe': {
    fails: 'after the undo of subscribe nothing is told',
    flaw: (session) => ({
      subscribe(after, on) {
        session.subscribe(after, on);
        return () => {};
      },
    }),
  },
  'repeats the edges of history pages': {
    fails: 'history pages backwards to the beginning, oldest first, without overlap',
    flaw: (session) => ({
      history: (request) =>
        session.history({ ...request, before: request.before === null ? null : request.before + 1 }),
    }),
  },
  'gives history newest first': {
    fails: 'history pages backwards to the beginning, oldest first, without overlap',
    flaw: (session) => ({
      async history(request) {
        const page = await session.history(request);
        return { ...page, messages: page.messages.reverse() };
      },
    }),
  },
  'stores typing as a message': {
    fails: 'typing: of the visitor is not stored and does not come back',
    flaw: (session) => ({
      typing(conversation) {
        const parts = [{ type: 'text' as const, text: '…' }];
        session.send({ id: `typing-${++strangers}`, conversation, by: 'visitor', parts }).catch(() => {});
      },
    }),
  },
  'takes messages in a closed conversation': {
    fails: 'close: the conversation is resolved, and takes no more messages',
    flaw: () => ({ close: async () => {} }),
  },
  'only pretends to revoke': {
    fails: 'revoke: the secret is worthless afterwards',
    flaw: () => ({ revoke: async () => {} }),
  },
};

function brokenBy(flaw: Flaw) {
  const { harness } = memoryHarness();
  const inner = harness.transport;
  const transport: Transport = {
    ...inner,
    async connect(options) {
      const session = await inner.connect(options);
      return { ...session, ...flaw(session) };
    },
  };
  return { ...harness, transport };
}

/** Names of the cases that fail. A case that waits in vain ends after a moment. */
async function failing(harness: ReturnType<typeof memoryHarness>['harness']): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of conformanceCases) {
    await run({ ...harness, timeout: 60 }).catch(() => failed.push(name));
  }
  return failed;
}

describe('a transport that', () => {
  it.each(Object.entries(flaws))('%s fails the case about that', async (_name, { flaw, fails }) => {
    expect(conformanceCases.map(({ name }) => name)).toContain(fails);
    expect(await failing(brokenBy(flaw))).toContain(fails);
  });

  it('shows one visitor the messages of another fails the case about that', async () => {
    const { harness } = memoryHarness();
    const inner = harness.transport;
    const listeners = new Set<On>();
    const transport: Transport = {
      ...inner,
      async connect(options) {
        const session = await inner.connect(options);
        return {
          ...session,
          subscribe(after, on) {
            listeners.add(on);
            return session.subscribe(after, (event) => {
              if (event.type === 'message') for (const one of listeners) one(event);
              else on(event);
            });
          },
        };
      },
    };
    expect(await failing({ ...harness, transport })).toContain('another visitor sees nothing of the first');
  });

  it('takes a bad token for an anonymous visitor fails the case about that', async () => {
    const { harness } = memoryHarness();
    const inner = harness.transport;
    const transport: Transport = {
      ...inner,
      connect: (options) => inner.connect(options).catch(() => inner.connect({ ...options, token: null })),
    };
    const named = 'a bad token is refused with auth, and never becomes an anonymous session';
    expect(await failing({ ...harness, transport })).toContain(named);
  });

  it('merges two known users fails the case about that', async () => {
    const { harness } = memoryHarness({ verify: (token) => ({ id: `everybody${token.length}` }) });
    expect(await failing(harness)).toContain('two known users are never made one');
  });

  it('is right fails none, even with the short patience of these tests', async () => {
    const { harness } = memoryHarness();
    expect(await failing(harness)).toEqual([]);
  });
});
