/// <reference types="@vitest/browser-playwright" />
import { waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { cdp } from 'vitest/browser';
import { PARTS } from '../../src/theme/parts.js';
import { showSurveyCard } from '../../src/ui/survey/survey.js';
import {
  AIKO,
  BOT,
  conversation,
  createPanelHost,
  type FakeHost,
  known,
  MIKA,
  message,
  NOW,
  openConversation,
  PAGE,
  SHARED,
} from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
afterEach(() => host.unmount());

const talk = () => [
  message(BOT, 'Hello'),
  message(AIKO, 'My jacket', { state: 'read' }),
  message(BOT, [{ type: 'article', article: 'sizes', title: 'Find your size', description: 'Measure once.' }]),
  message(AIKO, 'Gone', { state: 'failed', reason: 'rate' }),
  message(BOT, [{ type: 'handoff' }]),
  message(MIKA, 'Hi, see https://example.com'),
  message(BOT, [{ type: 'choices', text: 'Which?', choices: [{ id: 'a', label: 'This one' }] }]),
];

function share(it: FakeHost) {
  const nested = { tiers: [{ name: 'Gold', perks: ['tea', 'cake'] }], since: { year: 2021 } };
  it.shared = async () => ({
    parts: [...SHARED.parts, known('loyalty', nested), known('order', { id: '7' }, { isShared: false })],
    sent: { at: NOW, snapshot: { v: 1, page: PAGE, locale: 'en' } },
  });
  it.state.view.value = { screen: 'share' };
}

/** Every screen and state, with something by which to know that it is there. */
const SCREENS: Record<string, [(host: FakeHost) => void, ready: string | RegExp]> = {
  'home, new': [() => {}, 'Start a conversation'],
  'home, known': [
    (it) => {
      it.state.conversations.value = [conversation(), conversation({ id: 'c2', status: 'resolved' })];
      it.show([message(MIKA, 'Hello')]);
      it.state.durable.value = false;
    },
    'Your conversations',
  ],
  conversation: [
    (it) => {
      it.state.conversations.value = [conversation()];
      it.show(talk());
      it.state.typing('c1').value = MIKA;
      it.state.status.value = 'offline';
      it.state.view.value = { screen: 'conversation', id: 'c1' };
    },
    'This one',
  ],
  'conversation, ended': [
    (it) => {
      it.state.conversations.value = [conversation({ status: 'resolved' })];
      it.show(talk());
      it.state.view.value = { screen: 'conversation', id: 'c1' };
    },
    'Start a new conversation',
  ],
  'home, with cards': [
    (it) => {
      it.state.options.value = {
        ...it.state.options.value,
        cards: [
          { title: 'Track a parcel', text: 'See where it is', target: { url: '/orders' } },
          { title: 'Gift finder', target: { flow: 'gifts' } },
        ],
        modules: 'help',
        channels: { phone: '+81312345678' },
      };
    },
    'How to reach us',
  ],
  'all conversations': [
    (it) => {
      it.state.conversations.value = [conversation(), conversation({ id: 'c2', status: 'resolved' })];
      it.show([message(MIKA, 'Hello')]);
      it.state.view.value = { screen: 'conversations', query: 'hello' };
    },
    '1 conversation',
  ],
  'no conversation': [(it) => (it.state.view.value = { screen: 'conversations' }), 'You have not written to us yet.'],
  'conversation, unknown': [
    (it) => {
      it.state.conversations.value = [conversation()];
      it.state.view.value = { screen: 'conversation', id: 'unknown' };
    },
    /^This conversation is not here/,
  ],
  settings: [
    (it) => {
      it.state.options.value = { ...it.state.options.value, attention: 'sound, notifications' };
      it.state.settings.value = { sound: true };
      it.state.view.value = { screen: 'settings' };
    },
    'Text size',
  ],
  help: [(it) => (it.state.view.value = { screen: 'help', query: '' }), 'All articles'],
  'help, nothing found': [(it) => (it.state.view.value = { screen: 'help', query: 'eels' }), 'Ask the team instead'],
  'help, broken': [
    (it) => {
      it.help = () => Promise.reject(new Error('no'));
      it.state.view.value = { screen: 'help', query: '' };
    },
    'Retry',
  ],
  article: [(it) => (it.state.view.value = { screen: 'article', id: 'returns' }), 'What to do'],
  'what we share': [share, 'You see what we see'],
  'what we share, right to left': [
    (it) => {
      it.element.dir = 'rtl';
      share(it);
    },
    'You see what we see',
  ],
  'what we share, nothing known': [
    (it) => {
      it.shared = async () => ({ parts: [], sent: null });
      it.state.view.value = { screen: 'share' };
    },
    'Nothing went from this page yet.',
  ],
};

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(Object.entries(SCREENS))('axe finds nothing: %s', async (_name, [set, ready]) => {
    host = createPanelHost({ theme }, theme === 'dark' ? '#ffd400' : '#3d5afe');
    set(host);
    host.mount();
    await panel().findByText(ready);
    for (const fold of host.panel.querySelectorAll('details')) fold.open = true;
    await Promise.all(
      host.panel
        .getAnimations({ subtree: true })
        .map((it) => it.effect?.getComputedTiming().iterations === 1 && it.finished),
    );
    const { violations } = await axe.run(host.element, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});

it.each(['light', 'dark'] as const)(
  'axe finds nothing where everything is to be deleted, in the %s theme',
  async (theme) => {
    host = createPanelHost({ theme });
    share(host);
    host.share = () => Promise.reject(new Error('no'));
    host.state.status.value = 'offline';
    host.mount();
    (await panel().findByRole('switch', { name: 'Your cart' })).click();
    await panel().findByText('This could not be changed. Try again.');
    panel()
      .getByRole('button', { name: /^Delete everything/ })
      .click();
    await panel().findByRole('button', { name: 'Keep it' });
    for (const animation of host.panel.getAnimations({ subtree: true })) animation.finish();
    const { violations } = await axe.run(host.element, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  },
);

describe('the theme', () => {
  const background = () => getComputedStyle(host.panel).backgroundColor;
  const system = (value: string) =>
    cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });

  it('follows the system where the host leaves it to it, and only there', async () => {
    const seen: Record<string, string[]> = {};
    for (const value of ['light', 'dark']) {
      await system(value);
      for (const theme of ['light', 'dark', 'auto'] as const) {
        host = createPanelHost({ theme });
        host.mount();
        seen[theme] = [...(seen[theme] ?? []), background()];
        host.unmount();
      }
    }
    await system('');
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(22, 24, 29)'];
    expect(seen).toEqual({ light: [light, light], dark: [dark, dark], auto: [light, dark] });
    host.mount();
  });

  it('is not disturbed by the rules of the page', () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { color: red; font: 40px fantasy; letter-spacing: 9px; opacity: 0.1; transform: scale(2) }');
    document.adoptedStyleSheets = [sheet];
    host = createPanelHost();
    host.mount();
    const outer = getComputedStyle(host.element);
    const inner = getComputedStyle(host.panel);
    expect([outer.opacity, outer.transform]).toEqual(['1', 'none']);
    expect([inner.color, inner.fontSize, inner.letterSpacing]).toEqual(['rgb(20, 23, 31)', '15px', 'normal']);
    document.adoptedStyleSheets = [];
  });
});

it('has every part that a style sheet may name', async () => {
  host = createPanelHost();
  host.availability.value = 'We usually reply within 30 minutes.';
  const found = new Set<string>();
  const look = () => {
    for (const element of host.root.querySelectorAll('[part]')) for (const name of element.part) found.add(name);
  };
  host.state.conversations.value = [conversation()];
  host.show(talk());
  host.mount();
  await waitFor(() => expect(host.root.querySelector('[part~=home]')).not.toBeNull());
  look();
  for (const [view, ready] of [
    [{ screen: 'conversation', id: 'c1' }, 'This one'],
    [{ screen: 'conversations', query: 'jacket' }, '1 conversation'],
    [{ screen: 'settings' }, 'Text size'],
    [{ screen: 'help', query: '' }, 'All articles'],
    [{ screen: 'article', id: 'returns' }, 'What to do'],
  ] as const) {
    host.state.view.value = view;
    await panel().findByText(ready);
    look();
  }
  const part = { type: 'survey', survey: 's', kind: 'nps', scale: '0-10' } as const;
  const leave = await showSurveyCard({ root: host.root, state: host.state, part, onRate: async () => {}, onGone() {} });
  look();
  leave();
  expect([...found].sort()).toEqual([...PARTS].sort());
});

it('has targets that a finger can hit', async () => {
  host = createPanelHost();
  SCREENS.conversation![0](host);
  host.mount();
  await panel().findByText('This one');
  for (const button of panel().getAllByRole('button')) {
    const { width, height } = button.getBoundingClientRect();
    expect([button.textContent || button.ariaLabel, Math.round(width) >= 36, Math.round(height) >= 36]).toEqual([
      expect.anything(),
      true,
      true,
    ]);
  }
});

it('says what only a screen reader needs without taking room', async () => {
  host = createPanelHost({}, '#3d5afe');
  host.mount();
  expect(host.panel.getAttribute('role')).toBe('dialog');
  await waitFor(() => expect(host.panel.getAttribute('aria-label')).toBe('Kumo'));
});

describe('the announcer', () => {
  const live = () => host.panel.querySelector('[aria-live=polite]')!;
  const said = () => [...live().childNodes].map((node) => node.textContent!.trim());

  async function open(more = {}) {
    host = openConversation([message(MIKA, 'Old', { seq: 1 }), message(MIKA, 'Older', { seq: 2 })], more);
    await panel().findByText('Old');
  }

  it('is outside the list, and the only one', async () => {
    await open();
    expect(live().closest('[role=log]')).toBeNull();
    expect(host.panel.querySelectorAll('[aria-live=polite]')).toHaveLength(1);
  });

  it('says each message that comes in once, and who wrote it', async () => {
    await open();
    const added: Node[] = [];
    const observer = new MutationObserver((records) => added.push(...records.flatMap((it) => [...it.addedNodes])));
    observer.observe(live(), { childList: true, subtree: true, characterData: true });
    const hello = message(MIKA, 'Hello again');
    host.add(hello);
    await waitFor(() => expect(said()).toEqual(['Mika Sato: Hello again']));
    host.add(message(BOT, [{ type: 'article', article: 'sizes', title: 'Find your size' }]));
    await waitFor(() => expect(said()).toEqual(['Mika Sato: Hello again', 'Bot: Find your size']));
    // the same again, changed and read
    host.show(host.state.messages('c1').value.map((it) => ({ ...it })));
    host.state.conversations.value = [conversation({ readTo: 99 })];
    await waitFor(() => expect(host.calls).toContain('seen("c1")'));
    observer.disconnect();
    expect(added).toHaveLength(2);
    expect(added.every(({ nodeType }) => nodeType === Node.TEXT_NODE)).toBe(true);
  });

  it('says what can be chosen, and nothing where there is no text', async () => {
    await open();
    const label = (id: string) => ({ id, label: `Label ${id}` });
    host.add(message(BOT, [{ type: 'choices', choices: [label('a'), label('b')] }]));
    await waitFor(() => expect(said()).toEqual(['Bot: Label a, Label b']));
    host.add(message(BOT, [{ type: 'choices', choices: [] }]));
    host.add(
      message(BOT, [
        { type: 'text', text: 'Was it this?' },
        { type: 'choices', choices: [label('c')] },
      ]),
    );
    await waitFor(() => expect(said()).toEqual(['Bot: Label a, Label b', 'Bot: Was it this? Label c']));
  });

  it('says nothing of what was there, of history, or of what the visitor wrote', async () => {
    await open({ readTo: 50 });
    const now = host.state.messages('c1').value;
    host.show([message(MIKA, 'History', { seq: 0 }), ...now]);
    await panel().findByText('History');
    host.add(message(AIKO, 'Mine', { state: 'sending' }));
    await panel().findByText('Mine');
    expect(said()).toEqual([]);
  });

  it('says nothing of a conversation that was read elsewhere and only now comes here', async () => {
    await open();
    host.state.conversations.value = [conversation({ id: 'c7', readTo: 9 })];
    host.state.view.value = { screen: 'conversation', id: 'c7' };
    await waitFor(() => expect(panel().queryByText('Old')).toBeNull());
    host.show([message(MIKA, 'Long ago', { seq: 8 }), message(MIKA, 'And now', { seq: 10 })], 'c7');
    await waitFor(() => expect(said()).toEqual(['Mika Sato: And now']));
  });

  it('says that an own message was not sent, once, and not of one that had failed before', async () => {
    await open();
    const own = message(AIKO, 'Mine', { state: 'sending' });
    host.add(own, message(AIKO, 'Before', { state: 'failed', reason: 'rate' }));
    await panel().findByText('Before');
    const fail = () =>
      host.show(
        host.state
          .messages('c1')
          .value.map((it) => (it.id === own.id ? { ...it, state: 'failed', reason: 'closed' } : it)),
      );
    fail();
    await waitFor(() => expect(said()).toEqual(['Not sent. This conversation has ended.']));
    fail();
    host.add(message(MIKA, 'Hello'));
    await waitFor(() => expect(said()).toEqual(['Not sent. This conversation has ended.', 'Mika Sato: Hello']));
  });

  it('is silent while the panel is closed', async () => {
    await open();
    host.state.isOpen.value = false;
    host.add(message(MIKA, 'Hello?'));
    await panel().findByText('Hello?');
    expect(said()).toEqual([]);
  });
});
