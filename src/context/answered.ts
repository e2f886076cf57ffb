/**
 * What the customer has answered to a flow or a survey: traits beside those that the host set. Comes with the first of them, and
 * joins itself to what is known.
 */
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Scalar, Teller } from '../types.js';
import { refuse, string } from '../wire/parse.js';
import type { Collector } from './collector.js';
import type { Fact } from './facts.js';
import type { Turn } from './turns.js';

export interface Answered {
  /**
   * Of two who told the same trait the one counts who told it last.
   * @throws SobaniError `invalid` with the path, `too-large`; then nothing of it is taken
   */
  add(by: 'flow' | 'survey', traits: Record<string, Scalar>, turn: Turn): void;
  /** What was answered in these turns is known no more. */
  forget(isOver: (turn: Turn) => boolean): void;
}

interface Answer extends Teller {
  value: Scalar;
  turn: Turn;
}

const line = string(LIMITS.contextValue);

/** The host's traits with these. The host's own come first where there is no room for all. */
function joined(host: Fact | undefined, answers: ReadonlyMap<string, Answer>): Fact | undefined {
  const value = { ...(host?.value as Record<string, Scalar>) };
  const each: Record<string, Teller> = {};
  for (const [name, { source, at, value: answer }] of answers) {
    if (Object.hasOwn(value, name) ? host!.at > at : Object.keys(value).length >= LIMITS.contextKeys) continue;
    value[name] = answer;
    each[name] = { source, at };
  }
  const [last] = Object.values(each).sort((a, b) => b.at - a.at);
  return last ? { ...(host ?? { ...last, category: 'functional' }), value, each } : host;
}

export function attachAnswered({ facts, changed }: Pick<Collector, 'facts' | 'changed'>, now: () => number): Answered {
  const answers = new Map<string, Answer>();
  const { all } = facts;
  facts.all = () => {
    const known = all();
    const traits = joined(known.get('traits'), answers);
    return traits ? known.set('traits', traits) : known;
  };
  return {
    add(source, traits, turn) {
      const entries = Object.entries(traits);
      for (const [name, value] of entries) {
        if (!name || name.length > LIMITS.contextKey || name === '__proto__') refuse(`traits.${name}`, 'another name');
        if (typeof value === 'string') line(value, `traits.${name}`);
      }
      const after = { ...(facts.all().get('traits')?.value as object), ...traits };
      if (Object.keys(after).length > LIMITS.contextKeys) refuse('traits', `at most ${LIMITS.contextKeys} of them`);
      if (new TextEncoder().encode(JSON.stringify(after)).length > LIMITS.context) {
        throw new SobaniError('too-large', `The traits are over ${LIMITS.context} bytes as JSON.`);
      }
      for (const [name, value] of entries) answers.set(name, { source, at: now(), value, turn });
      changed();
    },
    forget(isOver) {
      for (const [name, { turn }] of answers) if (isOver(turn)) answers.delete(name);
      changed();
    },
  };
}
