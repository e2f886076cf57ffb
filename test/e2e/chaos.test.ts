/** A thousand messages each way of saying it, while something keeps cutting the wire: once each, in order, in every view. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '../../demo/server/relay.js';
import type { RemoteMessage } from '../../src/core/ports.js';
import { relayTransport } from '../../src/transport/relay.js';
import type { DeskClientFrame, DeskServerFrame, DeskSession } from '../../src/wire/desk.js';
import { type Demo, openDemo } from '../support/demo.js';
import { type ChaosProxy, startProxy } from '../support/proxy.js';

const MESSAGES = 1_000;
/** Raised for this run only: a person does not write this fast. */
const limits = {
  ...{ messagesPerMinute: 1e6, messageBurst: 1e6, handshakesPerMinute: 1e6, framesPerMinute: 1e6 },
  // the relay may learn late of those that died
  connectionsPerVisitor: 100,
};
let demo: Demo;
let proxy: ChaosProxy;

beforeAll(async () => {
  const relayPort = await freePort();
  proxy = await startProxy(relayPort, 7);
  demo = await openDemo({ relay: { limits }, relayPort, shopTo: proxy.port });
});
afterAll(async () => {
  await demo?.close();
  await proxy?.close();
});

/** An agent whose own connection is sound: what they are told live, and how they answer. */
async function openAgent() {
  const link = new URL(demo.desk('Mika Sato'));
  const direct = `http://127.0.0.1:${demo.relayPort}/desk/v1`;
  const code = new URLSearchParams(link.hash.slice(1)).get('code');
  const headers = { 'content-type': 'application/json', origin: demo.shop.url, host: link.host };
  const answer = await fetch(`${direct}/session`, { method: 'POST', headers, body: JSON.stringify({ code }) });
  const { session } = (await answer.json()) as DeskSession;
  const socket = new WebSocket(`${direct.replace('http', 'ws')}/socket`, {
    headers: { origin: demo.shop.url, host: link.host },
  });
  const seen: string[] = [];
  const say = (frame: DeskClientFrame) => socket.send(JSON.stringify(frame));
  socket.on('open', () => say({ t: 'hello', session }));
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as DeskServerFrame;
    const part = frame.t === 'message' && frame.message.author.kind === 'visitor' && frame.message.parts[0];
    if (part && part.type === 'text') seen.push(part.text);
  });
  await new Promise((resolve) => socket.once('message', resolve));
  return { seen, close: () => socket.close() };
}

test('a thousand messages through a socket that dies every 150 to 600 ms are each stored once, in order', async () => {
  const agent = await openAgent();
  const { page } = await demo.visitor();
  await page.goto(demo.shop.url);
  // a person is asked for first, so that the bot does not talk in between
  await page.locator('sobani-messenger [part="launcher"]').click();
  await page.getByRole('textbox', { name: 'Write a message' }).fill('Talk to a person');
  await page.keyboard.press('Enter');
  await page.getByText('Waiting for a person').first().waitFor();
  await page.keyboard.press('Escape');

  const calm = proxy.killEvery(150, 600, 11);
  const view = await page.evaluate(async (count) => {
    const sobani = (window as unknown as { sobani: (...call: unknown[]) => Promise<{ id: string }> }).sobani;
    const order = new Map<string, number>();
    const texts = new Map<string, string>();
    let sent = 0;
    let wake = () => {};
    void sobani('on', 'delivery', (detail: { id: string; state: string; seq?: number; reason?: string }) => {
      if (detail.state === 'failed') throw new Error(`failed: ${detail.reason}`);
      if (!detail.seq || order.has(detail.id)) return;
      order.set(detail.id, detail.seq);
      sent++;
      wake();
    });
    const until = (isTrue: () => boolean) =>
      new Promise<void>((resolve) => {
        wake = () => isTrue() && resolve();
        wake();
      });
    for (let n = 0; n < count; n++) {
      await until(() => n - sent < 150);
      const { id } = await sobani('send', `message ${n}`);
      texts.set(id, `message ${n}`);
    }
    await until(() => [...texts.keys()].every((id) => order.has(id)));
    return [...texts].sort(([a], [b]) => order.get(a)! - order.get(b)!).map(([, text]) => text);
  }, MESSAGES);
  calm();

  // a fresh reader, with the visitor's own secret, pages through the log
  const { secret, conversation } = await page.evaluate(
    () =>
      new Promise<{ secret: string; conversation: string }>((resolve) => {
        const request = indexedDB.open('sobani-hinoki');
        request.onsuccess = () => {
          const rows = request.result.transaction('rows').objectStore('rows');
          const session = rows.get('a/s');
          const keys = rows.getAllKeys(IDBKeyRange.bound('a/c/', 'a/c/\uffff'));
          keys.onsuccess = () =>
            resolve({ secret: session.result.secret, conversation: String(keys.result[0]).slice('a/c/'.length) });
        };
      }),
  );
  class FromShop extends WebSocket {
    constructor(url: string) {
      super(url, { origin: demo.shop.url });
    }
  }
  const transport = relayTransport({
    url: `http://127.0.0.1:${demo.relayPort}/sobani`,
    WebSocket: FromShop as unknown as typeof globalThis.WebSocket,
  });
  const { signal } = new AbortController();
  const reader = await transport.connect({ app: 'hinoki', secret, token: null, locale: 'en', signal });
  const stored: RemoteMessage[] = [];
  for (let before: number | null = null; ; ) {
    const next = await reader.history({ conversation, before, limit: 100 });
    stored.unshift(...next.messages);
    before = next.before;
    if (before === null) break;
  }
  const isOurs = (text: string) => text.startsWith('message ');
  const log = stored
    .filter((message) => message.author.kind === 'visitor')
    .map(({ parts: [part] }) => (part as { text: string }).text)
    .filter(isOurs);

  const expected = Array.from({ length: MESSAGES }, (_, n) => `message ${n}`);
  expect(log).toEqual(expected);
  expect(view).toEqual(log);
  expect(agent.seen.filter(isOurs)).toEqual(log);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i + 1));
  agent.close();
}, 600_000);
