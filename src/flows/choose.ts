/** Which flow a trigger begins. Pure. */
import { matches } from '../core/match.js';
import type { Flow, FlowFile } from './format.js';
import type { Moment } from './ports.js';

/** How far a visitor has come in a flow: it was begun, they answered in it, it came to its end. */
export type Reached = 1 | 2 | 3;

/** What a visitor had of flows, over all conversations. */
export interface Taken {
  v: 1;
  /** What splits divide visitors by. */
  visitor: string;
  /** By the flow's id: when it was last begun, and the farthest that they came. */
  flows: Record<string, { at: number; reached: Reached }>;
}

/** Why a flow was not begun: its condition does not hold, too soon again, over for good, behind another. */
export type Why = 'condition' | 'every' | 'until' | 'priority' | 'busy';

const UNTIL = ['seen', 'interacted', 'engaged'];
const HOUR = 3_600_000;
const MOST = 100;

/** What is kept of it, which anybody may have written; undefined when it is none of ours. */
export function parseTaken(json: unknown): Taken | undefined {
  const { v, visitor, flows } = Object(json) as Partial<Taken>;
  if (v !== 1 || typeof visitor !== 'string' || typeof flows !== 'object' || !flows) return undefined;
  const known = Object.entries(flows).filter(
    ([, one]) => Number.isFinite(Object(one).at) && [1, 2, 3].includes(Object(one).reached),
  );
  return { v, visitor: visitor.slice(0, 64), flows: Object.fromEntries(known.slice(-MOST)) };
}

/** Only this far back in time, and never less far in the flow. */
export function reach(taken: Taken, flow: string, reached: Reached, at: number): Taken {
  const before = Object.hasOwn(taken.flows, flow) ? taken.flows[flow] : undefined;
  const one = {
    at: reached === 1 ? at : (before?.at ?? at),
    reached: Math.max(reached, before?.reached ?? 0) as Reached,
  };
  return { ...taken, flows: { ...taken.flows, [flow]: one } };
}

const fits = ({ trigger }: Flow, { on, name, seconds }: Moment) =>
  trigger.on === on &&
  (on !== 'event' || trigger.event === name) &&
  (on !== 'intent' || trigger.intent === name) &&
  (on !== 'tone' || trigger.tone === name) &&
  (on !== 'idle' || trigger.seconds === seconds);

function refused({ id, trigger }: Flow, data: object, { flows }: Taken, now: number): Why | undefined {
  const had = Object.hasOwn(flows, id) ? flows[id] : undefined;
  if (!matches(trigger.if ?? {}, data)) return 'condition';
  if (had && trigger.until && had.reached > UNTIL.indexOf(trigger.until)) return 'until';
  // a clock that was put back does not keep it away for ever
  if (had && trigger.every && Math.abs(now - had.at) < trigger.every * HOUR) return 'every';
  return undefined;
}

/** The flow to begin, of those that have this trigger, and why each of the others is not. */
export function choose(file: FlowFile, moment: Moment, data: object, taken: Taken, now: number) {
  const why: Record<string, Why> = {};
  let found: Flow | undefined;
  const all = file.flows.filter((flow) => fits(flow, moment));
  for (const flow of all.sort((a, b) => (b.trigger.priority ?? 0) - (a.trigger.priority ?? 0))) {
    const no = refused(flow, data, taken, now) ?? (found && 'priority');
    if (no) why[flow.id] = no;
    else found = flow;
  }
  return { flow: found, why };
}
