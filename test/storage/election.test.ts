import { beforeEach, describe, expect, it } from 'vitest';
import * as TIMES from '../../src/core/times.js';
import { type ElectionFrame, joinElection, type Locks } from '../../src/storage/election.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { fakeChannels, fakeLocks } from './tabs-world.js';

let channels: ReturnType<typeof fakeChannels>;
beforeEach(() => {
  channels = fakeChannels();
});

/**
 * A tab that only takes part. It has a clock of its own, which stands still while the tab is frozen; what it is told
 * meanwhile it hears when it wakes, as browsers have it.
 */
function join(id: string, locks: Locks | undefined, room = 'all') {
  const clock = fakeClock();
  const channel = channels.open(room);
  const told: string[] = [];
  const missed: ElectionFrame[] = [];
  const tab = {
    clock,
    told,
    isFrozen: false,
    wake() {
      tab.isFrozen = false;
      for (const frame of missed.splice(0)) election.hear(frame);
    },
    leave: () => election.leave(),
    get isLeading() {
      return election.isLeading;
    },
    hears: (frame: ElectionFrame) => election.hear(frame),
  };
  const election = joinElection({
    ...{ name: 'e', id, locks, clock },
    post: (frame) => channel.postMessage(frame),
    onLead: () => void told.push('lead'),
    onLose: () => void told.push('lose'),
  });
  channel.onmessage = ({ data }) => {
    if (tab.isFrozen) missed.push(data as ElectionFrame);
    else election.hear(data as ElectionFrame);
  };
  return tab;
}
type Tab = ReturnType<typeof join>;

/** Time passes in all tabs that are awake. */
async function pass(ms: number, ...tabs: Tab[]) {
  for (let left = ms; left > 0; left -= 100) {
    for (const { clock } of tabs.filter(({ isFrozen }) => !isFrozen)) await clock.advance(Math.min(100, left));
  }
}

describe.each([
  ['with Web Locks', true],
  ['without Web Locks', false],
])('the tab that holds the connection, %s', (_, hasLocks) => {
  const pair = async () => {
    const locks = hasLocks ? fakeLocks() : undefined;
    const [a, b] = [join('a', locks), join('b', locks)];
    await pass(3 * TIMES.claim, a, b);
    return [a, b] as const;
  };

  it('is one, and stays it for as long as it is awake', async () => {
    const [a, b] = await pair();
    await pass(60_000, a, b);
    expect([a.isLeading, b.isLeading]).toEqual([true, false]);
    expect([a.told, b.told]).toEqual([['lead'], []]);
  });

  it('loses it within fifteen seconds when it is frozen', async () => {
    const [a, b] = await pair();
    a.isFrozen = true;
    await pass(15_000, a, b);
    expect(b.isLeading).toBe(true);
    a.wake();
    await pass(3 * TIMES.beat, a, b);
    expect([a.isLeading, b.isLeading].filter(Boolean)).toHaveLength(1);
  });

  it('hands it on at once when it leaves', async () => {
    const [a, b] = await pair();
    a.leave();
    await pass(2 * TIMES.claim, a, b);
    expect([a.isLeading, b.isLeading]).toEqual([false, true]);
  });
});

it('of two tabs without locks that both came to hold it, one lets go', async () => {
  const [a, b] = [join('a', undefined, 'here'), join('b', undefined, 'there')];
  await pass(3 * TIMES.claim, a, b);
  expect([a.isLeading, b.isLeading]).toEqual([true, true]);
  b.hears({ t: 'lead', id: 'a' });
  a.hears({ t: 'lead', id: 'b' });
  expect([a.isLeading, b.isLeading]).toEqual([true, false]);
  expect(b.told).toEqual(['lead', 'lose']);
});
