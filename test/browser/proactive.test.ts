import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Rule, RulesFile } from '../../src/proactive/format.js';
import { startWith, type World, wait } from './proactive-host.js';

const onEvent = (id: string, show: Rule['show'], more: Partial<Rule> = {}): Rule => ({
  id,
  when: { on: 'event', event: id },
  show: show!,
  every: 0,
  ignoreLimits: true,
  ...more,
});
const RULES: RulesFile = {
  v: 1,
  messages: { en: { back: 'Back in {{attributes.days|a few}} days' }, ja: { back: '近日中に戻ります' } },
  rules: [
    onEvent('teaser', { teaser: { text: 'May we help?' } }),
    onEvent('message', { message: { text: 'Is something not working?', flow: 'tour' } }),
    onEvent('word', { message: { text: 'Tell us what you need.' } }),
    onEvent('banner', { banner: { text: '@back', action: { label: 'Why', search: 'closed' } } }),
    onEvent('bottom', { banner: { text: 'Below', place: 'bottom' } }),
    onEvent('article', { article: 'returns' }),
    onEvent('flow', { flow: 'tour' }),
  ],
  news: [
    { id: 'kettle', title: 'Kettles are back', text: 'Twelve of them.', action: { article: 'kettle' } },
    { id: 'vip', title: 'For members', if: { 'traits.vip': true } },
    { id: 'past', title: 'Last year', to: '2020-01-01' },
  ],
};
let world: World;
const panel = () => world.find('[part=panel]')!;
const isOpen = () => !panel().hidden;
const button = (name: string) =>
  [...world.root().querySelectorAll<HTMLElement>('.proactive button')].find(
    (it) => it.getAttribute('aria-label') === name || it.textContent === name,
  )!;
const start = async (more = {}, files = {}) => {
  world = startWith(RULES, more, files);
  await world.ready();
};
const track = async (name: string, selector: string) => {
  await world.messenger.track(name);
  return world.shown(selector);
};

afterEach(() => world.destroy());

it('fetches no rules, and shows nothing, where the host names none', async () => {
  world = startWith(RULES, { rules: '' });
  await world.messenger.track('teaser');
  await world.messenger.open();
  expect(world.fetched).toEqual([]);
  expect(world.find('.proactive')).toBeNull();
});

it('says which rules cannot be read, and leaves the page alone', async () => {
  world = startWith({ v: 1, rules: [{ id: 'a' }] } as never);
  await wait(() => expect(world.errors[0]).toMatch(/^rules\.0\.when\.on: expected page/));
  await world.messenger.open();
});

it('keeps nothing in the browser while something is only shown', async () => {
  await start({ storage: 'persistent', app: 'quiet' });
  await track('teaser', '.teaser');
  expect(Object.keys(localStorage).filter((key) => key.includes('quiet'))).toEqual([]);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('sobani-quiet');
  button('Dismiss').click();
  await wait(() => expect(localStorage['sobani:quiet']).toBeTruthy());
  await world.messenger.forget();
  expect(localStorage['sobani:quiet']).toBeUndefined();
});

describe('a teaser', () => {
  it('stands at the launcher, moves nothing, and takes no focus', async () => {
    await start({ name: 'Hinoki' });
    const before = document.documentElement.getBoundingClientRect().toJSON();
    const teaser = await track('teaser', '.teaser');
    expect(teaser.textContent).toContain('HinokiMay we help?');
    const launcher = world.find('[part=launcher]')!.getBoundingClientRect();
    const box = teaser.getBoundingClientRect();
    expect(launcher.top - box.bottom).toBeGreaterThanOrEqual(8);
    expect(Math.abs(box.right - launcher.right)).toBeLessThan(1);
    expect(document.documentElement.getBoundingClientRect().toJSON()).toEqual(before);
    expect(document.activeElement).toBe(document.body);
    // what is around it is the page's
    expect(document.elementFromPoint(box.left - 5, box.top)).not.toBe(world.root().host);
  });

  it('is announced once, politely', async () => {
    await start({ name: 'Hinoki' });
    await track('teaser', '.teaser');
    const said = world.find('[role=status].said')!;
    await wait(() => expect(said.textContent).toBe('Hinoki: May we help?'));
    expect(said.getBoundingClientRect().width).toBeLessThanOrEqual(1);
  });

  it('opens the conversation when it is pressed', async () => {
    await start();
    const teaser = await track('teaser', '.teaser');
    teaser.querySelector<HTMLElement>('.opens')!.click();
    await wait(() => expect(isOpen()).toBe(true));
    expect(world.find('.teaser')).toBeNull();
    expect(world.told).toEqual(['teaser shown', 'teaser engaged']);
  });

  it('goes when it is dismissed, by its button or with Escape from within', async () => {
    await start();
    await track('teaser', '.teaser');
    button('Dismiss').click();
    expect(world.find('.teaser')).toBeNull();
    await track('teaser', '.teaser');
    button('Dismiss').focus();
    await userEvent.keyboard('{Escape}');
    expect(world.find('.teaser')).toBeNull();
    expect(world.told).toEqual(['teaser shown', 'teaser dismissed', 'teaser shown', 'teaser dismissed']);
  });

  it('goes when the panel is opened', async () => {
    await start();
    await track('teaser', '.teaser');
    await world.messenger.open('home');
    expect(world.find('.teaser')).toBeNull();
  });

  it('has what it takes to be used without seeing it', async () => {
    await start({ name: 'Hinoki' });
    const teaser = await track('teaser', '.teaser');
    const { violations } = await axe.run(teaser as HTMLElement);
    expect(violations).toEqual([]);
    for (const it of teaser.querySelectorAll('button')) {
      const { width, height } = it.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
  });

  it('speaks the visitor’s language', async () => {
    await start({ locale: 'ja' });
    await track('banner', '.banner');
    expect(world.find('.banner')!.textContent).toContain('近日中に戻ります');
    expect(button('閉じる')).toBeDefined();
  });
});

describe('a message', () => {
  const badge = () => world.find('[part=launcher] b')!.textContent;

  it('is a bubble and a badge, and stands in the conversation once the visitor goes there', async () => {
    await start();
    const teaser = await track('word', '.teaser');
    expect(badge()).toBe('1');
    teaser.querySelector<HTMLElement>('.opens')!.click();
    await wait(() => expect(panel().textContent).toContain('Tell us what you need.'));
    expect(badge()).toBe('');
    expect(world.told).toEqual(['word shown', 'word engaged']);
  });

  it('also waits for who opens the launcher instead', async () => {
    await start();
    await track('word', '.teaser');
    world.find('[part=launcher]')!.click();
    await wait(() => expect(panel().textContent).toContain('Tell us what you need.'));
    expect(world.told).toEqual(['word shown', 'word engaged']);
  });

  it('leaves nothing behind when it is dismissed', async () => {
    await start();
    await track('word', '.teaser');
    button('Dismiss').click();
    expect(badge()).toBe('');
    await world.messenger.open('conversation');
    await wait(() => expect(panel().querySelector('[part=messages]')).not.toBeNull());
    expect(panel().textContent).not.toContain('Tell us');
  });

  it('goes to the team before the first words of who answers it', async () => {
    await start();
    const teaser = await track('word', '.teaser');
    const texts = new Map<string, string>();
    const sent: string[] = [];
    world.messenger.on('message', ({ message }) => {
      const [part] = message.parts;
      if (part?.type === 'text') texts.set(message.id, part.text);
    });
    world.messenger.on('delivery', ({ id, state }) => state === 'sent' && sent.push(texts.get(id)!));
    teaser.querySelector<HTMLElement>('.opens')!.click();
    await wait(() => expect(isOpen()).toBe(true));
    await world.messenger.send('A kettle');
    await wait(() => expect(sent).toEqual(['Tell us what you need.', 'A kettle']));
  });
});

describe('a banner', () => {
  it('lies across the top of the window with its action, and moves nothing of the page', async () => {
    await start();
    await world.messenger.set({ attributes: { days: 3 } });
    const before = document.documentElement.scrollHeight;
    const banner = await track('banner', '.banner');
    expect(banner.textContent).toContain('Back in 3 days');
    expect(banner.getBoundingClientRect().top).toBeLessThan(20);
    expect(document.documentElement.scrollHeight).toBe(before);
    expect((await axe.run(banner)).violations).toEqual([]);
    button('Why').click();
    await wait(() => expect(isOpen()).toBe(true));
    expect(world.told).toEqual(['banner shown', 'banner engaged']);
  });

  it('lies at the bottom where the rule says so', async () => {
    await start();
    const banner = await track('bottom', '.banner');
    expect(innerHeight - banner.getBoundingClientRect().bottom).toBeLessThan(20);
  });
});

describe('never two at once', () => {
  it('and nothing while the panel is open', async () => {
    await start();
    await track('teaser', '.teaser');
    await world.messenger.track('banner');
    await world.messenger.open();
    await world.messenger.track('bottom');
    await new Promise((resolve) => requestIdleCallback(resolve));
    await new Promise(requestAnimationFrame);
    expect(world.told).toEqual(['teaser shown']);
  });
});

it('a rule that wants what the host has not shows nothing', async () => {
  await start();
  await track('teaser', '.teaser');
  button('Dismiss').click();
  await world.messenger.track('flow');
  await world.messenger.track('article');
  await track('bottom', '.banner');
  expect(world.told.filter((one) => /flow|article/.test(one))).toEqual([]);
  expect(world.errors).toEqual([]);
});

describe('news', () => {
  it('are on the home screen, for those and on those days that they are for', async () => {
    await start();
    await world.messenger.open('home');
    await wait(() => expect(panel().textContent).toContain('Kettles are back'));
    expect(panel().textContent).not.toMatch(/members|Last year/);
    await world.messenger.set({ traits: { vip: true } });
    await wait(() => expect(panel().textContent).toContain('For members'));
    const opened = vi.fn();
    world.messenger.on('article', opened);
    [...panel().querySelectorAll<HTMLElement>('.item')].find((it) => it.textContent?.includes('Kettles'))!.click();
    await wait(() => expect(opened).toHaveBeenCalledWith({ id: 'kettle' }));
  });
});

it('it goes when the messenger is shut down, and comes again with it', async () => {
  await start();
  await track('teaser', '.teaser');
  await world.messenger.shutdown();
  expect(world.find('.teaser')).toBeNull();
  await world.messenger.track('teaser');
  await world.messenger.boot();
  await track('banner', '.banner');
  expect(world.told).toEqual(['teaser shown', 'banner shown']);
});

it('nothing is left of it once the messenger is destroyed', async () => {
  await start();
  await track('teaser', '.teaser');
  await world.messenger.destroy();
  expect(document.querySelector('sobani-messenger')).toBeNull();
});
