import { waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SobaniError } from '../../src/core/errors.js';
import type { HandoffRequest, Session } from '../../src/core/ports.js';
import { createScrub } from '../../src/inspector/scrub.js';
import { scriptedTransport } from '../../src/testing/scripted-transport.js';
import type { Snapshot } from '../../src/types.js';
import { type Inspecting, startMessenger } from './inspector-host.js';

const SECRET = 'session-secret-8c1f';
const CART = {
  items: [{ id: 'KET-12', name: 'Copper kettle', price: { amount: 129_00, currency: 'EUR' } }],
  total: { amount: 129_00, currency: 'EUR' },
};

let given: Inspecting;
afterEach(() => given.messenger.destroy());

/** A back end that takes handoffs, and keeps the snapshots. */
const shots: Snapshot[] = [];
const able = (more: Partial<Session> = {}): Partial<Session> => ({
  async handoff({ message, snapshot }: HandoffRequest) {
    shots.push(snapshot);
    return { id: message.id, seq: 1, at: 1 };
  },
  typing() {},
  async context() {},
  ...more,
});
const start = (...how: Parameters<typeof startMessenger>) => {
  given = startMessenger({ secret: SECRET, abilities: able(), ...how[0] }, how[1]);
  return given;
};
const inside = async () => within(await given.inside());
/** The first line of each row on screen, its columns parted by a space. */
const rows = () =>
  [...given.host()!.shadowRoot!.querySelectorAll('summary, .row')].map((row) =>
    [...row.children].map((cell) => cell.textContent).join(' '),
  );
/** What stands beside a name. */
const fact = (name: string) =>
  [...given.host()!.shadowRoot!.querySelectorAll('dl > div')].find((it) => it.firstChild!.textContent === name)
    ?.lastChild?.textContent;

describe('the inspector', () => {
  it('opens with debug(), once, and closes with debug(false)', async () => {
    const { messenger, host } = start();
    await expect(messenger.debug()).resolves.toBeUndefined();
    await given.inside();
    await messenger.debug();
    expect(given.element.shadowRoot!.querySelectorAll('[aria-label="Sobani inspector"]')).toHaveLength(1);
    await messenger.debug(false);
    expect(host()).toBeNull();
    await messenger.debug(false);
  });

  it('is not there in the end, where it is closed while it is fetched', async () => {
    const { messenger, host } = start();
    const opening = messenger.debug();
    await messenger.debug(false);
    await opening;
    expect(host()).toBeNull();
  });

  it('is closed by destroy(), and says that there is nothing to look at then', async () => {
    const { messenger, host } = start();
    await messenger.debug();
    await given.inside();
    await messenger.destroy();
    expect(host()).toBeNull();
    expect(document.querySelector('sobani-messenger')).toBeNull();
    await expect(messenger.debug()).rejects.toMatchObject({ code: 'unavailable' });
    await messenger.boot();
    await messenger.debug();
    await given.inside();
  });

  it('takes the focus, gives it back at Escape, and keeps its keys from the page', async () => {
    const { messenger, host } = start();
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    await messenger.debug();
    await given.inside();
    const own = host()!.shadowRoot!;
    await waitFor(() => expect(own.activeElement?.id).toBe('tab-Snapshot'));
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() =>
      expect(own.activeElement).toMatchObject({ id: 'tab-Events', ariaSelected: 'true', tabIndex: 0 }),
    );
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await waitFor(() => expect(own.activeElement?.id).toBe('tab-Connection'));
    await userEvent.keyboard('{Home}');
    await waitFor(() => expect(own.activeElement?.id).toBe('tab-Snapshot'));
    await userEvent.keyboard('{End}');
    await waitFor(() =>
      expect(own.querySelector('[role=tabpanel]')!.getAttribute('aria-labelledby')).toBe('tab-Connection'),
    );
    await userEvent.keyboard('{Escape}');
    expect(host()).toBeNull();
    expect(document.activeElement).toBe(button);
    expect(heard).not.toHaveBeenCalled();
    document.removeEventListener('keydown', heard);
    button.remove();
  });

  it.each(['start', 'end'] as const)('covers neither launcher nor panel, wherever it is docked (%s)', async (side) => {
    const { messenger, element, host } = start({}, { side });
    await messenger.debug();
    const own = await inside();
    const [launcher, panel] = ['launcher', 'panel'].map(
      (part) => element.shadowRoot!.querySelector(`[part~=${part}]`)!,
    );
    const overlap = (other: Element) => {
      const [a, b] = [host()!.getBoundingClientRect(), other.getBoundingClientRect()];
      return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    };
    for (const isOpen of [false, true]) {
      if (isOpen) await messenger.open();
      if (isOpen) await waitFor(() => expect(panel!.getBoundingClientRect().width).toBeGreaterThan(0));
      for (const dock of ['left', 'bottom', 'right']) {
        own.getByRole('button', { name: `Dock ${dock}` }).click();
        await waitFor(() => expect(host()!.classList.contains('beside')).toBe(isOpen));
        expect([dock, isOpen, overlap(launcher!), isOpen && overlap(panel!)]).toEqual([dock, isOpen, false, false]);
        const { left, top, right, bottom } = host()!.getBoundingClientRect();
        expect(Math.min(left, top, innerWidth - right, innerHeight - bottom)).toBeGreaterThan(0);
      }
    }
  });

  it('puts nothing into the page but what is in its own root', async () => {
    const { messenger, element } = start();
    const page = () => [document.head.outerHTML, document.body.outerHTML, document.documentElement.getAttributeNames()];
    const [before, names] = [page(), Object.keys(window)];
    await messenger.debug();
    await given.inside();
    expect(page()).toEqual(before);
    expect(Object.keys(window)).toEqual(names);
    expect(element.parentElement).toBe(document.documentElement);
    expect(document.adoptedStyleSheets).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no violations that axe knows of, on any screen (%s)', async (theme) => {
    const { messenger } = start({}, { theme });
    await messenger.set({ cart: CART });
    await messenger.debug();
    await messenger.send('Hello');
    for (const tab of ['Snapshot', 'Events', 'Sent', 'Consent', 'Flow', 'Answers', 'Rules', 'Looks', 'Connection']) {
      await given.show(tab);
      const { violations } = await axe.run(given.element, { rules: { region: { enabled: false } } });
      expect([tab, violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])]).toEqual([tab, []]);
    }
  });
});

describe('the snapshot', () => {
  it('tells of each part whose it is, and why it does not leave', async () => {
    const { messenger } = start();
    await messenger.set({ cart: CART, traits: { plan: 'pro' } });
    await messenger.debug();
    await given.show('Snapshot');
    const told = () =>
      rows()
        .map((row) => row.replace(/ \d+ s ago \d+ B/, ''))
        .filter((row) => /^(page|cart|traits|journey) /.test(row));
    expect(told().sort()).toEqual([
      'cart host functional not granted',
      'journey journey analytics not granted',
      'page page necessary leaves',
      'traits host functional not granted',
    ]);
    await messenger.consent({ functional: true, off: ['cart'] });
    await waitFor(() =>
      expect(told().sort()).toEqual([
        'cart host functional switched off',
        'journey journey analytics not granted',
        'page page necessary leaves',
        'traits host functional leaves',
      ]),
    );
  });

  it('tells who told the traits, each of them where it is opened', async () => {
    const flow = {
      ...{ id: 'greet', version: 1, trigger: { on: 'conversation' }, start: 'note' },
      steps: { note: { trait: { member: '{{traits.plan}}, since May' }, next: 'bye' }, bye: { say: 'Noted.' } },
    };
    const flows = URL.createObjectURL(new Blob([JSON.stringify({ v: 1, flows: [flow] })]));
    const { messenger } = start({}, { flows });
    await messenger.set({ traits: { plan: 'pro' } });
    await messenger.debug();
    const screen = await given.show('Snapshot');
    await messenger.open('conversation');
    const row = () => [...screen.querySelectorAll('summary')].find((it) => it.textContent!.startsWith('traits'));
    await waitFor(() => expect(row()!.children[1]!.textContent).toBe('host, flow'));
    row()!.click();
    await waitFor(() => expect(row()!.parentNode!.textContent).toContain('"member": {'));
    expect(row()!.parentNode!.textContent).toContain('"source": "flow"');
    URL.revokeObjectURL(flows);
  });

  it('is the one that leaves, and looking at it is no sending', async () => {
    const { messenger } = start();
    shots.length = 0;
    await messenger.consent({ functional: true, analytics: true, off: ['traits'] });
    await messenger.set({ cart: CART, traits: { plan: 'pro' } });
    await messenger.debug();
    const screen = await given.show('Snapshot');
    expect(screen.textContent).toContain('None has left this page yet');
    const shown = JSON.parse(screen.querySelector('h3 + pre')!.textContent!) as Snapshot;
    expect(shown.cart).toEqual(CART);
    await messenger.send('Hello');
    await waitFor(() => expect(shots).toHaveLength(1));
    /** Time goes on. */
    const still = ({ journey: _, ...shot }: Snapshot) => shot;
    expect(still(shown)).toEqual(still(JSON.parse(JSON.stringify(shots[0])) as Snapshot));
    await waitFor(() => expect(screen.textContent).toContain('Last left at'));
  });
});

describe('the events', () => {
  const names = () => rows().map((row) => row.split(' ')[1]);

  it('are all that the host can hear, the newest first, with what they say', async () => {
    const { messenger } = start();
    await messenger.debug();
    await given.show('Events');
    await messenger.track('viewed', { id: 'kettle' });
    await messenger.search('x').catch(() => {});
    await messenger.endConversation('nope').catch(() => {});
    await waitFor(() => expect(names()).toEqual(['error', 'track']));
    given.host()!.shadowRoot!.querySelectorAll('summary')[1]!.click();
    await waitFor(() => expect(given.text()).toContain('"id": "kettle"'));
  });

  it('are filtered by name, halted and cleared', async () => {
    const { messenger } = start();
    await messenger.debug();
    await given.show('Events');
    const own = await inside();
    await messenger.track('one');
    await messenger.open();
    await waitFor(() => expect(names()).toEqual(['open', 'track']));
    await userEvent.selectOptions(own.getByRole('combobox', { name: 'Event' }), 'track');
    await waitFor(() => expect(names()).toEqual(['track']));
    own.getByRole('button', { name: 'Pause' }).click();
    await messenger.track('two');
    await waitFor(() => expect(own.getByRole('tab', { name: /Events/ }).textContent).toBe('Events3'));
    expect(names()).toEqual(['track']);
    own.getByRole('button', { name: 'Pause' }).click();
    await waitFor(() => expect(names()).toEqual(['track', 'track']));
    own.getByRole('button', { name: 'Clear' }).click();
    await waitFor(() => expect(names()).toEqual([]));
  });

  it('are kept up to two hundred', async () => {
    const { messenger } = start();
    await messenger.debug();
    await given.show('Events');
    for (let i = 0; i < 210; i++) await messenger.track(`event ${i}`);
    await waitFor(() => expect(rows()[0]).toContain('event 209'));
    expect(rows()).toHaveLength(200);
  });

  it('survive what a host puts into them', async () => {
    const { messenger } = start();
    await messenger.debug();
    await given.show('Events');
    const round: Record<string, unknown> = { big: 1n, run() {}, name: 'loop' };
    round.self = round;
    await messenger.track('round', round as never);
    await waitFor(() => expect(rows()[0]).toContain('"name":"loop"'));
    const hostile = {
      get bad() {
        throw new Error('no');
      },
    };
    expect(
      createScrub(
        () => [],
        () => [],
      )(hostile),
    ).toBe('[unreadable]');
  });
});

describe('what left', () => {
  it('is noted with its conversation, size, answer and how long that took', async () => {
    const { messenger } = start();
    await messenger.debug();
    await given.show('Sent');
    const { conversation } = await messenger.send('Hello');
    await waitFor(() => expect(rows()[0]).toMatch(/handoff \S{6} \d+ B \d+ ms ok$/));
    expect(rows()[0]).toContain(conversation.slice(0, 6));
    expect(rows()[1]).toMatch(/connect {2,}\d+ ms ok$/);
  });

  it('says what became of what failed, of what waits, and of what is merely told', async () => {
    const busy = new SobaniError('rate', 'slow down', { retryable: true });
    const { messenger, transport } = start({ send: [busy, 'hang'], abilities: { typing() {} } });
    await messenger.debug();
    await given.show('Sent');
    await messenger.send('Hello');
    await waitFor(() => expect(rows().some((row) => /send .* rate$/.test(row))).toBe(true));
    await waitFor(() => expect(transport.attempts).toHaveLength(2));
    await waitFor(() => expect(rows()[0]).toMatch(/send .* waits$/));
  });

  it('is watched on a session that was there before, and on the next one', async () => {
    const { messenger, transport } = start({ abilities: {} });
    await messenger.send('Hello');
    await vi.waitFor(() => expect(messenger.status.value).toBe('online'));
    await messenger.debug();
    await given.show('Sent');
    await messenger.send('again');
    await waitFor(() => expect(rows()[0]).toMatch(/ send /));
    transport.close(new SobaniError('offline', 'gone', { retryable: true, retryAfter: 1 }));
    await waitFor(() => expect(rows().some((row) => /connect .* ok$/.test(row))).toBe(true));
    const before = rows().length;
    await messenger.send('and again');
    await waitFor(() => expect(rows().length).toBeGreaterThan(before));
    expect(rows()[0]).toMatch(/ send /);
  });

  it('is watched on nothing any more once it is closed', async () => {
    const session = able();
    const { messenger, transport } = start({ abilities: session });
    const { connect } = transport;
    const sessions: Session[] = [];
    transport.connect = async (options) => {
      const made = await connect(options);
      sessions.push(made);
      return made;
    };
    const own = transport.connect;
    await messenger.debug();
    expect(transport.connect).not.toBe(own);
    await messenger.send('Hello');
    await vi.waitFor(() => expect(sessions).toHaveLength(1));
    await vi.waitFor(() => expect(sessions[0]!.handoff).not.toBe(session.handoff));
    await messenger.debug(false);
    expect(transport.connect).toBe(own);
    expect(sessions[0]!.handoff).toBe(session.handoff);
  });

  it('is told by our own objects, and never by the page’s', async () => {
    const pages = () => [
      window.fetch,
      WebSocket,
      WebSocket.prototype.send,
      XMLHttpRequest.prototype.send,
      navigator.sendBeacon,
    ];
    const { messenger } = start();
    const before = pages();
    await messenger.debug();
    await messenger.send('Hello');
    await given.show('Sent');
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(pages()).toEqual(before);
  });

  it('cannot be told by objects that their owner has frozen, which is said, and which go on', async () => {
    const transport = scriptedTransport();
    const { messenger } = start({}, { transport: Object.freeze({ ...transport }) });
    await messenger.debug();
    await given.show('Connection');
    await messenger.send('Hello');
    await waitFor(() => expect(given.text()).toContain('cannot be shown'));
    await vi.waitFor(() => expect(transport.attempts).toHaveLength(1));
  });
});

describe('what nobody may read there', () => {
  // none of these opens anything
  const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${btoa('{"sub":"aiko"}').replace(/=/g, '')}.c2lnbmF0dXJlLW9mLW5vdGhpbmc`;
  const API_KEY = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');

  it('is on no screen, and not in what is copied', async () => {
    const copied: string[] = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
    const { messenger } = start({ person: { id: 'aiko', verified: true } });
    await messenger.debug();
    await messenger.identify({ getToken: () => TOKEN });
    await messenger.consent({ functional: true });
    await messenger.set({ attributes: { note: `key ${API_KEY}`, token: 'plain-one-9', session: SECRET } });
    await messenger.track('leak', { a: TOKEN, b: SECRET, [SECRET]: 'name', secret: 'plain-two-9' });
    await messenger.send(`My key is ${API_KEY}`);
    const seen: string[] = [];
    for (const tab of ['Snapshot', 'Events', 'Sent', 'Consent', 'Flow', 'Answers', 'Rules', 'Looks', 'Connection']) {
      const screen = await given.show(tab);
      await waitFor(() => {
        const lines = [...screen.querySelectorAll('details')];
        for (const { open, firstChild } of lines) if (!open) (firstChild as HTMLElement).click();
        expect(screen.querySelectorAll('details > pre')).toHaveLength(lines.length);
      });
      seen.push(given.host()!.shadowRoot!.querySelector('[role=tabpanel]')!.outerHTML);
    }
    const own = await inside();
    own.getByRole('button', { name: 'Copy JSON' }).click();
    await own.findByText('Copied, without secrets.');
    expect(seen.join()).toContain('[secret]');
    const all = [...seen, ...copied].join();
    for (const secret of [SECRET, TOKEN, TOKEN.split('.')[2]!, API_KEY, 'plain-one-9', 'plain-two-9']) {
      expect(all.includes(secret), secret).toBe(false);
    }
    expect(Object.keys(JSON.parse(copied[0]!) as object).sort()).toEqual(
      [
        'answers',
        'at',
        'connection',
        'consent',
        'events',
        'flow',
        'looks',
        'rules',
        'sent',
        'snapshot',
        'versions',
      ].sort(),
    );
    vi.restoreAllMocks();
  });

  it('is not in what is to be copied by hand either, where the clipboard may not be used', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    const { messenger } = start();
    await messenger.debug();
    await messenger.send('Hello');
    const own = await inside();
    own.getByRole('button', { name: 'Copy JSON' }).click();
    const field = await own.findByRole<HTMLTextAreaElement>('textbox');
    expect(JSON.parse(field.value)).toHaveProperty('snapshot');
    expect(field.value).not.toContain(SECRET);
    vi.restoreAllMocks();
  });
});

describe('the state', () => {
  it('of consent comes with what made it so', async () => {
    const { messenger } = start();
    await messenger.debug();
    await given.show('Consent');
    expect(fact('analytics')).toBe('not granted');
    await messenger.send('Hello');
    await messenger.consent({ analytics: true, off: ['cart'] });
    await waitFor(() => expect(fact('analytics')).toBe('granted'));
    expect(fact('kept back')).toBe('cart');
    expect(rows().map((row) => row.replace(/^\S+ /, ''))).toEqual([
      'consent() was called functional analytics − cart',
      'the visitor wrote, or answered the bot functional ',
      'nothing was granted yet none',
    ]);
    // it shows, and does not change: there is nothing to switch
    expect(given.host()!.shadowRoot!.querySelectorAll('[role=tabpanel] :is(button, input, select)')).toHaveLength(0);
  });

  it('of consent follows the signals of the page, and says so', async () => {
    const page = window as { dataLayer?: unknown[] };
    page.dataLayer = [];
    function gtag(..._: unknown[]) {
      // biome-ignore lint/complexity/noArguments: as Google's own snippet has it
      page.dataLayer!.push(arguments);
    }
    gtag('consent', 'default', { analytics_storage: 'denied' });
    const { messenger } = start({}, { consentFrom: 'gcm' });
    await messenger.debug();
    await given.show('Consent');
    await waitFor(() => expect(fact('signals')).toBe('gcm, followed now'));
    gtag('consent', 'update', { analytics_storage: 'granted' });
    await waitFor(() => expect(fact('analytics')).toBe('granted'));
    expect(rows()[0]).toContain('the consent signals of the page');
    await messenger.consent({ analytics: false });
    await waitFor(() => expect(fact('signals')).toBe('gcm, somebody has answered since'));
    delete page.dataLayer;
  });

  it('of a flow is its step and variables', async () => {
    const flow = {
      id: 'greet',
      version: 3,
      trigger: { on: 'conversation' },
      start: 'ask',
      steps: { ask: { ask: { text: 'Your name?', save: 'name' }, next: 'bye' }, bye: { say: 'Thanks.' } },
    };
    const flows = URL.createObjectURL(new Blob([JSON.stringify({ v: 1, flows: [flow] })]));
    const { messenger } = start({}, { flows });
    await messenger.debug();
    await given.show('Flow');
    expect(fact('flow')).toBe('none under way');
    await messenger.open('conversation');
    await waitFor(() => expect(fact('flow')).toBe('greet v3'));
    expect(fact('step')).toBe('ask');
    await messenger.send('Aiko');
    await waitFor(() => expect(fact('flow')).toBe('none under way'));
    URL.revokeObjectURL(flows);
  });

  it('of the connection is how it stands, who holds it, and what waits', async () => {
    const gone = new SobaniError('offline', 'no', { retryable: true, retryAfter: 1e6 });
    const { messenger } = start({ connect: [gone] });
    await messenger.debug();
    await given.show('Connection');
    expect(fact('status')).toBe('idle');
    expect(fact('storage')).toBe('none, not touched: the visitor has not acted');
    await messenger.send('Hello');
    await waitFor(() => expect(fact('status')).toBe('offline'));
    expect(fact('connects')).toBe('1 try, 1 failed, since it was opened');
    expect(fact('outbox')).toBe('1 message');
    expect(fact('durable')).toContain('no');
    expect(fact('this tab')).toContain('alone');
    expect(rows()).toHaveLength(1);
  });
});
