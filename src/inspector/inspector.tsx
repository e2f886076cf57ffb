/**
 * The inspector: what the messenger knows, does and sends, live, in the page itself. It comes when `debug()` is called, and
 * stands in our one element, with a shadow root of its own.
 */
import { render } from 'preact';
import type { Context } from '../context/context.js';
import { SobaniError } from '../core/errors.js';
import type { Why } from '../core/matcher.js';
import { adopt, styleSheet } from '../theme/adopt.js';
import { PROTOCOL } from '../wire/frames.js';
import { noteConsent } from './consent.js';
import { type Noted, noteEvents } from './events.js';
import { type Dock, Frame } from './frame.js';
import css from './inspector.css?inline';
import { createLog } from './log.js';
import { type Report, report } from './report.js';
import { createScrub } from './scrub.js';
import type { Inspected } from './source.js';
import { type Departure, tapTransport } from './tap.js';

declare const __SOBANI_VERSION__: string | undefined;
/** Said by the build. */
const version = typeof __SOBANI_VERSION__ === 'string' ? __SOBANI_VERSION__ : 'unbuilt';

/** Between two looks at what tells nobody when it changes, and the least between two drawings. Milliseconds. */
const LOOK = 1_000;
const CALM = 100;

let sheet: CSSStyleSheet | undefined;
/** Where it stood last in this page. */
let lastDock: Dock | undefined;
let opened: { root: ShadowRoot; focus(): void; close(): void } | undefined;

/** What was asked for last: another call may come while what it needs is fetched. */
let wanted: Inspected | false = false;

/**
 * Opens it and takes the focus there, which one that is open already does too; with `false` closes it.
 * @throws SobaniError `unavailable` where our element is not on the page
 */
export async function inspect(given: Inspected | false): Promise<void> {
  wanted = given;
  if (!given) return opened?.close();
  const [{ findSensitive }, known] = await Promise.all([import('../context/context.js'), given.context()]);
  if (wanted !== given) return;
  const { root } = given;
  if (!root?.host.isConnected) {
    throw new SobaniError('unavailable', 'There is no messenger on the page to look at; boot() it first.');
  }
  if (opened?.root === root) return opened.focus();
  opened?.close();
  opened = open(given, root, known, findSensitive);
}

function open(given: Inspected, root: ShadowRoot, known: Context, findSensitive: Parameters<typeof createScrub>[1]) {
  const { store, accounts } = given;
  const before = (root.activeElement ?? document.activeElement) as HTMLElement | null;

  const secrets = new Set<string>();
  const keepSecret = (secret: string | null | undefined) => {
    // what is shorter than that would be found in the midst of words
    if (secret && secret.length > 7) secrets.add(secret);
  };
  const scrub = createScrub(() => {
    keepSecret(accounts.scope.secret);
    keepSecret(accounts.joining?.secret);
    keepSecret(accounts.scope.connection.session?.secret);
    return secrets;
  }, findSensitive);

  const host = document.createElement('div');
  const own = host.attachShadow({ mode: 'open' });
  sheet ??= styleSheet(css);
  adopt(own, sheet);
  host.lang = 'en';
  host.dir = 'ltr';
  host.tabIndex = -1;
  host.setAttribute('role', 'dialog');
  host.setAttribute('aria-label', 'Sobani inspector');
  root.append(host);

  let isOver = false;
  /** The next look, and whether it is a soon one. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSoon = false;
  let shown: Report | null = null;
  let transport = '';
  const soon = () => {
    if (isOver || isSoon) return;
    isSoon = true;
    clearTimeout(timer);
    timer = setTimeout(look, CALM);
  };
  const events = createLog<Noted>(soon);
  const sent = createLog<Departure>(soon);
  const tap = tapTransport(accounts, sent, scrub, keepSecret);
  const consent = noteConsent(given, soon);
  void accounts.transport().then(
    ({ name }) => {
      transport = name;
      soon();
    },
    () => {},
  );

  /** On the other side of the launcher, at first. */
  const isLeft = () => (store.options.value.side === 'start') !== (getComputedStyle(root.host).direction === 'rtl');
  let dock = lastDock ?? (isLeft() ? 'right' : 'left');

  const read = () =>
    report(
      given,
      known,
      {
        events: events.entries,
        sent: sent.entries,
        changes: consent.changes,
        tap,
        transport,
        version,
        protocol: PROTOCOL,
      },
      scrub,
    );
  const draw = () => {
    if (isOver) return;
    host.className = `${dock} ${isLeft() ? 'launcher-left' : 'launcher-right'}${store.isOpen.value ? ' beside' : ''}`;
    render(
      <Frame
        report={shown}
        dock={dock}
        onDock={(side) => {
          lastDock = dock = side;
          draw();
        }}
        onCopy={copyAll}
        onTry={async (text) => scrub(await given.answers.explain(text)) as Why | null}
        onClear={(log) => (log === 'events' ? events : sent).clear()}
        onClose={close}
      />,
      own,
    );
  };
  /** Reads all anew, and again after a while. */
  const look = async () => {
    isSoon = false;
    tap.look();
    const now = await read().catch(() => null);
    if (isOver) return;
    shown = now ?? shown;
    draw();
    if (isSoon) return;
    clearTimeout(timer);
    timer = setTimeout(look, LOOK);
  };
  const copyAll = async () => {
    const text = JSON.stringify(scrub(await read()), null, 2);
    try {
      await navigator.clipboard.writeText(text);
      return null;
    } catch {
      return text;
    }
  };

  const undo = [
    noteEvents(given.on, events, scrub),
    store.listen(() => {
      // a session that has just come
      tap.look();
      soon();
    }),
    consent.stop,
    tap.stop,
  ];
  host.onkeydown = (event) => {
    if (event.key === 'Escape' && !event.isComposing) close();
  };
  const close = () => {
    if (isOver) return;
    isOver = true;
    opened = undefined;
    clearTimeout(timer);
    for (const undoOne of undo) undoOne();
    const isFocused = root.activeElement === host;
    host.onkeydown = null;
    render(null, own);
    host.remove();
    if (isFocused) before?.focus({ preventScroll: true });
  };
  const focus = () => (own.querySelector<HTMLElement>('[aria-selected=true]') ?? host).focus({ preventScroll: true });
  void look().then(focus);
  return { root, focus, close };
}
