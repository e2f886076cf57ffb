import type { Flow, FlowFile } from '../../src/flows/format.js';
import type { Effect, FlowEvent, FlowState } from '../../src/flows/state.js';
import { begin, step } from '../../src/flows/step.js';
import { stepPorts } from '../../src/flows/step-ports.js';
import type { Part } from '../../src/types.js';

const ARTICLES = [{ id: 'returns', title: 'Returns', description: 'How to send back' }];

export const shown = (part: Part): string => {
  if (part.type === 'article') return `(${part.article})`;
  if (part.type !== 'choices') return 'text' in part ? String(part.text) : part.type;
  return `${part.text ?? ''} [${part.choices.map((choice) => choice.label).join(' | ')}]`.trim();
};

/** One line for an effect. */
export const line = (effect: Effect): string => {
  switch (effect.do) {
    case 'say':
      return effect.parts.map(shown).join(' ');
    case 'search':
      return `? ${effect.query} (${effect.limit})`;
    case 'match':
      return `~ ${effect.text} (${effect.mode})`;
    case 'call':
      return `! ${effect.name} ${JSON.stringify(effect.input)}`;
    case 'hours':
      return `@ ${effect.team ?? 'anybody'}`;
    case 'track':
      return `# ${effect.name} ${JSON.stringify(effect.data)}`;
    case 'trait':
      return `+ ${JSON.stringify(effect.traits)}`;
    case 'handoff': {
      const { text, team, reason, tags } = effect;
      return `> ${text} ${[team ?? '-', reason ?? '-', ...tags].join(' ')}`;
    }
  }
};

export interface Talk {
  lines: string[];
  state: FlowState | null;
  /** What the flow had no use for. */
  left?: string;
}

/** What effects that ask bring: articles unless the query says `nothing`; no intent; what was called, was; open. */
const BROUGHT = (effect: Effect): FlowEvent | undefined => {
  if (effect.do === 'search') {
    return /nothing|^$/.test(effect.query) ? { on: 'none' } : { on: 'found', articles: ARTICLES };
  }
  if (effect.do === 'match') return { on: 'none' };
  if (effect.do === 'call') return { on: 'called', value: true };
  return effect.do === 'hours' ? { on: 'hours', isOpen: true } : undefined;
};

interface Options {
  between?: (state: FlowState) => FlowState;
  brings?: (effect: Effect) => FlowEvent | undefined;
}

/** Plays the first flow: the visitor's texts, or events, in order. */
export function talk(
  flow: Flow | FlowFile,
  heard: (string | FlowEvent)[],
  data: Record<string, unknown> = {},
  { between = (state) => state, brings = () => undefined }: Options = {},
): Talk {
  const file: FlowFile = 'flows' in flow ? flow : { v: 1, flows: [flow] };
  const talked: Talk = { lines: [], state: begin(file.flows[0]!) };
  const feed = (event: FlowEvent) => {
    let next: FlowEvent | undefined = event;
    while (next && talked.state) {
      const result = step(file, between(talked.state), next, data, stepPorts(data));
      talked.state = result.state;
      if (result.left !== undefined) talked.left = result.left;
      next = undefined;
      for (const effect of result.effects) {
        talked.lines.push(line(effect));
        next = brings(effect) ?? BROUGHT(effect);
      }
    }
  };
  feed({ on: 'start' });
  for (const one of heard) {
    if (!talked.state) break;
    talked.lines.push(typeof one === 'string' ? `< ${one}` : `< (${one.on})`);
    feed(typeof one === 'string' ? { on: 'text', text: one } : one);
  }
  return talked;
}
