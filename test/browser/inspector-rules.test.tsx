import { waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Inspecting, startMessenger } from './inspector-host.js';

const teaser = { teaser: { text: 'Hello' } };
const RULES = {
  v: 1,
  rules: [
    { id: 'cart', when: { on: 'event', event: 'look' }, if: { 'cart.total.amount': { $gte: 20000 } }, show: teaser },
    {
      id: 'regulars',
      when: { on: 'event', event: 'look' },
      if: { 'visits.count': { $gte: 3 } },
      show: teaser,
      priority: -1,
    },
    { id: 'first', when: { on: 'event', event: 'look' }, show: teaser, priority: 2 },
    { id: 'second', when: { on: 'event', event: 'look' }, show: teaser, priority: 1 },
    { id: 'paid', when: { on: 'event', event: 'paid' }, show: teaser },
    {
      id: 'drawn',
      when: { on: 'event', event: 'draw' },
      split: {
        ways: [
          { name: 'none', weight: 1, show: null },
          { name: 'some', weight: 0, show: teaser },
        ],
      },
      priority: 9,
      ignoreLimits: true,
    },
  ],
};
const PATIENT = { timeout: 20_000 };
let given: Inspecting;

beforeEach(() => {
  const { fetch } = window;
  vi.spyOn(window, 'fetch').mockImplementation(async (input, init) =>
    String(input).endsWith('/rules.json') ? Response.json(RULES) : fetch(input, init),
  );
});
afterEach(async () => {
  vi.restoreAllMocks();
  await given.messenger.destroy();
});

const row = (screen: HTMLElement, id: string) =>
  [...screen.querySelectorAll('.rule')].find((it) => it.querySelector('.name')!.textContent === id)?.textContent ?? '';

describe('the inspector says why each rule has shown something or not', () => {
  it('by its condition and what is there instead, by another that came first, by its moment, by its draw', async () => {
    given = startMessenger({}, { locale: 'en', rules: '/rules.json' });
    await given.messenger.set({ cart: { items: [], total: { amount: 4200, currency: 'EUR' } } });
    await given.messenger.debug();
    const screen = await given.show('Rules');
    await waitFor(() => expect(screen.textContent).toContain('6 rules'), PATIENT);
    expect(row(screen, 'paid')).toContain('event paidnot yetits moment has not come');
    await given.messenger.track('look');
    await waitFor(() => expect(row(screen, 'first')).toContain('it was shown'), PATIENT);
    // it is counted once it has been drawn
    await waitFor(() => expect(row(screen, 'first')).toContain('shown 1×'), PATIENT);
    expect(row(screen, 'second')).toContain('first came first');
    expect(row(screen, 'cart')).toContain('its condition did not hold');
    expect(row(screen, 'cart')).toContain('cart.total.amountwants {"$gte":20000}is 4200');
    expect(row(screen, 'regulars')).toContain('visits.countwants {"$gte":3}kept back: the visitor has not agreed');
    expect(row(screen, 'paid')).toContain('not yet');
    await given.messenger.track('look');
    await waitFor(() => expect(row(screen, 'second')).toContain('the limits over all rules were reached'), PATIENT);
    await given.messenger.track('draw');
    await waitFor(() => expect(row(screen, 'drawn')).toContain('the way none shows nothing, to compare with'), PATIENT);
  });

  it('or that there are none', async () => {
    given = startMessenger({}, { locale: 'en' });
    await given.messenger.debug();
    expect((await given.show('Rules')).textContent).toContain('the option rules is not set');
  });
});
