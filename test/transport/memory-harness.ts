import { nanoid } from 'nanoid';
import type { Harness } from '../../src/transport/conformance.js';
import { type MemoryOptions, memoryTransport } from '../../src/transport/memory.js';

/** Tokens of this back end: `user:ID`. */
export const verify = (token: string) => (token.startsWith('user:') ? { id: token.slice(5) } : null);

export function memoryHarness(options: MemoryOptions = {}) {
  const transport = memoryTransport({ verify, ...options });
  const { backend } = transport;
  const harness: Harness = {
    transport,
    app: 'shop',
    agent: {
      reply: async (conversation, text) => backend.reply(conversation, text),
      typing: async (conversation, on) => backend.typing(conversation, on),
      read: async (conversation) => backend.read(conversation),
      resolve: async (conversation) => backend.resolve(conversation),
    },
    drop: async () => backend.disconnect(),
    log: async (conversation) => backend.messages(conversation),
    snapshot: async (conversation) => backend.conversations().find(({ id }) => id === conversation)?.snapshot,
    ratings: async (conversation) => {
      const own = backend.conversations().find(({ id }) => id === conversation)?.person.id;
      return backend.ratings().filter(({ person }) => person === own);
    },
    token: (user) => `user:${user}`,
    badToken: () => `forged:${nanoid()}`,
  };
  return { harness, transport, backend };
}
