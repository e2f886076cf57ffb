import type { ConnectOptions, OutgoingMessage, TransportEvent } from '../../src/core/ports.js';
import { relayTransport } from '../../src/transport/relay.js';
import type { ClientFrame, ServerFrame } from '../../src/wire/frames.js';

/** A WebSocket whose other end is the test. */
export class ScriptedSocket {
  static all: ScriptedSocket[] = [];
  readonly sent: ClientFrame[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  isClosed = false;

  constructor(readonly url: string) {
    ScriptedSocket.all.push(this);
  }

  static get last(): ScriptedSocket {
    return ScriptedSocket.all.at(-1)!;
  }

  send(text: string): void {
    if (this.isClosed) return;
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  /** The last frame of this kind that the transport sent. */
  frame<T extends ClientFrame['t']>(t: T): Extract<ClientFrame, { t: T }> | undefined {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { t: T }> => frame.t === t).at(-1);
  }

  tell(frame: ServerFrame | object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  tellRaw(data: unknown): void {
    this.onmessage?.({ data });
  }

  welcome(): void {
    this.onopen?.();
    this.tell({ t: 'welcome', v: 1, person: { id: 'p1', verified: false }, secret: 's1', epoch: 'e1' });
  }

  answer(t: 'send' | 'subscribe' | 'history' | 'conversations' | 'close' | 'revoke' | 'erase', data: unknown): void {
    this.tell({ t: 'ok', r: (this.frame(t) as { r: number }).r, data });
  }
}

export const Scripted = ScriptedSocket as unknown as new (url: string) => WebSocket;

export const request = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
  app: 'shop',
  secret: null,
  token: null,
  locale: 'en',
  signal: new AbortController().signal,
  ...more,
});
export const message: OutgoingMessage = {
  id: 'm1',
  conversation: 'c1',
  by: 'visitor',
  parts: [{ type: 'text', text: 'hello' }],
};
export const told = {
  type: 'message',
  message: {
    id: 'm1',
    conversation: 'c1',
    author: { kind: 'agent' },
    parts: [{ type: 'text', text: 'hi' }],
    at: 1,
    seq: 1,
  },
  cursor: '1',
};

/** A session that the relay has welcomed. */
export async function connected(more: Partial<ConnectOptions> = {}) {
  const connecting = relayTransport({ url: 'https://relay.example', WebSocket: Scripted }).connect(request(more));
  const socket = ScriptedSocket.last;
  socket.welcome();
  const session = await connecting;
  const events: TransportEvent[] = [];
  return { socket, session, events, listen: (event: TransportEvent) => events.push(event) };
}
