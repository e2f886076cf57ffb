import { SobaniError } from '../core/errors.js';
import type { UploadLimits } from '../core/file-ports.js';
import type { Agent, DeskAnswers, DeskAsk, DeskClientFrame, DeskServerFrame } from '../wire/desk.js';
import type { Connection } from './connection.js';
import { createDeskPeople } from './desk-people.js';
import * as rules from './desk-rules.js';
import type { DeskSessions } from './desk-sessions.js';
import { createDeskView, toDeskCard, toDeskMessage } from './desk-view.js';
import { createEnrichment } from './enrich.js';
import type { DeskSeat, Hub } from './hub.js';
import type { Logger } from './logger.js';
import type { Settings } from './parse-options.js';
import type { Rates } from './relay-rates.js';
import { notFound } from './rules.js';
import type { ConversationRow, Store } from './store.js';
import type { Uploads } from './uploads.js';
import { fitting } from './visitor.js';

/** One agent's connection. */
export interface DeskUser {
  agent: Agent;
  connection: Connection<DeskServerFrame>;
  /** Conversations that it has loaded, and whose they are: it is told of their cards and timelines. */
  loaded: Map<string, string>;
}

interface DeskServices extends Pick<Settings, 'enrich' | 'enrichTimeout'> {
  store: Store;
  hub: Hub;
  log: Logger;
  now: () => number;
  rates: Rates;
  sessions: DeskSessions;
  onError(error: unknown): void;
  uploads: Uploads | null;
  /** What of files is taken. */
  upload: UploadLimits | null;
}

const LISTED = 500;
const LOG = 200;
const LOG_BYTES = 512 * 1024;

/** What agents ask and say, and what all of them are told. */
export function createDesk(services: DeskServices) {
  const { store, hub, rates, sessions, onError } = services;
  const users = new Set<DeskUser>();
  const view = createDeskView(store, hub);
  let work: Promise<void> = Promise.resolve();

  const broadcast = (frame: DeskServerFrame) => {
    for (const { connection } of users) connection.send(frame);
  };
  /** Keeps what is told in the order in which it happened, although telling takes reading. */
  const inOrder = (task: () => Promise<void>) => {
    if (users.size) work = work.then(task).catch(onError);
  };

  async function tellConversation(row: ConversationRow | null): Promise<void> {
    const conversation = row && (await view.toDeskConversation(row));
    if (conversation) broadcast({ t: 'conversation', conversation });
  }

  const enrichment = createEnrichment({
    ...services,
    timeout: services.enrichTimeout,
    onChange: (person) => inOrder(() => people.tellCards(person)),
  });
  const people = createDeskPeople({ store, users, enrichment, inOrder });

  /** Notes that the conversation's messages from that place on were sent to a desk; what is before may be missing there. */
  function deliver({ id, lastSeq }: ConversationRow, from: number): void {
    const decide = rules.delivered(from, lastSeq);
    store.commit({ conversation: id, message: null, decide }).catch(onError);
  }

  const seat: DeskSeat = {
    change: ({ before, after, messages, snapshot, happened }) =>
      inOrder(async () => {
        if (before && after.deliveredTo > before.deliveredTo) return; // its own doing, see `deliver`
        await tellConversation(after);
        for (const message of messages) broadcast({ t: 'message', message: toDeskMessage(message) });
        const [first] = messages;
        if (first && [...users].some(({ connection }) => connection.isOpen)) deliver(after, first.seq);
        // a change without any difference of its own says that the person is another one now
        if (before === after) await people.moved(after);
        else if (snapshot || happened?.some(({ kind }) => kind === 'rating')) await people.tellCard(after);
        if (happened?.length) people.tell(after.person, { t: 'happened', person: after.person, entries: happened });
      }),
    gone: (ids, person) => {
      enrichment.forget(person);
      inOrder(async () => {
        for (const conversation of ids) broadcast({ t: 'gone', conversation });
      });
    },
    withdrawn: (person) =>
      inOrder(async () => {
        await people.tellCards(person);
        people.tell(person, { t: 'rewritten', person });
      }),
    rated: (person, entries) =>
      inOrder(async () => {
        await people.tellCards(person);
        people.tell(person, { t: 'happened', person, entries });
      }),
    presence: (person) =>
      inOrder(async () => {
        for (const row of await store.conversations(person, LISTED)) {
          if (row.status !== 'resolved') await tellConversation(row);
        }
      }),
    typing: (conversation, author, on) => broadcast({ t: 'typing', conversation, author, on }),
  };
  hub.desk.add(seat);

  async function load({ loaded }: DeskUser, id: string): Promise<DeskAnswers['load']> {
    const row = await store.conversation(id);
    const card = row && (await store.card(row));
    const conversation = row && (await view.toDeskConversation(row));
    if (!card || !conversation) throw notFound();
    const found = await store.messages(id, { after: 0, before: null, limit: LOG });
    const messages = fitting(found, LOG_BYTES).map(toDeskMessage);
    loaded.set(id, row.person);
    deliver(row, 1);
    enrichment.ask(card.person);
    const shown = toDeskCard(card, enrichment.now(row.person));
    return { conversation, messages, notes: await store.notes(id), card: shown };
  }

  function find(agent: string): Agent {
    const found = sessions.agents.find(({ id }) => id === agent);
    if (!found) throw new SobaniError('not-found', 'there is no such agent', { path: 'agent' });
    return found;
  }

  async function ask(user: DeskUser, frame: DeskAsk): Promise<DeskAnswers[keyof DeskAnswers]> {
    const { conversation } = frame;
    const { agent } = user;
    const change = (decide: ReturnType<typeof rules.resolve>, message: string | null = null) =>
      store.commit({ conversation, message, decide });
    switch (frame.t) {
      case 'load':
        return load(user, conversation);
      case 'reply': {
        const { id, text, to, files = [] } = frame;
        const done = await change(rules.reply({ id, text, files, ...(to && { to }) }, agent), id);
        const stored = done?.messages.find((one) => one.id === id) ?? (await store.message(conversation, id));
        if (!stored) throw notFound();
        return { id, seq: stored.seq, at: stored.at };
      }
      case 'note': {
        const note = await store.addNote({ id: frame.id, conversation, by: agent, text: frame.text });
        if (!note) throw notFound();
        broadcast({ t: 'note', note });
        return note;
      }
      case 'file':
        if (!services.uploads) throw notFound();
        return services.uploads.url(conversation, frame.file);
      case 'assign':
        await change(rules.assign(frame.agent === null ? null : find(frame.agent)));
        return null;
      case 'resolve':
        await change(rules.resolve(agent));
        return null;
      case 'reopen':
        await change(rules.reopen(agent));
        return null;
      default:
        return people.ask(agent, frame);
    }
  }

  async function typing({ agent }: DeskUser, { conversation, on }: DeskClientFrame & { t: 'typing' }): Promise<void> {
    if (!rates.allowsTyping(`agent:${agent.id}`, conversation, on)) return;
    const row = await store.conversation(conversation);
    if (!row) return;
    const author = { kind: 'agent' as const, id: agent.id, name: agent.name };
    for (const visitor of hub.seats(row.person)) visitor.typing(conversation, author, on);
  }

  async function read({ conversation, seq }: DeskClientFrame & { t: 'read' }): Promise<void> {
    await store.commit({ conversation, message: null, decide: rules.readByAgent(seq) });
  }

  return {
    ask,
    typing,
    read,
    async join(user: DeskUser): Promise<void> {
      const conversations = await view.toDeskConversations(await store.recent(LISTED));
      if (!user.connection.isOpen) return;
      const { upload } = services;
      const { agent } = user;
      user.connection.send({
        t: 'welcome',
        agent,
        agents: [...sessions.agents],
        conversations,
        ...(upload && { upload }),
      });
      users.add(user);
    },
    leave: (user: DeskUser) => void users.delete(user),
    /** Agents' connections. */
    get size() {
      return users.size;
    },
  };
}
