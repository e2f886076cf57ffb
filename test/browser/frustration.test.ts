/// <reference types="@vitest/browser-playwright" />
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { describe as describeElement } from '../../src/context/sources/frustration/describe.js';
import { type FrustrationSignal, remember } from '../../src/context/sources/frustration/signals.js';
import { frustrationSource } from '../../src/context/sources/frustration.js';

let root: HTMLElement;
let told: FrustrationSignal[][];
let idle: Set<() => void>;
let undo: () => void;
let values: number;
const address = location.href;

const $ = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;
const show = (html: string) => {
  root.innerHTML = html;
};
const start = () => {
  undo = frustrationSource().start(({ signals }) => told.push(signals as FrustrationSignal[]), {
    now: Date.now,
    idle(run) {
      idle.add(run);
      return () => idle.delete(run);
    },
  });
};
const rest = () => {
  const runs = [...idle];
  idle.clear();
  for (const run of runs) run();
};
/** So long, and then the page has nothing better to do. */
const pass = (time: number) => {
  vi.advanceTimersByTime(time);
  rest();
  rest();
};
/** More than it takes to know that a click is dead. */
const decide = () => pass(6_000);
const signals = () => told.at(-1) ?? [];
const of = (type: string) => signals().filter((signal) => signal.type === type);
const seen = () => signals().map(({ type, count, detail }) => [type, count, detail]);
const click = (id: string, options = {}) => userEvent.click($(id), options);
/** A click by the mouse alone, without a look at the page. */
const clickAt = async (element: Element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  const scale = frameElement!.getBoundingClientRect().width / innerWidth;
  const at = { x: (left + width / 2) * scale, y: (top + height / 2) * scale, button: 'left', clickCount: 1 } as const;
  for (const type of ['mousePressed', 'mouseReleased'] as const)
    await cdp().send('Input.dispatchMouseEvent', { type, ...at });
};
const on = (id: string, type: string, run: (event: Event) => void) => $(id).addEventListener(type, run);
const nothing = (event: Event) => event.preventDefault();

beforeEach(() => {
  root = document.createElement('main');
  document.body.append(root);
  told = [];
  idle = new Set();
  values = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  performance.clearResourceTimings();
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.get!;
  vi.spyOn(HTMLInputElement.prototype, 'value', 'get').mockImplementation(function (this: HTMLInputElement) {
    if (/src\/context/.test(new Error().stack!)) values++;
    return value.call(this) as string;
  });
  start();
});
afterEach(() => {
  undo();
  vi.useRealTimers();
  vi.restoreAllMocks();
  root.remove();
  history.replaceState(null, '', address);
  expect(values).toBe(0);
});

describe('a rage click', () => {
  const rage = async (id: string, times = 3) => {
    for (let i = 0; i < times; i++) await click(id);
    rest();
  };

  it('is three clicks within a second, and each further one', async () => {
    show('<button id="buy">Buy now</button>');
    await rage('buy', 2);
    expect(of('rage-click')).toEqual([]);
    await rage('buy', 1);
    expect(of('rage-click')).toEqual([
      { type: 'rage-click', at: Date.now(), count: 3, detail: 'button#buy "Buy now"' },
    ]);
    await rage('buy', 2);
    expect(of('rage-click')).toMatchObject([{ count: 5 }]);
  });

  it('may be on anything that stays as it is', async () => {
    show('<div id="box" style="height: 40px"></div>');
    await rage('box');
    expect(seen()).toEqual([['rage-click', 3, 'div#box']]);
  });

  it('is none of three clicks over more than a second', async () => {
    show('<button id="buy">Buy now</button>');
    for (let i = 0; i < 4; i++) {
      await click('buy');
      vi.advanceTimersByTime(501);
    }
    rest();
    expect(of('rage-click')).toEqual([]);
  });

  it('is none of clicks that are further apart', async () => {
    show('<div id="box" style="width: 300px; height: 300px"></div>');
    for (const x of [10, 50, 90, 130]) await click('box', { position: { x, y: 10 } });
    expect(idle.size).toBe(0);
    for (const x of [10, 20, 30]) await click('box', { position: { x, y: 10 } });
    rest();
    expect(of('rage-click')).toHaveLength(1);
  });

  it.each([
    ['a plus sign', '<button id="x">+</button>'],
    ['a minus sign that is named', '<button id="x" aria-label="−">…</button>'],
    ['an arrow', '<a id="x" href="#">›</a>'],
    ['a key of a keypad', '<button id="x">7</button>'],
    ['a letter of a keyboard', '<button id="x">q</button>'],
    ['what steps by its name', '<button id="x" aria-label="Next slide">o o</button>'],
    ['what steps by its class', '<button id="x" class="qty_btn">More</button>'],
    ['a button beside a number', '<div><input type="number"><button id="x">Mehr</button></div>'],
    ['a number', '<input id="x" type="number">'],
    ['a slider', '<input id="x" type="range">'],
    ['a slider of its own making', '<div id="x" role="slider" aria-valuenow="3" style="height: 20px"></div>'],
    ['a switch', '<button id="x" role="switch" aria-checked="false">Dark mode</button>'],
    ['a check box by its label', '<label id="x">Agree <input type="checkbox"></label>'],
    ['a video', '<video id="x" width="50" height="50"></video>'],
    ['the buttons of a player', '<div class="video-player"><button id="x">Faster</button></div>'],
    ['a canvas', '<canvas id="x" width="50" height="50"></canvas>'],
    ['a field', '<textarea id="x"></textarea>'],
    ['text that is written', '<div id="x" contenteditable>words</div>'],
  ])('is none on %s', async (_, html) => {
    show(html);
    await rage('x', 4);
    expect(of('rage-click')).toEqual([]);
  });

  it('is none where text is selected by it', async () => {
    show('<p id="text">Some words to select</p>');
    await userEvent.tripleClick($('text'));
    rest();
    expect(getSelection()!.toString()).toContain('Some words');
    expect(of('rage-click')).toEqual([]);
  });

  it('is none of the clicks that labels, scripts and keys make', async () => {
    show('<label id="label" for="agree">Agree</label><button id="agree" aria-label="Agree">Agree</button>');
    await rage('label', 3);
    for (let i = 0; i < 4; i++) $('agree').click();
    $('agree').focus();
    await userEvent.keyboard('{Enter}{Enter}{Enter}{Enter}');
    rest();
    expect(of('rage-click')).toEqual([]);
  });

  it('is where the person clicks, and not where a script does at the same time', async () => {
    show('<button id="buy">Buy now</button><button id="other">Other</button>');
    on('buy', 'pointerdown', () => $('other').click());
    await rage('buy');
    expect(of('rage-click')).toMatchObject([{ count: 3, detail: 'button#buy "Buy now"' }]);
  });

  it('says of what is private only that it was', async () => {
    show('<div data-sobani-private><button id="account">Account of Aiko</button></div>');
    await rage('account');
    expect(of('rage-click')).toEqual([{ type: 'rage-click', at: Date.now(), count: 3 }]);
  });

  it('is none in the messenger itself', async () => {
    const own = document.createElement('sobani-messenger');
    own.id = 'own';
    own.attachShadow({ mode: 'open' }).innerHTML = '<button>Send</button>';
    root.append(own);
    await rage('own', 4);
    decide();
    expect(told).toEqual([]);
  });
});

describe('a dead click', () => {
  it.each([
    ['a button', '<button id="x">Buy</button>', 'button#x "Buy"'],
    ['a link to nowhere', '<a id="x" href="#nowhere">Sizes</a>', 'a#x "Sizes"'],
    ['what is called a button', '<div id="x" role="button">Buy</div>', 'div#x[role=button] "Buy"'],
    ['a button to send', '<input id="x" type="submit" value="secret" aria-label="Send">', 'input#x "Send"'],
    ['what the cursor calls so', '<div id="x" style="cursor: pointer">Words of the page</div>', 'div#x'],
  ])('is one on %s, a second after nothing happened', async (_, html, detail) => {
    show(html);
    on('x', 'click', nothing);
    await click('x');
    const at = Date.now();
    pass(900);
    expect(told).toEqual([]);
    decide();
    expect(signals()).toEqual([{ type: 'dead-click', at, count: 1, detail }]);
  });

  it('is told by what could be pressed, wherever in it the click was', async () => {
    show('<button id="buy"><b id="x">Buy</b> now</button>');
    await click('x');
    await click('x');
    decide();
    expect(of('dead-click')).toMatchObject([{ count: 2, detail: 'button#buy "Buy now"' }]);
  });

  it('is one also in a shadow root', async () => {
    show('<div id="host"></div>');
    $('host').attachShadow({ mode: 'open' }).innerHTML = '<button id="buy">Buy</button>';
    await click('host', { position: { x: 5, y: 5 } });
    decide();
    expect(of('dead-click')).toMatchObject([{ detail: 'button#buy "Buy"' }]);
  });

  it.each([
    ['plain text', '<p id="x">Words</p>'],
    ['a field', '<input id="x">'],
    ['a button to send a password', '<input id="x" type="password">'],
    ['a choice', '<select id="x"><option>One</option></select>'],
    ['a label', '<label id="x" style="cursor: pointer">Words</label>'],
    ['a link to another window', '<a id="x" href="/new" target="_blank">Open</a>'],
    ['a form that is answered in one', '<form target="other"><button id="x">Send</button></form>'],
    ['a download', '<a id="x" href="/file" download>Save</a>'],
    ['a mail address', '<a id="x" href="mailto:help@shop.example">Write</a>'],
    ['what is off', '<button id="x" aria-disabled="true">Buy</button>'],
    ['the page that is shown', '<a id="x" href="#here" aria-current="page">Here</a>'],
    ['the tab that is shown', '<button id="x" role="tab" aria-selected="true">Here</button>'],
    ['a button of what is drawn', '<button id="x">Larger</button><canvas></canvas>'],
    ['a video', '<video id="x" width="50" height="50" style="cursor: pointer"></video>'],
  ])('is none on %s', async (_, html) => {
    show(html);
    on('x', 'click', nothing);
    await click('x', { force: true });
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it('is none on a link to the part of the page that is shown', async () => {
    history.replaceState(null, '', '#here');
    show('<a id="x" href="#here">Here</a>');
    await click('x');
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  const later: [string, () => unknown][] = [
    ['an element was added', () => $('out').append('more')],
    ['a text was changed', () => ($('out').firstChild!.nodeValue = 'other')],
    ['an attribute was changed', () => $('x').setAttribute('aria-expanded', 'true')],
    ['the address was changed', () => history.pushState(null, '', '/other')],
    ['the focus went elsewhere', () => $('field').focus()],
    [
      'something was selected',
      () => {
        getSelection()!.selectAllChildren($('out'));
        return new Promise((heard) => document.addEventListener('selectionchange', heard, { once: true }));
      },
    ],
    ['the page scrolled', () => $('long').scrollTo(0, 50)],
    ['a list without attributes was opened', () => ($('pop') as HTMLElement).showPopover()],
    ['a file may be chosen', () => $('file').dispatchEvent(new MouseEvent('click', { bubbles: true }))],
    ['a value was set for the person', () => $('field').dispatchEvent(new Event('input', { bubbles: true }))],
    ['the page is being left', () => window.dispatchEvent(new Event('beforeunload'))],
    ['another window is in front', () => window.dispatchEvent(new Event('blur'))],
  ];
  const page =
    '<button id="x">Do it</button><p id="out">words</p><input id="field"><input id="file" type="file">' +
    '<div id="pop" popover>list</div><div id="long" style="height: 20px; overflow: auto"><p>a<p>b<p>c<p>d</div>';

  it.each(later)('is none where %s', async (_, react) => {
    show(page);
    await click('x');
    vi.advanceTimersByTime(900);
    await react();
    // events that come with the next frame
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it.each(later)('is one where it was after more than a second that %s', async (name, react) => {
    show(page);
    await click('x');
    vi.advanceTimersByTime(1_100);
    await react();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    decide();
    expect(of('dead-click')).toHaveLength(/being left/.test(name) ? 0 : 1);
  });

  it('is none where the press already did it, as menus do', async () => {
    show('<button id="x">Menu</button><ul id="out" hidden></ul>');
    on('x', 'pointerdown', () => $('out').removeAttribute('hidden'));
    await click('x');
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it('is none where a menu is opened by the focus alone', async () => {
    show('<div id="x" role="button" tabindex="0">Menu</div><button id="y" aria-haspopup="true">Menu</button>');
    await click('x');
    decide();
    await click('y');
    decide();
    expect(of('dead-click')).toEqual([]);
    await click('y');
    decide();
    expect(of('dead-click')).toMatchObject([{ detail: 'button#y "Menu"' }]);
  });

  it('is none where something changed in the shadow root that it was in', async () => {
    show('<div id="host"></div>');
    const shadow = $('host').attachShadow({ mode: 'open' });
    shadow.innerHTML = '<button>Open</button>';
    on('host', 'click', () => shadow.append('opened'));
    await click('host', { position: { x: 5, y: 5 } });
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it('is none where the page changed around the shadow root that it was in', async () => {
    show('<div id="host"></div><p id="out"></p>');
    $('host').attachShadow({ mode: 'open' }).innerHTML = '<button>Open</button>';
    on('host', 'click', () => $('out').append('opened'));
    await click('host', { position: { x: 5, y: 5 } });
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it('is none where a dialog held the page up', async () => {
    show('<button id="x">Sure?</button>');
    on('x', 'click', () => vi.setSystemTime(Date.now() + 2_000));
    await click('x');
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  /** A request that starts at once, and is known of long after the page has rested for more than a second. */
  const request = async () => {
    const known = new Promise((done) => new PerformanceObserver(done).observe({ type: 'resource' }));
    const answer = fetch('/');
    pass(1_500);
    await (await answer).text();
    await known;
  };

  it('is none where a request was started, also one that ends long after', async () => {
    show('<button id="x">Load</button>');
    await click('x');
    vi.advanceTimersByTime(500);
    await request();
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it('is one all the same where a request was started after more than a second', async () => {
    show('<button id="x">Load</button>');
    await click('x');
    vi.advanceTimersByTime(1_100);
    await request();
    decide();
    expect(of('dead-click')).toHaveLength(1);
  });

  it('is one all the same where a request was started before it', async () => {
    show('<button id="x">Load</button>');
    const known = new Promise((done) => new PerformanceObserver(done).observe({ type: 'resource' }));
    undo();
    const before = () => {
      void fetch('/').then((answer) => answer.text());
      for (const at = performance.now(); performance.now() - at < 2; );
    };
    window.addEventListener('pointerdown', before, { capture: true, once: true });
    start();
    await click('x');
    await known;
    decide();
    expect(of('dead-click')).toHaveLength(1);
  });

  it('is none where the press did not end in a click', async () => {
    show('<button id="x">Buy</button><p id="out">words</p>');
    await userEvent.dragAndDrop($('x'), $('out'));
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it('is none with a key that opens it elsewhere', async () => {
    show('<button id="x">Buy</button>');
    await click('x', { modifiers: ['Shift'] });
    decide();
    expect(of('dead-click')).toEqual([]);
  });

  it('says of what is private only that it was', async () => {
    show('<button id="x" data-sobani-private>Account of Aiko</button>');
    await click('x');
    decide();
    expect(signals()).toEqual([{ type: 'dead-click', at: expect.any(Number), count: 1 }]);
  });

  it('watches the document no longer than it must, and looks at no style before the page rests', async () => {
    const observe = vi.spyOn(MutationObserver.prototype, 'observe');
    const disconnect = vi.spyOn(MutationObserver.prototype, 'disconnect');
    const style = vi.spyOn(window, 'getComputedStyle');
    const box = vi.spyOn(Element.prototype, 'getBoundingClientRect');
    show('<div id="x" style="cursor: pointer">Buy</div>');
    await click('x');
    expect(observe).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1_100);
    expect(disconnect).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(5_000);
    expect(style).not.toHaveBeenCalled();
    rest();
    expect(style).toHaveBeenCalledOnce();
    expect(box).not.toHaveBeenCalled();
  });
});

describe('a form', () => {
  const FORM =
    '<form id="checkout"><input id="name" required><input id="street" required><button id="send">Send</button></form>';

  it('with errors is one, however many fields have them', async () => {
    show(FORM);
    await click('send');
    decide();
    expect(seen()).toEqual([['form-error', 1, 'form#checkout']]);
  });

  it('is with errors when the Enter key found them', async () => {
    show(FORM);
    await click('name');
    await userEvent.keyboard('{Enter}');
    rest();
    rest();
    expect(of('form-error')).toMatchObject([{ count: 1 }]);
  });

  it('is not when a script checks it', async () => {
    show(FORM);
    await click('send');
    decide();
    vi.advanceTimersByTime(2_000);
    $<HTMLFormElement>('checkout').checkValidity();
    await userEvent.type($('name'), 'ab');
    $<HTMLFormElement>('checkout').checkValidity();
    decide();
    expect(of('form-error')).toMatchObject([{ count: 1 }]);
  });

  const mark = async () => {
    $('name').setAttribute('aria-invalid', 'true');
    await null;
    rest();
    rest();
  };
  const send = async () => {
    show(FORM.replace('<form', '<form novalidate'));
    on('checkout', 'submit', nothing);
    await click('send');
  };

  it('is with errors when a script marks them after it was sent', async () => {
    await send();
    vi.advanceTimersByTime(3_000);
    await mark();
    expect(of('form-error')).toMatchObject([{ count: 1, detail: 'form#checkout' }]);
  });

  it.each<[string, () => unknown]>([
    ['before it was sent', async () => show(FORM)],
    [
      'long after',
      async () => {
        await send();
        vi.advanceTimersByTime(6_000);
      },
    ],
    [
      'that were marked already',
      async () => {
        await send();
        $('name').setAttribute('aria-invalid', 'true');
        undo();
        told = [];
        start();
        $<HTMLFormElement>('checkout').requestSubmit();
      },
    ],
  ])('is not by errors that are marked %s', async (_, prepare) => {
    await prepare();
    await mark();
    expect(of('form-error')).toEqual([]);
  });

  const leave = () => {
    history.pushState(null, '', '/other');
    root.replaceChildren();
    rest();
    rest();
  };
  const abandoned = () => of('form-abandoned');

  it('that was typed into and left is told by how much was typed', async () => {
    show(FORM);
    await userEvent.type($('name'), 'Aiko');
    leave();
    expect(signals()).toEqual([{ type: 'form-abandoned', at: Date.now(), count: 4, detail: 'form#checkout' }]);
  });

  it('is left also with the page, and that is told at once', async () => {
    show(FORM);
    await userEvent.type($('name'), 'Ai');
    window.dispatchEvent(new Event('pagehide'));
    expect(abandoned()).toMatchObject([{ count: 2 }]);
  });

  it('is left also after errors that were not seen to', async () => {
    show(FORM);
    await userEvent.type($('name'), 'Ai');
    await click('send');
    decide();
    leave();
    expect(abandoned()).toMatchObject([{ count: 2 }]);
  });

  it.each<[string, string, () => unknown]>([
    ['nothing was typed', FORM, () => click('name')],
    [
      'it was sent',
      FORM,
      () => {
        on('checkout', 'submit', nothing);
        $<HTMLFormElement>('checkout').noValidate = true;
        return click('send');
      },
    ],
    ['a script sent it', FORM, () => new FormData($<HTMLFormElement>('checkout'))],
    [
      'a button was pressed that a script sends it with',
      FORM.replace('<button', '<button type="button"'),
      () => click('send'),
    ],
    ['the Enter key sent it', FORM, () => userEvent.keyboard('{Enter}')],
  ])('is not abandoned where %s', async (name, html, end) => {
    show(html);
    if (!name.startsWith('nothing')) await userEvent.type($('name'), 'Ai');
    const street = $<HTMLInputElement>('street');
    street.removeAttribute('required');
    on('checkout', 'submit', nothing);
    await end();
    decide();
    leave();
    expect(abandoned()).toEqual([]);
  });

  it.each([
    ['a password', '<form><input id="name" type="password"></form>'],
    ['a card', '<form><input id="name" autocomplete="cc-number"></form>'],
    ['a search', '<form><input id="name" type="search"></form>'],
    ['another search', '<form role="search"><input id="name"></form>'],
    ['a field without a form', '<input id="name">'],
  ])('is none of %s', async (_, html) => {
    show(html);
    await userEvent.type($('name'), 'ab');
    leave();
    expect(abandoned()).toEqual([]);
  });

  it('that a browser fills in, or that a script does, is not typed into', async () => {
    show('<form><select id="x"><option>a<option>b</select><input id="name"></form>');
    await userEvent.selectOptions($('x'), 'b');
    $('name').dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
    leave();
    expect(abandoned()).toEqual([]);
  });

  it('that is still there on another address is not left', async () => {
    show(FORM);
    await userEvent.type($('name'), 'Ai');
    history.pushState(null, '', '/step-2');
    rest();
    rest();
    expect(abandoned()).toEqual([]);
  });

  it('says of what is private only that it was', async () => {
    show(
      '<form id="health"><p data-sobani-private><input id="name" required><button id="send">Send</button></p></form>',
    );
    await click('send');
    decide();
    await userEvent.type($('name'), 'Ai');
    leave();
    const at = expect.any(Number);
    expect(signals()).toEqual([
      { type: 'form-error', at, count: 1 },
      { type: 'form-abandoned', at, count: 2 },
    ]);
  });

  it('may name its fields as it likes', async () => {
    const names =
      'closest matches id getAttribute localName isConnected getRootNode contains querySelector target form nodeType';
    const errors: string[] = [];
    const onError = ({ message }: ErrorEvent) => errors.push(message);
    window.addEventListener('error', onError);
    show(
      `<form id="odd">${names.split(' ').map((name) => `<input type="hidden" name="${name}">`)}<input id="field" required><button id="send">Send</button><p>words</p></form><p>more</p>`,
    );
    await clickAt($('send'));
    $('field').focus();
    await userEvent.keyboard('ab');
    await clickAt(root.lastElementChild!);
    decide();
    leave();
    window.removeEventListener('error', onError);
    expect(errors).toEqual([]);
    expect(signals().map(({ type, count }) => [type, count])).toEqual([
      ['form-error', 1],
      ['form-abandoned', 2],
    ]);
  });

  it('of the messenger itself is none', async () => {
    const own = document.createElement('sobani-messenger');
    own.id = 'own';
    own.attachShadow({ mode: 'open' }).innerHTML = '<form><input autofocus></form>';
    root.append(own);
    own.shadowRoot!.querySelector('input')!.focus();
    await userEvent.keyboard('ab');
    window.dispatchEvent(new Event('pagehide'));
    expect(told).toEqual([]);
  });
});

describe('an uncaught error', () => {
  const fail = (message: string, more: ErrorEventInit = {}) => {
    window.dispatchEvent(new ErrorEvent('error', { message, filename: `${location.origin}/shop.js`, ...more }));
    rest();
  };
  const reject = (reason: unknown) => {
    window.dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { reason, promise: Promise.resolve() }));
    rest();
  };
  const messages = () => of('error').map(({ detail }) => detail);

  it('is told by its message, each once and how often it came', () => {
    fail('Uncaught TypeError: x is not a function');
    fail('y');
    fail('y');
    expect(seen()).toEqual([
      ['error', 1, 'Uncaught TypeError: x is not a function'],
      ['error', 2, 'y'],
    ]);
  });

  it('may be a promise that nobody waited for', async () => {
    const came = new Promise((done) => window.addEventListener('unhandledrejection', done, { once: true }));
    void Promise.reject(new RangeError('too far'));
    await came;
    rest();
    reject('just words');
    reject({ code: 5 });
    reject(undefined);
    expect(seen()).toEqual([
      ['error', 1, 'too far'],
      ['error', 1, 'just words'],
      ['error', 2, 'Unhandled rejection'],
    ]);
  });

  it('is cut to 200 characters', () => {
    fail('x'.repeat(500));
    reject('y'.repeat(500));
    expect(messages()).toEqual(['x'.repeat(200), 'y'.repeat(200)]);
  });

  it('of a script from elsewhere says no more than that', () => {
    fail('secret of another site', { filename: 'https://cdn.example/lib.js' });
    const error = new Error('secret');
    error.stack = 'Error: secret\n    at f (https://cdn.example/lib.js:1:2)\n    at g (http://localhost/shop.js:1:2)';
    reject(error);
    expect(seen()).toEqual([['error', 2, 'Script error.']]);
  });

  it.each(['chrome', 'moz', 'safari-web'])('of an extension (%s) is none of the page', (browser) => {
    const url = `${browser}-extension://abc/content.js`;
    fail('x', { filename: url });
    const error = new Error('x');
    error.stack = `x@${url}:1:2`;
    reject(error);
    fail('x', { filename: '', error });
    expect(idle.size).toBe(0);
    expect(told).toEqual([]);
  });

  it('is none where nothing is wrong', () => {
    fail('ResizeObserver loop completed with undelivered notifications.');
    reject(new DOMException('The user aborted a request.', 'AbortError'));
    expect(told).toEqual([]);
  });

  it('may be of anything, also of what throws when it is looked at', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    reject(hostile);
    reject(Symbol('x'));
    fail('y', { error: hostile });
    expect(messages()).toEqual(['Unhandled rejection', 'y']);
  });

  it('is not an image that fails to load', async () => {
    const image = new Image();
    root.append(image);
    const failed = new Promise((done) => image.addEventListener('error', done));
    image.src = 'data:image/png;base64,AAAA';
    await failed;
    rest();
    expect(of('error')).toEqual([]);
  });
});

describe('a resource that failed', () => {
  it('is told by its path alone, also where that was before', async () => {
    undo();
    await fetch('/missing/early.json?token=secret');
    start();
    await fetch('/missing/late.json?token=secret');
    await expect
      .poll(() => {
        rest();
        return of('failed-resource').map(({ detail }) => detail);
      })
      .toEqual(['/missing/early.json', '/missing/late.json']);
  });

  it('is none where it came', async () => {
    await fetch(`${import.meta.url}`);
    await fetch('/missing/last.json');
    await expect
      .poll(() => {
        rest();
        return seen();
      })
      .toEqual([['failed-resource', 1, '/missing/last.json']]);
  });
});

describe('leaving by the top', () => {
  const EPOCH = 1_800_000_000;
  const move = (x: number, y: number, at: number, more: object = {}) =>
    cdp().send('Input.dispatchMouseEvent', {
      type: 'mouseMoved',
      x,
      y,
      timestamp: EPOCH + at / 1_000,
      ...more,
    } as never);

  it('in haste is told', async () => {
    await move(300, 300, 0);
    await move(300, 100, 1_000);
    await move(300, -5, 1_100);
    rest();
    expect(seen()).toEqual([['exit-intent', 1, undefined]]);
  });

  it.each<[string, [number, number, number, object?][]]>([
    [
      'slowly',
      [
        [300, 40, 1_000],
        [300, -5, 1_190],
      ],
    ],
    [
      'after a rest',
      [
        [300, 300, 1_000],
        [300, -5, 3_000],
      ],
    ],
    [
      'to the side',
      [
        [300, 300, 1_000],
        [-5, 100, 1_100],
      ],
    ],
    [
      'while something is held',
      [
        [300, 300, 1_000, { buttons: 1, button: 'left' }],
        [300, -5, 1_100, { buttons: 1, button: 'left' }],
      ],
    ],
  ])('%s is not', async (_, path) => {
    await move(310, 310, 0);
    for (const step of path) await move(...step);
    rest();
    expect(of('exit-intent')).toEqual([]);
  });

  it('is not with a finger', () => {
    const leave = (pointerType: string) => {
      window.dispatchEvent(new PointerEvent('pointermove', { clientY: 10_000 }));
      document.documentElement.dispatchEvent(new PointerEvent('pointerleave', { pointerType, clientY: -1 }));
      rest();
    };
    leave('touch');
    expect(of('exit-intent')).toEqual([]);
    leave('mouse');
    expect(of('exit-intent')).toHaveLength(1);
  });
});

describe('doing nothing', () => {
  const visible = (state: DocumentVisibilityState) => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(state === 'hidden');
    document.dispatchEvent(new Event('visibilitychange'));
  };

  it('for a minute is told once, until something is done again', () => {
    pass(59_000);
    expect(told).toEqual([]);
    pass(1_000);
    expect(seen()).toEqual([['idle', 1, undefined]]);
    pass(600_000);
    expect(seen()).toEqual([['idle', 1, undefined]]);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    pass(60_000);
    expect(seen()).toEqual([['idle', 2, undefined]]);
  });

  it.each(['pointermove', 'pointerdown', 'keydown', 'wheel', 'scroll', 'input'])('is not after %s', (type) => {
    pass(59_000);
    root.dispatchEvent(new Event(type));
    pass(59_000);
    expect(told).toEqual([]);
  });

  it('is not while the page is not to be seen', () => {
    visible('hidden');
    pass(600_000);
    root.dispatchEvent(new Event('scroll'));
    pass(600_000);
    expect(told).toEqual([]);
    visible('visible');
    pass(59_000);
    expect(told).toEqual([]);
    pass(1_000);
    expect(of('idle')).toHaveLength(1);
  });
});

describe('what is told', () => {
  it('waits until the page has nothing better to do', () => {
    window.dispatchEvent(new ErrorEvent('error', { message: 'x' }));
    window.dispatchEvent(new ErrorEvent('error', { message: 'y' }));
    expect([told.length, idle.size]).toEqual([0, 1]);
    rest();
    expect(told).toHaveLength(1);
  });

  it('is under analytics', () => {
    expect(frustrationSource()).toMatchObject({ name: 'frustration', category: 'analytics' });
  });

  it('is not changed by what happens after', () => {
    window.dispatchEvent(new ErrorEvent('error', { message: 'x' }));
    rest();
    const first = structuredClone(told[0]);
    window.dispatchEvent(new ErrorEvent('error', { message: 'x' }));
    rest();
    expect(told[0]).toEqual(first);
    expect(signals()).toMatchObject([{ count: 2 }]);
  });

  it('is the newest twenty, and adds up what is the same', () => {
    const one = fc.record({
      detail: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 80 }), (given) => {
        let kept: FrustrationSignal[] = [];
        given.forEach(({ detail, count }, at) => {
          const before = kept.find((signal) => signal.detail === detail);
          kept = remember(kept, { type: 'error', at, count, detail });
          expect(kept.at(-1)).toEqual({ type: 'error', at, count: count + (before?.count ?? 0), detail });
        });
        const latest = [...new Set(given.map(({ detail }) => detail).reverse())].slice(0, 20).reverse();
        expect(kept.map(({ detail }) => detail)).toEqual(latest);
      }),
    );
  });

  it('tells two kinds of trouble with one element apart', () => {
    const one = { at: 1, count: 1, detail: 'button#x' };
    expect(remember([{ ...one, type: 'rage-click' }], { ...one, type: 'dead-click' })).toHaveLength(2);
  });
});

describe('an element', () => {
  it.each([
    ['<button>  Buy\n now </button>', 'button "Buy now"'],
    ['<button aria-label="Close">x</button>', 'button "Close"'],
    ['<a href="/x" role="tab" id="reviews">Reviews</a>', 'a#reviews[role=tab] "Reviews"'],
    [`<button>${'x'.repeat(41)}</button>`, 'button'],
    ['<button id="r-81f0">Buy</button>', 'button "Buy"'],
    ['<button id=":r1:">Buy</button>', 'button "Buy"'],
    ['<button id="tab-1">Buy</button>', 'button#tab-1 "Buy"'],
    ['<button role="x y">Buy</button>', 'button "Buy"'],
    ['<div>Words of the page</div>', 'div'],
    ['<input value="secret" placeholder="Name">', 'input'],
    ['<input type="submit" value="secret">', 'input'],
    ['<textarea aria-label="Note">secret</textarea>', 'textarea'],
    ['<button>Code <span data-sobani-private>secret</span></button>', 'button'],
    ['<button><span contenteditable>secret</span></button>', 'button'],
    ['<button data-sobani-private id="x">secret</button>', undefined],
  ])('such as %s is told as %s', (html, wanted) => {
    show(html);
    expect(describeElement(root.firstElementChild!)).toBe(wanted);
  });

  it('in a shadow root of what is private is not told', () => {
    show('<div data-sobani-private><div id="host"></div></div>');
    const shadow = $('host').attachShadow({ mode: 'open' });
    shadow.innerHTML = '<button>secret</button>';
    expect(describeElement(shadow.firstElementChild!)).toBeUndefined();
  });
});

describe('after the undo', () => {
  const isOurs = () => /src\/context/.test(new Error().stack!);
  /** What is added to and taken from the page, by listeners and observers. */
  const count = () => {
    const open = new Set<unknown>();
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    let added = 0;
    const add = (entry: unknown) => {
      added++;
      open.add(entry);
    };
    const listeners: unknown[][] = [];
    const same = (one: unknown[]) => listeners.find((other) => other.every((part, i) => part === one[i]));
    // the runner's window has methods of its own
    for (const target of [EventTarget.prototype, window] as EventTarget[]) {
      vi.spyOn(target, 'addEventListener').mockImplementation(function (this: EventTarget, ...args) {
        const [type, listener, options] = args;
        if (isOurs()) {
          const { capture = false, passive } = options as AddEventListenerOptions;
          expect([type, passive]).toEqual([type, true]);
          const entry = [this, type, listener, capture];
          listeners.push(entry);
          add(entry);
        }
        return addEventListener.apply(this, args as never);
      });
      vi.spyOn(target, 'removeEventListener').mockImplementation(function (this: EventTarget, ...args) {
        const [type, listener, options] = args;
        open.delete(same([this, type, listener, (options as AddEventListenerOptions | undefined)?.capture ?? false]));
        return removeEventListener.apply(this, args as never);
      });
    }
    for (const { prototype } of [MutationObserver, PerformanceObserver]) {
      const { observe, disconnect } = prototype as MutationObserver;
      vi.spyOn(prototype as MutationObserver, 'observe').mockImplementation(function (this: MutationObserver, ...args) {
        if (isOurs()) add(this);
        return observe.apply(this, args);
      });
      vi.spyOn(prototype as MutationObserver, 'disconnect').mockImplementation(function (this: MutationObserver) {
        open.delete(this);
        return disconnect.call(this);
      });
    }
    return { open, added: () => added };
  };

  it('nothing is left, whatever was going on', async () => {
    undo();
    vi.clearAllTimers();
    const { open, added } = count();
    start();
    const first = added();
    expect(first).toBeGreaterThan(15);
    show(
      '<form id="checkout" novalidate><input id="name" required><button id="send">Send</button></form><button id="x">Buy</button>',
    );
    on('checkout', 'submit', nothing);
    await userEvent.type($('name'), 'Ai');
    await click('send');
    await click('x');
    window.dispatchEvent(new ErrorEvent('error', { message: 'x' }));
    // the form that was sent is watched for errors, and the page for what comes of the clicks
    expect(added()).toBeGreaterThan(first + 1);
    expect([vi.getTimerCount() > 2, idle.size]).toEqual([true, 1]);
    undo();
    expect([[...open], vi.getTimerCount(), idle.size]).toEqual([[], 0, 0]);
  });

  it('also a dead click has let go of everything once it is decided', async () => {
    show('<button id="x">Buy</button>');
    const { open } = count();
    await click('x');
    expect(open.size).toBeGreaterThan(0);
    decide();
    expect([...open]).toEqual([]);
  });

  it('nothing is told', async () => {
    show('<button id="x">Buy</button><form id="f"><input id="name" required><button id="send">Send</button></form>');
    await userEvent.type($('name'), 'Ai');
    on('f', 'submit', nothing);
    undo();
    for (let i = 0; i < 4; i++) await click('x');
    await click('send');
    window.dispatchEvent(new ErrorEvent('error', { message: 'x' }));
    window.dispatchEvent(new Event('pagehide'));
    pass(100_000);
    expect(told).toEqual([]);
  });
});
