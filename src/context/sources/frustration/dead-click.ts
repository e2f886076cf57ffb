import { createScope, type Scope } from '../../scope.js';
import { describe, FIELDS, PRESSABLE, under } from './describe.js';
import type { Note } from './signals.js';

/** One press of a person, and whether anything came of it. */
export interface Press {
  /** It is on this element, and nothing has come of it yet. */
  isOf(element: Element): boolean;
  click(): void;
  /** Something came of it. */
  react(): void;
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
 * Watches from the press on, since menus open on it, until a second after the click: the document for any change, and the
 * window for what changes no element. Undefined where nothing need come of it.
 */
export function watchPress(event: Event, element: Element, note: Note, outer: Scope): Press | undefined {
  if (isInert(event)) return undefined;
  const from = performance.now();
  const href = address();
  let isOpen = true;
  let until = Number.POSITIVE_INFINITY;
  let clicks = 0;
  let at = 0;

  const scope = createScope(outer);
  const stop = outer.atEnd(() => {
    isOpen = false;
    scope.end();
  });
  const react = () => {
    if (isOpen) stop();
  };
  let undo = scope.after(SECOND, stop);

  const mutations = new MutationObserver(stop);
  const unobserve = scope.atEnd(() => mutations.disconnect());
  for (let root: Node = element.getRootNode(); ; root = root.host.getRootNode()) {
    mutations.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    if (!(root instanceof ShadowRoot)) break;
  }
  scope.fetched(({ startTime, initiatorType }) => {
    if (startTime >= from && startTime <= until && initiatorType !== 'beacon') stop();
  });
  scope.on('beforeunload pagehide', stop);
  scope.on(REACTIONS, (reaction) => {
    const { type, target } = reaction;
    // of the window, not of a field
    if (type === 'blur' && target !== window) return;
    if (type === 'focusin' && reaction.composedPath()[0] === element && element.matches(FOCUSED)) return;
    // the press puts a caret into the text
    if (type === 'selectionchange' && getSelection()?.type !== 'Range') return;
    react();
  });

  const decide = () => {
    const isPressable = element.matches(PRESSABLE) || getComputedStyle(element).cursor === 'pointer';
    // what is drawn changes no element
    if (isPressable && element.isConnected && !document.querySelector('canvas')) {
      note('dead-click', describe(element), clicks, at);
    }
    stop();
  };
  const close = () => {
    if (address() !== href) return stop();
    isOpen = false;
    until = performance.now();
    unobserve();
    scope.after(LATE, () => scope.idle(decide));
  };
  return {
    isOf: (other) => isOpen && other === element,
    react,
    click() {
      clicks++;
      at = scope.now();
      undo();
      undo = scope.after(0, () => {
        if (scope.now() - at > BUSY) stop();
        else undo = scope.after(SECOND, close);
      });
    },
  };
}
