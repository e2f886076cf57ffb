/** Which rule shows something at a moment, and why the others do not. Pure: time, data and what was before are passed in. */
import { drawn } from '../core/hash.js';
import { matches } from '../core/match.js';
import type { Rule, RulesFile, Show, When } from './format.js';
import { campaign, type Past } from './past.js';

/** What happened. */
export type Moment =
  | { on: 'page' | 'exit' | 'cart' }
  | { on: 'event'; event: string }
  | { on: 'frustration'; signal: string }
  /** From and to, 0 to 1: how far down the page was seen. */
  | { on: 'scroll'; from: number; to: number }
  | { on: 'time' | 'idle'; seconds: number };

/** How things stand at that moment. */
export interface Scene {
  now: number;
  /** Of the person, where they are known; else ways are drawn by `past.seed`. */
  visitor?: string | undefined;
  /** What conditions read. */
  data: unknown;
  /** The visitor is writing, or does not see the page. That passes. */
  isBusy: boolean;
  /** Priority of what is shown already: a rule of a higher one takes its place. */
  showing?: number | undefined;
  /** A person has the conversation, or was asked for. */
  isWithPerson: boolean;
  isPanelOpen: boolean;
  /** Whether a team, else anybody, is there; undefined where there are no office hours. */
  isOpen(team?: string): boolean | undefined;
  /** Whether this can be shown here at all. Default: everything. */
  can?(show: Show): boolean;
}

/**
 * What held a rule back, in the order in which it is looked at: its condition, hours, `until`, `most`, `every`; the `limits` over
 * all; somebody or something has the visitor's attention; this cannot be shown here; another came first.
 */
export type Reason =
  | 'condition'
  | 'hours'
  | 'over'
  | 'most'
  | 'every'
  | 'limits'
  | 'showing'
  | 'person'
  | 'panel'
  | 'unsupported'
  | 'busy'
  | 'priority'
  | 'shown';

export interface Decision {
  rule?: Rule;
  /** Undefined where the way that was drawn shows nothing. */
  show?: Show | undefined;
  /** Name of the way, where the rule has several. */
  way?: string | undefined;
  /** Of each rule of this moment, the highest first. */
  why: { rule: string; reason: Reason; way?: string }[];
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

function isOf(when: When, moment: Moment): boolean {
  if (when.on !== moment.on) return false;
  if (when.on === 'event') return when.event === (moment as { event: string }).event;
  if (when.on === 'frustration') {
    const { signal } = moment as { signal: string };
    return !when.signal || ([when.signal].flat() as string[]).includes(signal);
  }
  if (when.on === 'time' || when.on === 'idle') return when.seconds === (moment as { seconds: number }).seconds;
  if (when.on !== 'scroll') return true;
  const { from, to } = moment as { from: number; to: number };
  return from < when.depth && when.depth <= to;
}

/** The way that somebody is on: the one that they were on before, or the one that is drawn for them. */
export function wayOf({ id, split, show }: Rule, past: Past, visitor = past.seed): { show?: Show; way?: string } {
  if (!split) return show ? { show } : {};
  const names = split.ways.map(({ name }, i) => name ?? `${i + 1}`);
  const before = names.indexOf(campaign(past, id).way ?? '');
  const place =
    before < 0
      ? drawn(
          split.ways.map(({ weight }) => weight),
          `${visitor}/${id}/${split.name ?? ''}`,
        )
      : before;
  const shown = split.ways[place]!.show === undefined ? show : split.ways[place]!.show;
  return { way: names[place]!, ...(shown && { show: shown }) };
}

/** Why this rule does not show anything now, but for those that come before it. */
function heldBack(rule: Rule, show: Show | undefined, { limits = {} }: RulesFile, past: Past, scene: Scene) {
  const { now } = scene;
  const { count, at, isOver } = campaign(past, rule.id);
  const { hours, most = Number.POSITIVE_INFINITY, every = 0, ignoreLimits } = rule;
  if (!matches(rule.if ?? {}, scene.data)) return 'condition';
  if (hours && scene.isOpen(hours.team) !== (hours.state === 'open')) return 'hours';
  if (isOver) return 'over';
  if (count >= most) return 'most';
  // an instant in the future was written by a clock that has been put back
  const isWithin = (last: number, time: number) => last > 0 && now >= last && now - last < time;
  if (isWithin(at, every * HOUR)) return 'every';
  const { minutes = 30, visit = 3 } = limits;
  if (!ignoreLimits && (isWithin(past.at, minutes * MINUTE) || past.visit >= visit)) return 'limits';
  if ((rule.priority ?? 0) <= (scene.showing ?? Number.NEGATIVE_INFINITY)) return 'showing';
  if (scene.isWithPerson) return 'person';
  if (scene.isPanelOpen && show && !('flow' in show || 'hint' in show)) return 'panel';
  if (show && scene.can && !scene.can(show)) return 'unsupported';
  if (scene.isBusy) return 'busy';
  return undefined;
}

/** What is shown at this moment: of the rules that nothing holds back the one of the highest priority. */
export function decide(file: RulesFile, past: Past, moment: Moment, scene: Scene): Decision {
  const decision: Decision = { why: [] };
  const looked = file.rules
    .filter(({ when }) => isOf(when, moment))
    .sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  for (const rule of looked) {
    const { show, way } = wayOf(rule, past, scene.visitor);
    const reason = heldBack(rule, show, file, past, scene) ?? (decision.rule ? 'priority' : 'shown');
    decision.why.push({ rule: rule.id, reason, ...(way && { way }) });
    if (reason === 'shown') Object.assign(decision, { rule, show, way });
  }
  return decision;
}
