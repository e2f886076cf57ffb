// @vitest-environment happy-dom
/** What the customer takes back: it leaves no more, and the back end is asked to delete it, however long that takes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takenBack } from '../../src/context/withdraw.js';
import { journeyKey, recentKey } from '../../src/core/rows.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { newBrowser, openRooms } from './rooms-world.js';

let page: ReturnType<typeof openRooms>;
let back: ReturnType<typeof memoryTransport>;
const withdraw = vi.fn(async (_parts: readonly string[]) => {});
const open = () => (page = openRooms(back, { withdraw }));
const asked = () => withdraw.mock.calls.map(([parts]) => [...parts].sort().join());
const CART = { items: [], total: { amount: 100, currency: 'EUR' } };

beforeEach(() => {
  newBrowser();
  withdraw.mockReset();
  back = memoryTransport();
  open();
});
afterEach(() => page.rooms.leave());

describe('what is taken back', () => {
  it('is deleted by the back end, and nothing else is', async () => {
    await page.rooms.set({ cart: CART, traits: { plan: 'pro' } });
    expect((await page.say('hello')).snapshot).toMatchObject({ cart: CART, traits: {} });
    expect(withdraw).not.toHaveBeenCalled();
    await page.rooms.share('cart', false);
    await vi.waitFor(() => expect(asked()).toEqual(['cart']));
    expect((await page.say('me again', 'c2')).snapshot).not.toHaveProperty('cart');
    await page.rooms.share('cart', true);
    expect((await page.say('and again', 'c3')).snapshot).toHaveProperty('cart');
    expect(asked()).toEqual(['cart']);
  });

  it('with a category is all of it, also what only other pages know', async () => {
    await page.rooms.consent({ functional: true, analytics: true });
    await page.say('hello');
    await page.rooms.consent({ analytics: false });
    await vi.waitFor(() => expect(withdraw).toHaveBeenCalledOnce());
    const parts = withdraw.mock.calls[0]![0];
    expect(parts).toEqual(expect.arrayContaining(['journey', 'landing', 'signals']));
    expect(parts).not.toContain('cart');
    // refusing what was refused takes nothing back
    await page.rooms.consent({ analytics: false });
    expect(withdraw).toHaveBeenCalledOnce();
  });

  it('of what they did is gone here too', async () => {
    await page.rooms.consent({ functional: true, analytics: true });
    history.pushState(null, '', '/somewhere');
    dispatchEvent(new Event('popstate'));
    await page.rooms.shared();
    expect(page.collector.journey()).toHaveLength(2);
    await page.rooms.consent({ analytics: false });
    await vi.waitFor(() => expect(page.collector.journey()).toHaveLength(1));
  });

  it('of what they did takes its row along, and of other parts none', () => {
    const all = { functional: true, analytics: true };
    const rows = (off: string[]) => takenBack(all, { ...all, off }, [], 1).map(([key]) => key);
    expect(rows(['articles'])).toEqual(['w/articles', recentKey]);
    expect(rows(['journey'])).toEqual(['w/journey', journeyKey]);
    expect(rows(['searches', 'cart'])).toEqual(['w/cart', 'w/searches']);
  });

  it('is asked for until the back end has done it, also by the next page', async () => {
    await page.rooms.set({ cart: CART });
    await page.say('hello');
    withdraw.mockRejectedValue(new Error('gone'));
    await page.rooms.share('cart', false);
    await vi.waitFor(() => expect(withdraw).toHaveBeenCalled());
    await page.rooms.leave();
    withdraw.mockReset();
    open();
    await page.rooms.ready;
    await page.isOnline();
    await vi.waitFor(() => expect(asked()).toEqual(['cart']));
    await page.rooms.leave();
    withdraw.mockReset();
    open();
    await page.rooms.ready;
    await page.isOnline();
    await page.say('me again', 'c2');
    expect(withdraw).not.toHaveBeenCalled();
  });

  it('is not asked for any more where it was given again meanwhile', async () => {
    await page.rooms.set({ cart: CART });
    await page.say('hello');
    withdraw.mockRejectedValue(new Error('gone'));
    await page.rooms.share('cart', false);
    await vi.waitFor(() => expect(withdraw).toHaveBeenCalled());
    await page.rooms.share('cart', true);
    await page.rooms.leave();
    withdraw.mockReset();
    open();
    await page.rooms.ready;
    await page.isOnline();
    await page.say('me again', 'c2');
    expect(withdraw).not.toHaveBeenCalled();
  });
});
