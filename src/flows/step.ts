/** The interpreter: a pure reducer from one event to the next state and what is to be done. No clock, DOM or network. */
import { isScalar } from '../core/compare.js';
import { fnv1a } from '../core/hash.js';
import * as LIMITS from '../core/limits.js';
import type { Flow, FlowFile } from './format.js';
import type { SplitStep } from './format-steps.js';
import { hear } from './hear.js';
import { fieldsOf, known, prompt } from './prompt.js';
import { isSaying } from './saying.js';
import type { FlowEvent, FlowState, Result } from './state.js';
import {
  type AnyStep,
  addTag,
  createTurn,
  enterFlow,
  filled,
  type Going,
  handOver,
  holds,
  instant,
  keep,
  leaveFor,
  type StepPorts,
  speak,
  type Turn,
  valueAt,
  want,
  wordsAt,
  write,
} from './turn.js';

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
function way({ state, flow, data }: Turn, { name = state.at, ways }: SplitStep['split']): Going {
  const sum = ways.reduce((all, { weight }) => all + weight, 0);
  let place = (fnv1a(`${data.visitor ?? ''}/${flow.id}/${name}`) / 2 ** 32) * sum;
  const found = ways.find(({ weight }) => {
    place -= weight;
    return place < 0;
  });
  return (found ?? ways.at(-1)!).next;
}

/** Does what a step does by itself, and answers what follows. */
function enter(turn: Turn, one: AnyStep): Going {
  const { state } = turn;
  const { say, ask, form, set, trait, track, search, match, call, hours, wait, handoff, goto } = one;
  if (ask) {
    const value = known(turn, ask);
    if (value === undefined) return prompt(turn, one);
    keep(turn, ask.save, value);
  }
  if (one.csat || one.resolved || (form && fieldsOf(turn, form.fields).length)) return prompt(turn, one);
  if (search) {
    const { query, limit = 3 } = search;
    return want(turn, { do: 'search', query: wordsAt(turn, query), limit });
  }
  if (match) {
    const { text = 'vars.message', mode = 'balanced' } = match;
    return want(turn, { do: 'match', text: wordsAt(turn, text), mode });
  }
  if (call) {
    const { name, input = {}, timeout = 5_000 } = call;
    return want(turn, { do: 'call', name, input: filled(turn, input), timeout });
  }
  if (hours) return want(turn, { do: 'hours', team: hours.team });
  if (wait) {
    if (wait.ms) state.due = instant(turn) + wait.ms;
    return null;
  }
  if (one.branch) return (one.branch.find((each) => holds(turn, each.if)) ?? one).next;
  if (one.split) return way(turn, one.split);
  if (handoff) {
    const { text, away } = handoff;
    return handOver(turn, { ...handoff, text: write(turn, text, turn.word.handoff), away: write(turn, away) });
  }
  if (goto) {
    const start = goto.flow ? leaveFor(turn, goto.flow) : undefined;
    return goto.step ?? start;
  }
  if (one.run) {
    const { stack = [], flow, version } = state;
    if (stack.length === MAX_DEPTH) return handOver(turn, { reason: 'flow-limit' });
    state.stack = [...stack, { flow, version, at: one.next ?? '' }];
    return enterFlow(turn, one.run);
  }
  if (say !== undefined) speak(turn, isSaying(say) ? say : { text: say });
  if (set) for (const [name, value] of Object.entries(filled(turn, set))) keep(turn, name, value);
  addTag(turn, one.tag);
  if (trait) {
    const all = Object.entries(trait).map(([key, of]) => [key, valueAt(turn, of)] as const);
    const traits = all.filter(([, value]) => isScalar(value) && value !== '');
    want(turn, { do: 'trait', traits: Object.fromEntries(traits) as Record<string, string> });
  }
  if (track) want(turn, { do: 'track', name: track, data: filled(turn, one.data ?? {}) as Record<string, string> });
  // of a step `end` there is none
  return one.next;
}

/** Back to the flow that runs this one; the turn is over without any, or when that is another by now. */
function back(turn: Turn): Going {
  const { state } = turn;
  const to = state.stack?.at(-1);
  if (to) {
    state.stack = state.stack!.slice(0, -1);
    if (enterFlow(turn, to.flow) !== null && turn.flow.version === to.version) return to.at || undefined;
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
    const one: AnyStep | undefined = at === undefined ? undefined : turn.flow.steps[at];
    if (at === undefined) at = back(turn);
    else if (!one || ++state.steps > MAX_STEPS || turn.said > LIMITS.textBytes) {
      at = handOver(turn, { reason: 'flow-limit' });
    } else {
      state.at = at;
      at = holds(turn, one.if) ? enter(turn, one) : (one.else ?? one.next);
    }
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
  if (!turn.isOver && JSON.stringify(state.vars).length > MAX_VARS) handOver(turn, { reason: 'flow-limit' });
  const { isOver, left } = turn;
  return { state: isOver ? null : state, effects, left: (isOver && !effects.length && left) || undefined };
}
