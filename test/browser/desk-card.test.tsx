import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { card, conversation, createFakeRelay, message, NOW, showDesk, stopDesks } from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

const page = { url: 'https://shop.example/cart', title: 'Your cart', language: 'en' };

async function showCard(change: object, listedAs: object = {}, more: ReturnType<typeof conversation>[] = []) {
  const relay = createFakeRelay([conversation('a', listedAs), ...more]);
  relay.loads.set('a', { messages: [message(1, 'Hi')], card: card(change) });
  await showDesk(relay, { open: 'a' });
  await screen.findByText('Earlier conversations');
  return { relay, aside: within(screen.getByRole('complementary', { name: 'Customer' })) };
}

test('tells who is verified, by what, and what only the page claims', async () => {
  const { aside } = await showCard({
    person: { id: 'p', verified: true, anonymous: false, name: 'Anna' },
    claims: { email: 'anna@shop.example', exp: 1 },
    snapshot: {
      v: 1,
      page,
      locale: 'sv',
      traits: { vip: true, email: 'anna@shop.example' },
      company: { id: 'c', name: 'Nordwool' },
    },
  });
  const why = aside.getByText('Your site signed who this is, and the relay checked the signature.');
  expect(aside.getAllByRole('button', { description: why.textContent! })).toHaveLength(1);
  const section = (title: string) =>
    within(aside.getByRole('heading', { name: new RegExp(`^${title}`) }).parentElement!);
  section('Verified details').getByText('anna@shop.example');
  expect(section('Verified details').queryByText('exp')).toBeNull();
  section('Details').getByText('vip');
  section('Details').getByText('not verified');
  expect(section('Details').queryByText('anna@shop.example')).toBeNull();
  section('Company').getByText('Nordwool');
  aside.getByText('Swedish');
});

test('tells of a detail that the customer gave themselves to whom, and when', async () => {
  const told = (source: string) => ({ source, at: NOW });
  const each = { email: told('flow'), nps: told('survey'), odd: told('__proto__') };
  const { aside } = await showCard({
    snapshot: {
      ...{ v: 1, page, locale: 'en' },
      traits: { plan: 'pro', email: 'anna@shop.example', nps: 9, odd: 1 },
      about: { traits: { source: 'host', category: 'functional', at: NOW, each } },
    },
  });
  const value = (name: string) => aside.getByText(name, { selector: 'dt' }).nextElementSibling!.textContent;
  expect(value('plan')).toBe('pro');
  expect(value('email')).toMatch(/^anna@shop\.exampleTold the bot · \d/);
  expect(value('nps')).toMatch(/^9Answered a survey · \d/);
  expect(value('odd')).toMatch(/^1From __proto__ · \d/);
});

test('marks the unverified and explains it to who asks', async () => {
  const { aside } = await showCard({});
  const mark = aside.getByRole('button', { name: 'Not verified' });
  const why = aside.getByText(/Nothing proves who this is/);
  expect(getComputedStyle(why).visibility).toBe('hidden');
  mark.focus();
  // focus by script counts as by keyboard only where the page was used by keyboard before
  if (mark.matches(':focus-visible')) expect(getComputedStyle(why).visibility).toBe('visible');
  expect(mark.getAttribute('aria-describedby')).toBe(why.id);
});

test('shows sums with the digits that their currency has', async () => {
  const { aside } = await showCard({
    snapshot: {
      v: 1,
      page,
      locale: 'en',
      cart: {
        items: [{ id: '1', name: 'Jumper', price: { amount: 8950, currency: 'EUR' }, quantity: 2, url: '/p/jumper' }],
        total: { amount: 17900, currency: 'EUR' },
      },
      order: { id: 'SO-1', status: 'paid', total: { amount: 12800, currency: 'JPY' } },
    },
  });
  expect(aside.getAllByText('€179.00')).toHaveLength(2);
  aside.getByText('¥12,800');
  expect(aside.getByRole('link', { name: 'Jumper' }).getAttribute('href')).toBe('https://shop.example/p/jumper');
});

test('shows the way the customer came, the newest page first', async () => {
  const visit = (path: string, at: number) => ({ url: `https://shop.example${path}`, title: path, at });
  const { aside } = await showCard({
    snapshot: { v: 1, page, locale: 'en', journey: [visit('/first', NOW - 2000), visit('/second', NOW - 1000)] },
  });
  const links = aside.getAllByRole('link').map((link) => link.textContent);
  expect(links).toEqual(['/cart', '/second', '/first']);
});

test('says that a journey was not shared, and that nothing is known', async () => {
  const { aside, relay } = await showCard({ snapshot: { v: 1, page, locale: 'en' } });
  aside.getByText('The visitor did not agree to share the journey.');
  relay.emit({ t: 'card', conversation: 'a', card: card() });
  await aside.findByText('Nothing is known about the visit yet.');
});

test('opens an earlier conversation', async () => {
  const earlier = [{ id: 'b', status: 'resolved', at: NOW, preview: 'The other day' }];
  const { aside, relay } = await showCard({ earlier }, {}, [conversation('b', { status: 'resolved' })]);
  fireEvent.click(aside.getByRole('button', { name: /The other day/ }));
  await waitFor(() => expect(relay.of('load').at(-1)).toMatchObject({ conversation: 'b' }));
});

const SCRIPT = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';

test('hostile words are only words', async () => {
  const violations: string[] = [];
  const onViolation = (event: SecurityPolicyViolationEvent) => violations.push(event.violatedDirective);
  document.addEventListener('securitypolicyviolation', onViolation);
  const person = { id: 'p', verified: false, anonymous: true, name: SCRIPT };
  const relay = createFakeRelay([
    conversation('a', { person, preview: SCRIPT, tags: [SCRIPT], team: SCRIPT, reason: SCRIPT }),
  ]);
  relay.loads.set('a', {
    messages: [
      message(1, `${SCRIPT} javascript:alert(1) data:text/html,x https://fine.example/a.`),
      message(2, '', 'bot', { parts: [{ type: 'choices', text: SCRIPT, choices: [{ id: 'x', label: SCRIPT }] }] }),
      // a virtual node in place of a string is no message
      { ...message(3, ''), parts: [{ type: 'text', text: { type: 'script', props: {}, constructor: undefined } }] },
    ],
    notes: [{ id: 'n', conversation: 'a', by: { id: 'x', name: SCRIPT }, text: SCRIPT, at: NOW }],
    card: card({
      person,
      claims: { [SCRIPT]: SCRIPT },
      snapshot: {
        v: 1,
        locale: 'not a tag',
        page: { url: 'javascript:alert(1)', title: SCRIPT, language: 'x' },
        journey: [{ url: 'data:text/html,<script>1</script>', title: SCRIPT, at: NOW }],
        traits: { [SCRIPT]: SCRIPT },
        cart: {
          items: [{ id: '1', name: SCRIPT, price: { amount: 1, currency: 'EUR' }, url: ' java\nscript:alert(1)' }],
          total: { amount: 1, currency: 'EUR' },
        },
      },
    }),
  });
  const { container } = await showDesk(relay, { open: 'a' });
  await screen.findByText('javascript:alert(1)', { exact: true });
  expect(container.querySelector('script, img, iframe, [onerror], [style*=url]')).toBeNull();
  expect([...container.querySelectorAll('a')].map((a) => a.href)).toEqual(['https://fine.example/a']);
  for (const link of container.querySelectorAll('a')) expect(link.rel).toContain('noopener');
  expect(Reflect.get(window, 'pwned')).toBeUndefined();
  expect(Object.prototype).not.toHaveProperty('polluted');
  document.removeEventListener('securitypolicyviolation', onViolation);
  expect(violations).toEqual([]);
});

test('shows what sources told: the product, signs of trouble, and how and on what the customer came', async () => {
  const { aside } = await showCard({
    snapshot: {
      ...{ v: 1, page, locale: 'en' },
      product: { name: 'Wool jumper', price: { amount: 8950, currency: 'EUR' }, availability: 'InStock' },
      landing: { url: 'https://shop.example/', source: 'news', medium: 'mail', campaign: 'spring' },
      device: { platform: 'Android', timeZone: 'Asia/Tokyo' },
      signals: [{ type: 'rage-click', at: NOW, count: 4, detail: 'button "Pay"' }],
    },
  });
  for (const words of ['Wool jumper', '€89.50', 'InStock', 'news / mail / spring', 'Android']) aside.getByText(words);
  aside.getByText('Clicked again and again, 4 ×');
  aside.getByText('button "Pay"');
});

test('shows how often they came, what that makes them, and what the host’s own sources told', async () => {
  const { aside } = await showCard({
    snapshot: {
      ...{ v: 1, page, locale: 'en' },
      visits: { count: 5, days: 3, since: NOW, last: NOW },
      segments: ['vip', 'at-risk', 'wholesale'],
      ...{ 'x-loyalty': { points: 120, tier: 'blue', deep: { a: 1 } }, 'x-store-near': 'Berlin' },
    },
  });
  const segments = within(aside.getByRole('list', { name: 'Segments' })).getAllByRole('listitem');
  expect(segments.map((one) => one.textContent)).toEqual(['VIP', 'At risk', 'wholesale']);
  aside.getByText(/^5 on 3 days, since /);
  const own = within(aside.getByRole('heading', { name: /^From your page/ }).parentElement!);
  for (const words of ['loyalty: points', '120', 'store near', 'Berlin', '{"a":1}', 'not verified'])
    own.getByText(words);
});

test('leaves out what it cannot read of what sources told, and shows the rest', async () => {
  const { aside } = await showCard({
    snapshot: {
      ...{ v: 1, page, locale: 'en', traits: { plan: 'pro' } },
      ...{
        product: { name: 7 },
        landing: 'mail',
        device: { platform: 'Android', timeZone: 'Mars/Olympus' },
        signals: [{ type: 'idle', at: 1e300, count: 1 }],
        segments: 'vip',
        visits: { count: 2, since: 1e300 },
      },
    },
  });
  aside.getByText('pro');
  aside.getByText('Android');
  expect(aside.queryByText('Product on the page')).toBeNull();
  expect(aside.queryByText(/for them$/)).toBeNull();
  expect(aside.queryByText('Signs of trouble')).toBeNull();
});
