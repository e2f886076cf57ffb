/** What the help centre shows beyond its articles: topics, suggestions, what was read, corrections, whether it helped. */
import { waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { HelpCentre } from '../../src/core/ports.js';
import { AIKO, ARTICLES, conversation, createPanelHost, type FakeHost, helpCentre, message } from './panel-host.js';

const COLLECTIONS = [
  { id: 'orders', title: 'Orders', description: 'From the cart to your door.' },
  { id: 'empty', title: 'Nothing in it', description: '' },
];
const IN: Record<string, string> = { returns: 'orders', shipping: 'orders' };
const lines = ARTICLES.map((article) => ({ ...article, collection: IN[article.id] ?? '' }));
const only = (...ids: string[]) => lines.filter(({ id }) => ids.includes(id));

let host: FakeHost;
let more: Partial<HelpCentre>;
const feedback = vi.fn();
const panel = () => within(host.panel);
const show = (view: FakeHost['state']['view']['value']) => {
  host.state.view.value = view;
};
/** The list below a heading, by its titles. */
const below = async (heading: string) => {
  const title = await panel().findByRole('heading', { name: heading });
  return [...title.nextElementSibling!.querySelectorAll('strong')].map((it) => it.textContent);
};

beforeEach(() => {
  more = {};
  feedback.mockReset();
  host = createPanelHost();
  host.help = async () => ({ ...helpCentre(lines), collections: COLLECTIONS, feedback, ...more });
});
afterEach(async () => {
  host.unmount();
  await page.viewport(1024, 768);
});

describe('the help screen', () => {
  it('has topics that have articles, with how many, and what is in none', async () => {
    host.mount();
    show({ screen: 'help', query: '' });
    expect(await below('Topics')).toEqual(['Orders']);
    panel().getByText('2 articles');
    expect(await below('Other articles')).toEqual(['Find your size']);
  });

  it('has what may help here, what was read, and what is read most, each article once', async () => {
    more = {
      suggested: () => only('sizes'),
      recent: () => only('shipping'),
      popular: () => only('returns', 'sizes', 'shipping'),
    };
    host.mount();
    show({ screen: 'help', query: '' });
    expect(await below('For this page')).toEqual(['Find your size']);
    expect(await below('Recently read')).toEqual(['Delivery times and costs']);
    expect(await below('Popular')).toEqual(['How returns work']);
  });

  it('leads into a topic, to an article of it, and back where each was left', async () => {
    host.mount();
    host.actions.go({ screen: 'help', query: '' });
    (await panel().findByRole('button', { name: /^Orders/ })).click();
    await panel().findByText('From the cart to your door.');
    panel()
      .getByRole('button', { name: /^How returns work/ })
      .click();
    await panel().findByRole('heading', { name: 'How returns work', level: 1 });
    panel().getByRole('button', { name: 'Back' }).click();
    await panel().findByText('From the cart to your door.');
    panel().getByRole('button', { name: 'Back' }).click();
    await panel().findByRole('heading', { name: 'Topics' });
  });

  it('says so where a topic has nothing for this visitor', async () => {
    host.mount();
    show({ screen: 'collection', id: 'gone' });
    await panel().findByText('There is nothing in this topic for you at the moment.');
  });
});

describe('home', () => {
  it('suggests what may help on the page below', async () => {
    more = { suggested: () => only('sizes'), popular: () => only('returns') };
    host.mount();
    expect(await below('For this page')).toEqual(['Find your size']);
    expect(panel().queryByText('How returns work')).toBeNull();
    panel()
      .getByRole('button', { name: /^Find your size/ })
      .click();
    await panel().findByText('Our sizes run true.');
  });

  it('has what is read most where nothing is known of the page, at most three', async () => {
    more = { popular: () => [...lines, { id: 'x', title: 'A fourth', description: '', collection: '' }] };
    host.mount();
    expect(await below('Popular')).toHaveLength(3);
  });

  it('does without where there is none, or it cannot be had', async () => {
    const none = vi.fn(async () => null);
    host.help = none;
    host.mount();
    await waitFor(() => expect(none).toHaveBeenCalled());
    const broken = vi.fn(() => Promise.reject(new Error('no')));
    host.help = broken;
    host.state.locale.value = 'ja';
    await waitFor(() => expect(broken).toHaveBeenCalled());
    await panel().findByText('お問い合わせを始める');
    expect(panel().queryByText('このページに関するヘルプ')).toBeNull();
    expect(host.panel.querySelector('.blank')).toBeNull();
  });

  it('asks for no help where the host has none', async () => {
    const help = vi.fn(async () => null);
    host.unmount();
    host = createPanelHost({ help: undefined as never });
    host.help = help;
    host.state.conversations.value = [conversation()];
    host.show([message(AIKO, 'Is it in stock?')]);
    host.mount();
    await panel().findByText(/Is it in stock/);
    expect(help).not.toHaveBeenCalled();
  });
});

describe('what is found', () => {
  const hit = { id: 'sizes', title: 'Find your size', description: 'Measure once.', locale: 'en', score: 1 };

  it('has the words that were sought set off', async () => {
    more = { search: () => [{ ...hit, marks: { title: [[10, 14]], description: [[0, 7]] } }] };
    host.mount();
    show({ screen: 'help', query: 'size' });
    await panel().findByText('1 result');
    expect([...host.panel.querySelectorAll('mark')].map((it) => it.textContent)).toEqual(['size', 'Measure']);
    panel().getByRole('button', { name: 'Find your size Measure once.' });
  });

  it('outlives marks that are none', async () => {
    const marks = { title: [[4, 2], [10, 99], 'x', [0, 4], [2, 9]], description: 5 } as never;
    more = { search: () => [{ ...hit, marks }] };
    host.mount();
    show({ screen: 'help', query: 'find' });
    await panel().findByText('1 result');
    expect([...host.panel.querySelectorAll('mark')].map((it) => it.textContent)).toEqual(['Find']);
    panel().getByText('Measure once.');
  });

  it('says what a mistyped query was taken for', async () => {
    more = { search: () => [hit], meant: (query) => (query === 'sise' ? 'size' : undefined) };
    host.mount();
    show({ screen: 'help', query: 'sise' });
    await panel().findByText('Showing results for “size”');
    show({ screen: 'help', query: 'size' });
    await waitFor(() => expect(panel().queryByText(/Showing results/)).toBeNull());
  });

  it('is one search, however often it is drawn', async () => {
    const search = vi.fn(() => [hit]);
    more = { search };
    host.mount();
    show({ screen: 'help', query: 'size' });
    await panel().findByText('1 result');
    host.state.conversations.value = [conversation()];
    host.state.status.value = 'offline';
    await panel().findByText('1 result');
    expect(search).toHaveBeenCalledTimes(1);
  });

  it('lets what was asked go along where the article did not answer it', async () => {
    host.mount();
    host.actions.go({ screen: 'help', query: 'find' });
    (await panel().findByRole('button', { name: /^Find your size/ })).click();
    await panel().findByText('Our sizes run true.');
    panel().getByRole('button', { name: 'Ask us' }).click();
    await waitFor(() => expect(host.field().value).toBe('find'));
    panel().getByRole('button', { name: 'Send' }).click();
    await waitFor(() => expect(host.calls).toContain('send("find","new")'));
  });
});

describe('below an article', () => {
  beforeEach(() => {
    host.mount();
    show({ screen: 'article', id: 'sizes' });
  });
  const press = async (name: string) => (await panel().findByRole('button', { name })).click();

  it('is what to read next', async () => {
    more = { related: (id) => (id === 'sizes' ? only('returns') : []) };
    host.state.locale.value = 'en-GB';
    expect(await below('Read next')).toEqual(['How returns work']);
  });

  it('it can be said whether it helped, at once', async () => {
    await press('Yes');
    expect(feedback.mock.calls).toEqual([['sizes', true, undefined]]);
    await panel().findByText('Thank you.');
    await press('Yes');
    expect(feedback).toHaveBeenCalledTimes(1);
    await press('No');
    expect(feedback).toHaveBeenLastCalledWith('sizes', false, undefined);
    expect(panel().getByRole('button', { name: 'No' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('it can be said why, and the focus is not lost with the field', async () => {
    await press('No');
    await userEvent.fill(await panel().findByLabelText('What was missing? (optional)'), ' No price. ');
    await userEvent.keyboard('{Enter}');
    expect(feedback).toHaveBeenLastCalledWith('sizes', false, 'No price.');
    await waitFor(() => expect(panel().queryByRole('textbox')).toBeNull());
    expect((host.root.activeElement as HTMLElement).className).toBe('feedback');
  });

  it('an empty reason is none', async () => {
    await press('Yes');
    await press('Send');
    expect(feedback).toHaveBeenCalledTimes(1);
  });

  it('nothing of that is asked where nobody would hear it', async () => {
    await panel().findByText('Was this helpful?');
    more = { feedback: undefined as never };
    host.state.locale.value = 'en-GB';
    await waitFor(() => expect(panel().queryByText('Was this helpful?')).toBeNull());
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const hit = { ...lines[1]!, score: 1, marks: { title: [[0, 4]], description: [[0, 7]] } } as never;
  it.each([
    ['all there is', { screen: 'help', query: '' }, 'Topics'],
    ['a topic', { screen: 'collection', id: 'orders' }, '2 articles'],
    ['a mistyped search', { screen: 'help', query: 'sise' }, 'Showing results for “size”'],
    ['whether it helped', { screen: 'article', id: 'sizes' }, 'Read next'],
    ['home', { screen: 'home' }, 'For this page'],
  ] as const)('axe finds nothing, and targets can be hit: %s', async (_, view, ready) => {
    host = createPanelHost({ theme }, theme === 'dark' ? '#ffd400' : '#3d5afe');
    const suggested = () => only('sizes');
    const all = { feedback, suggested, recent: () => only('shipping'), related: () => only('returns') };
    const found = { search: () => [hit], meant: () => 'size' };
    host.help = async () => ({ ...helpCentre(lines), collections: COLLECTIONS, ...all, ...found });
    host.mount();
    show(view);
    await panel().findByText(ready);
    panel().queryByRole('button', { name: 'No' })?.click();
    if (view.screen === 'article') await panel().findByText('Thank you.');
    await Promise.all(host.panel.getAnimations({ subtree: true }).map((it) => it.finished));
    const { violations } = await axe.run(host.element, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    for (const target of host.panel.querySelectorAll('section :is(button, input)')) {
      expect([target.textContent, target.getBoundingClientRect().height >= 24]).toEqual([target.textContent, true]);
    }
  });
});
