/** The desk without a page: state, drafts and connection, joined; and everything that an agent can do. */
import { effect } from '@preact/signals-core';
import { toSobaniError } from '../core/errors.js';
import * as TIMES from '../core/times.js';
import { type Connection, type ConnectionOptions, createConnection, type Question } from './connection.js';
import { createDrafts, type Deliver, type Draft, type Mode } from './drafts.js';
import { createFiles } from './files.js';
import { noHistory } from './history.js';
import type { ListName } from './lists.js';
import { createPeople } from './people.js';
import { createState } from './state.js';

export interface DeskOptions extends Pick<ConnectionOptions, 'url' | 'session' | 'Socket'> {
  /** Conversation to open at once. */
  open?: string | null;
  /** The list to show. Default: who waits. */
  list?: ListName;
  /** What was written at an earlier desk in this tab. */
  drafts?: ReadonlyMap<string, Draft>;
}

export function createDesk({ open: first, list = 'waiting', drafts: kept, ...connecting }: DeskOptions) {
  const state = createState(list);
  const files = createFiles({
    base: connecting.url.replace(/^ws/, 'http').replace(/\/v1\/socket$/, ''),
    session: connecting.session,
    connection: () => connection,
    onChange: (conversation) => drafts.renew(conversation),
  });
  const deliver: Deliver = async (mode, conversation, id, text, to) => {
    if (mode === 'note') return state.addNote(await connection.ask<'note'>({ t: 'note', id, conversation, text }));
    const along = files.parts(conversation);
    const said = { text, ...(to && { to }) };
    const { seq, at } = await connection.ask<'reply'>({
      ...{ t: 'reply', id, conversation, ...said },
      ...(along.length && { files: along }),
    });
    files.sent(conversation, along);
    const me = state.me.peek();
    const author = { kind: 'agent' as const, ...(me && { id: me.id, name: me.name }) };
    state.addMessage({
      id,
      conversation,
      author,
      parts: [...(text ? [{ type: 'text' as const, ...said }] : []), ...along],
      seq,
      at,
    });
  };
  const drafts = createDrafts(deliver, kept, (conversation) => files.parts(conversation).length > 0);

  const people = createPeople(state, () => connection);
  const readTo = new Map<string, number>();

  async function load(id: string) {
    state.changeThread(id, () => ({ phase: 'loading' }));
    void people.load(id);
    try {
      const answer = await connection.ask<'load'>({ t: 'load', conversation: id });
      state.loaded(answer);
      for (const { id: known } of [...answer.messages, ...answer.notes]) drafts.settle(id, known);
    } catch (thrown) {
      const { code } = toSobaniError(thrown);
      // without a connection it is loaded again after the reconnect
      if (code === 'offline') return;
      state.changeThread(id, () => ({ phase: code === 'not-found' ? 'gone' : 'failed' }));
    }
  }

  function open(id: string) {
    if (state.openId.peek() === id) return;
    stopTyping();
    state.problem.value = null;
    state.cardOpen.value = false;
    state.thread.value = { id, phase: 'loading', messages: [], notes: [], card: null, history: noHistory };
    void load(id);
  }

  async function act(question: Extract<Question, { t: 'assign' | 'resolve' | 'reopen' }>) {
    state.problem.value = null;
    try {
      await connection.ask(question);
    } catch (thrown) {
      state.problem.value = toSobaniError(thrown).message;
    }
  }

  let typingIn: string | null = null;
  const typingAt = new Map<string, number>();
  function stopTyping() {
    if (typingIn) connection.tell({ t: 'typing', conversation: typingIn, on: false });
    typingIn = null;
  }

  const connection: Connection = createConnection({
    ...connecting,
    onState(next) {
      state.connection.value = next;
    },
    onFrame(frame) {
      state.apply(frame);
      if (frame.t === 'message') {
        const { id, conversation, parts } = frame.message;
        drafts.settle(conversation, id);
        files.sent(
          conversation,
          parts.filter((part) => part.type === 'file'),
        );
      }
      if (frame.t === 'note') drafts.settle(frame.note.conversation, frame.note.id);
      if (frame.t === 'rewritten') people.rewritten(frame.person);
      if (frame.t !== 'welcome') return;
      readTo.clear();
      const id = state.openId.peek();
      if (id) void load(id);
    },
  });

  // what the visitor wrote is read once it is on an agent's screen
  function read() {
    const thread = state.thread.value;
    if (thread?.phase !== 'ready' || document.visibilityState !== 'visible') return;
    const seq = thread.messages.reduce((last, m) => (m.author.kind === 'visitor' ? m.seq : last), 0);
    if (seq <= (readTo.get(thread.id) ?? 0)) return;
    readTo.set(thread.id, seq);
    connection.tell({ t: 'read', conversation: thread.id, seq });
  }
  const stopReading = effect(read);
  const ticking = setInterval(() => {
    state.now.value = Date.now();
  }, 30_000);
  document.addEventListener('visibilitychange', read);

  if (first) open(first);

  return {
    state,
    drafts,
    files,
    people,
    open,
    /** Shows that part of the card. */
    showCard(tab: 'details' | 'timeline') {
      state.cardTab.value = tab;
      const id = state.openId.peek();
      if (id && tab === 'timeline') state.changeHistory(id, () => ({ unseen: 0 }));
    },
    /** Loads the open conversation again. */
    reload() {
      const id = state.openId.peek();
      if (id) void load(id);
    },
    show(list: ListName) {
      state.list.value = list;
    },
    /** `null` puts it back to waiting. */
    assign: (conversation: string, agent: string | null) => act({ t: 'assign', conversation, agent }),
    resolve: (conversation: string) => act({ t: 'resolve', conversation }),
    reopen: (conversation: string) => act({ t: 'reopen', conversation }),
    setMode(conversation: string, mode: Mode) {
      if (mode === 'note') stopTyping();
      drafts.setMode(conversation, mode);
    },
    /** What is written as a reply answers this message; with null none. */
    answer(conversation: string, to: string | null) {
      drafts.setTo(conversation, to);
    },
    /** The composer's text changed. Only a reply is announced to the visitor. */
    write(conversation: string, text: string) {
      drafts.setText(conversation, text);
      if (drafts.get(conversation).mode === 'note' || !text) return stopTyping();
      const now = performance.now();
      if (now - (typingAt.get(conversation) ?? Number.NEGATIVE_INFINITY) < TIMES.typing) return;
      typingIn = conversation;
      typingAt.set(conversation, now);
      connection.tell({ t: 'typing', conversation, on: true });
    },
    send(conversation: string) {
      stopTyping();
      return drafts.send(conversation);
    },
    retryConnection: () => connection.retry(),
    /** Ends the connection; the desk is of no use afterwards. */
    stop() {
      stopReading();
      clearInterval(ticking);
      document.removeEventListener('visibilitychange', read);
      connection.stop();
    },
  };
}

export type Desk = ReturnType<typeof createDesk>;
