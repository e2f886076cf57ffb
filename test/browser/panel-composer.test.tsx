import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SobaniError } from '../../src/core/errors.js';
import { conversation, type FakeHost, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const field = () => panel().getByRole<HTMLTextAreaElement>('textbox', { name: 'Write a message' });
const sent = () => host.calls.filter((call) => call.startsWith('send('));

beforeEach(async () => {
  host = openConversation([message(MIKA, 'Hello')]);
  await panel().findByText('Hello');
});
afterEach(() => host.unmount());

const write = (text: string) => host.write(text);
const key = (init: KeyboardEventInit) => {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, composed: true, ...init });
  field().dispatchEvent(event);
  return event;
};

describe('the composer', () => {
  it('sends on Enter, and breaks the line on Shift+Enter', async () => {
    await userEvent.click(field());
    await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two{Enter}');
    await waitFor(() => expect(sent()).toEqual(['send("one\\ntwo","c1")']));
  });

  it('keeps the text until the message is safe, and only then takes it away', async () => {
    let safe = () => {};
    host.sends = () => new Promise((resolve) => (safe = resolve));
    write('my long story');
    key({ key: 'Enter' });
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(field().value).toBe('my long story');
    safe();
    await waitFor(() => expect(field().value).toBe(''));
  });

  it('keeps the text when it was refused, and says why', async () => {
    host.sends = () => Promise.reject(new SobaniError('rate', 'slow down'));
    write('my long story');
    key({ key: 'Enter' });
    await expect
      .poll(() => panel().queryByRole('alert')?.textContent)
      .toBe('Too many messages at once. Wait a moment, then try again.');
    expect(field().value).toBe('my long story');
    expect(panel().getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(false);
  });

  it('takes away only what was sent when more was written meanwhile', async () => {
    let safe = () => {};
    host.sends = () => new Promise((resolve) => (safe = resolve));
    write('first');
    key({ key: 'Enter' });
    await waitFor(() => expect(sent()).toHaveLength(1));
    write('first and more');
    safe();
    await waitFor(() => expect(field().value).toBe(' and more'));
  });

  it('sends once however often Enter is pressed', async () => {
    let safe = () => {};
    host.sends = () => new Promise((resolve) => (safe = resolve));
    write('once');
    for (let i = 0; i < 3; i++) key({ key: 'Enter' });
    safe();
    await waitFor(() => expect(field().value).toBe(''));
    expect(sent()).toHaveLength(1);
  });

  it('cannot send what is blank', async () => {
    write('   \n ');
    await waitFor(() => expect(panel().getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true));
    key({ key: 'Enter' });
    expect(sent()).toEqual([]);
  });

  it('tells how much room is left, and refuses what is too long without cutting it', async () => {
    write('x'.repeat(9_999));
    await panel().findByText('1 character left');
    write('x'.repeat(10_002));
    await panel().findByText('2 characters too many');
    key({ key: 'Enter' });
    expect(sent()).toEqual([]);
    expect(field().value).toHaveLength(10_002);
  });

  it('grows with its text up to five lines', async () => {
    const height = () => field().getBoundingClientRect().height;
    const one = height();
    write('1\n2\n3');
    await waitFor(() => expect(height()).toBeCloseTo(one + 44, 0));
    write(Array.from({ length: 40 }, (_, i) => i).join('\n'));
    await waitFor(() => expect(height()).toBeCloseTo(one + 88, 0));
  });

  it('tells that the visitor is writing, but not when the field was emptied', () => {
    write('h');
    write('');
    expect(host.calls.filter((call) => call.startsWith('typing'))).toEqual(['typing("c1")']);
  });

  it('keeps a draft for each conversation', async () => {
    write('for Mika');
    host.state.view.value = { screen: 'conversation', id: 'c9' };
    await waitFor(() => expect(field().value).toBe(''));
    write('for another');
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    await waitFor(() => expect(field().value).toBe('for Mika'));
  });

  it('tells of every change of a draft: what is typed, what is sent, what is left of it', async () => {
    const drafts = () => host.calls.filter((call) => call.startsWith('draft('));
    write('fir');
    write('first');
    let safe = () => {};
    host.sends = () => new Promise((resolve) => (safe = resolve));
    key({ key: 'Enter' });
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(drafts()).toEqual(['draft("c1","fir")', 'draft("c1","first")']);
    safe();
    await waitFor(() => expect(drafts()).toContain('draft("c1","")'));
  });

  it('shows what was read of an earlier page, and nothing when somebody else is here', async () => {
    host.state.view.value = { screen: 'home' };
    host.drafts.value = new Map([['c1', 'half a sentence']]);
    await waitFor(() => expect(field().value).toBe('half a sentence'));
    expect(panel().getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(false);
    host.drafts.value = new Map();
    await waitFor(() => expect(field().value).toBe(''));
  });

  it('leaves the draft of another conversation alone when a send ends late', async () => {
    let safe = () => {};
    host.sends = () => new Promise((resolve) => (safe = resolve));
    write('late');
    key({ key: 'Enter' });
    host.state.view.value = { screen: 'conversation', id: 'c9' };
    await waitFor(() => expect(field().value).toBe(''));
    write('other words');
    safe();
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    await waitFor(() => expect(field().value).toBe(''));
    host.state.view.value = { screen: 'conversation', id: 'c9' };
    await waitFor(() => expect(field().value).toBe('other words'));
  });

  it('writes from home to the conversation that goes on, and goes there', async () => {
    host.state.view.value = { screen: 'home' };
    await panel().findByText('Hello, how can we help?');
    write('from home');
    const element = field();
    key({ key: 'Enter' });
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c1' }));
    expect(sent()).toEqual(['send("from home","c1")']);
    // the same field, so that focus and keyboard stay
    await waitFor(() => expect(field().value).toBe(''));
    expect(field()).toBe(element);
  });

  it('gives way to a new conversation when this one has ended, which what was written goes along to', async () => {
    write('one more thing');
    host.state.conversations.value = [conversation({ status: 'resolved' })];
    await panel().findByText('This conversation has ended.');
    panel().getByText('What you wrote comes along.');
    expect(panel().queryByRole('textbox', { name: 'Write a message' })).toBeNull();
    panel().getByRole('button', { name: 'Start a new conversation' }).click();
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c2' }));
    await waitFor(() => expect(field().value).toBe('one more thing'));
    expect(host.calls).toEqual(expect.arrayContaining(['draft("c2","one more thing")', 'draft("c1","")']));
    await waitFor(() => expect(host.root.activeElement).toBe(field()));
    // and is not there any more
    host.state.conversations.value = [conversation()];
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    await waitFor(() => expect(field().value).toBe(''));
  });
});

describe('a refusal', () => {
  const alert = () => panel().getByRole('alert').textContent;
  const refuse = async (error: unknown) => {
    host.sends = () => Promise.reject(error);
    write('my long story');
    key({ key: 'Enter' });
    await waitFor(() => expect(alert()).not.toBe(''));
    expect(field().value).toBe('my long story');
  };

  it.each([
    ['auth', 'Your sign-in was not accepted. Sign in again, then retry.'],
    ['too-large', 'Too many messages are waiting to be sent. Send this one when some of them are gone.'],
    ['unavailable', 'A part of the messenger could not be loaded. Check your connection and try again.'],
    ['storage', 'It could not be stored. Try again in a while.'],
    ['internal', 'Something went wrong.'],
  ] as const)('keeps the text and says what to do: %s', async (code, words) => {
    await refuse(new SobaniError(code, 'for developers'));
    expect(alert()).toBe(words);
  });

  it('tells a text that is too long from too many messages', async () => {
    await refuse(new SobaniError('too-large', 'for developers', { path: 'text' }));
    expect(alert()).toBe('The message is too long. Make it shorter.');
  });

  it('is said of whatever else was thrown, too', async () => {
    await refuse('no');
    expect(alert()).toBe('Something went wrong.');
  });

  it('offers a new conversation with the same text where this one takes no more', async () => {
    await refuse(new SobaniError('closed', 'for developers'));
    expect(alert()).toBe('This conversation has ended.');
    panel().getByRole('button', { name: 'Start a new conversation' }).click();
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c2' }));
    await waitFor(() => expect(field().value).toBe('my long story'));
    expect(alert()).toBe('');
  });

  it('is gone with the next send that succeeds', async () => {
    await refuse(new SobaniError('rate', 'for developers'));
    host.sends = undefined;
    key({ key: 'Enter' });
    await waitFor(() => expect(field().value).toBe(''));
    expect(alert()).toBe('');
  });
});

describe('an input method', () => {
  it('confirms its candidate with Enter without sending (Chromium, Firefox: a composing keydown)', async () => {
    field().dispatchEvent(new CompositionEvent('compositionstart', { data: '' }));
    write('かんじ');
    const enter = key({ key: 'Enter', isComposing: true, keyCode: 229 });
    write('漢字');
    field().dispatchEvent(new CompositionEvent('compositionend', { data: '漢字' }));
    expect(enter.defaultPrevented).toBe(false);
    expect(sent()).toEqual([]);
    key({ key: 'Enter', keyCode: 13 });
    await waitFor(() => expect(sent()).toEqual(['send("漢字","c1")']));
  });

  it('confirms its candidate with Enter without sending (Safari: the composition ends before the keydown)', async () => {
    field().dispatchEvent(new CompositionEvent('compositionstart', { data: '' }));
    write('漢字');
    field().dispatchEvent(new CompositionEvent('compositionend', { data: '漢字' }));
    const enter = key({ key: 'Enter', isComposing: false, keyCode: 229 });
    expect(enter.defaultPrevented).toBe(false);
    expect(sent()).toEqual([]);
    key({ key: 'Enter', keyCode: 13 });
    await waitFor(() => expect(sent()).toHaveLength(1));
  });

  it('cancels with Escape without closing the panel', () => {
    key({ key: 'Escape', isComposing: true, keyCode: 229 });
    expect(host.calls).not.toContain('close()');
    key({ key: 'Escape', keyCode: 27 });
    expect(host.calls).toContain('close()');
  });

  it('is never written into while it composes', () => {
    write('か');
    const set = vi.fn();
    const text = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!;
    const element = field();
    Object.defineProperty(element, 'value', { configurable: true, get: () => text.get!.call(element), set });
    host.add(message(MIKA, 'meanwhile'));
    host.state.status.value = 'offline';
    return waitFor(() => panel().getByText('meanwhile')).then(() => expect(set).not.toHaveBeenCalled());
  });
});
