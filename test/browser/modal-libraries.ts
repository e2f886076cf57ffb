/** Modals of a page as the well-known libraries make them, with what those do to all that is outside. */
import { add } from './places-host.js';

export interface Modal {
  element: HTMLElement;
  isOpen(): boolean;
  end(): void;
}

const dialogIn = (into: Element, style = '') => {
  const element = add('div', { role: 'dialog', 'aria-modal': 'true', tabindex: '-1', style }, into);
  add('input', { 'aria-label': 'In the modal' }, element);
  return element;
};

/**
 * As focus-trap does: what is pressed outside is not pressed, and a focus that comes to something outside goes back, both
 * seen before anybody else sees it.
 */
export function focusTrap(): Modal {
  const element = dialogIn(document.body);
  let last: HTMLElement = element.querySelector('input')!;
  const listeners = new AbortController();
  const options = { capture: true, passive: false, signal: listeners.signal };
  const isInside = (event: Event) => event.composedPath().includes(element);
  document.addEventListener(
    'focusin',
    (event) => {
      if (isInside(event)) last = event.target as HTMLElement;
      else {
        event.stopImmediatePropagation();
        last.focus();
      }
    },
    options,
  );
  for (const type of ['mousedown', 'touchstart', 'click']) {
    document.addEventListener(
      type,
      (event) => {
        if (isInside(event)) return;
        event.preventDefault();
        if (type === 'click') event.stopImmediatePropagation();
      },
      options,
    );
  }
  last.focus();
  return { element, isOpen: () => element.isConnected && !listeners.signal.aborted, end: () => listeners.abort() };
}

/**
 * As Radix does: the body takes no presses, what is beside the modal is hidden from assistive technology, the focus is
 * brought back when it leaves, and a press or a focus outside closes it.
 */
export function radix(): Modal {
  const beside = add('main', { text: 'The page' });
  const element = dialogIn(document.body, 'pointer-events: auto; position: fixed; inset: 40px auto auto 40px');
  let last: HTMLElement = element.querySelector('input')!;
  const listeners = new AbortController();
  const { signal } = listeners;
  let isOpen = true;
  const close = (event: Event) => {
    if (!element.contains(event.target as Node)) isOpen = false;
  };
  document.addEventListener(
    'focusin',
    (event) => {
      if (element.contains(event.target as Node)) last = event.target as HTMLElement;
      else last.focus();
      close(event);
    },
    { signal },
  );
  document.addEventListener(
    'focusout',
    ({ relatedTarget }) => {
      if (relatedTarget && !element.contains(relatedTarget as Node)) last.focus();
    },
    { signal },
  );
  document.addEventListener('pointerdown', close, { signal });
  document.body.style.pointerEvents = 'none';
  for (const it of document.body.children) {
    if (it !== element) it.setAttribute('aria-hidden', 'true');
  }
  beside.inert = true;
  last.focus();
  return {
    element,
    isOpen: () => isOpen,
    end() {
      listeners.abort();
      document.body.style.pointerEvents = '';
      for (const it of document.body.children) it.removeAttribute('aria-hidden');
    },
  };
}

/** The browser’s own, moved and cut off as many sites do, and closed by a press beside its box. */
export function native(): Modal {
  const element = add('dialog', { style: 'transform: translateY(10px); overflow: hidden; block-size: 200px' });
  add('input', { 'aria-label': 'In the modal' }, element);
  element.addEventListener('click', ({ clientX: x, clientY: y, target }) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    if (target === element && (x < left || x > right || y < top || y > bottom)) element.close();
  });
  element.showModal();
  return { element, isOpen: () => element.open, end: () => element.close() };
}
