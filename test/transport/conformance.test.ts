import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conformanceCases, type Harness } from '../../src/transport/conformance.js';
import { memoryHarness } from './memory-harness.js';
import { startRelayHarness } from './relay-harness.js';

function runAll(get: () => Harness) {
  for (const { name, run } of conformanceCases) {
    it(name, async () => {
      // both are complete: a case that is skipped for them would prove nothing
      expect(await run(get())).toBe('passed');
    });
  }
}

describe('the conformance suite', () => {
  it('has at least 40 cases, each with a name of its own', () => {
    const names = conformanceCases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(40);
  });
});

describe('the memory transport', () => {
  const { harness } = memoryHarness();
  runAll(() => harness);
});

describe('the memory transport with hops that take their time', () => {
  // every hop waits for a turn of the event loop, some for two
  let n = 0;
  const schedule = (hop: () => void) => void setImmediate(n++ % 3 ? hop : () => setImmediate(hop));
  const { harness } = memoryHarness({ schedule });
  runAll(() => harness);
});

describe.each(['socket', 'stream', 'poll'] as const)('the relay transport against a real relay, by %s', (way) => {
  let relay: Awaited<ReturnType<typeof startRelayHarness>>;
  beforeAll(async () => {
    relay = await startRelayHarness({}, way);
  });
  afterAll(() => relay.close());
  runAll(() => relay.harness);
});
