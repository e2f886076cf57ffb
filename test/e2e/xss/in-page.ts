/** Runs in the page, so it may use nothing but its arguments. */
import type { allowed } from './allowed.js';

interface Seen {
  ran: string[];
  names: Set<string>;
  /** Of the channels on which tabs of the site speak. */
  channels: Set<string>;
}
type Noting = Window & { noted: Seen };

/** Before anything else in the page: every way in which a payload says that it ran. */
export function noteWhatRuns(): void {
  const ran: string[] = [];
  const { top } = window;
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const) {
    (window as unknown as Record<string, unknown>)[name] = (what: unknown) => void ran.push(`${name}(${what})`);
  }
  addEventListener('securitypolicyviolation', (event) => {
    ran.push(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
  if (top !== window) return;
  const names = new Set<string>();
  const channels = new Set<string>();
  Object.defineProperty(window, 'noted', { value: { ran, names, channels }, enumerable: false });
  window.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      channels.add(name);
    }
  };
  for (const name of Object.getOwnPropertyNames(window)) names.add(name);
}

export async function inspect(given: {
  root: 'panel' | 'desk';
  payloads: string[];
  allowed: typeof allowed;
}): Promise<string[]> {
  const { root: kind, payloads, allowed } = given;
  const found: string[] = [];
  const host = document.querySelector('sobani-messenger');
  const root: ParentNode = kind === 'desk' ? document.getElementById('desk')! : host!.shadowRoot!;
  const all = [...root.querySelectorAll<HTMLElement>('*')];

  // a hand goes over everything; what is ours to press leads elsewhere, and is not pressed
  const events =
    'pointerenter pointerover mouseenter mouseover mousemove focus focusin animationstart animationend transitionend load error toggle begin wheel';
  for (const element of all) {
    for (const type of events.split(' ')) {
      if ((type === 'error' || type === 'load') && element.localName === 'img') continue;
      element.dispatchEvent(new Event(type));
    }
    if (!element.closest('a, button, input, select, label, summary, textarea'))
      element.dispatchEvent(new Event('click'));
  }
  // one wait for all: what was asked for before this picture has come or failed
  await new Promise((done) => {
    const canary = new Image();
    canary.onerror = canary.onload = done;
    canary.src = `/canary?${Math.random()}`;
  });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  const { ran, names } = (window as unknown as Noting).noted;
  found.push(...ran.splice(0).map((what) => `ran: ${what}`));
  const mine = /^(sobani\w*|noted|__\w+|\d+)$/i;
  for (const name of Object.getOwnPropertyNames(window))
    if (!names.has(name) && !mine.test(name)) found.push(`global: ${name}`);

  const addresses = [
    'href',
    'src',
    'action',
    'formaction',
    'xlink:href',
    'srcset',
    'poster',
    'data',
    'background',
    'ping',
  ];
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    const tag = element.localName;
    if (!allowed.tags.includes(tag)) found.push(`tag: ${tag}`);
    for (const { name, value } of element.attributes) {
      const isKnown = allowed.attributes.includes(name.toLowerCase()) || /^(aria|data)-[a-z-]+$/.test(name);
      if (!isKnown || name.startsWith('on')) found.push(`attribute: ${tag} ${name}`);
      if (!addresses.includes(name)) continue;
      const url = URL.canParse(value, location.href) ? new URL(value, location.href) : undefined;
      const isOk =
        name === 'src' ? url?.origin === location.origin : new RegExp(allowed.links).test(url?.protocol ?? '');
      if (!isOk || url?.username || url?.password) found.push(`address: ${tag} ${name}=${value}`);
      const leads = name === 'href' && /^http/.test(url?.protocol ?? '') && url?.origin !== location.origin;
      if (leads && !/noopener/.test((element as HTMLAnchorElement).rel)) found.push(`no rel: ${value}`);
    }
    for (const name of element.style ?? [])
      if (!new RegExp(allowed.styles).test(name)) found.push(`style: ${tag} ${name}`);
  }
  // the page around it has what it had
  if (kind === 'panel') {
    const around = [document.documentElement, document.body].flatMap((it) => [...it.children]);
    const tags = around.map((it) => it.localName).join(' ');
    if (tags !== 'head body sobani-messenger p') found.push(`document: ${tags}`);
  }
  for (const it of document.head.children)
    if (!/^(meta|title|link|script)$/.test(it.localName)) found.push(`head: ${it.localName}`);

  // our own words read forwards, whatever stands before them
  const turns = /[\u202a-\u202e\u2066-\u2069]/;
  const turning = payloads.filter((it) => turns.test(it)).sort((a, b) => b.length - a.length);
  const walker = document.createTreeWalker(root as Node, NodeFilter.SHOW_TEXT);
  for (let node = turning[0] ? walker.nextNode() : null; node; node = walker.nextNode()) {
    let text = node.nodeValue ?? '';
    let start = 0;
    const payload = turning.find((it) => text.includes(it));
    if (payload) {
      start = text.lastIndexOf(payload) + payload.length;
      text = text.slice(start);
    }
    // what is cut off in its midst
    if (turns.test(text)) continue;
    const at = /[A-Za-z]{2}/.exec(text);
    // what is for screen readers alone has no direction to be seen
    if (!at || node.parentElement?.closest('.hide')) continue;
    const range = document.createRange();
    const box = (i: number) => {
      range.setStart(node!, start + at.index + i);
      range.setEnd(node!, start + at.index + i + 1);
      return range.getBoundingClientRect();
    };
    const [one, two] = [box(0), box(1)];
    if (one.width && two.width && Math.abs(one.top - two.top) < one.height / 4 && two.left < one.left)
      found.push(`turned: "${text.slice(0, 40)}" in ${node.parentElement?.outerHTML.slice(0, 80)}`);
  }

  // nothing of it takes a press outside its box
  const boxes = [...root.querySelectorAll('[part~="panel"], [part~="launcher"], .proactive')];
  if (kind === 'panel') {
    const places = boxes.map((it) => it.getBoundingClientRect());
    const isIn = (box: DOMRect, x: number, y: number) =>
      x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 1 && y <= box.bottom + 1;
    for (let x = 4; x < innerWidth; x += 12)
      for (let y = 4; y < innerHeight; y += 12)
        if (!places.some((it) => isIn(it, x, y)) && document.elementFromPoint(x, y) === host)
          found.push(`outside its box: ${x},${y}`);
  }
  // nor does anything make the page wider or longer
  const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth || scrollHeight > clientHeight) found.push(`page grew: ${scrollWidth}x${scrollHeight}`);
  return found;
}

/** Whether so many messages are there (0: any), and all that they are made of. */
export function isDrawn({ count, selectors }: { count: number; selectors: string }): boolean {
  const log = document.querySelector('sobani-messenger')?.shadowRoot?.querySelector('[role="log"]');
  return (
    !!log &&
    (!count || log.querySelectorAll('article').length === count) &&
    !log.querySelector('.skeleton') &&
    selectors.split(', ').every((selector) => log.querySelector(selector))
  );
}

/** The control: each payload as the markup of a frame of its own, in a page that forbids nothing. The numbers of those that ran. */
export async function putIn(payloads: string[]): Promise<void> {
  const fired = new Set<number>();
  Object.defineProperty(window, 'fired', { value: fired });
  payloads.forEach((payload, i) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const inner = frame.contentWindow as unknown as Record<string, unknown>;
    for (const name of ['alert', 'confirm', 'prompt']) inner[name] = () => void fired.add(i);
    const { body } = frame.contentDocument!;
    body.innerHTML = payload;
    for (const element of body.querySelectorAll('*'))
      for (const type of ['pointerenter', 'pointerover', 'mouseenter', 'mouseover', 'focus', 'animationend', 'click'])
        element.dispatchEvent(new Event(type, { bubbles: true }));
  });
}

/**
 * Writes into every stored row of the app: texts become the payloads in turn, every seventh an object that a renderer might
 * take for an element.
 */
export async function spoil(payloads: string[]): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const app = document.querySelector('script[data-app]')!.getAttribute('data-app');
  const database = await done(indexedDB.open(`sobani-${app}`));
  const store = database.transaction('rows', 'readwrite').objectStore('rows');
  const [keys, rows] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
  const node = { type: 'img', props: { src: 'x', onerror: 'alert(1)', dangerouslySetInnerHTML: { __html: '<img>' } } };
  const kept = /^(id|conversation|kind|type|status|secret|cursor|epoch|event|scale|form|survey|article|to|state)$/;
  let count = 0;
  const change = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string' && !kept.test(key)) {
      count++;
      return count % 7 ? payloads[count % payloads.length] : node;
    }
    if (Array.isArray(value)) return value.map((one) => change(one));
    if (typeof value !== 'object' || !value) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one, name)]));
  };
  await Promise.all(keys.map((key, i) => done(store.put(change(rows[i]), key))));
  database.close();
}

/** Says all of it as another tab would, in every frame that is known there and in some that are not. Returns how many channels heard it. */
export function speak(payloads: string[]): number {
  const node = { type: 'img', props: { src: 'x', onerror: 'alert(1)' }, constructor: null };
  const { channels } = (window as unknown as Noting).noted;
  const names = [...channels];
  for (const name of names) {
    const channel = new BroadcastChannel(name);
    for (const it of [...payloads, node, [node], null, 7]) {
      for (const t of ['rows', 'status', 'typing', 'typed', 'ping', 'pong', 'lead', 'free', it])
        channel.postMessage({ t, keys: [it], status: it, conversation: it, on: true, id: it, author: it, name: it });
      channel.postMessage(it);
    }
    channel.close();
  }
  return names.length;
}
