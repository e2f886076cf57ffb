import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../src/types.js';
import { AIKO, BOT, type FakeHost, MIKA, message, NOW, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const scroller = () => host.panel.querySelector<HTMLElement>('.scroll')!;
const articles = () => [...host.panel.querySelectorAll('article')];
const fromEnd = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
const many = (count: number, more: (i: number) => Partial<Message> = () => ({})) =>
  Array.from({ length: count }, (_, i) => message(MIKA, `Line ${i}`, more(i)));

async function open(messages: Message[], more = {}) {
  host = openConversation(messages, more);
  await panel().findByRole('log');
}
const frame = () => new Promise(requestAnimationFrame);
/** Scrolls as a reader does, and waits until that was noticed, and what is there now is drawn. */
async function scrollTo(top: number) {
  const done = new Promise((resolve) => scroller().addEventListener('scroll', resolve, { once: true }));
  scroller().scrollTop = top;
  await done;
  await frame();
  await frame();
}
/** Where a line is on screen. */
const placeOf = (line: Element) => line.getBoundingClientRect().top - scroller().getBoundingClientRect().top;
/** The first message that is wholly in sight. */
const inSight = () => articles().find((article) => placeOf(article) >= 0)!;
afterEach(() => host.unmount());

describe('the transcript', () => {
  it('names who wrote, and when, for those who do not see it', async () => {
    await open([message(MIKA, 'Hello'), message(AIKO, 'Hi', { state: 'sent' }), message(BOT, 'Beep')]);
    const names = articles().map((article) => article.getAttribute('aria-label')!.split(',')[0]);
    expect(names).toEqual(['Mika Sato', 'You', 'Bot']);
    expect(panel().getByRole('log').getAttribute('aria-live')).toBe('off');
  });

  it('groups what one person wrote in a row, under one name and one time', async () => {
    await open([message(MIKA, 'One'), message(MIKA, 'Two'), message(MIKA, 'Three', { at: NOW + 3_600_000 })]);
    expect(panel().getAllByText('Mika Sato', { selector: '.by' })).toHaveLength(2);
    expect(host.panel.querySelectorAll('.meta')).toHaveLength(2);
  });

  it('divides the days', async () => {
    const noon = new Date().setHours(12);
    await open([
      message(MIKA, 'a', { at: NOW }),
      message(MIKA, 'b', { at: noon - 864e5 }),
      message(MIKA, 'c', { at: noon }),
    ]);
    const days = [...host.panel.querySelectorAll('.day')].map((day) => day.textContent);
    expect(days).toHaveLength(3);
    expect(days[0]).toContain('2026');
    expect(days.slice(1)).toEqual(['Yesterday', 'Today']);
  });

  it('says nothing of delivery under what the bot wrote here', async () => {
    await open([message(BOT, 'Beep', { state: 'queued' })]);
    expect(panel().queryByText('Queued')).toBeNull();
  });

  it('offers choices under the last message, which can be taken once', async () => {
    const choices = [
      { id: 'a', label: 'An order' },
      { id: 'b', label: 'A person' },
    ];
    await open([message(BOT, [{ type: 'choices', text: 'What is it?', choices }])], { status: 'bot' });
    let safe = () => {};
    host.sends = () => new Promise((resolve) => (safe = resolve));
    panel().getByRole('button', { name: 'A person' }).click();
    await waitFor(() =>
      expect(panel().getByRole<HTMLButtonElement>('button', { name: 'An order' }).disabled).toBe(true),
    );
    panel().getByRole('button', { name: 'An order' }).click();
    expect(host.calls.filter((call) => call.startsWith('send('))).toEqual(['send("A person","c1")']);
    safe();
    host.add(message(AIKO, 'A person', { state: 'sending' }));
    await waitFor(() => expect(panel().queryByRole('button', { name: 'An order' })).toBeNull());
    panel().getByText('What is it?');
  });

  it('offers choices after an answer as well, and says later what was offered', async () => {
    const choices = [
      { id: 'a', label: 'That helped' },
      { id: 'b', label: 'A person' },
    ];
    const answer = message(BOT, [
      { type: 'text', text: 'I found this:' },
      { type: 'article', article: 'sizes', title: 'Find your size' },
      { type: 'choices', choices },
    ]);
    await open([answer], { status: 'bot' });
    panel().getByText('I found this:');
    panel().getByRole('button', { name: /Find your size/ });
    panel().getByRole('button', { name: 'That helped' });
    expect(panel().queryByText('This message cannot be shown here')).toBeNull();
    host.add(message(BOT, [{ type: 'choices', choices }]));
    await waitFor(() => expect(panel().getAllByRole('button', { name: 'A person' })).toHaveLength(1));
    host.add(message(AIKO, 'That helped'));
    await panel().findByText('That helped, A person', { selector: '.bubble' });
    expect(panel().queryByRole('button', { name: 'A person' })).toBeNull();
  });

  it('gives the choices back when the answer could not be kept', async () => {
    await open([message(BOT, [{ type: 'choices', choices: [{ id: 'a', label: 'An order' }] }])], { status: 'bot' });
    let refuse = () => {};
    host.sends = () => new Promise((_resolve, reject) => (refuse = () => reject(new Error('no'))));
    const button = panel().getByRole<HTMLButtonElement>('button', { name: 'An order' });
    button.click();
    await waitFor(() => expect(button.disabled).toBe(true));
    refuse();
    await waitFor(() => expect(button.disabled).toBe(false));
  });

  it('has no choices in a conversation that has ended', async () => {
    await open([message(BOT, [{ type: 'choices', choices: [{ id: 'a', label: 'An order' }] }])], {
      status: 'resolved',
    });
    expect(panel().queryByRole('button', { name: 'An order' })).toBeNull();
  });

  it('opens the article of a card', async () => {
    await open([message(BOT, [{ type: 'article', article: 'sizes', title: 'Find your size' }])]);
    panel()
      .getByRole('button', { name: /Find your size/ })
      .click();
    await panel().findByText('Our sizes run true.');
  });

  it('tells of the hand-over and of who came', async () => {
    await open([
      message(BOT, [{ type: 'handoff' }]),
      message({ kind: 'system' }, [{ type: 'event', event: 'assigned', name: 'Mika Sato' }]),
    ]);
    panel().getByText('Handed over to a person');
    panel().getByText('Mika Sato joined');
  });

  it('shows the text of a part that it does not know, else that there was something', async () => {
    await open([
      message(MIKA, [{ type: 'hologram', text: 'Look at this' } as never]),
      message(BOT, [{ type: 'hologram' } as never]),
      message({ kind: 'system' }, []),
    ]);
    await panel().findByText('Look at this');
    await waitFor(() => expect(panel().getAllByText('This message cannot be shown here')).toHaveLength(2));
  });

  it('shows who is typing', async () => {
    await open([message(MIKA, 'Hello')]);
    host.state.typing('c1').value = MIKA;
    await panel().findByText('Mika Sato is typing');
  });
});

describe('scrolling', () => {
  it('starts at the end and stays there while messages come', async () => {
    await open(many(40));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    host.add(message(MIKA, 'another'));
    await panel().findByText('another');
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    expect(panel().queryByRole('button', { name: 'New messages' })).toBeNull();
  });

  it('leaves a reader where they are, and says that something came', async () => {
    await open(many(40));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    await waitFor(() => expect(host.calls).toContain('seen("c1")'));
    await scrollTo(200);
    host.calls.length = 0;
    const line = inSight();
    const before = placeOf(line);
    host.add(message(MIKA, 'another'));
    const pill = await panel().findByRole('button', { name: 'New messages' });
    expect(Math.abs(placeOf(line) - before)).toBeLessThan(1);
    expect(host.calls).not.toContain('seen("c1")');
    pill.click();
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    await waitFor(() => expect(panel().queryByRole('button', { name: 'New messages' })).toBeNull());
    await waitFor(() => expect(host.calls).toContain('seen("c1")'));
  });

  it('follows the visitor’s own message down', async () => {
    await open(many(40));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    await scrollTo(0);
    host.add(message(AIKO, 'mine', { state: 'sending' }));
    await panel().findByText('mine');
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
  });

  it('shows a long answer from its beginning', async () => {
    await open(many(10));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    host.add(message(MIKA, Array.from({ length: 80 }, (_, i) => `paragraph ${i}`).join('\n')));
    await panel().findByText(/paragraph 79/, { selector: '.bubble' });
    const last = articles().at(-1)!.getBoundingClientRect();
    const box = scroller().getBoundingClientRect();
    expect(last.top - box.top).toBeGreaterThanOrEqual(0);
    expect(last.top - box.top).toBeLessThan(40);
  });

  it('shows what came in while the panel was closed', async () => {
    await open(many(40));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    host.state.isOpen.value = false;
    await waitFor(() => expect(host.panel.hidden).toBe(true));
    for (const words of ['Mika has it now', 'Are you there?']) {
      host.add(message(MIKA, words));
      await panel().findByText(words);
    }
    host.calls.length = 0;
    host.state.isOpen.value = true;
    await waitFor(() => expect(host.calls).toContain('seen("c1")'));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    expect(panel().queryByRole('button', { name: 'New messages' })).toBeNull();
  });

  it('keeps the line in sight when earlier messages are put before it', async () => {
    const late = many(40, (i) => ({ seq: 100 + i }));
    await open(late);
    host.earlier = async () => {
      host.show([...many(60, (i) => ({ seq: i + 1, at: NOW - 1e6 })), ...late]);
      return true;
    };
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    await scrollTo(30);
    const line = panel().getByText('Line 3');
    const before = placeOf(line);
    panel().getByRole('button', { name: 'Load earlier' }).click();
    await waitFor(() => expect(panel().queryByRole('button', { name: 'Load earlier' })).toBeNull());
    await waitFor(() => expect(Math.abs(placeOf(line) - before)).toBeLessThan(2));
  });

  it('stays at the end when the panel becomes lower, as with a keyboard', async () => {
    await open(many(40));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    host.panel.style.height = '400px';
    await waitFor(() => expect(scroller().clientHeight).toBeLessThan(300));
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
  });

  it('offers no more once the beginning is there, and tries again after a failure', async () => {
    await open(many(3, (i) => ({ seq: 50 + i })));
    const answers = [Promise.reject(new Error('offline')), Promise.resolve(false)];
    host.earlier = vi.fn(() => answers.shift()!);
    const button = panel().getByRole<HTMLButtonElement>('button', { name: 'Load earlier' });
    button.click();
    await waitFor(() => expect(host.earlier).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(button.disabled).toBe(false));
    button.click();
    await waitFor(() => expect(panel().queryByRole('button', { name: 'Load earlier' })).toBeNull());
  });
});

describe('what was seen', () => {
  beforeEach(() => open([message(MIKA, 'Hello')]));

  it('is told when it is on screen', async () => {
    await waitFor(() => expect(host.calls).toContain('seen("c1")'));
  });

  it('is not told while the panel is closed, but when it opens', async () => {
    host.state.isOpen.value = false;
    await waitFor(() => expect(host.panel.hidden).toBe(true));
    host.calls.length = 0;
    host.add(message(MIKA, 'Are you there?'));
    await panel().findByText('Are you there?');
    expect(host.calls).toEqual([]);
    host.state.isOpen.value = true;
    await waitFor(() => expect(host.calls).toContain('seen("c1")'));
  });
});
