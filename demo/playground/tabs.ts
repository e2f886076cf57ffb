/** A row of tabs, of which the arrows choose one. */
import { el } from '../shop/dom.js';

export interface Tabs {
  view: HTMLElement;
  /** Puts a number at a tab; 0 takes it away. */
  count(key: string, n: number, isBad: boolean): void;
  choose(key: string): void;
}

/** `panel`: id of what they are tabs of. */
export function createTabs(
  name: string,
  panel: string,
  keys: readonly (readonly [key: string, label: string])[],
  onChoose: (key: string) => void,
): Tabs {
  const numbers = new Map(keys.map(([key]) => [key, el('span', { class: 'number' })]));
  const buttons = keys.map(([key, label]) =>
    el(
      'button',
      {
        ...{ type: 'button', role: 'tab', id: `${panel}-${key}`, 'aria-controls': panel },
        click: () => choose(key),
      },
      label,
      numbers.get(key)!,
    ),
  );
  const view = el('div', {
    ...{ role: 'tablist', 'aria-label': name, class: 'tabs' },
    keydown: ((event: KeyboardEvent) => {
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      const last = buttons.length - 1;
      const to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      buttons[to]!.focus();
      choose(keys[to]![0]);
    }) as EventListener,
  });
  view.append(...buttons);

  function choose(key: string): void {
    keys.forEach(([own], i) => {
      buttons[i]!.setAttribute('aria-selected', String(own === key));
      buttons[i]!.tabIndex = own === key ? 0 : -1;
    });
    onChoose(key);
  }
  return {
    view,
    count(key, n, isBad) {
      const number = numbers.get(key)!;
      number.textContent = n ? `${n}` : '';
      number.classList.toggle('bad', isBad);
    },
    choose,
  };
}
