import { fireEvent, render } from '@testing-library/preact';
import { h } from 'preact';
import { referenceOf } from '../../src/core/reference.js';
import { App } from '../../src/desk/components/App.js';
import { createDesk, type DeskOptions } from '../../src/desk/desk.js';
import '../../src/desk/styles/desk.css';
import type {
  Agent,
  DeskAnswers,
  DeskAsk,
  DeskCard,
  DeskClientFrame,
  DeskConversation,
  DeskEarlier,
  DeskEntry,
  DeskMessage,
  DeskServerFrame,
} from '../../src/wire/desk.js';

export const mara: Agent = { id: 'mara', name: 'Mara Lindqvist' };
export const tomas: Agent = { id: 'tomas', name: 'Tomás Oliveira' };
export const NOW = Date.now();
export const MINUTE = 60_000;

export function conversation(id: string, change: Partial<DeskConversation> = {}): DeskConversation {
  return {
    id,
    app: 'shop',
    status: 'waiting',
    person: { id: `person-${id}`, verified: false, anonymous: true, name: `Name ${id}` },
    assignee: null,
    tags: [],
    team: null,
    reason: null,
    reference: referenceOf(id),
    priority: 'normal',
    tone: null,
    language: null,
    intent: null,
    unread: 0,
    at: NOW,
    waitingSince: NOW,
    preview: `Preview ${id}`,
    previewBy: 'visitor',
    online: false,
    readTo: 0,
    ...change,
  };
}

export function message(
  seq: number,
  text: string,
  kind: DeskMessage['author']['kind'] = 'visitor',
  change: Partial<DeskMessage> = {},
): DeskMessage {
  const parts = [{ type: 'text' as const, text }];
  return { id: `message-${seq}`, conversation: 'a', author: { kind }, parts, at: NOW + seq, seq, ...change };
}

export function card(change: Partial<DeskCard> = {}): DeskCard {
  const person = { id: 'person-a', verified: false, anonymous: true, name: 'Name a' };
  const nothing = {
    snapshot: null,
    snapshotAt: null,
    summary: null,
    earlier: [],
    hasEarlier: false,
    notes: [],
    ratings: [],
    enriched: null,
  };
  return { person, claims: {}, ...nothing, ...change };
}

/** What a `load` answers beside the conversation; unchecked, so that a test can let the relay say anything. */
interface Loaded {
  messages?: unknown[];
  notes?: unknown[];
  card?: unknown;
}

/** A relay without a network: it keeps what it was told and says what the test lets it say. */
export function createFakeRelay(conversations: DeskConversation[] = []) {
  const sent: DeskClientFrame[] = [];
  const loads = new Map<string, Loaded>();
  let live: FakeSocket | null = null;
  let isDown = false;
  /** Asks that are not answered by themselves. */
  const held = new Set<DeskAsk['t']>();

  const timelines = new Map<string, DeskEntry[]>();
  let pageSize = 50;

  function timeline({ conversation, before, kinds }: DeskAsk & { t: 'timeline' }): DeskAnswers['timeline'] {
    const all = (timelines.get(conversation) ?? []).filter(
      ({ at, id, kind }) =>
        (!kinds || kinds.includes(kind)) && (!before || at < before.at || (at === before.at && id < before.id)),
    );
    const entries = all.sort((a, b) => b.at - a.at || b.id - a.id).slice(0, pageSize);
    const last = entries.at(-1);
    return { entries, before: all.length > pageSize && last ? { at: last.at, id: last.id } : null };
  }

  let olderConversations: DeskEarlier[] = [];
  const earlier = ({ before }: DeskAsk & { t: 'earlier' }): DeskAnswers['earlier'] => ({
    earlier: olderConversations.filter(({ at }) => at < before.at),
    hasEarlier: false,
  });

  function answer(frame: DeskAsk): unknown {
    if (frame.t === 'load') {
      const listed = conversations.find((c) => c.id === frame.conversation);
      return { conversation: listed, messages: [], notes: [], card: card(), ...loads.get(frame.conversation) };
    }
    if (frame.t === 'timeline') return timeline(frame);
    if (frame.t === 'earlier') return earlier(frame);
    if (frame.t === 'reply') return { id: frame.id, seq: 900 + sent.length, at: NOW };
    if (frame.t === 'note') return { ...frame, by: mara, at: NOW };
    return null;
  }

  class FakeSocket {
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number }) => void) | null = null;
    constructor(readonly url: string) {
      queueMicrotask(() => {
        if (isDown) return this.onclose?.({ code: 1006 });
        live = this;
        this.onopen?.();
      });
    }
    send(text: string) {
      const frame = JSON.parse(text) as DeskClientFrame;
      sent.push(frame);
      if (frame.t === 'hello') relay.emit({ t: 'welcome', agent: mara, agents: [mara, tomas], conversations });
      if ('r' in frame && !held.has(frame.t)) relay.emit({ t: 'ok', r: frame.r, data: answer(frame) as null });
    }
    close() {
      if (live === this) live = null;
    }
  }

  const relay = {
    sent,
    held,
    loads,
    timelines,
    setPageSize(size: number) {
      pageSize = size;
    },
    setOlder(conversations: DeskEarlier[]) {
      olderConversations = conversations;
    },
    Socket: FakeSocket as unknown as typeof WebSocket,
    emit(frame: DeskServerFrame | object) {
      live?.onmessage?.({ data: JSON.stringify(frame) });
    },
    /** All frames of one type that arrived. */
    of<T extends DeskClientFrame['t']>(t: T) {
      return sent.filter((frame): frame is Extract<DeskClientFrame, { t: T }> => frame.t === t);
    },
    refuse(ask: DeskAsk, code: string, why: string) {
      relay.emit({ t: 'error', r: ask.r, code, message: why });
    },
    answer(ask: DeskAsk) {
      relay.emit({ t: 'ok', r: ask.r, data: answer(ask) });
    },
    close(code: number) {
      const socket = live;
      live = null;
      socket?.onclose?.({ code });
    },
    goDown() {
      isDown = true;
      relay.close(1006);
    },
    comeUp() {
      isDown = false;
      window.dispatchEvent(new Event('online'));
    },
  };
  return relay;
}

export type FakeRelay = ReturnType<typeof createFakeRelay>;

const open: (() => void)[] = [];

/** Ends every desk that a test has shown. */
export function stopDesks() {
  for (const stop of open.splice(0)) stop();
}

export async function showDesk(relay: FakeRelay, options: Partial<DeskOptions> = {}) {
  const desk = createDesk({ url: 'ws://desk.test/desk/v1/socket', session: 's', Socket: relay.Socket, ...options });
  open.push(desk.stop);
  const container = document.body.appendChild(document.createElement('div'));
  container.id = 'desk';
  const view = render(h(App, { desk }), { container });
  await view.findByText(mara.name);
  return { desk, ...view };
}

/** Names of the listed people, from the top. */
export const listed = (container: Element) =>
  [...container.querySelectorAll('.row-name')].map((name) => name.textContent);

export function press(target: Element | Document, key: string, init: KeyboardEventInit = {}) {
  return fireEvent.keyDown(target, { key, ...init });
}
