import { waitFor, within } from '@testing-library/preact';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import type { Json, Shared, Snapshot } from '../../src/types.js';
import {
  CART,
  conversation,
  createPanelHost,
  type FakeHost,
  JOURNEY,
  known,
  MIKA,
  message,
  NOW,
  PAGE,
  SHARED,
} from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const card = (title: string) => panel().getByText(title, { selector: 'strong' }).closest<HTMLElement>('.told')!;
const said = (title: string) => card(title).querySelector('.row small')!.textContent;
const toggle = (title: string) => panel().getByRole('switch', { name: title });
const isOn = (title: string) => toggle(title).ariaChecked;
const words = (element: HTMLElement) => element.innerText.split(/\s*\n\s*/).filter(Boolean);
const later = <T,>() => {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};

async function open(shared?: Partial<Shared>) {
  if (shared) host.shared = async () => ({ ...SHARED, ...shared });
  host.state.view.value = { screen: 'share' };
  host.mount();
  await panel().findByText('You see what we see');
}
/** A value on its own, under a key that nobody knows. */
async function show(value: Json, key = 'thing') {
  await open({ parts: [known(key, value)] });
  return words(host.panel.querySelector<HTMLElement>('li .small')!);
}

beforeEach(() => {
  host = createPanelHost();
});
afterEach(async () => {
  vi.useRealTimers();
  host.unmount();
  await page.viewport(1024, 768);
  // where it rests, the next panel would come under it
  await cdp().send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: 0, y: 0 });
});

describe('the way to what we share', () => {
  it('is on the first screen, and leads back there', async () => {
    host.mount();
    (await panel().findByRole('button', { name: 'What we share' })).click();
    await panel().findByRole('heading', { name: 'You see what we see' });
    panel().getByRole('heading', { name: 'What we share' });
    expect(panel().queryByRole('textbox', { name: 'Write a message' })).toBeNull();
    panel().getByRole('button', { name: 'Back' }).click();
    await panel().findByText('Hello, how can we help?');
  });

  it('is where the visitor writes, too', async () => {
    host.state.conversations.value = [conversation()];
    host.show([message(MIKA, 'Hello')]);
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    host.mount();
    (await panel().findByRole('button', { name: 'What we share' })).click();
    expect(host.state.view.value).toEqual({ screen: 'share' });
  });

  it('is not in the way while something is looked up', async () => {
    host.state.view.value = { screen: 'help', query: '' };
    host.mount();
    await panel().findByText('All articles');
    expect(panel().queryByRole('button', { name: 'What we share' })).toBeNull();
  });
});

describe('what we share', () => {
  it('calls a part of the site’s own as the site does, and says what it is of use for', async () => {
    const points = { ...known('x-points', { balance: 120 }), source: 'loyalty' };
    const why = 'So that we can add what is missing.';
    await open({ parts: [{ ...points, label: 'Your points', why }, known('x-favourite-store', 'Kyoto')] });
    expect(words(card('Your points'))).toEqual([
      'Your points',
      'Goes along',
      why,
      'Balance',
      '120',
      expect.stringMatching(/^From loyalty · \S/),
    ]);
    expect(isOn('Your points')).toBe('true');
    expect(words(card('Favourite store'))).toContain('Kyoto');
  });

  it('says for how long a page was looked at, and how far down', async () => {
    const visit = { url: 'https://shop.example/mug', title: 'Mug', at: NOW };
    const seen = [{ ...visit, ms: 12_400, depth: 80 }, { ...visit, ms: 150_000 }, visit];
    await open({ parts: [known('journey', seen)] });
    const times = words(card('Where you have been')).filter((line) => /\d/.test(line));
    expect(times.slice(0, 2)).toEqual([
      expect.stringMatching(/ · 12 sec · 80% of the page$/),
      expect.stringMatching(/ · 3 min$/),
    ]);
    expect(times[2]).not.toContain('sec');
  });

  it('says in words what kind of visit it is', async () => {
    expect(await show(['returning', 'at-risk'], 'segments')).toEqual([
      'Been here before',
      'Had trouble with something in the cart',
    ]);
  });

  it('says what is never read', async () => {
    await open();
    panel().getByText('Never read: passwords, card numbers, and what you type into the fields of this site.');
  });

  it('shows each part in words: what it is, where it comes from, and when', async () => {
    await open();
    expect(words(card('The page you are on'))).toEqual([
      'The page you are on',
      'Always goes along, so your question makes sense',
      'Copper kettle',
      'https://shop.example/kettles/copper',
      'Language',
      'English',
      expect.stringMatching(/^Read from the page · \S/),
    ]);
    expect(words(card('Your cart'))).toEqual([
      'Your cart',
      'Goes along',
      'Copper kettle',
      'KET-12 · /kettles/copper',
      '€129.00',
      'Tea towel',
      'TOW-3',
      '2 × €12.50',
      ...['Total', '€154.00'],
      expect.stringMatching(/^From the shop’s cart · \S/),
    ]);
    expect(words(card('About you'))).toEqual([
      'About you',
      'Goes along',
      'Plan',
      'Tea club',
      'Member since',
      '2021',
      expect.stringMatching(/^Told by this site · \S/),
    ]);
  });

  it.each([
    ['shopify', 'From the shop’s cart'],
    ['schemaOrg', 'Read from the page'],
    ['dataLayer', 'Read from the page'],
    ['device', 'From your browser'],
    ['flow', 'You told the bot'],
    ['survey', 'You answered when we asked'],
    ['journey', 'Noted while you looked around'],
    ['crm', 'From crm'],
    ['__proto__', 'From __proto__'],
  ])('says of a source in plain words where it looks: %s', async (source, from) => {
    await open({ parts: [known('cart', CART, { source, at: 0 })] });
    expect(words(card('Your cart')).at(-1)).toBe(from);
  });

  it('says of each detail that the visitor gave themselves to whom, and when', async () => {
    const traits = { plan: 'pro', email: 'a@shop.example', nps: 9 };
    const each = { email: { source: 'flow', at: NOW }, nps: { source: 'survey', at: NOW } };
    await open({ parts: [known('traits', traits, { each })] });
    expect(words(card('About you')).slice(-3)).toEqual([
      expect.stringMatching(/^Told by this site · \S/),
      expect.stringMatching(/^Email · You told the bot · \S/),
      expect.stringMatching(/^Nps · You answered when we asked · \S/),
    ]);
  });

  it('says it once where the site has told nothing', async () => {
    const each = { nps: { source: 'survey', at: NOW } };
    await open({ parts: [known('traits', { nps: 9 }, { source: 'survey', each })] });
    expect(words(card('About you')).slice(-2)).toEqual(['9', expect.stringMatching(/^Nps · You answered/)]);
  });

  it('gives a key that it does not know a readable name', async () => {
    await open({ parts: ['loyaltyPoints', 'utm_source', 'order-id', '数量', '__proto__'].map((key) => known(key, 1)) });
    expect([...host.panel.querySelectorAll('li > .row strong')].map(({ textContent }) => textContent)).toEqual([
      'Loyalty points',
      'Utm source',
      'Order id',
      '数量',
      'Proto',
    ]);
  });

  it('shows any other data as a list within a list, without a brace', async () => {
    const value = {
      points: 1200,
      vip: true,
      note: null,
      tiers: [{ name: 'Gold' }, { perks: ['tea', 'cake'] }],
      none: [],
    };
    expect(await show(value)).toEqual('Points 1200 Vip Yes Note – Tiers Name Gold Perks tea cake None –'.split(' '));
    expect(host.panel.querySelector('section')!.textContent).not.toMatch(/[{}[\]"]/);
  });

  it('says plainly what went wrong', async () => {
    const signals = [{ type: 'rage-click', at: NOW, count: 7, detail: 'button "Pay"' }];
    expect(await show(signals, 'signals')).toEqual([
      'What happened',
      'Pressed many times',
      'Time',
      expect.stringMatching(/\d/),
      'How often',
      '7',
      'Where',
      'button "Pay"',
    ]);
  });

  it.each([
    [{ amount: 1999, currency: 'EUR' }, '€19.99'],
    [{ amount: -5, currency: 'USD' }, '-$0.05'],
    [{ amount: 1500, currency: 'JPY' }, '¥1,500'],
    // browsers would have no decimals here, and a hundred times the sum
    [{ amount: 199_900, currency: 'HUF' }, 'HUF 1,999.00'],
    [{ amount: 1500, currency: 'KWD' }, 'KWD 1.500'],
    [{ amount: 9_007_199_254_740_991, currency: 'EUR' }, '€90,071,992,547,409.91'],
  ])('writes a sum as its currency is written: %o', async (value, sum) => {
    const [shown] = await show(value);
    expect(shown!.replace(/\s/g, ' ')).toBe(sum);
  });

  it.each([
    { amount: 19.99, currency: 'EUR' },
    { amount: '19', currency: 'EUR' },
    { amount: 19, currency: { toString: null } },
    { amount: 19, currency: 'EUR', '': 'more' },
    { amount: 19, currency: 'EURO' },
  ])('takes nothing for a sum that is none: %o', async (value) => {
    const shown = await show(value as Json);
    expect(shown[0]).toBe('Amount');
    expect(shown.join(' ')).not.toContain('€');
  });

  it('leaves out nothing of a part whose shape it knows', async () => {
    const item = { id: 'A', name: 'Tea', price: { amount: 5, currency: 'EURO' }, colour: 'green', url: '/tea' };
    const order = {
      id: '2026-7',
      status: 'Shipped',
      items: [item],
      total: { amount: 500, currency: 'EUR' },
      gift: true,
    };
    await open({ parts: [known('order', order), known('page', { ...PAGE, referrer: 'https://search.example' })] });
    expect(words(card('Your order')).slice(2, -1)).toEqual([
      ...['Number', '2026-7', 'Status', 'Shipped', 'Gift', 'Yes'],
      ...['Tea', 'A · /tea', 'Price', 'Amount', '5', 'Currency', 'EURO', 'Colour', 'green'],
      ...['Total', '€5.00'],
    ]);
    expect(words(card('The page you are on'))).toEqual(
      expect.arrayContaining(['Language', 'English', 'Came from', 'https://search.example']),
    );
  });

  it('shows a total that is no sum for what it is', async () => {
    await open({ parts: [known('cart', { items: [], total: { amount: 'much', currency: 'EUR' } })] });
    expect(words(card('Your cart')).slice(2, -1)).toEqual(['Total', 'Amount', 'much', 'Currency', 'EUR']);
  });

  it('folds what is long, and shows all of it when it is asked to', async () => {
    await open();
    const last = within(card('Where you have been')).getByText('Cart');
    expect(last.checkVisibility()).toBe(false);
    await userEvent.click(panel().getByText('Show 7 pages'));
    expect(last.checkVisibility()).toBe(true);
    expect(within(card('Where you have been')).getAllByRole('listitem')).toHaveLength(JOURNEY.length);
    expect(panel().queryByText('Show 2 items')).toBeNull();
  });

  it('folds nothing that is short, and other data too where it is long', async () => {
    const long = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`field${i}`, 'a word or two']));
    await open({
      parts: [known('journey', JOURNEY.slice(0, 3)), known('traits', { plan: 'Tea club' }), known('long', long)],
    });
    const folds = [...host.panel.querySelectorAll('summary')].map(({ textContent }) => textContent);
    expect(folds).toEqual(['Show details']);
    expect(within(card('Long')).getByText('Show details').closest('details')!.open).toBe(false);
  });

  it('unfolds by keyboard, and stays so while a switch is thrown', async () => {
    await open();
    const fold = panel().getByText('Show 7 pages');
    fold.focus();
    await userEvent.keyboard('{Enter}');
    expect(fold.closest('details')!.open).toBe(true);
    toggle('Where you have been').click();
    await waitFor(() => expect(said('Where you have been')).toBe('Goes along'));
    expect(fold.closest('details')!.open).toBe(true);
  });

  it('says so where nothing is known', async () => {
    await open({ parts: [] });
    panel().getByText('Nothing is known of your visit. Only your words go to the team.');
  });

  it('shows nothing while it is read, and can be asked again where that failed', async () => {
    const first = later<Shared>();
    host.shared = () => first.promise;
    host.state.view.value = { screen: 'share' };
    host.mount();
    await waitFor(() => expect(host.calls).toContain('shared()'));
    expect(panel().queryByText('You see what we see')).toBeNull();
    expect(panel().queryByText('This could not be loaded.')).toBeNull();
    first.reject(new Error('no'));
    const retry = await panel().findByRole('button', { name: 'Retry' });
    host.shared = async () => SHARED;
    retry.click();
    await panel().findByText('You see what we see');
  });

  it('keeps what it shows when it cannot be read again', async () => {
    await open();
    host.shared = () => Promise.reject(new Error('no'));
    const before = host.calls.length;
    host.state.consent.value = { functional: true, analytics: true };
    await waitFor(() => expect(host.calls.length).toBeGreaterThan(before));
    await new Promise(requestAnimationFrame);
    card('Your cart');
  });

  it.each([
    ['the consent changes', () => (host.state.consent.value = { functional: true, analytics: true })],
    [
      'the pointer comes back from the page',
      () => host.panel.querySelector('section')!.dispatchEvent(new PointerEvent('pointerenter')),
    ],
    [
      'the panel opens again',
      () => {
        host.state.isOpen.value = false;
        host.state.isOpen.value = true;
      },
    ],
  ])('is read anew when %s', async (_when, happen) => {
    await open();
    host.shared = async () => ({ parts: [known('company', { id: 'acme' })], sent: null });
    happen();
    await panel().findByText('Your company');
    expect(panel().queryByText('Your cart')).toBeNull();
  });

  it('shows the answer to what was asked last, whichever comes last', async () => {
    await open();
    const answers = [later<Shared>(), later<Shared>()];
    let asked = 0;
    host.shared = () => answers[asked++]!.promise;
    for (const analytics of [true, false]) host.state.consent.value = { functional: true, analytics };
    answers[1]!.resolve({ parts: [known('company', { id: 'acme' })], sent: null });
    await panel().findByText('Your company');
    answers[0]!.resolve(SHARED);
    await answers[0]!.promise;
    await new Promise(requestAnimationFrame);
    expect(panel().queryByText('Your cart')).toBeNull();
  });

  it('speaks the language of the visitor', async () => {
    await open();
    host.state.locale.value = 'ja';
    await panel().findByText('カートの中身');
    panel().getByText('英語');
  });

  it('leaves nothing behind, also when an answer comes after it is gone', async () => {
    const answer = later<Shared>();
    host.shared = () => answer.promise;
    host.state.view.value = { screen: 'share' };
    host.mount();
    await waitFor(() => expect(host.calls).toContain('shared()'));
    host.unmount();
    host.calls.length = 0;
    answer.resolve(SHARED);
    await answer.promise;
    host.state.consent.value = { functional: false, analytics: false };
    await new Promise(requestAnimationFrame);
    expect(host.calls).toEqual([]);
    expect(host.panel.childNodes).toHaveLength(0);
  });
});

describe('a switch', () => {
  it('is there for what can be kept back, and only there', async () => {
    await open();
    expect(
      panel()
        .getAllByRole('switch')
        .map(({ ariaLabel }) => ariaLabel),
    ).toEqual(['Your cart', 'About you', 'Where you have been']);
    expect(said('The page you are on')).toBe('Always goes along, so your question makes sense');
  });

  it('leaves a part that is off where it is, and says that it is kept back', async () => {
    await open();
    toggle('Your cart').click();
    await waitFor(() => expect(isOn('Your cart')).toBe('false'));
    expect(said('Your cart')).toBe('Kept back, stays with you');
    expect(words(card('Your cart'))).toEqual(expect.arrayContaining(['Copper kettle', ...['Total', '€154.00']]));
    expect(getComputedStyle(card('Your cart')).borderStyle).toBe('dashed');
    expect(getComputedStyle(card('About you')).borderStyle).toBe('solid');
  });

  it('is thrown by keyboard, and by a press on its words', async () => {
    await open();
    toggle('Your cart').focus();
    await userEvent.keyboard(' ');
    await waitFor(() => expect(isOn('Your cart')).toBe('false'));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(isOn('Your cart')).toBe('true'));
    expect(host.root.activeElement).toBe(toggle('Your cart'));
    expect(getComputedStyle(toggle('Your cart')).outlineStyle).toBe('solid');
    await userEvent.click(panel().getByText('Your cart'));
    await waitFor(() => expect(isOn('Your cart')).toBe('false'));
    expect(host.calls.filter((call) => call.startsWith('share('))).toEqual([
      'share("cart",false)',
      'share("cart",true)',
      'share("cart",false)',
    ]);
  });

  it('has a target that a finger can hit, and tells its state without colour', async () => {
    await open();
    const knob = (title: string) => toggle(title).querySelector('svg')!;
    const start = (title: string) =>
      knob(title).getBoundingClientRect().left - toggle(title).getBoundingClientRect().left;
    const { width, height } = toggle('Your cart').getBoundingClientRect();
    expect([width >= 24, height >= 24]).toEqual([true, true]);
    expect(start('Your cart')).toBeGreaterThan(start('Where you have been') + 12);
    // the tick is only seen where it is on
    const { color, backgroundColor } = getComputedStyle(knob('Where you have been'));
    expect(color).toBe(backgroundColor);
    expect(getComputedStyle(knob('Your cart')).color).not.toBe(getComputedStyle(knob('Your cart')).backgroundColor);
  });

  it('moves nothing on the screen', async () => {
    await page.viewport(320, 640);
    await open();
    const boxes = () =>
      [...host.panel.querySelectorAll('section .told, section h3')].map((it) => {
        const { top, height } = it.getBoundingClientRect();
        return [top, height];
      });
    for (const animation of host.panel.getAnimations()) animation.finish();
    const before = boxes();
    for (const { ariaLabel } of panel().getAllByRole('switch')) {
      const was = isOn(ariaLabel!);
      toggle(ariaLabel!).click();
      await waitFor(() => expect(isOn(ariaLabel!)).not.toBe(was));
      expect(boxes()).toEqual(before);
    }
  });

  it('is seen at once, and then as it is', async () => {
    await open();
    const done = later<void>();
    host.share = () => done.promise;
    toggle('Your cart').click();
    await waitFor(() => expect(said('Your cart')).toBe('Kept back, stays with you'));
    // for a reason of its own the other side has kept the rest, too
    host.shared = async () => ({ ...SHARED, parts: SHARED.parts.map((part) => ({ ...part, isShared: false })) });
    done.resolve();
    await waitFor(() => expect(said('About you')).toBe('Kept back, stays with you'));
    expect(said('The page you are on')).toBe('Always goes along, so your question makes sense');
  });

  it('goes back where it could not be done, and says so until it is tried again', async () => {
    await open();
    host.shared = () => later<Shared>().promise;
    host.share = () => Promise.reject(new Error('no'));
    toggle('Your cart').click();
    const problem = await within(card('Your cart')).findByText('This could not be changed. Try again.');
    expect(problem.role).toBe('alert');
    expect([isOn('Your cart'), said('Your cart')]).toEqual(['true', 'Goes along']);
    expect(within(card('About you')).queryByText('This could not be changed. Try again.')).toBeNull();
    host.share = async () => {};
    toggle('Your cart').click();
    await waitFor(() => expect(panel().queryByText('This could not be changed. Try again.')).toBeNull());
  });

  it('is not turned back by an answer from before it was thrown', async () => {
    await open();
    const before = later<Shared>();
    host.shared = () => before.promise;
    host.state.consent.value = { functional: true, analytics: true };
    const done = later<void>();
    host.share = () => done.promise;
    toggle('Your cart').click();
    await waitFor(() => expect(isOn('Your cart')).toBe('false'));
    before.resolve(SHARED);
    await before.promise;
    await new Promise(requestAnimationFrame);
    expect(isOn('Your cart')).toBe('false');
    done.resolve();
  });

  it('ends as it was thrown last, whatever became of the throws before', async () => {
    await open();
    const calls = [later<void>(), later<void>(), later<void>()];
    let count = 0;
    host.share = () => calls[count++]!.promise;
    const last = later<Shared>();
    host.shared = () => last.promise;
    for (const on of ['false', 'true', 'false']) {
      toggle('Your cart').click();
      await waitFor(() => expect(isOn('Your cart')).toBe(on));
    }
    calls[2]!.resolve();
    calls[0]!.reject(new Error('no'));
    calls[1]!.reject(new Error('no'));
    await Promise.allSettled(calls.map(({ promise }) => promise));
    await new Promise(requestAnimationFrame);
    expect(isOn('Your cart')).toBe('false');
    expect(panel().queryByText('This could not be changed. Try again.')).toBeNull();
  });

  it('is on before the first words for what they take along, since writing agrees to that', async () => {
    host.state.consent.value = { functional: false, analytics: false, off: ['traits'] };
    await open({ parts: SHARED.parts.map((part) => ({ ...part, isShared: part.category === 'necessary' })) });
    expect(['Your cart', 'About you', 'Where you have been'].map(isOn)).toEqual(['true', 'false', 'false']);
  });
});

describe('what went to the team', () => {
  const snapshot: Snapshot = {
    v: 1,
    page: PAGE,
    locale: 'ja',
    cart: CART,
    about: { cart: { source: 'shopify', category: 'functional', at: NOW } },
  };

  it('is said to be nothing where nothing did', async () => {
    await open();
    panel().getByText('Nothing went from this page yet.');
  });

  it('is shown as it was then, with the time', async () => {
    await open({ sent: { at: NOW, snapshot } });
    const box = panel().getByText('Show what went').closest<HTMLElement>('.told')!;
    expect(words(box)[0]).toMatch(/^Last went along: \S/);
    expect(within(box).getByText('Copper kettle', { selector: 'li li bdi' }).checkVisibility()).toBe(false);
    await userEvent.click(panel().getByText('Show what went'));
    expect(words(box).slice(2)).toEqual([
      ...['The page you are on', 'Copper kettle', 'https://shop.example/kettles/copper', 'Language', 'English'],
      ...['Your language', 'Japanese'],
      ...['Your cart', 'Copper kettle', 'KET-12 · /kettles/copper', '€129.00', 'Tea towel', 'TOW-3', '2 × €12.50'],
      ...['Total', '€154.00'],
      expect.stringMatching(/^From the shop’s cart · \S/),
    ]);
    expect(within(box).queryByRole('switch')).toBeNull();
  });
});

describe('the download', () => {
  it('holds exactly what is shown, and is let go of afterwards', async () => {
    const sent = { at: NOW, snapshot: { v: 1 as const, page: PAGE, locale: 'en' } };
    await open({ sent });
    const made = vi.spyOn(URL, 'createObjectURL');
    const freed = vi.spyOn(URL, 'revokeObjectURL');
    const links: HTMLAnchorElement[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      links.push(this);
    });
    host.share = async () => {};
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    panel()
      .getByRole('button', { name: /Download all of this/ })
      .click();
    const blob = made.mock.calls[0]![0] as Blob;
    expect(blob.type).toBe('application/json');
    expect(JSON.parse(await blob.text())).toEqual({ parts: SHARED.parts, sent });
    const [link] = links;
    expect([link!.download, link!.protocol, link!.isConnected]).toEqual(['what-we-share.json', 'blob:', false]);
    expect(freed).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(freed).toHaveBeenCalledWith(link!.href);
    vi.restoreAllMocks();
  });
});

describe('deleting everything', () => {
  const erase = () => panel().getByRole('button', { name: /^Delete everything/ });
  const ask =
    'Delete your conversations and all that is known of you, on this device and with the team? This cannot be undone.';
  const isErased = () => host.calls.includes('forget()');

  it('asks first, and deletes nothing when the answer is no', async () => {
    await open();
    erase().click();
    await panel().findByText(ask);
    expect(host.root.activeElement).toBe(panel().getByRole('button', { name: 'Keep it' }));
    panel().getByRole('button', { name: 'Keep it' }).click();
    await waitFor(() => expect(panel().queryByText(ask)).toBeNull());
    expect(host.root.activeElement).toBe(erase());
    expect(isErased()).toBe(false);
  });

  it.each([
    [true, 'Deleted. Your conversations and all that was known of you are gone, on this device and with the team.'],
    [false, 'This device is empty now. The team could not be reached: whatever you sent before is still there.'],
  ])('says what was erased (there: %s), though whoever is forgotten is led home', async (erased, outcome) => {
    await open();
    const done = later<{ erased: boolean }>();
    host.forget = () => done.promise;
    erase().click();
    await panel().findByText(ask);
    expect(isErased()).toBe(false);
    erase().click();
    await panel().findByText('Deleting…');
    expect(isErased()).toBe(true);
    expect(host.state.view.value).toEqual({ screen: 'share' });
    done.resolve({ erased });
    const words = await panel().findByText(outcome);
    expect(host.root.activeElement).toBe(words);
    expect(panel().queryByRole('button', { name: /^Delete everything/ })).toBeNull();
    host.calls.length = 0;
    // a sign-out after that is one as ever
    host.state.view.value = { screen: 'home' };
    host.state.cleared.value++;
    expect(host.calls.filter((call) => call.startsWith('go('))).toEqual([]);
  });

  it('shows what is known afterwards', async () => {
    await open();
    host.forget = async () => {
      host.shared = async () => ({ parts: SHARED.parts.slice(0, 1), sent: null });
      return { erased: true };
    };
    erase().click();
    await panel().findByText(ask);
    erase().click();
    await panel().findByText(/^Deleted\./);
    await waitFor(() => expect(panel().queryByText('Your cart')).toBeNull());
    expect(host.calls.slice(host.calls.indexOf('forget()'))).toContain('shared()');
  });

  it('warns while there is no connection, since the team’s side would stay', async () => {
    await open();
    erase().click();
    await panel().findByText(ask);
    expect(panel().queryByText(/^There is no connection/)).toBeNull();
    host.state.status.value = 'offline';
    panel().getByRole('button', { name: 'Keep it' }).click();
    await waitFor(() => expect(panel().queryByText(ask)).toBeNull());
    erase().click();
    await panel().findByText('There is no connection to the team now. What you sent to them would stay there.');
  });

  it('does not lead back whoever has left meanwhile', async () => {
    await open();
    const done = later<{ erased: boolean }>();
    const { forget } = host.messenger;
    host.messenger.forget = async () => {
      await done.promise;
      return forget();
    };
    erase().click();
    await panel().findByText(ask);
    erase().click();
    await panel().findByText('Deleting…');
    panel().getByRole('button', { name: 'Back' }).click();
    await panel().findByText('Hello, how can we help?');
    done.resolve({ erased: true });
    await waitFor(() => expect(isErased()).toBe(true));
    expect(host.state.view.value).toEqual({ screen: 'home' });
  });

  it('can be tried again when it fails', async () => {
    await open();
    host.forget = () => Promise.reject(new Error('no'));
    erase().click();
    await panel().findByText(ask);
    erase().click();
    await panel().findByText('Something went wrong.');
    host.forget = async () => ({ erased: true });
    erase().click();
    await panel().findByText(/^Deleted\./);
  });
});

describe('what comes from elsewhere', () => {
  const node = {
    type: 'img',
    props: { src: 'x', onerror: 'alert(1)' },
    key: null,
    ref: null,
    constructor: null,
    __v: 1,
  };
  const deep = (levels: number): Json => (levels ? [deep(levels - 1)] : 'the bottom');
  const KEYS = ['page', 'journey', 'cart', 'order', 'traits', 'device', 'signals', 'thing', '__proto__', ''];
  const VALUES: Record<string, Json> = {
    'an element': node,
    'elements in a list': [node, [node]],
    'elements as fields': { url: node, title: node, items: [node], total: node, name: node, at: node, price: node },
    'a deep nest': deep(1000),
    'a huge text': 'x'.repeat(100_000),
    'a huge list': Array.from({ length: 20_000 }, (_, i) => i),
    'a text of marks': `a${'\u0301'.repeat(5_000)}`,
    markup: '<img src=x onerror=alert(1)><script>alert(1)</script>',
    'no JavaScript object': { toString: null, valueOf: null, hasOwnProperty: null, constructor: 1 },
    nothing: null,
  };

  it.each(Object.entries(VALUES))('does no harm as any part: %s', async (_name, value) => {
    const seen: unknown[] = [];
    const listen = (event: ErrorEvent) => seen.push(event.error);
    window.addEventListener('error', listen);
    const parts = KEYS.map((key) => known(key, value, { source: value as never, at: value as never }));
    await open({
      parts: [...parts, known('company', { id: 'the end' })],
      sent: { at: value as never, snapshot: value as never },
    });
    await panel().findByText('the end');
    expect(host.panel.querySelector('img, script')).toBeNull();
    expect(toggle('Your cart').ariaChecked).toBe('true');
    window.removeEventListener('error', listen);
    expect(seen).toEqual([]);
  });

  it('draws no more of it than a snapshot can hold', async () => {
    await open({ parts: ['a deep nest', 'a huge text', 'a huge list'].map((name) => known(name, VALUES[name]!)) });
    for (const fold of host.panel.querySelectorAll('details')) fold.open = true;
    expect(words(card('A deep nest'))).toContain('…');
    expect(within(card('A deep nest')).queryByText('the bottom')).toBeNull();
    expect(card('A huge text').textContent!.length).toBeLessThan(8_300);
    expect(within(card('A huge list')).getAllByRole('listitem')).toHaveLength(1_000);
    host.shared = async () => ({ parts: [known('x'.repeat(9_000), { ['y'.repeat(9_000)]: 1 })], sent: null });
    host.state.consent.value = { functional: true, analytics: true };
    await panel().findByText(/^Xxx/);
    for (const name of host.panel.querySelectorAll('li strong, dt')) expect(name.textContent).toHaveLength(100);
  });

  it('is not shown where it is no JSON', async () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    host.shared = async () => ({ parts: [known('traits', cycle as Json)], sent: null });
    host.state.view.value = { screen: 'share' };
    host.mount();
    await panel().findByText('This could not be loaded.');
  });

  it('survives any value that JSON can hold', async () => {
    const seen: unknown[] = [];
    const listen = (event: ErrorEvent) => seen.push(event.error);
    window.addEventListener('error', listen);
    const field = fc.constantFrom(
      'url',
      'title',
      'items',
      'total',
      'amount',
      'currency',
      'at',
      'type',
      'language',
      'id',
    );
    const shaped = fc.dictionary(field, fc.jsonValue());
    const value = fc.oneof(
      fc.jsonValue(),
      shaped,
      fc.array(shaped),
      fc.record({ items: fc.array(shaped), total: shaped }),
    );
    await open();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KEYS), value, fc.jsonValue(), async (key, one, other) => {
        const end = `end ${count++}`;
        host.shared = async () => ({
          parts: [known(key, one as Json), other as never, known('company', { id: end })],
          sent: { at: NOW, snapshot: { v: 1, [key]: one } as never },
        });
        host.panel.querySelector('section')!.dispatchEvent(new PointerEvent('pointerenter'));
        await panel().findByText(end);
      }),
      { numRuns: 150 },
    );
    window.removeEventListener('error', listen);
    expect(seen).toEqual([]);
  });

  it('keeps a name that is written from right to left to itself', async () => {
    await open({ parts: [known('traits', { name: 'محمد \u202Eabc', الاسم: 'x' })] });
    const name = within(card('About you')).getByText(/محمد/);
    expect([name.tagName, getComputedStyle(name).unicodeBidi]).toEqual(['BDI', 'isolate']);
  });

  it.each([
    [320, 'ltr'],
    [320, 'rtl'],
    [1024, 'ltr'],
  ])('stays inside the panel, however long it is: %i px, %s', async (width, dir) => {
    await page.viewport(width, 640);
    host.element.dir = dir;
    const long = 'W'.repeat(500);
    const item = { id: long, name: long, price: { amount: 9e15, currency: 'EUR' }, quantity: 1e15, url: `/${long}` };
    const nest = { [long]: { [long]: { [long]: [{ [long]: long }] } } };
    await open({
      parts: [
        known('page', { url: `https://shop.example/${long}`, title: long, language: long }),
        known('cart', { items: [item], total: item.price }, { source: long }),
        known(
          'journey',
          JOURNEY.map((visit) => ({ ...visit, title: long })),
          { isShared: false },
        ),
        known(long, nest),
      ],
      sent: { at: NOW, snapshot: { v: 1, page: PAGE, locale: long, cart: { items: [item], total: item.price } } },
    });
    for (const fold of host.panel.querySelectorAll('details')) fold.open = true;
    const section = host.panel.querySelector('section')!;
    expect(section.scrollWidth).toBe(section.clientWidth);
    const outer = section.getBoundingClientRect();
    for (const inner of [...section.querySelectorAll('*')]
      .filter((it) => it.checkVisibility())
      .map((it) => it.getBoundingClientRect())) {
      expect([inner.left >= outer.left, inner.right <= outer.right]).toEqual([true, true]);
    }
  });
});
