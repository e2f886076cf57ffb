import { cleanup, screen, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { card, conversation, createFakeRelay, mara, message, NOW, showDesk, stopDesks } from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

const TEXT = [
  '# Repairs',
  'We **mend** them, see [our terms](/repairs), [write](mailto:care@shop.example), [call](tel:+815012345678).',
  '',
  '1. Pack it',
  '   - with `paper`',
  '2. Send it',
  '',
  '> As new',
  '',
  '```',
  '**HK-1**',
  '```',
].join('\n');

async function show(messages: unknown[], more: { notes?: unknown[]; card?: unknown } = {}) {
  const relay = createFakeRelay([conversation('a', { preview: '**Two** weeks', previewBy: 'agent' })]);
  relay.loads.set('a', { messages, ...more });
  await showDesk(relay, { open: 'a' });
  return within(await screen.findByRole('log'));
}
const snapshot = { v: 1, locale: 'en', page: { url: 'https://shop.example/cart', title: 'Cart', language: 'en' } };
const links = (within: string) =>
  [...document.querySelectorAll<HTMLAnchorElement>(`${within} a`)].map((it) => [it.textContent, it.href]);

test.each(['agent', 'bot'] as const)('what the %s wrote stands there as the visitor sees it', async (kind) => {
  const log = await show([message(1, TEXT, kind)], { card: card({ snapshot } as never) });
  expect((await log.findByText('mend')).tagName).toBe('STRONG');
  expect(log.getByText('Repairs').tagName).toBe('STRONG');
  expect(links('.bubble')).toEqual([
    ['our terms', 'https://shop.example/repairs'],
    ['write', 'mailto:care@shop.example'],
    ['call', 'tel:+815012345678'],
  ]);
  for (const link of document.querySelectorAll('.bubble a')) {
    expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['_blank', 'noopener noreferrer nofollow']);
  }
  const [ordered, inner] = [...document.querySelectorAll('.bubble :is(ol, ul)')];
  expect([ordered!.localName, ordered!.children.length, inner!.localName]).toEqual(['ol', 2, 'ul']);
  expect(log.getByText('paper').tagName).toBe('CODE');
  expect(log.getByText('As new').closest('blockquote')).not.toBeNull();
  expect(log.getByText('**HK-1**').tagName).toBe('PRE');
  const { violations } = await axe.run(document.body);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('what a visitor wrote is as they wrote it', async () => {
  const log = await show([message(1, 'I *really* need it, [see](https://shop.example)')]);
  await log.findByText(/I \*really\* need it, \[see\]\(/);
  expect(document.querySelector('.bubble em')).toBeNull();
});

test('a link leads to the web, to mail or to a telephone, or is none, and says where, when its words name another place', async () => {
  const text = '[a](javascript:alert(1)) [b](data:text/html,x) [c](/cart) [bank.example](https://other.example/x)';
  await show([message(1, text, 'agent')]);
  // which page a path counts from is not known here
  expect(links('.bubble')).toEqual([['bank.example (other.example)', 'https://other.example/x']]);
});

test('notes are drawn as well, and where there is one line, it has no marks', async () => {
  const own = { id: 'n', conversation: 'a', by: mara, text: 'Call **before** ten', at: NOW };
  const told = { id: 'p', by: mara, text: 'Prefers *mail*', at: NOW, edited: false };
  const answer = message(2, 'Yes', 'visitor', { parts: [{ type: 'text', text: 'Yes', to: 'message-1' }] });
  await show([message(1, '**Two** weeks?', 'agent'), answer], { notes: [own], card: card({ notes: [told] }) });
  expect((await screen.findByText('before')).closest('.team-note')).not.toBeNull();
  expect(screen.getByText('mail').tagName).toBe('EM');
  expect(document.querySelector('.transcript .quoted')!.textContent).toContain('Two weeks?');
  expect(document.querySelector('.row-preview')!.textContent).toContain('Two weeks');
});
