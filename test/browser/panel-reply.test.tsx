import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { AIKO, type FakeHost, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const sent = () => host.calls.filter((call) => call.startsWith('send('));
const question = message(MIKA, 'Which **kettle** was it?');
const own = message(AIKO, 'The copper one', { state: 'sent' });
afterEach(() => host.unmount());

describe('a message', () => {
  beforeEach(async () => {
    host = openConversation([question, own]);
    await panel().findByText('The copper one');
  });
  const reply = () => panel().getByRole('button', { name: 'Reply to Mika Sato' });

  it('is answered, which the composer says until it is sent, once', async () => {
    reply().click();
    await panel().findByText('Replying to Mika Sato');
    await waitFor(() => expect(host.root.activeElement).toBe(host.field()));
    // in one line, and without its marks
    panel().getByText('Which kettle was it?', { selector: '.replying span' });
    await userEvent.keyboard('That one{Enter}');
    await waitFor(() => expect(sent()).toEqual([`send("That one","c1","${question.id}")`]));
    await waitFor(() => expect(panel().queryByText('Replying to Mika Sato')).toBeNull());
    await userEvent.keyboard('Next{Enter}');
    await waitFor(() => expect(sent()[1]).toBe('send("Next","c1")'));
  });

  it('of one’s own is called that when it is answered', async () => {
    panel().getByRole('button', { name: 'Reply to your message' }).click();
    await panel().findByText('Replying to your message');
    panel().getByText('The copper one', { selector: '.replying span' });
  });

  it('is not answered after all', async () => {
    reply().click();
    (await panel().findByRole('button', { name: 'Stop replying to this message' })).click();
    await waitFor(() => expect(panel().queryByText('Replying to Mika Sato')).toBeNull());
    await waitFor(() => expect(host.root.activeElement).toBe(host.field()));
  });

  it('is forgotten with whoever was here', async () => {
    reply().click();
    await panel().findByText('Replying to Mika Sato');
    host.state.cleared.value++;
    await waitFor(() => expect(panel().queryByText('Replying to Mika Sato')).toBeNull());
  });

  it('keeps its answer when that was refused', async () => {
    host.sends = () => Promise.reject(new Error('no'));
    reply().click();
    await panel().findByText('Replying to Mika Sato');
    await waitFor(() => expect(host.root.activeElement).toBe(host.field()));
    await userEvent.keyboard('That one{Enter}');
    await waitFor(() => expect(panel().getByRole('alert').textContent).not.toBe(''));
    panel().getByText('Replying to Mika Sato');
  });

  it('says that it was copied in the one place where the panel speaks', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    panel().getAllByRole('button', { name: 'Copy' })[0]!.click();
    await waitFor(() => expect(host.panel.querySelector('[aria-live=polite]')!.textContent).toBe('Copied\n'));
    expect(host.panel.querySelector('[role=log] [role=status]')).toBeNull();
  });

  it('leads by keyboard to what can be done with it, and with those before', async () => {
    const copies = panel().getAllByRole('button', { name: 'Copy' });
    // of all of them one is reached with Tab
    expect([...host.panel.querySelectorAll('.acts [tabindex="0"]')]).toHaveLength(2);
    panel().getByRole('log').focus();
    await userEvent.tab();
    expect(host.root.activeElement).toBe(panel().getByRole('button', { name: 'Reply to your message' }));
    await userEvent.keyboard('{ArrowUp}');
    expect(host.root.activeElement).toBe(reply());
    await userEvent.tab();
    expect(host.root.activeElement).toBe(copies[0]);
    await userEvent.tab();
    expect(host.panel.querySelector('[part=messages]')!.contains(host.root.activeElement)).toBe(false);
  });

  it('is not there to be answered before it arrived, or when the conversation has ended', async () => {
    host.show([message(AIKO, 'On its way', { state: 'sending', seq: undefined as never })]);
    await panel().findByText('On its way');
    expect(panel().queryByRole('button', { name: /^Reply/ })).toBeNull();
    host.show([question]);
    await panel().findByRole('button', { name: /^Reply/ });
    host.state.conversations.value = host.state.conversations.value.map((it) => ({ ...it, status: 'resolved' }));
    await waitFor(() => expect(panel().queryByRole('button', { name: /^Reply/ })).toBeNull());
    panel().getByRole('button', { name: 'Copy' });
  });
});

describe('an answer', () => {
  const many = Array.from({ length: 300 }, (_, i) => message(MIKA, `Line ${i}`, { id: `line-${i}` }));
  const answer = (to: string) => message(AIKO, [{ type: 'text', text: 'This one', to }], { state: 'sent' });

  it('shows what it answers, and leads there', async () => {
    host = openConversation([...many, answer(many[5]!.id)]);
    const quote = await panel().findByRole('button', { name: /In reply to/ });
    expect(quote.textContent).toContain('Line 5');
    expect(panel().queryByText('Line 5', { selector: '.bubble' })).toBeNull();
    quote.click();
    const line = await panel().findByText('Line 5', { selector: '.bubble' });
    await waitFor(() => expect(host.root.activeElement?.contains(line)).toBe(true));
    const box = host.panel.querySelector('.scroll')!.getBoundingClientRect();
    await waitFor(() => {
      const { top } = line.getBoundingClientRect();
      expect(top - box.top).toBeGreaterThanOrEqual(0);
      expect(top - box.top).toBeLessThan(60);
    });
  });

  it('loads what it answers where that is not here yet', async () => {
    const late = many.slice(100).map((it, i) => ({ ...it, seq: 101 + i }));
    host = openConversation([...late, answer(many[5]!.id)]);
    host.earlier = async () => {
      const all = host.state.messages('c1').value;
      host.show([...many.slice(0, 100).map((it, i) => ({ ...it, seq: i + 1 })), ...all]);
      return true;
    };
    (await panel().findByText('An earlier message')).closest('button')!.click();
    await panel().findByText('Line 5', { selector: '.bubble' });
  });

  it('to what nobody has any more is shown all the same', async () => {
    host = openConversation([answer('gone'), answer({} as never)]);
    await waitFor(() => expect(panel().getAllByText('This one')).toHaveLength(2));
    const quote = panel().getAllByRole('button', { name: /In reply to/ });
    expect(quote).toHaveLength(1);
    quote[0]!.click();
  });
});

describe('a link to the page’s own origin', () => {
  const click = (init: MouseEventInit = {}) => {
    const heard: boolean[] = [];
    const listen = (event: Event) => {
      heard.push(event.defaultPrevented, event.composedPath()[0] instanceof HTMLAnchorElement);
      event.preventDefault();
    };
    document.addEventListener('click', listen);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, ...init });
    panel().getByRole('link').dispatchEvent(event);
    document.removeEventListener('click', listen);
    return heard;
  };
  const links = () => host.calls.filter((call) => call.startsWith('link('));

  it('is told of, and then is a click like any other of the page’s', async () => {
    host = openConversation([message(MIKA, 'See [your orders](/orders).')]);
    const link = await panel().findByRole<HTMLAnchorElement>('link', { name: 'your orders' });
    expect([link.target, link.rel]).toEqual(['', '']);
    expect(click()).toEqual([false, true]);
    expect(links()).toEqual([`link("${location.origin}/orders")`]);
    host.follows = false;
    expect(click()).toEqual([true, true]);
    // in another tab it is the browser's
    for (const init of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }]) click(init);
    expect(links()).toHaveLength(2);
  });

  it('is none of those that lead elsewhere', async () => {
    host = openConversation([message(MIKA, '[Terms](https://example.com/terms)')]);
    const link = await panel().findByRole<HTMLAnchorElement>('link', { name: 'Terms' });
    expect([link.target, link.rel]).toEqual(['_blank', 'noopener noreferrer nofollow ugc']);
    expect(click()).toEqual([false, true]);
    expect(links()).toEqual([]);
  });

  it('under a name that looks like another address says where it leads', async () => {
    host = openConversation([message(MIKA, '[bank.example](https://evil.example/x)')]);
    const link = await panel().findByRole('link');
    expect(link.textContent).toBe('bank.example (evil.example)');
  });
});
