import type { Scope } from '../../scope.js';
import { describe, FIELDS, PRESSABLE, under } from './describe.js';
import type { Note } from './signals.js';

/** What is told of the presses of a person, to see whether anything comes of them. */
type Presses = [
  /** One begins, unless nothing has come of the last one on this element. Nothing is watched where nothing need come of it. */
  press: (event: Event, element: Element) => void,
  /** The click of the last one, if that is on this element and nothing has come of it yet. */
  click: (element: Element) => void,
  /** Something came of the last one. */
  react: () => void,
];

/** One of which nothing has come yet. */
interface Waiting {
  element: Element;
  click(): void;
  fetched(entry: PerformanceResourceTiming): void;
  stop(): void;
}

const SECOND = 1_000;
/** A request is known of only when it has ended, and so is a page that takes long to be left. */
const LATE = 3_000;
/** What comes so much later than it should had to wait for a dialog, or for something that the click did. */
const BUSY = 300;

/** What may do nothing, or what the page cannot see: it is off, on already, or opens elsewhere. */
const INERT = `${FIELDS},[aria-disabled=true],[aria-current]:not([aria-current=false]),[aria-selected=true],[download],[target]:not([target=""],[target=_self i])`;
// to print holds up the page, and a dialog that closes has an attribute less
const REACTIONS =
  'scroll focusin selectionchange toggle input change invalid copy play pause volumechange seeking fullscreenchange visibilitychange blur';
/** Takes the focus by being pressed, and shows nothing by it. Menus of style alone open on the focus, and most say so. */
const FOCUSED = 'a,input,button:not([aria-haspopup])';

const bare = (href: string) => href.replace(/#$/, '');

function isInert(event: Event): boolean {
  const link = under(event, 'a[href]') as HTMLAnchorElement | undefined;
  // mail, telephone and apps; and the part of the page that is shown already
  const leadsOut = !!link && !/^(https?|javascript):$/.test(link.protocol);
  return leadsOut || (!!link?.hash && link.hash === location.hash) || !!under(event, INERT);
}

/**
 * Each press is watched until a second after its click, since menus open on it: the document for any change, and the window
 * for what changes no element. The listeners are there for all of them, because adding them costs more than hearing them; and one
 * that does not end in a click is let go of by the next thing that happens, which costs no timer.
 */
export function watchPresses(note: Note, scope: Scope): Presses {
  const waiting = new Set<Waiting>();
  let open: Waiting | undefined;

  const mutations = new MutationObserver(() => react());
  const close = () => {
    open = undefined;
    mutations.disconnect();
  };
  const react = () => open?.stop();
  const stopAll = () => {
    for (const one of waiting) one.stop();
  };
  scope.atEnd(stopAll);
  scope.on('beforeunload pagehide', stopAll);
  scope.fetched((entry) => {
    for (const one of waiting) one.fetched(entry);
  });
  scope.on(REACTIONS, (reaction) => {
    const { type, target } = reaction;
    if (
      open &&
      // of the window, not of a field
      (type !== 'blur' || target === window) &&
      (type !== 'focusin' || reaction.composedPath()[0] !== open.element || !open.element.matches(FOCUSED)) &&
      // the press puts a caret into the text
      (type !== 'selectionchange' || getSelection()?.type === 'Range')
    )
      open.stop();
  });

  return [
    (event, element) => {
      if (open?.element === element) return;
      react();
      if (isInert(event)) return;
      const { href } = location;
      const from = performance.now();
      let until = Number.POSITIVE_INFINITY;
      let clicks = 0;
      let at = 0;
      let undo: (() => void) | undefined;
      const decide = () => {
        const isPressable = element.matches(PRESSABLE) || getComputedStyle(element).cursor === 'pointer';
        // what is drawn changes no element
        if (isPressable && element.isConnected && !document.querySelector('canvas')) {
          note('dead-click', describe(element), clicks, at);
        }
        one.stop();
      };
      const settle = () => {
        if (scope.now() - at > SECOND + BUSY || bare(location.href) !== bare(href)) return one.stop();
        close();
        until = performance.now();
        undo = scope.after(LATE, () => {
          undo = scope.idle(decide);
        });
      };
      const one: Waiting = {
        element,
        click() {
          clicks++;
          at = scope.now();
          undo?.();
          undo = scope.after(SECOND, settle);
        },
        fetched({ startTime, initiatorType }) {
          // what begins later is of something else
          if (startTime >= from && startTime <= until && initiatorType !== 'beacon') one.stop();
        },
        stop() {
          if (one === open) close();
          waiting.delete(one);
          undo?.();
        },
      };
      open = one;
      waiting.add(one);
      for (let root: Node = element.getRootNode(); ; root = root.host.getRootNode()) {
        mutations.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
        if (!(root instanceof ShadowRoot)) break;
      }
    },
    (element) => {
      if (open?.element === element) open.click();
    },
    react,
  ];
}
