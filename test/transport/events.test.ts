import { expect, it } from 'vitest';
import { readEvents } from '../../src/transport/fallback/events.js';

const read = async (chunks: Uint8Array[]) => {
  const told: [string, string][] = [];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  await readEvents(body, (event, data) => told.push([event, data]));
  return told;
};

const text =
  'event: link\ndata: L1\n\n: ping\n\n:\n\ndata: {"a":"日本\u2028語: x"}\n\nid: 7\nevent: close\ndata: 4401 auth\n\ndata: {"torn';
const told = [
  ['link', 'L1'],
  ['', 'ping'],
  ['', ''],
  ['message', '{"a":"日本\u2028語: x"}'],
  ['close', '4401 auth'],
];

it('reads the same events wherever the network cuts them, and none that is torn off', async () => {
  const bytes = new TextEncoder().encode(text);
  expect(await read([bytes])).toEqual(told);
  expect(await read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(told);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(await read([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(told);
  }
});

it('refuses what goes on for ever without an end of a line', async () => {
  const much = new TextEncoder().encode('x'.repeat(64 * 1024));
  await expect(read(Array.from({ length: 20 }, () => much))).rejects.toMatchObject({ code: 'too-large' });
});
