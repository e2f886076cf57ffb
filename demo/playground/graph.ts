/** Draws a flow. */
import type { Path } from '../../src/lint/findings.js';
import type { Model, Node } from './graph-model.js';
import { type Drawn, layOut } from './layout.js';

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = { width: 148, height: 46, gapX: 22, gapY: 46 };
const PAD = 14;
/** A drawing that is wider than its place is made smaller, down to this. */
const SMALLEST = 0.65;

type Value = string | number | undefined;

function svg(tag: string, attributes: Record<string, Value>, ...children: (globalThis.Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, `${value}`);
  }
  element.append(...children);
  return element;
}

const short = (text: string, most: number): string => {
  const all = [...text.replace(/\s+/g, ' ')];
  return all.length > most ? `${all.slice(0, most - 1).join('')}…` : text;
};

/** A soft line through points that go down. */
const curve = (points: readonly [number, number][]): string =>
  points
    .map(([x, y], i) => {
      if (!i) return `M${x} ${y}`;
      const [px, py] = points[i - 1]!;
      const half = (y - py) / 2;
      return `C${px} ${py + half} ${x} ${y - half} ${x} ${y}`;
    })
    .join('');

/** Out to the right and back up. */
function loop([from, to]: [number, number][], right: number): string {
  const [[x1, y1], [x2, y2]] = [from!, to!];
  const out = Math.max(x1, x2) + Math.min(60, Math.max(24, (right - Math.max(x1, x2)) * 0.6));
  return `M${x1} ${y1}C${out} ${y1} ${out} ${y2} ${x2} ${y2}`;
}

export interface Graph {
  view: HTMLElement;
  draw(name: string, model: Model): void;
  /** The step at which the visitor is, among those that are drawn; null for none. */
  show(step: string | null): void;
}

/** `onPick`: a step was chosen. */
export function createGraph(onPick: (at: Path) => void): Graph {
  const view = document.createElement('div');
  view.className = 'graph';
  const steps = new Map<string, SVGElement>();
  let now: string | null = null;

  function box(node: Node, { places }: Drawn): SVGElement {
    const { id, kind, words, at } = node;
    const { x, y } = places.get(id)!;
    const title = kind === 'flow' ? `the flow ${words}` : `${kind}: ${words || id}`;
    const group = svg(
      'g',
      {
        ...{ class: `step ${kind}`, transform: `translate(${x} ${y})`, 'aria-label': `${id}, ${title}` },
        ...(at ? { role: 'button', tabindex: 0 } : { role: 'img' }),
      },
      svg('title', {}, title),
      svg('rect', { width: SIZE.width, height: SIZE.height, rx: 9 }),
      svg('text', { x: 12, y: 19, class: 'id' }, short(kind === 'flow' ? words : id, 18)),
      svg('text', { x: 12, y: 35, class: 'words' }, short(kind === 'flow' ? 'another flow' : words || kind, 22)),
    );
    const pick = () => {
      if (at) onPick(at);
    };
    group.addEventListener('click', pick);
    group.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pick();
    });
    steps.set(id, group);
    return group;
  }

  return {
    view,
    draw(name, { nodes, edges }) {
      steps.clear();
      if (!nodes.length) return view.replaceChildren('There are no steps to draw.');
      const drawn = layOut(
        nodes.map(({ id }) => id),
        edges,
        SIZE,
      );
      const [width, height] = [drawn.width + 2 * PAD, drawn.height + 2 * PAD];
      const scale = Math.max(SMALLEST, Math.min(1, view.clientWidth / width || 1));
      const lines = edges.map(({ label }, i) =>
        svg(
          'path',
          {
            class: drawn.isBack[i] ? 'way back' : 'way',
            d: drawn.isBack[i] ? loop(drawn.lines[i]!, drawn.width) : curve(drawn.lines[i]!),
            'marker-end': 'url(#arrow)',
          },
          svg('title', {}, label || 'next'),
        ),
      );
      const arrow = svg(
        'marker',
        { id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
        svg('path', { d: 'M0 0.8 7.4 4 0 7.2z', class: 'head' }),
      );
      view.replaceChildren(
        svg(
          'svg',
          {
            viewBox: `${-PAD} ${-PAD} ${width} ${height}`,
            ...{ width: width * scale, height: height * scale },
            role: 'group',
            'aria-label': `The flow ${name}`,
          },
          svg('defs', {}, arrow),
          ...lines,
          ...nodes.map((node) => box(node, drawn)),
        ),
      );
      this.show(now);
    },
    show(step) {
      if (now !== null) steps.get(now)?.classList.remove('now');
      for (const group of steps.values()) group.removeAttribute('aria-current');
      now = step;
      const group = step === null ? undefined : steps.get(step);
      if (!group) return;
      group.classList.add('now', 'seen');
      group.setAttribute('aria-current', 'step');
      const [a, b] = [group.getBoundingClientRect(), view.getBoundingClientRect()];
      const isSeen = a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right;
      if (isSeen) return;
      view.scrollBy(a.left + a.width / 2 - b.left - b.width / 2, a.top + a.height / 2 - b.top - b.height / 2);
    },
  };
}
