import type { Scope } from '../../scope.js';
import { describe, FIELDS, PRESSABLE, under } from './describe.js';
import type { Note } from './signals.js';

/** The presses of a person, and whether anything comes of them. */
export interface Presses {
  /** One begins; nothing is watched where nothing need come of it. */
  press(event: Event, element: Element): void;
  /** The last one is on this element, and nothing has come of it yet. */
  isOn(element: Element): boolean;
  /** The click of the last one. */
  click(): void;
  /** Something came of the last one. */
  react(): void;
}

/** One of which nothing has come yet. */
interface Waiting {
  element: Element;
  href: string;
  from: number;
  /** When it was decided that nothing had; what begins later is of something else. */
  until: number;
  clicks: number;
  at: number;
  /** Calls off what is planned for it. */
  undo(): void;
}

const SECOND = 1_000;
/** A request is known of only when it has ended, and so is a page that takes long to be left. */
const LATE = 3_000;
/** A click that was at work for so long had a dialog open, or at least did something. */
const BUSY = 300;

/** What may do nothing, or what the page cannot see: it is off, on already, or opens elsewhere. */
const INERT = `${FIELDS},[aria-disabled=true],[aria-current]:not([aria-current=false]),[aria-selected=true],[download],[target]:not([target=""],[target=_self i])`;
const REACTIONS =
  'scroll focusin selectionchange toggle close input change invalid copy play pause volumechange seeking fullscreenchange ' +
  'beforeprint visibilitychange blur';
/** Takes the focus by being pressed, and shows nothing by it. Menus of style alone open on the focus, and most say so. */
const FOCUSED = 'a,input,button:not([aria-haspopup])';

const address = () => location.href.replace(/#$/, '');

function isInert(event: Event): boolean {
  const link = under(event, 'a[href]') as HTMLAnchorElement | undefined;
  // mail, telephone and apps; and the part of the page that is shown already
  const leadsOut = !!link && !/^(https?|javascript):$/.test(link.protocol);
  return leadsOut || (!!link?.hash && link.hash === location.hash) || !!under(event, INERT);
}

/**
 * Each press is watched until a second after its click, since menus open on it: the document for any change, and the window
 * for what changes no element. The listeners are there for all of them, because adding them costs more than hearing them.
 */
export function watchPresses(note: Note, scope: Scope): Presses {
  const waiting = new Set<Waiting>();
  let open: Waiting | undefined;

  const mutations = new MutationObserver(() => react());
  const close = () => {
    open = undefined;
    mutations.disconnect();
  };
  const stop = (one: Waiting) => {
    if (one === open) close();
    waiting.delete(one);
    one.undo();
  };
  const stopAll = () => {
    for (const one of waiting) stop(one);
  };
  const react = () => {
    if (open) stop(open);
  };
  scope.atEnd(stopAll);

  scope.fetched(({ startTime, initiatorType }) => {
    for (const one of waiting) {
      if (startTime >= one.from && startTime <= one.until && initiatorType !== 'beacon') stop(one);
    }
  });
  scope.on('beforeunload pagehide', stopAll);
  scope.on(REACTIONS, (reaction) => {
    if (!open) return;
    const { type, target } = reaction;
    // of the window, not of a field
    if (type === 'blur' && target !== window) return;
    if (type === 'focusin' && reaction.composedPath()[0] === open.element && open.element.matches(FOCUSED)) return;
    // the press puts a caret into the text
    if (type === 'selectionchange' && getSelection()?.type !== 'Range') return;
    react();
  });

  const decide = (one: Waiting) => {
    const { element, clicks, at } = one;
    const isPressable = element.matches(PRESSABLE) || getComputedStyle(element).cursor === 'pointer';
    // what is drawn changes no element
    if (isPressable && element.isConnected && !document.querySelector('canvas')) {
      note('dead-click', describe(element), clicks, at);
    }
    stop(one);
  };
  const settle = (one: Waiting) => {
    if (address() !== one.href) return stop(one);
    close();
    one.until = performance.now();
    one.undo = scope.after(LATE, () => {
      one.undo = scope.idle(() => decide(one));
    });
  };
  return {
    press(event, element) {
      react();
      if (isInert(event)) return;
      const one: Waiting = {
        ...{ element, href: address(), from: performance.now(), until: Number.POSITIVE_INFINITY },
        ...{ clicks: 0, at: 0, undo: scope.after(SECOND, () => stop(one)) },
      };
      waiting.add(one);
      open = one;
      for (let root: Node = element.getRootNode(); ; root = root.host.getRootNode()) {
        mutations.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
        if (!(root instanceof ShadowRoot)) break;
      }
    },
    isOn: (element) => open?.element === element,
    click() {
      const one = open;
      if (!one) return;
      one.clicks++;
      one.at = scope.now();
      one.undo();
      one.undo = scope.after(0, () => {
        if (scope.now() - one.at > BUSY) stop(one);
        else one.undo = scope.after(SECOND, () => settle(one));
      });
    },
    react,
  };
}
