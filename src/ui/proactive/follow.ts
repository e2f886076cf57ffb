/**
 * Keeps a bubble beside an element of the page: through scrolling, resizing and layout, and out of sight while the element is
 * hidden, covered or gone. The element is only looked at; nothing of it is touched.
 */
import { arrow, autoUpdate, computePosition, flip, hide, offset, type Placement, shift } from '@floating-ui/dom';

export interface Follow {
  /** Selector; of several elements the first that is to be seen. */
  at: string;
  /** Fixed, with an `i` in it that points. Gets the class `off` while it is not to be seen, and `data-side`. */
  bubble: HTMLElement;
  /** Default `bottom`. Another side is taken where there is no room on it. */
  placement?: 'top' | 'bottom' | 'start' | 'end' | undefined;
}

/** Pixels: from the element, from the edge of the window, from the rounded corners. */
const GAP = 12;
const EDGE = 8;
const CORNER = 18;
/** Milliseconds after which an element that has not come is not waited for. */
const PATIENCE = 10_000;
/** Elements of one selector that are looked at. */
const MOST = 20;

const OPPOSITE = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const;

/** Drawn at all, and neither under something else nor outside of what is to be seen. */
function isUncovered(element: Element): boolean {
  // not every browser can tell
  if (element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) return false;
  const { left, top, width, height } = element.getBoundingClientRect();
  if (!width || !height) return false;
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  return !!hit && (element.contains(hit) || hit.contains(element));
}

function find(at: string): Element | undefined {
  const all = [...document.querySelectorAll(at)].slice(0, MOST);
  return all.find(isUncovered) ?? all[0];
}

const sideOf = (placement: Follow['placement'] = 'bottom', element: Element): Placement => {
  if (placement === 'top' || placement === 'bottom') return placement;
  const isRtl = getComputedStyle(element).direction === 'rtl';
  return (placement === 'start') === isRtl ? 'right' : 'left';
};

/**
 * Follows until `end` aborts. Resolves with true once the bubble is to be seen beside its element; with false when that has
 * not come after ten seconds, or `isUnwanted` aborts before. @throws SyntaxError where `at` is no selector
 */
export async function follow(
  { at, bubble, placement }: Follow,
  end: AbortSignal,
  isUnwanted: AbortSignal,
): Promise<boolean> {
  // before anything is listened to
  document.querySelector(at);
  const tip = bubble.querySelector('i')!;
  let element: Element | undefined;
  let stop: (() => void) | undefined;
  let seen = () => {};
  const isSeen = new Promise<boolean>((resolve) => {
    seen = () => resolve(true);
    const give = () => resolve(false);
    const timer = setTimeout(give, PATIENCE);
    isUnwanted.addEventListener('abort', give);
    end.addEventListener('abort', () => {
      clearTimeout(timer);
      give();
    });
  });

  const turn = (isOff: boolean) => {
    bubble.classList.toggle('off', isOff);
    if (!isOff) seen();
  };
  const place = async () => {
    const target = element;
    if (!target || !isUncovered(target)) return turn(true);
    const {
      x,
      y,
      placement: placed,
      middlewareData,
    } = await computePosition(target, bubble, {
      placement: sideOf(placement, target),
      strategy: 'fixed',
      // along the side alone: moved any other way it would lie over what it points at
      middleware: [
        offset(GAP),
        flip({ crossAxis: false, fallbackAxisSideDirection: 'end', padding: EDGE }),
        shift({ padding: EDGE }),
        arrow({ element: tip, padding: CORNER }),
        hide(),
      ],
    });
    if (target !== element || end.aborted) return;
    const side = placed.split('-')[0] as keyof typeof OPPOSITE;
    Object.assign(bubble.style, { left: `${Math.round(x)}px`, top: `${Math.round(y)}px` });
    bubble.dataset.side = side;
    const { x: left, y: top } = middlewareData.arrow ?? {};
    const px = (value: number | undefined) => (value === undefined ? '' : `${value}px`);
    Object.assign(tip.style, { left: px(left), top: px(top), right: '', bottom: '' });
    // half of it stands out
    tip.style[OPPOSITE[side]] = '-6px';
    turn(!!middlewareData.hide?.referenceHidden);
  };
  const look = () => {
    const next = element && isUncovered(element) ? element : find(at);
    if (next && next === element) return void place();
    stop?.();
    element = next;
    stop = next && autoUpdate(next, bubble, () => void place());
    if (!next) turn(true);
  };

  // what covers it, or takes it away, is no matter of its own position
  let isPlanned = false;
  const lookSoon = () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      if (!end.aborted) look();
    });
  };
  const observer = new MutationObserver(lookSoon);
  observer.observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['class', 'style', 'hidden', 'open'],
  });
  for (const type of ['transitionend', 'animationend', 'toggle', 'load']) {
    document.addEventListener(type, lookSoon, { signal: end, capture: true, passive: true });
  }
  end.addEventListener('abort', () => {
    observer.disconnect();
    stop?.();
  });
  look();
  return isSeen;
}
