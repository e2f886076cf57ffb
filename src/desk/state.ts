/** What the desk knows. It changes through `apply` and the few methods here; nothing in it talks to the relay. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { UploadLimits } from '../core/file-ports.js';
import * as TIMES from '../core/times.js';
import type { Author } from '../types.js';
import type { Agent, DeskAnswers, DeskCard, DeskConversation, DeskEntry, DeskMessage, DeskNote } from '../wire/desk.js';
import type { ConnectionState } from './connection.js';
import { addEntries, type History } from './history.js';
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
  history: History;
}

export type Frame = Exclude<Incoming, { t: 'ok' | 'pong' }>;

export function createState(first: ListName) {
  const connection = signal<ConnectionState>('connecting');
  /** False until the first welcome: before that an empty list says nothing. */
  const ready = signal(false);
  const me = signal<Agent | null>(null);
  /** What of files is taken; null where none are. */
  const upload = signal<UploadLimits | null>(null);
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
  /** What of the card is shown. */
  const cardTab = signal<'details' | 'timeline'>('details');
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

  function changeHistory(id: string, change: (history: History) => Partial<History>) {
    changeThread(id, ({ history }) => ({ history: { ...history, ...change(history) } }));
  }

  function happened(person: string, entries: DeskEntry[]) {
    const current = thread.peek();
    if (current?.card?.person.id !== person) return;
    changeHistory(current.id, (history) => {
      const next = addEntries(history, entries);
      const seen =
        cardTab.peek() === 'timeline' ? 0 : history.unseen + Math.max(0, next.length - history.entries.length);
      return { entries: next, unseen: seen };
    });
  }

  /** Another conversation of the person whose card is shown is new, or changed. */
  function renewEarlier({ id, person, status, at, preview }: DeskConversation) {
    const current = thread.peek();
    if (!current?.card || current.id === id || current.card.person.id !== person.id) return;
    const others = current.card.earlier.filter((one) => one.id !== id);
    // one that is not on the page yet stays for its page
    if (current.card.hasEarlier && at < (current.card.earlier.at(-1)?.at ?? 0)) return;
    const earlier = [{ id, status, at, preview }, ...others].sort((a, b) => b.at - a.at);
    thread.value = { ...current, card: { ...current.card, earlier } };
  }

  function addEarlier(id: string, page: DeskAnswers['earlier']) {
    changeThread(id, ({ card }) => {
      if (!card) return {};
      const known = new Set(card.earlier.map((one) => one.id));
      const earlier = [...card.earlier, ...page.earlier.filter((one) => !known.has(one.id))];
      return { card: { ...card, earlier, hasEarlier: page.hasEarlier } };
    });
  }

  /** A card anew: earlier conversations that were loaded beyond its first page stay. */
  function renewCard(id: string, card: DeskCard) {
    changeThread(id, ({ card: old }) => {
      const last = card.earlier.at(-1);
      if (!last || old?.person.id !== card.person.id || old.earlier.length <= card.earlier.length) return { card };
      const first = new Set(card.earlier.map((one) => one.id));
      const rest = old.earlier.filter((one) => !first.has(one.id) && one.at <= last.at);
      return { card: { ...card, earlier: [...card.earlier, ...rest], hasEarlier: old.hasEarlier } };
    });
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
        upload.value = frame.upload ?? null;
        agents.value = frame.agents;
        conversations.value = new Map(frame.conversations.map((c) => [c.id, c]));
        ready.value = true;
        return;
      case 'conversation':
        renewEarlier(frame.conversation);
        return setConversation(frame.conversation.id, frame.conversation);
      case 'gone':
        setConversation(frame.conversation, null);
        return changeThread(frame.conversation, () => ({ phase: 'gone' }));
      case 'message':
        return addMessage(frame.message);
      case 'note':
        return addNote(frame.note);
      case 'card':
        return renewCard(frame.conversation, frame.card);
      case 'happened':
        return happened(frame.person, frame.entries);
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
    upload: upload as ReadonlySignal<UploadLimits | null>,
    me: me as ReadonlySignal<Agent | null>,
    agents: agents as ReadonlySignal<readonly Agent[]>,
    conversations: conversations as ReadonlySignal<ReadonlyMap<string, DeskConversation>>,
    list,
    filter,
    thread,
    typing: typing as ReadonlySignal<ReadonlyMap<string, Author>>,
    problem,
    cardOpen,
    cardTab,
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
    addEarlier,
    changeThread,
    changeHistory,
  };
}

export type State = ReturnType<typeof createState>;
