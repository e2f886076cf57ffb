/** What the desk knows. It changes through `apply` and the few methods here; nothing in it talks to the relay. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import * as TIMES from '../core/times.js';
import type { Author } from '../types.js';
import type { Agent, DeskAnswers, DeskCard, DeskConversation, DeskMessage, DeskNote } from '../wire/desk.js';
import type { ConnectionState } from './connection.js';
import { counts, type ListName, rows } from './lists.js';
import type { Incoming } from './parse.js';
import { insertMessage } from './timeline.js';

/** The conversation in the middle. What was loaded stays while it is loaded again. */
export interface Thread {
  id: string;
  phase: 'loading' | 'ready' | 'failed' | 'gone';
  messages: DeskMessage[];
  notes: DeskNote[];
  card: DeskCard | null;
}

export type Frame = Exclude<Incoming, { t: 'ok' | 'pong' }>;

export function createState(first: ListName) {
  const connection = signal<ConnectionState>('connecting');
  /** False until the first welcome: before that an empty list says nothing. */
  const ready = signal(false);
  const me = signal<Agent | null>(null);
  const agents = signal<readonly Agent[]>([]);
  const conversations = signal<ReadonlyMap<string, DeskConversation>>(new Map());
  const list = signal(first);
  const filter = signal('');
  const thread = signal<Thread | null>(null);
  /** Who is typing, by conversation. */
  const typing = signal<ReadonlyMap<string, Author>>(new Map());
  /** Why the last action failed. */
  const problem = signal<string | null>(null);
  /** The customer's card is open, where the window has no room for it beside the conversation. */
  const cardOpen = signal(false);
  /** Ticks twice a minute, for what is told relative to now. */
  const now = signal(Date.now());
  const typingTimers = new Map<string, ReturnType<typeof setTimeout>>();

  function setConversation(id: string, conversation: DeskConversation | null) {
    const next = new Map(conversations.peek());
    if (conversation) next.set(id, conversation);
    else next.delete(id);
    conversations.value = next;
  }

  function setTyping(conversation: string, author: Author | null) {
    clearTimeout(typingTimers.get(conversation));
    typingTimers.delete(conversation);
    if (author) {
      // a stop may be lost with a connection
      typingTimers.set(
        conversation,
        setTimeout(() => setTyping(conversation, null), TIMES.typingShown),
      );
    } else if (!typing.peek().has(conversation)) return;
    const next = new Map(typing.peek());
    if (author) next.set(conversation, author);
    else next.delete(conversation);
    typing.value = next;
  }

  function changeThread(id: string, change: (thread: Thread) => Partial<Thread>) {
    const current = thread.peek();
    if (current?.id === id) thread.value = { ...current, ...change(current) };
  }

  function addMessage(message: DeskMessage) {
    changeThread(message.conversation, ({ messages }) => ({ messages: insertMessage(messages, message) }));
    if (typing.peek().get(message.conversation)?.kind === message.author.kind) setTyping(message.conversation, null);
  }

  function addNote(note: DeskNote) {
    changeThread(note.conversation, ({ notes }) => ({ notes: [...notes.filter((n) => n.id !== note.id), note] }));
  }

  function loaded({ conversation, messages, notes, card }: DeskAnswers['load']) {
    batch(() => {
      setConversation(conversation.id, conversation);
      changeThread(conversation.id, (old) => {
        const last = messages.at(-1)?.seq ?? 0;
        // what came in while the answer was under way
        const newer = old.phase === 'loading' ? old.messages.filter((m) => m.seq > last) : [];
        return { phase: 'ready', messages: [...messages, ...newer], notes, card };
      });
    });
  }

  function applyFrame(frame: Frame) {
    switch (frame.t) {
      case 'welcome':
        me.value = frame.agent;
        agents.value = frame.agents;
        conversations.value = new Map(frame.conversations.map((c) => [c.id, c]));
        ready.value = true;
        return;
      case 'conversation':
        return setConversation(frame.conversation.id, frame.conversation);
      case 'gone':
        setConversation(frame.conversation, null);
        return changeThread(frame.conversation, () => ({ phase: 'gone' }));
      case 'message':
        return addMessage(frame.message);
      case 'note':
        return addNote(frame.note);
      case 'card':
        return changeThread(frame.conversation, () => ({ card: frame.card }));
      case 'typing':
        if (frame.author.kind === 'agent' && frame.author.id === me.peek()?.id) return;
        return setTyping(frame.conversation, frame.on ? frame.author : null);
      case 'error':
        problem.value = frame.message;
    }
  }

  const openId = computed(() => thread.value?.id ?? null);
  return {
    connection,
    ready: ready as ReadonlySignal<boolean>,
    me: me as ReadonlySignal<Agent | null>,
    agents: agents as ReadonlySignal<readonly Agent[]>,
    conversations: conversations as ReadonlySignal<ReadonlyMap<string, DeskConversation>>,
    list,
    filter,
    thread,
    typing: typing as ReadonlySignal<ReadonlyMap<string, Author>>,
    problem,
    cardOpen,
    now,
    openId,
    /** Of the chosen list, filtered and in order. */
    rows: computed(() => rows(conversations.value.values(), list.value, me.value?.id, filter.value)),
    /** How many apps the conversations come from. */
    apps: computed(() => new Set([...conversations.value.values()].map((c) => c.app)).size),
    /** How many of the agent's own have something new. */
    unreadMine: computed(() => {
      const mine = rows(conversations.value.values(), 'mine', me.value?.id, '');
      return mine.filter((c) => c.unread > 0).length;
    }),
    counts: computed(() => counts(conversations.value.values(), me.value?.id)),
    /** The open conversation as it is listed. */
    current: computed(() => conversations.value.get(openId.value ?? '') ?? null),
    apply: (frame: Frame) => batch(() => applyFrame(frame)),
    addMessage,
    addNote,
    loaded,
    changeThread,
  };
}

export type State = ReturnType<typeof createState>;
