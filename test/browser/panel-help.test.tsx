import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createPanelHost, type FakeHost, helpCentre } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const field = () => panel().getByRole<HTMLInputElement>('searchbox', { name: 'Search help' });
const composer = () => panel().getByRole<HTMLTextAreaElement>('textbox', { name: 'Write a message' });

beforeEach(async () => {
  host = createPanelHost();
  host.mount();
  await waitFor(field);
});
afterEach(() => host.unmount());

describe('help', () => {
  it('is fetched when the field is entered, at the latest', async () => {
    const help = vi.spyOn(host, 'help');
    field().dispatchEvent(new FocusEvent('focus'));
    expect(help).toHaveBeenCalled();
    expect(host.state.view.value).toEqual({ screen: 'home' });
  });

  it('finds while it is typed, in the same field', async () => {
    const first = field();
    await userEvent.click(first);
    await panel().findByText('All articles');
    expect(panel().getAllByRole('listitem')).toHaveLength(3);
    await userEvent.keyboard('size');
    await panel().findByText('1 result');
    panel().getByRole('button', { name: /Find your size/ });
    expect(field()).toBe(first);
    expect(host.root.activeElement).toBe(first);
    expect(host.state.view.value).toEqual({ screen: 'help', query: 'size' });
  });

  it('takes a question that has no article to the team', async () => {
    host.state.view.value = { screen: 'help', query: 'hovercraft full of eels' };
    await panel().findByText('Nothing found for “hovercraft full of eels”');
    panel().getByRole('button', { name: 'Ask the team instead' }).click();
    await waitFor(() => expect(composer().value).toBe('hovercraft full of eels'));
    expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'new' });
  });

  it('does not write over what stands in the composer', async () => {
    composer().value = 'half a thought';
    composer().dispatchEvent(new InputEvent('input'));
    host.state.view.value = { screen: 'help', query: 'eels' };
    (await panel().findByRole('button', { name: 'Ask the team instead' })).click();
    await waitFor(() => expect(composer().value).toBe('half a thought'));
  });

  it('can be tried again when it could not be loaded', async () => {
    host.help = () => Promise.reject(new Error('no'));
    host.state.view.value = { screen: 'help', query: '' };
    const retry = await panel().findByRole('button', { name: 'Retry' });
    panel().getByText('This could not be loaded.');
    host.help = async () => helpCentre();
    retry.click();
    await panel().findByText('All articles');
  });

  it('is asked again in another language', async () => {
    host.state.view.value = { screen: 'help', query: '' };
    await panel().findByText('All articles');
    const help = vi.spyOn(host, 'help');
    host.state.locale.value = 'ja';
    await panel().findByText('すべての記事');
    await waitFor(() => expect(help).toHaveBeenCalled());
  });
});

describe('an article', () => {
  beforeEach(() => {
    host.state.view.value = { screen: 'article', id: 'returns' };
  });

  it('is read with all that it is made of', async () => {
    await panel().findByRole('heading', { name: 'How returns work', level: 1 });
    panel().getByRole('heading', { name: 'What to do', level: 2 });
    expect(panel().getByText('30 days').tagName).toBe('STRONG');
    expect(panel().getByText('Return').tagName).toBe('EM');
    expect(panel().getByText('RETURN-CODE: 4711').tagName).toBe('PRE');
    expect(panel().getAllByRole('listitem')).toHaveLength(2);
    expect(
      panel()
        .getAllByRole('columnheader')
        .map((cell) => cell.textContent),
    ).toEqual(['Country', 'Days']);
    expect(panel().getByText('Keep the box until the jacket fits.').closest('blockquote')).toBeTruthy();
  });

  it('keeps a link to the host in this tab, and gives others one of their own', async () => {
    const own = await panel().findByRole('link', { name: 'your orders' });
    expect(own.getAttribute('href')).toBe(`${location.origin}/orders`);
    expect(own.hasAttribute('target')).toBe(false);
    const mail = panel().getByRole('link', { name: 'help@example.com' });
    expect(mail.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc');
  });

  it('has room for its pictures before they come', async () => {
    const picture = await panel().findByRole<HTMLImageElement>('img', { name: 'The label on the box' });
    expect(picture.getBoundingClientRect().height).toBe(160);
  });

  it('leads to another one, and back', async () => {
    (await panel().findByRole('button', { name: 'our sizes' })).click();
    await panel().findByText('Our sizes run true.');
    panel().getByRole('button', { name: 'Back' }).click();
    await panel().findByText('What to do');
  });

  it('comes back to the list as it was left', async () => {
    host.help = async () =>
      helpCentre(
        Array.from({ length: 40 }, (_, i) => ({
          id: `a${i}`,
          title: `Article ${i}`,
          description: '',
          tags: [],
          locale: 'en',
          body: [],
        })),
      );
    host.state.view.value = { screen: 'home' };
    await panel().findByText('Hello, how can we help?');
    host.actions.go({ screen: 'help', query: '' });
    await panel().findByText('Article 39');
    const scroller = () => host.panel.querySelector<HTMLElement>('[part=help]')!;
    const done = new Promise((resolve) => scroller().addEventListener('scroll', resolve, { once: true }));
    scroller().scrollTop = 700;
    await done;
    panel().getByRole('button', { name: 'Article 20' }).click();
    await panel().findByRole('heading', { name: 'Article 20' });
    panel().getByRole('button', { name: 'Back' }).click();
    await panel().findByText('Article 39');
    expect(scroller().scrollTop).toBe(700);
  });

  it('says when it is gone', async () => {
    host.state.view.value = { screen: 'article', id: 'nowhere' };
    await panel().findByText('This article is no longer here.');
  });

  it('leads to the team', async () => {
    (await panel().findByRole('button', { name: 'Ask us' })).click();
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'new' }));
  });
});
