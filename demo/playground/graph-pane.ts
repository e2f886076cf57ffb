/** The flows as drawings, of which one is shown: the one that is under way, or one that was chosen. */

import type { Path } from '../../src/lint/findings.js';
import { el } from '../shop/dom.js';
import type { Compiled } from './compile.js';
import { createGraph } from './graph.js';
import { modelOf } from './graph-model.js';

export interface GraphPane {
  view: HTMLElement;
  draw(compiled: Compiled): void;
  /** Where the visitor is. */
  step(flow: string | null, step: string | null): void;
}

export function createGraphPane(onPick: (at: Path) => void): GraphPane {
  const graph = createGraph(onPick);
  const choice = el('select', { 'aria-label': 'Flow', change: () => show(choice.value) });
  const where = el('p', { class: 'where', role: 'status' });
  let compiled: Compiled | undefined;
  let shown = '';
  let here: { flow: string | null; step: string | null } = { flow: null, step: null };

  function show(flow: string): void {
    shown = flow;
    choice.value = flow;
    const found = compiled?.flows.find(({ id }) => id === flow);
    graph.draw(flow, found ? modelOf(compiled!.json, found) : { nodes: [], edges: [] });
    graph.show(here.flow === flow ? here.step : null);
  }
  return {
    view: el(
      'section',
      { class: 'pane drawing', 'aria-label': 'Flow' },
      el('div', { class: 'tools' }, choice, where),
      graph.view,
    ),
    draw(next) {
      compiled = next;
      const ids = next.flows.map(({ id }) => id);
      choice.replaceChildren(...ids.map((id) => el('option', { value: id }, id)));
      show(ids.includes(shown) ? shown : (ids[0] ?? ''));
    },
    step(flow, step) {
      here = { flow, step };
      where.textContent = flow === null ? 'No flow is under way.' : `The visitor is at ${step}.`;
      if (flow !== null && flow !== shown) show(flow);
      else graph.show(flow === null ? null : step);
    },
  };
}
