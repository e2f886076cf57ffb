/** A text with numbered lines, in which lines can be marked. */
import { el } from '../shop/dom.js';

export interface Editor {
  view: HTMLElement;
  text(): string;
  show(text: string): void;
  /** Marks lines, by how bad it is. */
  mark(lines: ReadonlyMap<number, 'error' | 'warning'>): void;
  /** Takes the reader to a line, and the focus there. */
  goTo(line: number): void;
}

/** Pixels. As in the style sheet. */
const LINE = 20;

export function createEditor(name: string, onInput: () => void): Editor {
  const area = el('textarea', {
    ...{ 'aria-label': name, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', wrap: 'off' },
    input: () => {
      number();
      onInput();
    },
    scroll: () => gutter.style.setProperty('translate', `0 ${-area.scrollTop}px`),
  });
  const gutter = el('div', { class: 'gutter', 'aria-hidden': true });
  let marked: ReadonlyMap<number, 'error' | 'warning'> = new Map();
  let drawn = '';

  function number(): void {
    const lines = area.value.split('\n').length;
    const key = `${lines} ${[...marked].join(';')}`;
    if (key === drawn) return;
    drawn = key;
    const nodes: (Node | string)[] = [];
    let plain = '';
    for (let line = 1; line <= lines; line++) {
      const how = marked.get(line);
      if (how) {
        nodes.push(plain, el('b', { class: how }, `${line}`), '\n');
        plain = '';
      } else plain += `${line}\n`;
    }
    gutter.replaceChildren(...nodes, plain);
  }

  return {
    view: el('div', { class: 'editor' }, el('div', { class: 'rail' }, gutter), area),
    text: () => area.value,
    show(text) {
      area.value = text;
      area.scrollTop = 0;
      number();
    },
    mark(lines) {
      marked = lines;
      number();
    },
    goTo(line) {
      const lines = area.value.split('\n');
      const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      area.focus({ preventScroll: true });
      area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
      area.scrollTop = Math.max(0, (line - 1) * LINE - area.clientHeight / 3);
    },
  };
}
