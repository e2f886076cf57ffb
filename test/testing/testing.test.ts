import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { ConnectOptions, OutgoingMessage, TransportEvent } from '../../src/core/ports.js';
import { fakeClock, memoryTransport, messengerPage, scriptedTransport } from '../../src/testing/index.js';

const request = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
  app: 'shop',
  secret: null,
  token: null,
  locale: 'en',
  signal: new AbortController().signal,
  ...more,
});
const message = (id: string): OutgoingMessage => ({
  id,
  conversation: 'c1',
  by: 'visitor',
  parts: [{ type: 'text', text: id }],
});
const busy = new SobaniError('unavailable', 'busy', { retryable: true });

describe('the fake clock', () => {
  it('runs timers in the order in which they fall due, and only those', async () => {
    const clock = fakeClock();
    const ran: string[] = [];
    clock.setTimeout(() => ran.push(`b at ${clock.now()}`), 20);
    clock.setTimeout(() => ran.push(`a at ${clock.now()}`), 10);
    clock.setTimeout(() => ran.push('never'), 30)();
    clock.setTimeout(() => ran.push('later'), 40);
    await clock.advance(35);
    expect(ran).toEqual(['a at 10', 'b at 20']);
    expect(clock.now()).toBe(35);
    expect(clock.pending).toBe(1);
  });

  it('lets promises settle between timers, and runs timers that timers set', async () => {
    const clock = fakeClock();
    const ran: number[] = [];
    const again = async () => {
      ran.push(clock.now());
      await Promise.resolve().then(() => {});
      if (ran.length < 4) clock.setTimeout(() => void again(), 10);
    };
    void again();
    await clock.advance(100);
    expect(ran).toEqual([0, 10, 20, 30]);
    expect(clock.pending).toBe(0);
  });

  it('moves the date along with it', async () => {
    const clock = fakeClock(1_000);
    await clock.advance(500);
    expect(clock.date()).toBe(1_500);
  });
});

describe('the scripted transport', () => {
  it('follows the list of outcomes call by call, then succeeds', async () => {
    const transport = scriptedTransport({ connect: [busy], send: [busy, { lost: busy }] });
    await expect(transport.connect(request())).rejects.toBe(busy);
    const session = await transport.connect(request());
    await expect(session.send(message('m1'))).rejects.toBe(busy);
    await expect(session.send(message('m1'))).rejects.toBe(busy);
    expect(await session.send(message('m1'))).toEqual({ id: 'm1', seq: 1, at: 1, duplicate: true });
    expect(await session.send(message('m2'))).toEqual({ id: 'm2', seq: 2, at: 2 });
    expect(transport.attempts.map(({ id }) => id)).toEqual(['m1', 'm1', 'm1', 'm2']);
    expect(transport.stored.map(({ id }) => id)).toEqual(['m1', 'm2']);
    expect(transport.connects).toHaveLength(2);
  });

  it('keeps a call that hangs until the session ends', async () => {
    const transport = scriptedTransport({ send: ['hang'] });
    const session = await transport.connect(request());
    const events: TransportEvent[] = [];
    session.subscribe({ c1: '4' }, (event) => events.push(event));
    const sent = expect(session.send(message('m1'))).rejects.toMatchObject({ code: 'offline', retryable: true });
    transport.close();
    transport.close();
    await sent;
    expect(transport.subscribes).toEqual([{ c1: '4' }]);
    expect(events.map(({ type }) => type)).toEqual(['caught-up', 'closed']);
    await expect(session.send(message('m2'))).rejects.toMatchObject({ code: 'offline' });
  });

  it('ends a session that is aborted, also while it connects', async () => {
    const transport = scriptedTransport({ connect: ['hang'] });
    const controller = new AbortController();
    const connecting = expect(transport.connect(request({ signal: controller.signal }))).rejects.toMatchObject({
      code: 'offline',
    });
    controller.abort();
    await connecting;
  });

  it('tells what the test tells', async () => {
    const transport = scriptedTransport({ replay: [{ type: 'reset', conversation: 'c1' }], holdCaughtUp: true });
    const session = await transport.connect(request());
    const events: TransportEvent[] = [];
    const undo = session.subscribe({}, (event) => events.push(event));
    transport.emit({ type: 'caught-up' });
    undo();
    transport.emit({ type: 'caught-up' });
    expect(events.map(({ type }) => type)).toEqual(['reset', 'caught-up']);
  });
});

describe('the memory transport as a test double', () => {
  it('lets the test fail calls, act as the agent, and look at what was kept', async () => {
    const transport = memoryTransport({ now: () => 7 });
    const { backend } = transport;
    backend.fail(1, busy);
    await expect(transport.connect(request())).rejects.toBe(busy);
    const session = await transport.connect(request());
    await session.send(message('m1'));
    await session.context?.('c1', { v: 1, page: { url: '/', title: '', language: 'en' }, locale: 'en' });
    await session.rate?.('c1', { id: 'r1', survey: 'after', kind: 'csat', score: 5, max: 5 });
    session.event?.('checkout', { step: 2 });
    session.presence?.('away');
    session.typing?.('c1', true);
    backend.assign('c1');
    backend.reply('c1', 'hi');
    expect(backend.messages('c1').map(({ author, seq, at }) => [author.kind, seq, at])).toEqual([
      ['visitor', 1, 7],
      ['system', 2, 7],
      ['agent', 3, 7],
    ]);
    expect(backend.conversations()).toMatchObject([
      { id: 'c1', status: 'open', assignee: { name: 'Ann' }, snapshot: { locale: 'en' } },
    ]);
    expect(backend.ratings()).toMatchObject([{ conversation: 'c1', survey: 'after', score: 5 }]);
    expect(backend.notices().map(({ type }) => type)).toEqual(['event', 'presence', 'typing']);
    expect(() => backend.reply('nowhere', 'hi')).toThrow(SobaniError);
  });

  it('gives out copies: what a test does to them changes nothing', async () => {
    const transport = memoryTransport();
    const session = await transport.connect(request());
    await session.send(message('m1'));
    transport.backend.messages('c1')[0]!.parts.length = 0;
    expect(transport.backend.messages('c1')[0]?.parts).toHaveLength(1);
  });
});

describe('the page object', () => {
  /** A stand-in for the messenger: the same parts, hardly any behaviour. */
  function draw() {
    const window = new Window({ url: 'https://shop.example' });
    const document = window.document as unknown as Document;
    const element = (tag: string, part: string, parent: Node) => {
      const made = document.createElement(tag);
      made.setAttribute('part', part);
      parent.appendChild(made);
      return made;
    };
    const host = document.createElement('sobani-messenger');
    const root = host.attachShadow({ mode: 'open' });
    document.body.append(host);
    const launcher = element('button', 'launcher', root);
    const panel = element('div', 'panel', root);
    panel.hidden = true;
    launcher.addEventListener('click', () => {
      // as the real one: the panel's code comes first
      setTimeout(() => {
        panel.hidden = !panel.hidden;
      }, 1);
    });
    const log = element('div', 'messages', panel);
    const form = element('form', 'composer', panel);
    const input = element('textarea', 'input', form) as HTMLTextAreaElement;
    const send = element('button', 'send', form) as HTMLButtonElement;
    send.disabled = true;
    send.ariaLabel = 'Send';
    send.setAttribute('aria-label', 'Send');
    input.addEventListener('input', () => {
      send.disabled = !input.value;
    });
    send.addEventListener('click', (event) => {
      event.preventDefault();
      const message = element('article', 'message', log);
      message.classList.add('own');
      const bubble = document.createElement('p');
      bubble.className = 'bubble';
      bubble.textContent = input.value;
      message.append(bubble);
      input.value = '';
    });
    return { document, host };
  }

  it('opens, types, sends and reads', async () => {
    const page = messengerPage(draw().document);
    expect(page.isOpen()).toBe(false);
    expect(page.part('composer')).toBeNull();
    await page.open();
    await page.open();
    expect(page.isOpen()).toBe(true);
    await page.type('Where is my order?');
    await page.send();
    const { isOwn } = await page.message('Where is my order?');
    expect(isOwn).toBe(true);
    expect(page.messages().map(({ text }) => text)).toEqual(['Where is my order?']);
    await page.close();
    expect(page.isOpen()).toBe(false);
  });

  it('presses a button by its name', async () => {
    const page = messengerPage(draw().document);
    await page.open();
    await page.type('hello');
    await page.press('Send');
    expect(page.messages()).toHaveLength(1);
  });

  it('says what it waited for, and what there was instead', async () => {
    const page = messengerPage(draw().document, { timeout: 30 });
    await page.open();
    await page.type('hello');
    await page.send();
    await expect(page.message('goodbye')).rejects.toThrow(/the message "goodbye".*hello/);
  });

  it('says so when there is no messenger', () => {
    const { document, host } = draw();
    host.remove();
    expect(() => messengerPage(document).root()).toThrow(/not in this page/);
  });
});
