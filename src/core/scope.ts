/** The world of one principal: what is kept, what waits to be sent, the connection. Gone as a whole when the person changes. */
import type { Message } from '../types.js';
import { type Connection, createConnection } from './connection.js';
import { createDelivery, type Delivery } from './delivery.js';
import { SobaniError } from './errors.js';
import type { Upload } from './file-ports.js';
import { createFormers } from './formers.js';
import { lastSeq } from './last-seq.js';
import type { Clock, Cursor, Disk, RemoteMessage, Session, Transport, TransportEvent } from './ports.js';
import { createRecovery, type Recovery } from './recover.js';
import type { Restored } from './restored.js';
import { conversationKey, messageKey, sessionKey } from './rows.js';
import type { Store } from './store.js';
import { createTypists } from './typists.js';
import { unreadable } from './unreadable.js';

export { NOTHING, type Restored } from './restored.js';

export interface ScopeOptions {
  store: Store;
  disk: Disk;
  /** Rejects when it cannot be read. */
  load(prefixes: string[]): Promise<Restored>;
  clock: Clock;
  transport(): Promise<Transport>;
  app: string;
  /** Null for an anonymous visitor. */
  token: (() => Promise<string>) | null;
  /** Of an anonymous visitor: what their rows say of when they were written. */
  epoch?: (() => string | undefined) | undefined;
  onError(error: SobaniError): void;
  upload?: Upload;
  /** The back end has said who this is; nothing of the session has arrived yet. True where the anonymous visitor is now known. */
  onWelcome?: (() => Promise<boolean>) | undefined;
}

export interface Scope {
  readonly disk: Disk;
  readonly delivery: Delivery;
  connection: Connection;
  restore(found: Restored): void;
  /** How far each conversation's log is held. */
  readonly cursors: Map<string, Cursor>;
  /** How far it surely is, where another tab's cursor was read without all the messages it speaks of. */
  readonly surely: Map<string, Cursor | undefined>;
  readonly recovery: Recovery;
  /** The secret of the anonymous session, for the back end to let its conversations follow. */
  secret: string | null;
  /** Takes in a message that the back end has. */
  receive(message: RemoteMessage, cursor?: Cursor): void;
  /** Fetches what was said before what is shown. Answers whether there is more. */
  earlier(conversation: string): Promise<boolean>;
  /** The visitor is writing; told to the back end now and then. */
  typing(conversation: string): void;
  /** The visitor has seen all that came in. */
  seen(conversation: string): void;
  saveConversation(id: string): void;
  /** Another person is here. */
  isClosed: boolean;
  /** `keeps`: what is being saved stays on disk. */
  close(keeps?: boolean): void;
}

/** In place of a cursor, of what can only be read: the back end knows nothing of it, or not as this person's. */
const OVER = '';

export function createScope(options: ScopeOptions): Scope {
  const { store, disk, clock } = options;
  const cursors = new Map<string, Cursor>();
  const surely: Scope['surely'] = new Map();
  const typists = createTypists(store, clock);
  /** Conversations that were read while nobody could be told. */
  const readUntold = new Set<string>();
  /** Who the last session was of. */
  let known: string | null = null;
  let isSamePerson = true;
  /** Known since this session, of which the log has not been replayed yet. */
  let isNew = false;
  let isAgain = false;
  const formers = createFormers();
  const delivery = createDelivery(store, disk, clock, options.epoch, options.upload);

  const recovery = createRecovery(store, delivery, (conversation, log, gone, isOver) => {
    if (isOver) cursors.set(conversation, OVER);
    const rows = log.map((message) => [messageKey(message), message] as const);
    void disk.write([...gone.map((m) => [messageKey(m), undefined] as const), ...rows, conversationRow(conversation)]);
  });
  const conversationRow = (id: string) => {
    // until it is known what the log has lost, the next page is to ask for all of it too
    const cursor = recovery.isHeld(id) ? recovery.askedFrom(id) : cursors.get(id);
    return [conversationKey(id), { conversation: store.conversation(id), ...(cursor != null && { cursor }) }] as const;
  };
  const saveConversation = (id: string) => void (store.conversation(id) && disk.write([conversationRow(id)]));
  const toMessage = (remote: RemoteMessage): Message => ({
    ...remote,
    ...(remote.author.kind === 'visitor' ? { state: 'sent' as const } : {}),
  });
  const receive = (remote: RemoteMessage, cursor?: Cursor) => {
    if (!recovery.isHeld(remote.conversation)) delivery.settle(remote);
    const isFirst = cursor && !cursors.has(remote.conversation);
    if (cursor) cursors.set(remote.conversation, cursor);
    const held = store.messages(remote.conversation).value.find(({ id }) => id === remote.id);
    // the echo of an own message is written already; its cursor goes along with the next row, or is replayed to again
    if (held?.seq === remote.seq && JSON.stringify(held.parts) === JSON.stringify(remote.parts)) {
      if (isFirst) saveConversation(remote.conversation);
      return;
    }
    const message = toMessage(remote);
    store.apply({ type: 'message', message }, 'backend');
    // while it is compared, the log on disk stays as it was, and then is changed all at once
    if (recovery.isHeld(message.conversation)) return;
    void disk.write([[messageKey(message), message], conversationRow(message.conversation)]);
  };

  /** Asks anew; `former`: in the name of whom they were. */
  const again = (former?: string) => {
    isAgain = true;
    connection.stop();
    isAgain = false;
    scope.secret = former ?? scope.secret;
    void connection.start().catch(() => {});
  };
  const onEvent = (event: TransportEvent) => {
    if (scope.isClosed) return;
    switch (event.type) {
      case 'message':
        return receive(event.message, event.cursor);
      case 'conversation': {
        const { id } = event.conversation;
        // theirs after all, as another device of theirs has made known: what comes is compared with what could only be read
        if (cursors.get(id) === OVER) {
          onEvent({ type: 'reset', conversation: id });
          if (connection.session) return again();
        }
        store.apply(event, 'backend');
        return saveConversation(id);
      }
      case 'typing':
        return typists.hear(event.conversation, event.on ? event.author : null);
      case 'reset': {
        const { conversation, restored } = event;
        const former = restored && formers.next();
        if (former) return again(former);
        recovery.hold(conversation, restored && cursors.get(conversation));
        cursors.delete(conversation);
        store.apply({ type: 'reset', conversation }, 'backend');
        return saveConversation(conversation);
      }
    }
  };

  const saveSession = ({ secret, person }: Session) => {
    const { all } = formers;
    const former = all[0] && { former: all[0], formers: all };
    void disk.write([[sessionKey, { secret, person, ...(isNew && { isNew }), ...former, epoch: options.epoch?.() }]]);
  };
  const resetUntold = () => {
    const isUntold = (id: string) => !cursors.has(id) && lastSeq(store.messages(id).value);
    for (const { id } of store.conversations.value) if (isUntold(id)) onEvent({ type: 'reset', conversation: id });
  };

  const wait = unreadable();
  let isDurable = true;
  const unlisten = store.listen((event, origin) => {
    // another tab has got a new session
    if (event.type === 'person' && origin === 'tab' && event.person?.verified === !!options.token)
      known = event.person.id;
    if (event.type === 'consent') delivery.restrict(event.consent);
    if (event.type !== 'durable') return;
    if (event.durable && !isDurable) delivery.saved();
    isDurable = event.durable;
  });
  const connection = createConnection({
    transport: options.transport,
    app: options.app,
    clock,
    token: options.token,
    locale: () => store.locale.value,
    async secret() {
      // another tab may have a session by now
      const found = scope.secret ? null : await options.load([sessionKey]).catch(wait);
      scope.secret ??= found?.secret ?? null;
      return scope.secret;
    },
    cursors: () => Object.fromEntries([...cursors].filter(([, cursor]) => cursor)),
    onStatus: (status) => scope.isClosed || store.apply({ type: 'status', status }, 'system'),
    async onSession(session) {
      // somebody new; but this tab may have slept over it, and another one be somebody already
      const other = scope.secret || options.token ? null : await options.load([sessionKey]).catch(() => null);
      if (other?.secret)
        throw new SobaniError('offline', 'Another tab has a session.', { retryable: true, retryAfter: 0 });
      const { secret } = scope;
      if (await options.onWelcome?.()) {
        isNew = true;
        if (secret) formers.add(secret);
      }
      if (scope.isClosed) return;
      // the anonymous session of this tab may have become somebody's in another one
      const before = known ?? (options.token ? null : store.person.value?.id);
      isSamePerson = !before || before === session.person.id;
      known = session.person.id;
      scope.secret = session.secret;
      store.apply({ type: 'person', person: session.person }, 'backend');
      saveSession(session);
      // of whose log nothing says how far it is held: it comes from its beginning, and what does not is lost
      if (!isNew) resetUntold();
      // told from there on, or from its beginning, to what is shown
      for (const [id, cursor] of surely) {
        if (cursor) cursors.set(id, cursor);
        else cursors.delete(id);
      }
      surely.clear();
    },
    onEvent,
    onCaughtUp(session) {
      // what is not replayed either that should be from its beginning
      if (isNew) resetUntold();
      recovery.settle(isSamePerson, isNew);
      if (isNew) {
        isNew = false;
        saveSession(session);
      }
      delivery.start(session);
      for (const id of readUntold) session.read?.(id, store.conversation(id)?.readTo ?? 0);
      readUntold.clear();
    },
    onLost() {
      typists.clear();
      delivery.stop();
      if (!isAgain) formers.renew();
      // nothing is shown any more of whoever has left
      if (scope.isClosed) return;
      for (const [id, cursor] of recovery.abandon()) {
        if (cursor) cursors.set(id, cursor);
        else cursors.delete(id);
      }
    },
    onError: options.onError,
  });
  const scope: Scope = {
    disk,
    delivery,
    cursors,
    surely,
    recovery,
    secret: null,
    isClosed: false,
    receive,
    connection,
    restore(found) {
      scope.secret = found.secret;
      known = found.person?.id ?? null;
      isNew = found.isNew === true;
      formers.all = found.formers ?? (found.former ? [found.former] : []);
      if (found.person) store.apply({ type: 'person', person: found.person }, 'disk');
      if (found.consent) store.apply({ type: 'consent', consent: found.consent }, 'disk');
      if (found.settings) store.apply({ type: 'settings', settings: found.settings }, 'disk');
      for (const { conversation, cursor } of found.conversations) {
        if (cursor != null) cursors.set(conversation.id, cursor);
        store.apply({ type: 'conversation', conversation }, 'disk');
      }
      for (const message of found.messages) store.apply({ type: 'message', message }, 'disk');
      delivery.restore(found.outbox);
      store.apply({ type: 'restored' }, 'disk');
    },
    async earlier(conversation) {
      const { session } = scope.connection;
      const oldest = store.messages(conversation).value.find((m) => m.seq)?.seq;
      if (!session || !oldest || oldest === 1) return false;
      const page = await session.history({ conversation, before: oldest, limit: 50 });
      for (const message of page.messages) receive(message);
      return page.before !== null;
    },
    typing(conversation) {
      const { session } = scope.connection;
      if (session?.typing && store.conversation(conversation) && typists.mayTell()) session.typing(conversation, true);
    },
    seen(id) {
      const conversation = store.conversation(id);
      const readTo = lastSeq(store.messages(id).value);
      if (!conversation || readTo <= conversation.readTo) return;
      store.apply({ type: 'conversation', conversation: { ...conversation, readTo } }, 'visitor');
      if (scope.connection.session) scope.connection.session.read?.(id, readTo);
      else readUntold.add(id);
      saveConversation(id);
    },
    saveConversation,
    close(keeps) {
      unlisten();
      scope.isClosed = true;
      scope.connection.stop();
      delivery.close(keeps);
    },
  };
  return scope;
}
