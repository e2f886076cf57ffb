/** A flow as what is drawn of it: its steps, what they lead to, and in which case. Pure. */
import { isObject, objectOf, type Path, textOf } from '../../src/lint/findings.js';
import type { FlowView } from '../../src/lint/flow-view.js';

export interface Node {
  id: string;
  /** `say`, `ask`, …; `flow` for another flow. */
  kind: string;
  /** What it says, or asks, in a few words. */
  words: string;
  at: Path | undefined;
}

export interface Edge {
  from: string;
  to: string;
  label: string;
}

export interface Model {
  nodes: Node[];
  edges: Edge[];
}

const at = (json: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (isObject(value) || Array.isArray(value) ? value[key as never] : undefined),
    json,
  );

/** The text that a visitor would read, in English where there are several. */
function words(json: unknown, text: unknown): string {
  if (isObject(text)) return textOf(text.en) ?? textOf(Object.values(text)[0]) ?? '';
  const own = textOf(text) ?? '';
  if (!own.startsWith('@')) return own;
  return textOf(objectOf(objectOf(objectOf(json).messages).en)[own.slice(1)]) ?? own;
}

/** In which case a way is taken. */
function labelOf(json: unknown, path: Path): string {
  const key = path.at(-1);
  const holder = at(json, path.slice(0, -1));
  if (isObject(holder) && 'label' in holder) return words(json, holder.label);
  if (isObject(holder) && 'if' in holder && key === 'next' && path.at(-3) === 'branch')
    return JSON.stringify(holder.if);
  return key === 'next' || typeof key === 'number' ? '' : String(key ?? '');
}

export function modelOf(json: unknown, flow: FlowView): Model {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const add = (from: string, to: string, label: string) => {
    const key = `${from} ${to}`;
    const before = edges.get(key);
    edges.set(key, { from, to, label: [before?.label, label].filter(Boolean).join(' / ') });
  };
  const steps = [...flow.steps.values()];
  // where it begins comes first
  steps.sort((a, b) => Number(b.id === flow.start) - Number(a.id === flow.start));
  for (const { id, kind, shown, at: place } of steps) {
    nodes.set(id, { id, kind, words: shown[0] ? words(json, shown[0].text) : '', at: place });
  }
  for (const { id, edges: ways, leaves, runs } of steps) {
    for (const { to, at: place } of ways) if (to !== undefined && flow.steps.has(to)) add(id, to, labelOf(json, place));
    for (const other of [...leaves.map((leaf) => leaf.flow), ...(runs === undefined ? [] : [runs])]) {
      const name = `flow ${other}`;
      nodes.set(name, { id: name, kind: 'flow', words: other, at: undefined });
      add(id, name, runs === undefined ? '' : 'and back');
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
