/** The interpreter: a pure reducer from one event to the next state and what is to be done. No clock, DOM or network. */
import { fnv1a } from '../core/hash.js';
import * as LIMITS from '../core/limits.js';
import type { Flow, FlowFile } from './format.js';
import type { SplitStep } from './format-steps.js';
import { hear } from './hear.js';
import { fieldsOf, known, prompt } from './prompt.js';
import { isSaying } from './saying.js';
import type { Asking, FlowEvent, FlowState, Result } from './state.js';
import { type AnyStep, createTurn, type Going, type StepPorts, skipped, type Turn } from './turn.js';

/** Automatic steps in one turn; a flow that wants more hands over with the reason `flow-limit`. */
const MAX_STEPS = 50;
/** Flows that run each other. */
const MAX_DEPTH = 5;
/** Characters of all variables as JSON. */
const MAX_VARS = 64 * 1024;

/** The state of a flow that was not started yet. */
export const begin = (flow: Flow): FlowState => ({
  flow: flow.id,
  version: flow.version,
  at: '',
  vars: { ...flow.vars },
  tags: [],
  misses: 0,
  steps: 0,
});

/** The way of a split: the same for one visitor each time. */
function way({ state, flow, visitor }: Turn, { name = state.at, ways }: SplitStep['split']): Going {
  const sum = ways.reduce((all, { weight }) => all + weight, 0);
  let place = (fnv1a(`${visitor}/${flow.id}/${name}`) / 2 ** 32) * sum;
  for (const { weight, next } of ways) {
    if (place < weight) return next;
    place -= weight;
  }
  return ways.at(-1)!.next;
}

/** Does what a step does by itself, and answers what follows. */
function enter(turn: Turn, one: AnyStep): Going {
  const { state, effects } = turn;
  const { say, ask, form, set, trait, track, search, match, call, hours, handoff, goto } = one;
  const asking = (effect: Asking): null => {
    effects.push(effect);
    return null;
  };
  if (ask) {
    const value = known(turn, ask);
    if (value === undefined) return prompt(turn, one);
    turn.keep(ask.save, value);
  }
  if (one.csat || one.resolved || (form && fieldsOf(turn, form.fields).length)) return prompt(turn, one);
  if (search) {
    const { query, limit = 3 } = search;
    return asking({ do: 'search', query: `${turn.value(query) ?? ''}`, limit });
  }
  if (match) {
    const { text = 'vars.message', mode = 'balanced' } = match;
    return asking({ do: 'match', text: `${turn.value(text) ?? ''}`, mode });
  }
  if (call) {
    const { name, input = {}, timeout = 5_000 } = call;
    return asking({ do: 'call', name, input: turn.filled(input), timeout });
  }
  if (hours) return asking({ do: 'hours', ...(hours.team && { team: hours.team }) });
  if (one.wait) {
    if (one.wait.ms) state.due = turn.at + one.wait.ms;
    return null;
  }
  if (one.branch) return (one.branch.find((each) => turn.holds(each.if)) ?? one).next;
  if (one.split) return way(turn, one.split);
  if (handoff) {
    const { text, away, ...rest } = handoff;
    return turn.handOver({ ...rest, ...(text && { text: turn.write(text) }), ...(away && { away: turn.write(away) }) });
  }
  if (goto) {
    const { flow, step } = goto;
    if (flow) delete state.stack;
    const start = flow ? turn.enter(flow) : undefined;
    return step ?? start;
  }
  if (one.run) {
    const { stack = [], flow, version } = state;
    if (stack.length === MAX_DEPTH) return turn.handOver({ reason: 'flow-limit' });
    state.stack = [...stack, { flow, version, at: one.next ?? '' }];
    return turn.enter(one.run);
  }
  if (say !== undefined) turn.speak(isSaying(say) ? say : { text: say });
  if (set) for (const [name, value] of Object.entries(turn.filled(set))) turn.keep(name, value);
  turn.tag(one.tag);
  if (trait) {
    const all = Object.entries(trait).map(([key, of]) => [key, turn.value(of)] as const);
    const traits = all.filter(([, value]) => /^(string|number|boolean)$/.test(typeof value) && value !== '');
    effects.push({ do: 'trait', traits: Object.fromEntries(traits) as Record<string, string> });
  }
  if (track) effects.push({ do: 'track', name: track, data: turn.filled(one.data ?? {}) as Record<string, string> });
  // of a step `end` there is none
  return one.next;
}

/** Back to the flow that runs this one; the turn is over without any, or when that is another by now. */
function back(turn: Turn): Going {
  const { state } = turn;
  const to = state.stack?.at(-1);
  if (to) {
    state.stack = state.stack!.slice(0, -1);
    if (turn.enter(to.flow) !== null && turn.flow.version === to.version) return to.at || undefined;
  }
  turn.isOver = true;
  return null;
}

function go(turn: Turn, from: Going): void {
  const { state } = turn;
  if (from === null) return;
  state.misses = 0;
  delete state.suggestions;
  delete state.due;
  for (let at: Going = from; at !== null; ) {
    if (at === undefined) {
      at = back(turn);
      continue;
    }
    const one: AnyStep | undefined = turn.flow.steps[at];
    if (!one || ++state.steps > MAX_STEPS || turn.said > LIMITS.textBytes) {
      turn.handOver({ reason: 'flow-limit' });
      return;
    }
    state.at = at;
    at = turn.holds(one.if) ? enter(turn, one) : skipped(one);
  }
}

/**
 * Goes on from `before` with one event. `data` is what conditions and placeholders read; of it `locale` picks the texts, `now.at` is the
 * instant in milliseconds, and `visitor` what a split divides by.
 */
export function step(
  file: FlowFile,
  before: FlowState,
  event: FlowEvent,
  data: Record<string, unknown>,
  ports: StepPorts,
): Result {
  const flow = file.flows.find(({ id }) => id === before.flow);
  if (!flow) return { state: null, effects: [] };
  const turn = createTurn(file, flow, before, data, ports);
  const { state, effects } = turn;
  go(turn, hear(turn, event));
  if (!turn.isOver && JSON.stringify(state.vars).length > MAX_VARS) turn.handOver({ reason: 'flow-limit' });
  const { left } = turn;
  return { state: turn.isOver ? null : state, effects, ...(turn.isOver && !effects.length && left && { left }) };
}
