import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AIKO, conversation, createPanelHost, type FakeHost, MIKA, message, NOW } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const cards = () => panel().queryAllByRole('listitem');
const search = (words: string) => {
  const field = panel().getByRole<HTMLInputElement>('searchbox', { name: 'Search your messages' });
  field.value = words;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};

beforeEach(() => {
  host = createPanelHost();
  host.state.conversations.value = [
    conversation({ id: 'c1', status: 'waiting', at: NOW }),
    conversation({ id: 'c2', status: 'open', at: NOW - 1, readTo: 1 }),
    conversation({ id: 'c3', status: 'resolved', at: NOW - 2, readTo: 1e6 }),
  ];
  host.show([message(AIKO, 'Is the café chair in stock?', { conversation: 'c1' })]);
  host.show([message(MIKA, 'It is on its way', { conversation: 'c2', seq: 2 })], 'c2');
  host.show([message(MIKA, 'ありがとうございます。ガラスの急須です', { conversation: 'c3', seq: 1 })], 'c3');
});
afterEach(() => host.unmount());

const open = async () => {
  host.state.view.value = { screen: 'conversations' };
  host.mount();
  await waitFor(() => expect(cards()).toHaveLength(3));
};

describe('all conversations', () => {
  it('are reached from home, which shows those that go on', async () => {
    host.mount();
    await panel().findByRole('button', { name: /café chair/ });
    panel().getByRole('button', { name: /on its way/ });
    expect(panel().queryByRole('button', { name: /急須/ })).toBeNull();
    panel().getByRole('button', { name: 'All conversations' }).click();
    await waitFor(() => expect(cards()).toHaveLength(3));
    panel().getByRole('button', { name: 'Back' }).click();
    await panel().findByText('Hello, how can we help?');
  });

  it('are not offered where there is one', async () => {
    host.state.conversations.value = [conversation()];
    host.mount();
    await panel().findByText('Your conversations');
    expect(panel().queryByRole('button', { name: 'All conversations' })).toBeNull();
  });

  it('say last words, status, assignee and what is unread of each, and lead there', async () => {
    await open();
    expect(cards().map((card) => card.querySelector('strong')!.textContent)).toEqual([
      'You: Is the café chair in stock?',
      'It is on its way',
      'ありがとうございます。ガラスの急須です',
    ]);
    const [first, second, third] = cards() as [HTMLElement, HTMLElement, HTMLElement];
    const small = (card: HTMLElement) => card.querySelector('small')!.textContent;
    expect(small(first)).toMatch(/^Waiting for a person · /);
    expect(small(second)).toMatch(/^Mika Sato · /);
    within(second).getByText('Unread');
    expect(small(third)).toMatch(/^Ended · Mika Sato · /);
    expect(within(third).queryByText('Unread')).toBeNull();
    within(second).getByRole('button').click();
    expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c2' });
  });

  it('begin another one, and have no composer', async () => {
    await open();
    expect(panel().queryByRole('textbox', { name: 'Write a message' })).toBeNull();
    panel().getByRole('button', { name: 'Start a conversation' }).click();
    await waitFor(() => expect(host.calls).toContain('newConversation()'));
  });

  it('follow what comes in', async () => {
    await open();
    host.state.messages('c2').value = [message(MIKA, 'It has arrived', { conversation: 'c2', seq: 3 })];
    host.state.conversations.value = [...host.state.conversations.value];
    await panel().findByText('It has arrived');
  });

  it('say so where there are none', async () => {
    host.state.conversations.value = [];
    host.state.view.value = { screen: 'conversations' };
    host.mount();
    await panel().findByText('You have not written to us yet.');
    expect(panel().queryByRole('searchbox')).toBeNull();
  });

  it('can be had again where their code could not', async () => {
    host.state.status.value = 'offline';
    await open();
    await panel().findByText(/No connection|Not up to date/);
  });
});

describe('a search in them', () => {
  it('finds words in any order, without regard to accents and case, and sets them off', async () => {
    await open();
    search('STOCK cafe');
    await waitFor(() => expect(cards()).toHaveLength(1));
    expect([...host.panel.querySelectorAll('mark')].map((it) => it.textContent)).toEqual(['café', 'stock']);
    await panel().findByText('1 conversation');
    // the field is the same, and keeps the focus and what is typed there
    expect(panel().getByRole<HTMLInputElement>('searchbox').value).toBe('STOCK cafe');
  });

  it('tells kana with marks from those without', async () => {
    await open();
    search('カラス');
    await panel().findByText('No message here has “カラス”.');
    search('ガラス');
    await waitFor(() => expect(cards()).toHaveLength(1));
  });

  it('says that only the device was searched, and is there when one comes back', async () => {
    await open();
    search('chair');
    await panel().findByText('Only what is on this device was searched.');
    within(cards()[0]!).getByRole('button').click();
    panel().getByRole('button', { name: 'Back' }).click();
    await waitFor(() => expect(panel().getByRole<HTMLInputElement>('searchbox').value).toBe('chair'));
  });
});

describe('a conversation that is not known', () => {
  const show = () => {
    host.state.view.value = { screen: 'conversation', id: 'unknown' };
    host.mount();
  };

  it('is said not to be here, with ways on and none to write into it', async () => {
    show();
    await panel().findByText(/^This conversation is not here/);
    expect(panel().queryByRole('textbox')).toBeNull();
    panel().getByRole('button', { name: 'All conversations' }).click();
    await waitFor(() => expect(cards()).toHaveLength(3));
  });

  it('is waited for while what is kept is read, and while there is no connection', async () => {
    host.state.restored.value = false;
    host.state.status.value = 'offline';
    show();
    await panel().findByText('Retry');
    expect(panel().queryByText(/^This conversation/)).toBeNull();
    host.state.restored.value = true;
    await panel().findByText(/^This conversation is not on this device/);
  });
});
