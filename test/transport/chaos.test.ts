import { expect, it, onTestFinished } from 'vitest';
import { startRelayHarness, type Way } from './relay-harness.js';
import { steadyClient, textsOf } from './steady-client.js';

// most of what a lower way has under way at a time is waiting, so that it needs more time between two deaths to get ahead
const rows: [Way, number, number, number][] = [
  ['socket', 200, 20, 80],
  ['stream', 300, 40, 160],
  ['poll', 300, 40, 160],
];

it.each(rows)(
  'by %s, %i messages over a connection that dies all the time are each stored once and told in order',
  async (way, count, least, most) => {
    const relay = await startRelayHarness({}, way);
    onTestFinished(() => relay.close());
    const { harness, proxy } = relay;
    const client = steadyClient(harness.transport);
    await client.connected();
    const stop = proxy.killEvery(least, most, 7);
    const words = Array.from({ length: count }, (_, i) => `message ${i}`);
    for (const text of words) await client.send(text);
    stop();
    expect(textsOf(await client.log())).toEqual(words);
    expect(client.ends.length).toBeGreaterThan(0);
    await client.connected();
    await expect.poll(() => client.told.length).toBe(words.length);
    expect(textsOf(client.told)).toEqual(words);
    client.stop();
  },
  120_000,
);
