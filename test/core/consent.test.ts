import { beforeEach, describe, expect, it } from 'vitest';
import { allowed, mayGo } from '../../src/core/consent.js';
import type { OutboxItem, Session } from '../../src/core/ports.js';
import type { Snapshot } from '../../src/types.js';
import { begin, clock, delivery, disk, renew, store } from './delivery-world.js';
import { item, message } from './world.js';

const about = (category: 'necessary' | 'functional' | 'analytics') => ({ source: 'host', category, at: 1 });
const snapshot: Snapshot = {
  v: 1,
  locale: 'en',
  page: { url: 'https://shop.example/', title: 'Shop', language: 'en' },
  traits: { plan: 'pro' },
  journey: [],
  product: { name: 'Mug' },
  about: { traits: about('functional'), journey: about('analytics'), product: about('necessary') },
};
const ALL = { functional: true, analytics: true };

describe('what may leave', () => {
  it('is what is needed, and each category that was agreed to, but for what is kept back', () => {
    const none = { functional: false, analytics: false };
    expect(mayGo(none, 'page', 'necessary')).toBe(true);
    expect(mayGo(none, 'cart', 'functional')).toBe(false);
    expect(mayGo({ ...none, functional: true }, 'cart', 'functional')).toBe(true);
    expect(mayGo({ ...ALL, off: ['cart'] }, 'cart', 'functional')).toBe(false);
    expect(mayGo({ ...ALL, off: ['page'] }, 'page', 'necessary')).toBe(true);
  });

  it('of a snapshot is the same one where all of it may', () => {
    expect(allowed(snapshot, ALL)).toBe(snapshot);
  });

  it('of a snapshot is the rest, which says nothing of what is left out', () => {
    const rest = allowed(snapshot, { ...ALL, analytics: false });
    expect(Object.keys(rest)).toEqual(['v', 'locale', 'page', 'traits', 'product', 'about']);
    expect(Object.keys(rest.about!)).toEqual(['traits', 'product']);
    expect(Object.keys(snapshot)).toContain('journey');
    expect(allowed(snapshot, { ...ALL, off: ['traits'] })).not.toHaveProperty('traits');
  });

  it('of what is no snapshot is that', () => {
    for (const odd of [null, undefined, 7, '']) expect(allowed(odd as never, ALL)).toBe(odd);
  });

  it('of what does not say what it is takes the strictest', () => {
    const { about: _, ...unsaid } = snapshot;
    expect(Object.keys(allowed(unsaid, { functional: true, analytics: false }))).toEqual(['v', 'locale', 'page']);
  });
});

describe('what waits to be sent', () => {
  beforeEach(renew);
  const restrict = () => delivery.restrict({ functional: true, analytics: false });
  const rows = async () => (await disk.load('o/')).map(([, row]) => (row as OutboxItem).handoff?.snapshot);

  it('goes without what was taken back since, and is kept without it', async () => {
    await delivery.enqueue(message('a'), { snapshot, tags: ['x'] });
    await delivery.enqueue(message('b'));
    restrict();
    await clock.advance(0);
    const [first] = await rows();
    expect(first).not.toHaveProperty('journey');
    expect(first).toHaveProperty('traits');
    const handed: unknown[] = [];
    const abilities: Partial<Session> = {
      async handoff(request) {
        handed.push(request.snapshot);
        return { id: request.message.id, seq: 1, at: 1 };
      },
    };
    await begin({ abilities });
    expect(handed).toEqual([first]);
  });

  it('also where another tab put it in which had not learned of that yet', async () => {
    store.apply({ type: 'consent', consent: { functional: true, analytics: false } }, 'tab');
    delivery.restore([{ ...item('a', 1), handoff: { snapshot, tags: [] } }]);
    await clock.advance(0);
    expect(delivery.waiting()[0]!.handoff!.snapshot).not.toHaveProperty('journey');
    expect((await rows())[0]).not.toHaveProperty('journey');
  });

  it('also where it is just being saved', async () => {
    const release = disk.hold();
    const queued = delivery.enqueue(message('a'), { snapshot, tags: [] });
    await clock.advance(0);
    restrict();
    release();
    await queued;
    await clock.advance(0);
    expect((await rows())[0]).not.toHaveProperty('journey');
  });
});
