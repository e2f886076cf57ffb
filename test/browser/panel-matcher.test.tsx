import { waitFor, within } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Message, Part } from '../../src/types.js';
import { type Panel, PanelContext } from '../../src/ui/panel/context.js';
import { Sources } from '../../src/ui/parts/sources.js';
import { AIKO, BOT, type FakeHost, message, openConversation } from './panel-host.js';

let host: FakeHost;
afterEach(() => host?.unmount());
const panel = () => within(host.panel);
const said = () =>
  [...host.panel.querySelector('[aria-live=polite]')!.childNodes].map((node) => node.textContent!.trim());
const bubbles = () => [...host.panel.querySelectorAll('.bubble')].map((bubble) => bubble.textContent);

const LINE = 'An automated answer by Ada';
const SOURCES: Part = { type: 'sources', text: LINE, sources: [] };
const answer = (text: string, more: Partial<Message> = {}): Message => ({
  ...message(BOT, [{ type: 'text', text }, SOURCES]),
  id: 'answer'.padEnd(22, '0'),
  ...more,
});

describe('an answer that is still being said', () => {
  it('grows on screen, and is announced once it is whole', async () => {
    const question = message(AIKO, 'What is that?');
    host = openConversation([question]);
    await panel().findByText('What is that?');
    for (const text of ['It is', 'It is a kettle.']) {
      host.show([question, answer(text, { partial: true })]);
      await waitFor(() => expect(bubbles()).toContain(text));
    }
    expect(said()).toEqual([]);
    expect(panel().getAllByRole('article')).toHaveLength(2);
    host.show([question, answer('It is a kettle.')]);
    await waitFor(() => expect(said()).toEqual([`Bot: It is a kettle. ${LINE}`]));
    expect(bubbles().filter((text) => text === 'It is a kettle.')).toHaveLength(1);
  });

  it('leaves no trace where it is withdrawn', async () => {
    const question = message(AIKO, 'What is that?');
    host = openConversation([question]);
    host.show([question, answer('It is', { partial: true })]);
    await panel().findByText('It is');
    host.show([question]);
    await waitFor(() => expect(bubbles()).toEqual(['What is that?']));
    expect(said()).toEqual([]);
  });

  it('is plain text, whatever it says', async () => {
    const text = '<b>x</b> [here](javascript:alert(1)) <script>alert(1)</script> {{user.email}} https://shop.example/a';
    host = openConversation([]);
    host.show([answer(text, { partial: true })]);
    await waitFor(() => expect(bubbles()[0]).toBe(text));
    expect([...host.panel.querySelectorAll('a')].map(({ href }) => href)).toEqual(['https://shop.example/a']);
    expect(host.panel.querySelector('.bubble b, script')).toBeNull();
  });
});

describe('where a machine has it from', () => {
  const go = vi.fn();
  const draw = (part: unknown) => {
    const root = document.createElement('div');
    document.body.append(root);
    const value = { actions: { go } } as unknown as Panel;
    render(
      <PanelContext.Provider value={value}>
        <Sources part={part as Extract<Part, { type: 'sources' }>} />
      </PanelContext.Provider>,
      root,
    );
    return root;
  };

  it('is articles that open here, and web pages with their host', () => {
    const root = draw({
      ...SOURCES,
      sources: [
        { title: 'Returns', article: 'returns' },
        { title: 'www.bank.example', url: 'https://evil.example/x' },
      ],
    });
    const list = within(root).getByRole('list', { name: LINE });
    within(list).getByRole('button', { name: 'Returns' }).click();
    expect(go).toHaveBeenCalledExactlyOnceWith({ screen: 'article', id: 'returns' });
    const link = within(list).getByRole('link');
    expect(link.textContent).toBe('www.bank.example (evil.example)');
    expect(link).toHaveProperty('rel', expect.stringContaining('noopener'));
  });

  it('is nothing that could do harm', () => {
    const root = draw({
      ...SOURCES,
      sources: [{ title: 'a', url: 'javascript:alert(1)' }, null, 7, { title: {}, article: [] }, { url: 'data:,x' }],
    });
    expect(root.querySelectorAll('a, button')).toHaveLength(0);
    expect(root.textContent).toBe(`${LINE}a`);
    expect(draw({ type: 'sources' }).textContent).toBe('');
  });
});
