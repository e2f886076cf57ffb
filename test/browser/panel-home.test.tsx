import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderPanel } from '../../src/ui/panel/panel.js';
import { AIKO, conversation, createPanelHost, type FakeHost, MIKA, message } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const active = () => host.root.activeElement;

beforeEach(() => {
  host = createPanelHost();
});
afterEach(async () => {
  host.unmount();
  await page.viewport(1024, 768);
});

describe('home', () => {
  it('can be written on in its first frame, before anything else is fetched', async () => {
    host.mount();
    expect((await panel().findByRole('textbox', { name: 'Write a message' })).checkVisibility()).toBe(true);
    expect(getComputedStyle(host.panel).opacity).toBe('1');
    expect(panel().queryByRole('button', { name: 'Settings' })).toBeNull();
  });

  it('is drawn and laid out in a task each on a slow phone, and seen when all of it is there', async () => {
    let now = 0;
    const slow = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 20;
      return now;
    });
    host.panel.hidden = true;
    document.documentElement.append(host.element);
    const undo = renderPanel(host, host.panel);
    expect(panel().queryByRole('textbox')).toBeNull();
    const field = await panel().findByRole('textbox', { name: 'Write a message' });
    expect(field.checkVisibility({ visibilityProperty: true })).toBe(true);
    slow.mockRestore();
    undo();
  });

  it('greets by name when it is known', async () => {
    host.mount();
    await panel().findByText('Hello, how can we help?');
    host.state.person.value = { id: 'p', verified: true, name: 'Aiko' };
    await panel().findByText('Hi Aiko, how can we help?');
  });

  it('offers a new conversation, below the one that goes on', async () => {
    host.state.conversations.value = [conversation({ status: 'waiting' })];
    host.show([message(AIKO, 'Is it in stock?')]);
    host.mount();
    const start = await panel().findByRole('button', { name: 'Start a conversation' });
    // the cards come with the screens, which are fetched here
    const last = await panel().findByRole('button', { name: /Is it in stock/ });
    expect(last.compareDocumentPosition(start) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    start.click();
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c2' }));
  });

  it.each([
    [{ status: 'bot' }, /^Automatic answers/],
    [{ status: 'waiting' }, /^Waiting for a person/],
    [{ status: 'open' }, /^Mika Sato/],
    [{ status: 'resolved' }, /^Ended/],
  ] as const)('shows the last conversation, %o', async (more, words) => {
    host.state.conversations.value = [conversation(more)];
    host.show([message(MIKA, 'First'), message(AIKO, 'Last words')]);
    host.mount();
    const card = await panel().findByRole('button', { name: /Last words/ });
    expect(within(card).getByText(words)).toBeTruthy();
    card.click();
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c1' }));
  });

  it('takes what is written there along to a new conversation', async () => {
    host.mount();
    const start = await panel().findByRole('button', { name: 'Start a conversation' });
    host.write('Is it in stock?');
    start.click();
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c2' }));
    await waitFor(() => expect(host.field().value).toBe('Is it in stock?'));
  });

  it('says of a conversation that something in it was not sent', async () => {
    host.state.conversations.value = [conversation()];
    host.show([message(AIKO, 'Mine', { state: 'failed', reason: 'timeout' }), message(MIKA, 'Hello?')]);
    host.mount();
    const card = await panel().findByRole('button', { name: /Hello\?/ });
    within(card).getByText(/Not sent/);
  });

  it('marks what was not read yet', async () => {
    host.state.conversations.value = [conversation({ readTo: 0 })];
    host.show([message(MIKA, 'Hello', { seq: 5 })]);
    host.mount();
    await panel().findByText('Unread');
    host.state.conversations.value = [conversation({ readTo: 5 })];
    await waitFor(() => expect(panel().queryByText('Unread')).toBeNull());
  });

  it('has no search where the host has no help', async () => {
    host.mount();
    await panel().findByRole('searchbox', { name: 'Search help' });
    host.state.options.value = { app: 'shop', name: 'Kumo' };
    await waitFor(() => expect(panel().queryByRole('searchbox')).toBeNull());
  });

  it('does not claim to be empty before what was kept has been read', async () => {
    host.state.restored.value = false;
    host.mount();
    expect(panel().queryByRole('button', { name: 'Start a conversation' })).toBeNull();
    host.state.restored.value = true;
    await panel().findByRole('button', { name: 'Start a conversation' });
  });

  it('speaks another language as soon as it is chosen', async () => {
    host.mount();
    await panel().findByText('Hello, how can we help?');
    host.state.locale.value = 'ja';
    await panel().findByText('こんにちは。どのようなご用件でしょうか？');
    expect(host.panel.lang).toBe('ja');
    host.state.locale.value = 'en-GB';
    await panel().findByText('Hello, how can we help?');
  });

  it('leaves nothing behind when it is taken away', () => {
    host.mount();
    host.unmount();
    expect(host.panel.childNodes).toHaveLength(0);
    host.calls.length = 0;
    host.state.status.value = 'offline';
    host.panel.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(host.calls).toEqual([]);
  });

  it('adopts its style sheet once, however often it is drawn', () => {
    host.mount();
    const { length } = host.root.adoptedStyleSheets;
    host.unmount();
    host.mount();
    expect(host.root.adoptedStyleSheets.length).toBe(length);
  });
});

describe('the keyboard', () => {
  /** A gesture that reached the page: without one, nothing may take the focus. */
  async function gesture() {
    const button = document.body.appendChild(document.createElement('button'));
    button.textContent = 'page';
    await userEvent.click(button);
    return button;
  }

  it('is led into the composer when the panel opens, and the page does not scroll', async () => {
    const button = await gesture();
    host.state.isOpen.value = false;
    host.mount();
    await waitFor(() => expect(host.panel.checkVisibility()).toBe(false));
    expect(document.activeElement).toBe(button);
    host.state.isOpen.value = true;
    await waitFor(() => expect(active()).toBe(panel().getByRole('textbox', { name: 'Write a message' })));
    expect(window.scrollY).toBe(0);
    button.remove();
  });

  it('is not taken out of the panel when a message comes or the screen changes under it', async () => {
    const button = await gesture();
    host.mount();
    const search = await panel().findByRole('searchbox', { name: 'Search help' });
    search.focus();
    host.state.view.value = { screen: 'help', query: '' };
    await panel().findByText('All articles');
    expect(active()).toBe(search);
    button.remove();
  });

  it('goes back into the composer when what had the focus is gone', async () => {
    const button = await gesture();
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    host.mount();
    (await panel().findByRole('button', { name: 'Back' })).focus();
    host.state.view.value = { screen: 'home' };
    await waitFor(() => expect(active()).toBe(panel().getByRole('textbox', { name: 'Write a message' })));
    button.remove();
  });

  it('is never taken from the page while the panel stays open', async () => {
    const button = await gesture();
    host.state.conversations.value = [conversation()];
    host.mount();
    await waitFor(() => expect(active()).not.toBeNull());
    button.focus();
    host.add(message(MIKA, 'Hello'));
    host.state.conversations.value = [conversation({ status: 'waiting' })];
    host.state.status.value = 'offline';
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    await panel().findByText('Hello');
    expect(document.activeElement).toBe(button);
    button.remove();
  });

  it('closes with Escape', async () => {
    host.mount();
    (await panel().findByRole('textbox', { name: 'Write a message' })).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    );
    expect(host.calls).toContain('close()');
  });

  it('stays inside where the panel fills a phone’s screen, and not elsewhere', async () => {
    host.mount();
    await waitFor(() => expect(host.panel.getAttribute('aria-modal')).toBe('false'));
    await page.viewport(390, 700);
    await waitFor(() => expect(host.panel.getAttribute('aria-modal')).toBe('true'));
    const { width, height } = host.panel.getBoundingClientRect();
    expect([width, height]).toEqual([390, 700]);
    const first = await panel().findByRole('button', { name: 'Settings' });
    const last = await panel().findByRole('button', { name: 'Add an emoji' });
    last.focus();
    await userEvent.keyboard('{Tab}');
    expect(active()).toBe(first);
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    expect(active()).toBe(last);
  });
});
