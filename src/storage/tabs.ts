/**
 * The same messenger in several tabs: one connection for all of them, and what one has written shown by the others. The
 * disk is the truth; on the channel there are only hints to look there, so that whatever another script says on it can neither send nor show anything.
 */
import { type Accounts, ANONYMOUS, isMoving } from '../core/accounts.js';
import { type Connection, within } from '../core/connection.js';
import type { Session } from '../core/ports.js';
import { messageKey, outboxPrefix } from '../core/rows.js';
import * as TIMES from '../core/times.js';
import type { Status } from '../types.js';
import { type ElectionFrame, joinElection, type Locks } from './election.js';
import { mergeRows } from './merge-rows.js';
import { remoteSession } from './remote.js';
import type { Vault } from './vault.js';

/** `BroadcastChannel`, as far as it is used. */
export interface Channel {
  postMessage(frame: unknown): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  close(): void;
}

export interface TabsPorts {
  locks: Locks | undefined;
  /** Null where there are none: then every tab leads. */
  channel: ((name: string) => Channel) | null;
  /** Tells this tab from the others. */
  id: string;
}

type Frame =
  | ElectionFrame
  /** These rows were written. */
  | { t: 'rows'; keys: string[] }
  | { t: 'status'; status: Status }
  /** The visitor writes, in a tab that cannot tell the back end. */
  | { t: 'typing'; conversation: string }
  /** An agent does. */
  | { t: 'typed'; conversation: string; on: boolean };

/** The tabs of one principal. */
export interface Group {
  /** Makes the others look at the marker. */
  poke(): void;
  leave(): void;
}

const STATUS = /^(idle|connecting|online|offline|paused|unavailable)$/;
/** After this time what could not be read is looked for again. Milliseconds. */
const AGAIN = 5_000;
/** More changes than this are read all at once. */
const FEW = 8;

export interface GroupOptions {
  accounts: Accounts;
  vault: Vault;
  ports: TabsPorts;
  name: string;
  /** False when this person has left, and nothing of theirs is to be shown. */
  check(): boolean;
}

/** Shares what is here now with the other tabs, until `leave`. */
export function joinGroup({ accounts, vault, ports, name, check }: GroupOptions): Group {
  const { store, clock, principal, scope } = accounts;
  // where there is none every tab is connected, and what they share is the disk
  const channel = ports.channel?.(name);
  const inner = scope.connection;
  /** Once the back end has said in this tab who this is, it need not be asked again. */
  let isProven = principal === ANONYMOUS || inner.session !== null;
  let isOver = false;
  let undoTyping = () => {};
  const post = (frame: Frame) => {
    if (!isOver) channel?.postMessage(frame);
  };
  const isLeading = () => !channel || election.isLeading;
  let undoAgain = () => {};
  /** What is to be read; the empty one is everything. */
  const wanted = new Set(['']);
  let looking: Promise<void> | undefined;
  const look = async () => {
    try {
      while (wanted.size) {
        const keys = wanted.has('') || wanted.size > FEW ? [''] : [...wanted];
        wanted.clear();
        const { value: consent } = store.consent;
        const all = await accounts.loadOwn(principal, keys).catch(() => null);
        // what was agreed to meanwhile is not on disk as it was read
        if (all && store.consent.value !== consent) all.consent = null;
        if (isOver || scope.isClosed) return;
        const found = all && !(keys.includes('') && isMoving(all)) && all;
        undoAgain();
        if (found) mergeRows(scope, store, found, keys, isLeading() ? inner.session : null);
        accounts.connect();
        if (found) continue;
        wanted.add('');
        undoAgain = clock.setTimeout(() => void read(), AGAIN);
        return;
      }
    } finally {
      // here and not later: what is asked for from now on needs another look
      looking = undefined;
    }
  };
  /**
   * Reads what others have written: what is asked for in one turn at once, and one look after the other, because one that
   * takes long may fail after a later one. After what could not be read everything is, soon.
   */
  const read = (keys: string[] = []) => {
    for (const key of keys) wanted.add(key);
    looking ??= Promise.resolve().then(look);
    return looking;
  };
  const hint = (keys: string[]) => {
    if (check() && keys.length) void read(keys);
  };

  /** A tab says something as soon as it is here. */
  let isAlone = !!channel;
  let blindUntil = 0;
  /** The outbox as it is on disk: what others have put in, and what they got rid of. */
  const sync = async () => {
    // a disk that hangs holds up one message, and not each of them
    if (isAlone || clock.now() < blindUntil) return;
    const found = await accounts.loadOwn(principal, [outboxPrefix]).catch(() => null);
    if (!found) blindUntil = clock.now() + AGAIN;
    if (!found || isOver || scope.isClosed) return;
    scope.delivery.restore(found.outbox);
    const here = new Set(found.outbox.map(({ id }) => id));
    const sent = scope.delivery.waiting().filter(({ id, key }) => key && !here.has(id));
    // sent by another tab; or else erased under our feet, and then it is sent from here
    if (sent.length) await read(sent.map(({ message }) => messageKey(message)));
  };

  let undoLook: (() => void) | undefined;
  /** A tab may die between writing and telling: where there are others, the outbox is looked at now and then. */
  const lookSoon = () => {
    undoLook ??= clock.setTimeout(() => {
      undoLook = undefined;
      void sync();
      // without a channel nobody says that there are others
      if (!channel) lookSoon();
    }, TIMES.steal);
  };
  if (!channel) lookSoon();

  const take = () => {
    election.take();
    const ready = new Promise<Session>((resolve) => {
      const undo = store.status.subscribe(() => {
        if (!inner.session) return;
        resolve(inner.session);
        queueMicrotask(() => undo());
      });
    });
    return within(ready, TIMES.connect, clock, 'Connecting');
  };
  const remote = remoteSession(take, (conversation) => post({ t: 'typing', conversation }));

  const shared: Connection = {
    get session() {
      return isLeading() ? inner.session : store.status.value === 'online' ? remote : null;
    },
    start() {
      if (!isLeading() && isProven) return Promise.resolve(store.person.value!);
      const started = inner.start().then((person) => {
        isProven = true;
        // a group that was left has no say: the one joined since may lead
        if (isOver || isLeading()) return person;
        inner.stop();
        // what that session has dropped, and not brought yet
        void read(['']);
        return person;
      });
      // not everybody who starts it waits for it
      started.catch(() => {});
      return started;
    },
    wake: () => inner.wake(),
    stop: () => inner.stop(),
  };

  const hear = (frame: Frame) => {
    isAlone = false;
    switch (frame.t) {
      case 'rows':
        if (Array.isArray(frame.keys)) hint(frame.keys.map(String));
        return;
      case 'status':
        if (isLeading()) return;
        // somebody else holds the connection
        if (inner.session) inner.stop();
        if (STATUS.test(frame.status)) store.apply({ type: 'status', status: frame.status }, 'tab');
        // who sent it may have died before it told
        if (scope.delivery.waiting().some(({ key, failed }) => key && !failed)) lookSoon();
        return;
      case 'typing':
        if (isLeading() && store.conversation(frame.conversation)) inner.session?.typing?.(frame.conversation, true);
        return;
      case 'typed': {
        const { conversation } = frame;
        const author = store.conversation(conversation)?.assignee;
        if (isLeading() || !author) return;
        const show = (on: boolean) => store.apply({ type: 'typing', conversation, author: on ? author : null }, 'tab');
        undoTyping();
        show(frame.on === true);
        const undo = clock.setTimeout(() => show(false), TIMES.typingShown);
        undoTyping = () => {
          undo();
          show(false);
        };
        return;
      }
      case 'ping':
      case 'pong':
      case 'lead':
      case 'free':
        election.hear(frame);
        if (frame.t === 'ping' && isLeading()) {
          post({ t: 'status', status: store.status.value });
          lookSoon();
        }
    }
  };

  if (channel) channel.onmessage = ({ data }) => hear(Object(data) as Frame);
  scope.connection = shared;
  scope.delivery.sync = sync;
  const root = `${principal}/`;
  vault.onWritten = (keys) => {
    const own = keys.filter((key) => key.startsWith(root)).map((key) => key.slice(root.length));
    if (own.length) post({ t: 'rows', keys: own });
  };
  const unlisten = store.listen((event, origin) => {
    if (origin === 'tab') return;
    if (!isLeading()) {
      // what is not on disk can be sent by no other tab, and by this one only where it knows as whom
      const isStuck = event.type === 'durable' && !event.durable && (scope.secret || principal !== ANONYMOUS);
      if (isStuck && scope.delivery.waiting().some(({ failed }) => !failed)) election.take();
      return;
    }
    if (event.type === 'status') post({ t: 'status', status: event.status });
    if (event.type === 'typing') post({ t: 'typed', conversation: event.conversation, on: event.author !== null });
  });
  const election = joinElection({
    ...{ name, id: ports.id, clock, post },
    locks: channel && ports.locks,
    // what the one before has done is on disk, and it may have died before it told the others
    onLead: () => void read(['']).then(() => post({ t: 'rows', keys: [''] })),
    // whoever took it did so because this tab hung, and may have missed what was said meanwhile
    onLose() {
      inner.stop();
      void read(['']);
    },
  });
  // what was written before this tab could hear of it, and what it wrote while nobody heard it
  void read(['']).then(() => {
    const keys = scope.delivery.waiting().flatMap(({ key }) => key || []);
    if (keys.length) post({ t: 'rows', keys });
  });
  return {
    poke: () => post({ t: 'rows', keys: [] }),
    leave() {
      isOver = true;
      unlisten();
      undoTyping();
      undoAgain();
      undoLook?.();
      vault.onWritten = null;
      scope.connection = inner;
      scope.delivery.sync = null;
      election.leave();
      channel?.close();
    },
  };
}
