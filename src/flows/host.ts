/** Lends the messenger to the local bot: what it hears, what it may do, what it may know. */
import { nanoid } from 'nanoid';
import type { Conversations, Draft } from '../core/conversations.js';
import type { SobaniError } from '../core/errors.js';
import type { Disk, HelpCentre } from '../core/ports.js';
import { flowKey } from '../core/rows.js';
import type { Store } from '../core/store.js';
import type { Json, Message, Part, Snapshot } from '../types.js';
import type { FlowHost } from './attach.js';

export interface FlowHostOptions {
  store: Store;
  conversations: Conversations;
  /** The rows of whoever is here now. */
  disk(): Disk;
  help(): Promise<HelpCentre | null>;
  snapshot(): Snapshot;
  data(): Record<string, Json>;
  /** The wall clock. */
  now(): number;
  onHandoff(detail: { conversation: string; tags: string[]; reason?: string }): void;
  onError(error: SobaniError): void;
}

export function createFlowHost(options: FlowHostOptions): FlowHost {
  const { store, conversations } = options;
  /** States of conversations in which nobody has written yet: those do not exist anywhere else either. */
  const unborn = new Map<string, Json>();
  const isVisitors = (message: Message) => message.author.kind === 'visitor';
  const isBorn = (conversation: string) => store.messages(conversation).value.some(isVisitors);
  const isBots = (conversation: string) => (store.conversation(conversation)?.status ?? 'bot') === 'bot';

  /** Shown, but not sent: greetings in conversations where the visitor has not written. They leave before their words. */
  const held = new Map<string, Draft[]>();
  const compose = (conversation: string, parts: Part[]): Draft => ({
    id: nanoid(22),
    conversation,
    author: { kind: 'bot' },
    parts,
    at: options.now(),
  });
  const release = async (conversation: string) => {
    const greetings = held.get(conversation) ?? [];
    held.delete(conversation);
    for (const message of greetings) await conversations.post(message);
  };
  conversations.beforeWrite = release;

  const load = async (conversation: string) => {
    if (unborn.has(conversation)) return unborn.get(conversation);
    const key = flowKey(conversation);
    return (await options.disk().load(key)).find(([found]) => found === key)?.[1];
  };

  return {
    locale: () => store.locale.value,
    data: options.data,
    async say(conversation, parts) {
      const message = compose(conversation, parts);
      if (isBorn(conversation)) return void (await conversations.post(message));
      held.set(conversation, [...(held.get(conversation) ?? []), message]);
      store.apply({ type: 'message', message }, 'bot');
    },
    async handoff(conversation, { text, team, reason, tags }) {
      await release(conversation);
      const more = { ...(team && { team }), ...(reason && { reason }) };
      const message = compose(conversation, [{ type: 'handoff', text, ...more }]);
      await conversations.post(message, { snapshot: options.snapshot(), tags, ...more });
      const known = store.conversation(conversation);
      // shown at once; the back end confirms it with its own word
      if (known) store.apply({ type: 'conversation', conversation: { ...known, status: 'waiting' } }, 'bot');
      options.onHandoff({ conversation, tags, ...(reason && { reason }) });
    },
    help: options.help,
    load,
    async save(conversation, state) {
      if (!isBorn(conversation)) return void unborn.set(conversation, state);
      unborn.delete(conversation);
      await options.disk().write([[flowKey(conversation), state ?? undefined]]);
    },
    onText: (listener) =>
      store.listen((event, origin) => {
        if (event.type !== 'message' || origin !== 'visitor' || !isBots(event.message.conversation)) return;
        for (const part of event.message.parts) {
          if (part.type === 'text') listener(event.message.conversation, part.text);
        }
      }),
    onConversation(listener) {
      const look = async () => {
        const view = store.view.value;
        if (view.screen !== 'conversation') return;
        const isNew = !store.messages(view.id).value.length;
        if (isNew || (isBots(view.id) && (await load(view.id)) !== undefined)) listener(view.id);
      };
      // the bot may have come after the conversation was opened
      void look();
      return store.listen((event) => {
        if (event.type === 'view') void look();
      });
    },
    onPerson: (listener) =>
      store.listen((event) => {
        if (event.type === 'conversation' && event.conversation.status !== 'bot') listener(event.conversation.id);
      }),
    error: options.onError,
  };
}
