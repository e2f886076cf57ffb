/** The interpreter: a pure reducer from one event to the next state and what is to be done. No clock, DOM or network. */
import { fnv1a } from '../core/hash.js';
import * as LIMITS from '../core/limits.js';
import type { Flow, FlowFile, Step } from './format.js';
import { hear } from './hear.js';
import { fieldsOf, known, prompt } from './prompt.js';
import { isSaying } from './saying.js';
import type { Asking, FlowEvent, FlowState, Result } from './state.js';
import { createTurn, type Going, skipped, type Turn } from './turn.js';

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
function way(
  { state, flow, visitor }: Turn,
  { name = state.at, ways }: Extract<Step, { split: unknown }>['split'],
): Going {
  const sum = ways.reduce((all, { weight }) => all + weight, 0);
  let place = (fnv1a(`${visitor}/${flow.id}/${name}`) / 2 ** 32) * sum;
  for (const { weight, next } of ways) {
    if (place < weight) return next;
    place -= weight;
  }
  return ways.at(-1)!.next;
}

/** Does what a step does by itself, and answers what follows. */
function enter(turn: Turn, one: Step): Going {
  const { state, effects } = turn;
  const ask = (effect: Asking): null => {
    effects.push(effect);
    return null;
  };
  if ('say' in one) {
    turn.speak(isSaying(one.say) ? one.say : { text: one.say });
  } else if ('ask' in one) {
    const value = known(turn, one.ask);
    if (value === undefined) return prompt(turn, one);
    turn.keep(one.ask.save, value);
  } else if ('form' in one) {
    if (fieldsOf(turn, one.form.fields).length) return prompt(turn, one);
  } else if ('branch' in one) return (one.branch.find((each) => turn.holds(each.if)) ?? one).next;
  else if ('set' in one) for (const [name, value] of Object.entries(turn.filled(one.set))) turn.keep(name, value);
  else if ('tag' in one) turn.tag(one.tag);
  else if ('trait' in one) {
    const all = Object.entries(one.trait).map(([key, of]) => [key, turn.value(of)] as const);
    const traits = all.filter(([, value]) => /^(string|number|boolean)$/.test(typeof value) && value !== '');
    effects.push({ do: 'trait', traits: Object.fromEntries(traits) as Record<string, string> });
  } else if ('track' in one) {
    effects.push({ do: 'track', name: one.track, data: turn.filled(one.data ?? {}) as Record<string, string> });
  } else if ('search' in one) {
    const { query, limit = 3 } = one.search;
    return ask({ do: 'search', query: `${turn.value(query) ?? ''}`, limit });
  } else if ('match' in one) {
    const { text = 'vars.message', mode = 'balanced' } = one.match;
    return ask({ do: 'match', text: `${turn.value(text) ?? ''}`, mode });
  } else if ('call' in one) {
    const { name, input = {}, timeout = 5_000 } = one.call;
    return ask({ do: 'call', name, input: turn.filled(input), timeout });
  } else if ('hours' in one) return ask({ do: 'hours', ...(one.hours.team && { team: one.hours.team }) });
  else if ('wait' in one) {
    if (one.wait.ms) state.due = turn.at + one.wait.ms;
    return null;
  } else if ('split' in one) return way(turn, one.split);
  else if ('csat' in one || 'resolved' in one) return prompt(turn, one);
  else if ('handoff' in one) {
    const { text, away, ...rest } = one.handoff;
    return turn.handOver({ ...rest, ...(text && { text: turn.write(text) }), ...(away && { away: turn.write(away) }) });
  } else if ('goto' in one) {
    const { flow, step } = one.goto;
    if (flow) delete state.stack;
    const start = flow ? turn.enter(flow) : undefined;
    return step ?? start;
  } else if ('run' in one) {
    const { stack = [], flow, version } = state;
    if (stack.length === MAX_DEPTH) return turn.handOver({ reason: 'flow-limit' });
    state.stack = [...stack, { flow, version, at: one.next ?? '' }];
    return turn.enter(one.run);
  } else return undefined;
  return one.next;
}

/** Back to the flow that runs this one; the turn is over without any, or when that is another by now. */
function back(turn: Turn): Going {
  const { state } = turn;
  const [to, ...rest] = [...(state.stack ?? [])].reverse();
  if (to) {
    state.stack = rest.reverse();
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
    const one: Step | undefined = turn.flow.steps[at];
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
export function step(file: FlowFile, before: FlowState, event: FlowEvent, data: Record<string, unknown>): Result {
  const flow = file.flows.find(({ id }) => id === before.flow);
  if (!flow) return { state: null, effects: [] };
  const turn = createTurn(file, flow, before, data);
  const { state, effects } = turn;
  go(turn, hear(turn, event));
  if (!turn.isOver && JSON.stringify(state.vars).length > MAX_VARS) turn.handOver({ reason: 'flow-limit' });
  const { left } = turn;
  return { state: turn.isOver ? null : state, effects, ...(turn.isOver && !effects.length && left && { left }) };
}
