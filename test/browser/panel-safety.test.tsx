import { waitFor, within } from '@testing-library/preact';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/types.js';
import { runs } from '../../src/ui/conversation/links.js';
import { BOT, conversation, type FakeHost, helpCentre, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const links = () => [...host.panel.querySelectorAll('a')];

beforeEach(async () => {
  host = openConversation([]);
  await panel().findByRole('log');
});
afterEach(() => host.unmount());

const HOSTILE = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript&colon;alert(1)',
  'javascript://https://example.com/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'DATA:image/svg+xml,<svg onload=alert(1)>',
  'vbscript:msgbox(1)',
  'blob:https://example.com/1',
  'file:///etc/passwd',
  'filesystem:https://example.com/temporary/x',
  'about:blank',
  'view-source:https://example.com',
  'ftp://example.com',
  'ws://example.com',
  'intent://scan/#Intent;end',
  'chrome://settings',
  'jar:https://example.com!/x',
  'feed:javascript:alert(1)',
  'urn:x:javascript:alert(1)',
  'https://user@example.com',
  'https://example.com:secret@evil.example',
  'http://',
  'https://[',
  'https://exa mple',
  '<a href="javascript:alert(1)">x</a>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
];

describe('what comes from elsewhere', () => {
  it.each(HOSTILE)('makes no link to anything but web, mail and telephone: %j', async (text) => {
    host.show([message(MIKA, text)]);
    await waitFor(() => expect(host.panel.querySelector('.bubble')!.textContent).toBe(text));
    for (const link of links()) expect([link.protocol, link.username]).toEqual(['https:', '']);
    expect(host.panel.querySelector('img, script')).toBeNull();
  });

  it.each(HOSTILE)('makes none in an article either: %j', async (address) => {
    const body = [{ p: [{ a: address, in: ['here'] }] }, { img: address, alt: 'picture' }];
    host.help = async () => helpCentre([{ id: 'bad', title: 'Bad', description: '', tags: [], locale: 'en', body }]);
    host.state.view.value = { screen: 'article', id: 'bad' };
    await panel().findByText('here');
    for (const link of links()) expect(link.protocol).toMatch(/^https?:$/);
    for (const image of host.panel.querySelectorAll('img'))
      expect(image.src.startsWith(`${location.origin}/`)).toBe(true);
  });

  it('links what is an address, and leaves the end of the sentence outside', () => {
    const linked = (text: string) => runs(text).flatMap((run) => (typeof run === 'string' ? [] : [run.url.href]));
    expect(linked('See https://example.com/a_(b), or http://example.com.')).toEqual([
      'https://example.com/a_(b)',
      'http://example.com/',
    ]);
    expect(linked('（https://example.com/道）をご覧ください。')).toEqual(['https://example.com/%E9%81%93']);
    expect(linked('mailto:a@example.com tel:+4930123')).toEqual(['mailto:a@example.com', 'tel:+4930123']);
    expect(linked('no address here, example.com neither')).toEqual([]);
  });

  it('opens a link to elsewhere in a tab that knows nothing of this page', async () => {
    host.show([message(MIKA, `https://example.com and ${location.origin}/orders`)]);
    await waitFor(() => expect(links()).toHaveLength(2));
    const [other, own] = links();
    expect([other!.target, other!.rel]).toEqual(['_blank', 'noopener noreferrer nofollow ugc']);
    expect([own!.target, own!.rel]).toEqual(['', '']);
  });

  it('shows the host that a link leads to, whatever its letters look like', () => {
    const label = (text: string) => runs(text).flatMap((run) => (typeof run === 'string' ? [] : [run.label]))[0];
    expect(label('https://exаmple.com/')).toBe('https://xn--exmple-4nf.com/');
    expect(label('http://0x7f.1/')).toBe('http://127.0.0.1/');
    expect(label('https://example.com/\u202Egpj.exe')).not.toMatch(/[\u202a-\u202e]/);
  });

  it('loses no character of a text to its links', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('https://', 'example.com', ' ', ')', '(', '.', '/', '\n', 'ä', '„', 'mailto:', '@', 'x'),
          {
            maxLength: 30,
          },
        ),
        (pieces) => {
          const text = pieces.join('');
          const shown = runs(text).map((run) => (typeof run === 'string' ? run : run.label.replace(/\/$/, '')));
          for (const piece of shown) {
            // a label that had to be written in full is checked above
            if (text.includes(piece)) continue;
            expect(piece).toMatch(/^(https|mailto):/);
          }
          expect(
            runs(text)
              .filter((run) => typeof run === 'string')
              .every((run) => text.includes(run as string)),
          ).toBe(true);
        },
      ),
    );
  });

  it('finds links in time that grows with the text, not faster', () => {
    const bad = [
      `https://${')'.repeat(100_000)}`,
      'https://'.repeat(12_000),
      'https://a.'.repeat(10_000),
      `mailto:${'!'.repeat(100_000)}`,
    ];
    for (const text of bad) expect(runs(text).length).toBeGreaterThan(0);
  }, 5_000);

  it('renders no object as an element, and does not fall over it', async () => {
    const node = {
      type: 'img',
      props: { src: 'x', onerror: 'alert(1)' },
      key: null,
      ref: null,
      constructor: undefined,
      __v: 1,
    };
    const bare = Object.assign(Object.create(null), { ...node, constructor: null });
    for (const evil of [node, bare, [node], { toString: null }, 7, true, null]) {
      const it = evil as never;
      host.state.person.value = { id: 'p', verified: true, name: it };
      host.state.options.value = { ...host.state.options.value, name: it };
      host.state.conversations.value = [conversation({ assignee: { kind: 'agent', name: it } })];
      host.state.typing('c1').value = { kind: 'agent', name: it };
      host.show([
        message(it, 'text'),
        message({ kind: 'agent', name: it }, [it, { type: 'text', text: it }]),
        message(BOT, [{ type: 'choices', text: it, choices: [{ id: 'a', label: it }, it] }]),
        message(BOT, [{ type: 'choices', choices: it }]),
        message(BOT, [{ type: 'article', article: it, title: it, description: it }]),
        message(BOT, [{ type: it, text: it }]),
        message(BOT, [
          { type: 'event', event: it, name: it, text: it },
          { type: 'handoff', text: it },
        ]),
        message(BOT, it),
        message(BOT, 'at', { at: it, state: it, reason: it, seq: it }),
        message(BOT, 'still here'),
      ]);
      await panel().findByText('still here', { selector: '.bubble' });
      for (const view of [
        { screen: 'home' },
        { screen: 'help', query: it },
        { screen: 'article', id: it },
        { screen: it },
      ]) {
        host.state.view.value = view as never;
        await new Promise((done) => setTimeout(done));
      }
      host.state.view.value = { screen: 'conversation', id: 'c1' };
      await panel().findByText('still here', { selector: '.bubble' });
      expect(host.panel.querySelector('img')).toBeNull();
    }
  });

  it('survives any message that JSON can hold', async () => {
    const seen: unknown[] = [];
    const listen = (event: ErrorEvent) => seen.push(event.error);
    window.addEventListener('error', listen);
    const part = fc.record(
      {
        type: fc.oneof(fc.constantFrom('text', 'choices', 'article', 'handoff', 'event', 'new'), fc.jsonValue()),
        text: fc.jsonValue(),
        choices: fc.jsonValue(),
        title: fc.jsonValue(),
        event: fc.jsonValue(),
        name: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(part, fc.jsonValue()), { maxLength: 4 }),
        fc.jsonValue(),
        async (parts, name) => {
          host.show([
            { ...message({ kind: 'agent', name } as never, parts as never) },
            message(MIKA, 'the end', { id: 'z'.repeat(22) }),
          ] as Message[]);
          // drawn once a frame
          await new Promise(requestAnimationFrame);
          await Promise.resolve();
          await Promise.resolve();
          expect([...host.panel.querySelectorAll('article .bubble')].at(-1)?.textContent).toBe('the end');
        },
      ),
      { numRuns: 150 },
    );
    window.removeEventListener('error', listen);
    expect(seen).toEqual([]);
  });

  it('keeps a text inside its bubble, however it is built', async () => {
    host.show([
      message(MIKA, `a${'\u0301'.repeat(1000)}`),
      message(MIKA, 'x'.repeat(500)),
      message(MIKA, '\u202Eabc \u2066 مرحبا'),
      message(MIKA, 'W\u200b'.repeat(300)),
    ]);
    await waitFor(() => expect(host.panel.querySelectorAll('.bubble')).toHaveLength(4));
    const outer = host.panel.getBoundingClientRect();
    for (const bubble of host.panel.querySelectorAll('.bubble')) {
      const inner = bubble.getBoundingClientRect();
      expect(inner.left).toBeGreaterThanOrEqual(outer.left);
      expect(inner.right).toBeLessThanOrEqual(outer.right);
      expect(getComputedStyle(bubble).overflow).toBe('clip');
    }
  });
});
