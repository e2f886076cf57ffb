import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProxy } from '../../demo/server/proxy.js';
import { relayTransport } from '../../src/transport/relay.js';
import { type OfficeProxy, startOfficeProxy } from './office-proxy.js';
import { BrowserSocket, NoSocket, pageFetch, startRelayHarness } from './relay-harness.js';
import { steadyClient, textsOf } from './steady-client.js';

// whoever lets nothing through is found out by waiting
vi.mock('../../src/core/times.js', async (original) => ({ ...(await original<object>()), connect: 700 }));

let relay: Awaited<ReturnType<typeof startRelayHarness>>;
let office: OfficeProxy;
let client: ReturnType<typeof steadyClient>;
beforeEach(async () => {
  relay = await startRelayHarness();
  office = await startOfficeProxy(relay.port);
  client = steadyClient(relayTransport({ url: office.url, WebSocket: BrowserSocket, fetch: pageFetch }));
  onTestFinished(async () => {
    client.stop();
    await office.close();
    await relay.close();
  });
});

const words = Array.from({ length: 20 }, (_, i) => `message ${i}`);
const sendAll = async () => {
  for (const text of words) await client.send(text);
};
const asked = (what: string) => office.asked.filter((line) => line === what).length;

describe('a message is stored once, and in its place', () => {
  it.each(['refuse', 'swallow'] as const)('where a proxy does this to sockets: %s', async (sockets) => {
    office.sockets = sockets;
    await sendAll();
    expect(textsOf(await client.log())).toEqual(words);
    expect(client.failures).toBe(2);
    expect(asked('POST /sobani/v1/stream')).toBe(1);
    expect(asked('POST /sobani/v1/poll')).toBe(0);
    expect(client.ends).toEqual([]);
  });

  it.each(['refuse', 'swallow'] as const)(
    'where a proxy holds streams back as well, and does this to sockets: %s',
    async (sockets) => {
      office.sockets = sockets;
      office.streams = 'hold';
      await sendAll();
      expect(textsOf(await client.log())).toEqual(words);
      expect(client.failures).toBe(4);
      expect(asked('POST /sobani/v1/stream')).toBe(2);
      expect(client.ends).toEqual([]);
    },
  );

  it('where everything is open: nothing but one socket is asked for', async () => {
    await sendAll();
    expect(office.asked).toEqual(['upgrade /sobani/v1/socket']);
  });

  it('when sockets were gone for a while only: the way back up loses and doubles nothing', async () => {
    let gone = 2;
    const Late = function Late(url: string) {
      if (gone-- > 0) throw new DOMException('not yet', 'SecurityError');
      return new BrowserSocket(url);
    } as unknown as typeof BrowserSocket;
    client = steadyClient(relayTransport({ url: office.url, WebSocket: Late, fetch: pageFetch }));
    await sendAll();
    await expect.poll(() => client.ends).toEqual([{ code: 'offline', retryAfter: 0 }]);
    await sendAll();
    expect(textsOf(await client.log())).toEqual([...words, ...words]);
    await expect.poll(() => textsOf(client.told)).toEqual([...words, ...words]);
    // the look, and the one that stays
    expect(asked('upgrade /sobani/v1/socket')).toBe(2);
    expect(asked('POST /sobani/v1/stream')).toBe(1);
    await expect.poll(() => office.open).toBe(0);
  });

  it('when one way after the other is closed under way', async () => {
    office.sockets = 'refuse';
    await client.send('by stream');
    office.streams = 'hold';
    office.drop();
    await client.send('by poll');
    office.sockets = 'pass';
    office.drop();
    await client.send('by whatever there is');
    expect(textsOf(await client.log())).toEqual(['by stream', 'by poll', 'by whatever there is']);
    await expect.poll(() => client.told.length).toBe(3);
  });
});

it("the demo's server passes streams on as they come", async () => {
  const onward = createProxy(relay.port);
  const shop = createServer(onward.request);
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    shop.closeAllConnections();
    shop.close();
  });
  const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/sobani`;
  client = steadyClient(relayTransport({ url, WebSocket: NoSocket, fetch: pageFetch }));
  await sendAll();
  expect(textsOf(await client.log())).toEqual(words);
  // one more would mean that the stream was held back
  expect(client.failures).toBe(2);
});

it.each(['pass', 'hold'] as const)('nothing secret is in any URL, with streams: %s', async (streams) => {
  office.sockets = 'refuse';
  office.streams = streams;
  await client.send('hello');
  const path = /^(upgrade|POST|OPTIONS) \/sobani\/v1\/(socket|stream|poll|frames)$/;
  expect(office.asked.length).toBeGreaterThan(3);
  expect(office.asked.filter((line) => !path.test(line))).toEqual([]);
});

it.each(['pass', 'hold'] as const)('an abort leaves no request open, with streams: %s', async (streams) => {
  office.sockets = 'refuse';
  office.streams = streams;
  await client.send('hello');
  await expect.poll(() => office.open).toBeGreaterThan(0);
  client.stop();
  await expect.poll(() => office.open).toBe(0);
});
