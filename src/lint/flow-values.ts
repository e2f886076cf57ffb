/** What the steps of a flow read before anything has set it, and what is shown although it may be missing. Pure. */
import { names, type Report } from './findings.js';
import { entries, type FlowView, isUsed } from './flow-view.js';
import { demandedBy, placeholders, type Read } from './paths.js';
import { nearest } from './shape.js';
import type { StepView } from './step-view.js';
import { type Catalogue, stringsOf } from './texts.js';

/** First words of the paths that conditions and placeholders read. */
const ROOTS = [
  'user',
  'traits',
  'company',
  'cart',
  'order',
  'orders',
  'attributes',
  'page',
  'device',
  'locale',
  'conversation',
  'vars',
  'now',
  'journey',
  'segments',
  'visits',
  'frustration',
];
/** Of these something is always there. */
const ALWAYS = ['locale', 'page', 'device', 'now', 'visits', 'segments', 'conversation'];
/** Things of the host that come whole: where one value of theirs is known, the others are. */
const WHOLE = ['cart', 'order', 'company', 'journey', 'frustration'];

const rootOf = (path: string) => path.split('.')[0]!;

function isKnown(path: string, known: ReadonlySet<string>): boolean {
  const root = rootOf(path);
  if (ALWAYS.includes(root) || path === 'vars.message' || path === 'message') return true;
  return [...known].some(
    (one) => one === path || path.startsWith(`${one}.`) || (WHOLE.includes(root) && rootOf(one) === root),
  );
}

/** The name of the variable that a path reads, if it reads one. */
function variableOf(path: string, set: ReadonlySet<string>): string | undefined {
  const [root, name] = path.split('.') as [string, string?];
  if (root === 'vars') return name;
  return !ROOTS.includes(root) && set.has(root) ? root : undefined;
}

/** What holds at each step, carried along all ways until nothing changes. */
function carry(
  flow: FlowView,
  from: readonly string[],
  first: ReadonlySet<string>,
  along: (step: StepView, knows: readonly string[]) => readonly string[],
  join: (a: ReadonlySet<string>, b: ReadonlySet<string>) => Set<string>,
): Map<string, ReadonlySet<string>> {
  const at = new Map<string, ReadonlySet<string>>();
  const left = from.filter((id) => flow.steps.has(id));
  for (const id of left) at.set(id, first);
  for (let id = left.shift(); id !== undefined; id = left.shift()) {
    const step = flow.steps.get(id)!;
    for (const { to, knows } of step.edges) {
      if (to === undefined || !flow.steps.has(to)) continue;
      const now = new Set([...at.get(id)!, ...along(step, knows)]);
      const before = at.get(to);
      const joined = before ? join(before, now) : now;
      if (before && joined.size === before.size) continue;
      at.set(to, joined);
      left.push(to);
    }
  }
  return at;
}

const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) => new Set([...a, ...b]);
const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) => new Set([...a].filter((one) => b.has(one)));

export function checkValues(flow: FlowView, all: readonly FlowView[], catalogue: Catalogue, report: Report): void {
  const from = entries(flow, all);
  const shares = isUsed(flow, all) || [...flow.steps.values()].some(({ runs }) => runs !== undefined);
  const others = shares
    ? all.flatMap((one) => [...one.vars, ...[...one.steps.values()].flatMap(({ sets }) => sets)])
    : [];
  const maySet = carry(flow, from, new Set(['message', ...flow.vars, ...others]), ({ sets }) => sets, both);
  const begun = from.length > 1 ? [] : demandedBy(flow.trigger.if);
  const initial = new Set([...begun, ...flow.vars.map((name) => `vars.${name}`)]);
  const known = carry(flow, from, initial, (_, knows) => knows, common);

  const said = new Set<string>();
  function check({ path, at, by, hasFallback }: Read, id: string): void {
    const key = `${at.join('.')} ${path}`;
    const set = maySet.get(id);
    if (!set || said.has(key)) return;
    said.add(key);
    const name = variableOf(path, set);
    const root = rootOf(path);
    if (name !== undefined) {
      if (!set.has(name)) {
        const near = nearest(name, set);
        const mend = near ? `did you mean "vars.${near}"?` : 'set it on a way to here, or read something else';
        report(at, 'unset-variable', `nothing sets "vars.${name}" on the way to "${id}"`, mend);
        return;
      }
    } else if (!ROOTS.includes(root)) {
      const near = nearest(root, ROOTS);
      if (near || !path.includes('.')) {
        const mend = near ? `did you mean "${near}"?` : `there are ${ROOTS.join(', ')}`;
        report(at, 'unknown-path', `"${path}" is nothing that the messenger knows of`, mend);
        return;
      }
    }
    if (by !== 'text' || hasFallback || isKnown(path, both(known.get(id)!, new Set(flow.steps.get(id)!.given)))) return;
    const mend = `say what stands there otherwise, as {{${path}|…}}, or ask for it before`;
    report(at, 'no-fallback', `"${path}" may be missing here, which leaves a gap in the text`, mend);
  }

  for (const step of flow.steps.values()) {
    const texts = step.shown.flatMap(({ text, at }) => stringsOf(text, at, catalogue));
    for (const read of step.reads) check(read, step.id);
    const reads = texts.flatMap(({ text, at }) => placeholders(text, at));
    for (const read of reads) check(read, step.id);
  }
}

/** Labels of options that do not fit on a button, and too many of them. */
export function checkOptions(flow: FlowView, catalogue: Catalogue, report: Report): void {
  for (const { kind, shown, at } of flow.steps.values()) {
    const labels = shown.filter(({ isLabel }) => isLabel);
    if (kind === 'ask' && labels.length > MOST_OPTIONS) {
      const mend = `make two questions of it; at most ${MOST_OPTIONS} can be offered`;
      report([...at, 'ask', 'options'], 'too-many-options', `${labels.length} options`, mend);
    }
    for (const label of labels) {
      const long = stringsOf(label.text, label.at, catalogue).filter(({ text }) => lengthOf(text) > LONGEST_LABEL);
      if (!long.length) continue;
      const texts = names(long.map(({ text }) => text));
      report(label.at, 'long-label', `${texts}: over ${LONGEST_LABEL} characters`, 'shorten it; explain above');
    }
  }
}

const MOST_OPTIONS = 10;
const LONGEST_LABEL = 24;
const lengthOf = (text: string) => [...text.replace(/\{\{[^{}]*\}\}/g, '')].length;
