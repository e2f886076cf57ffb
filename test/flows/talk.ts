import type { Flow } from '../../src/flows/format.js';
import { begin, type Effect, type FlowEvent, type FlowState, step } from '../../src/flows/step.js';
import type { Part } from '../../src/types.js';

const ARTICLES = [{ id: 'returns', title: 'Returns', description: 'How to send back' }];

export const shown = (part: Part): string => {
  if (part.type === 'article') return `(${part.article})`;
  if (part.type !== 'choices') return 'text' in part ? String(part.text) : part.type;
  return `${part.text ?? ''} [${part.choices.map((choice) => choice.label).join(' | ')}]`.trim();
};

/** One line for an effect. */
export const line = (effect: Effect): string => {
  if (effect.do === 'say') return effect.parts.map(shown).join(' ');
  if (effect.do === 'search') return `? ${effect.query} (${effect.limit})`;
  const { text, team, reason, tags } = effect;
  return `> ${text} ${[team ?? '-', reason ?? '-', ...tags].join(' ')}`;
};

export interface Talk {
  lines: string[];
  state: FlowState | null;
}

/** Plays a flow: the visitor's texts in order, articles found unless the query says `nothing`. */
export function talk(
  flow: Flow,
  texts: string[],
  data: Record<string, unknown> = {},
  between: (state: FlowState) => FlowState = (state) => state,
): Talk {
  const lines: string[] = [];
  let state: FlowState | null = begin(flow);
  const feed = (event: FlowEvent) => {
    let next: FlowEvent | undefined = event;
    while (next && state) {
      const result = step(flow, between(state), next, data);
      state = result.state;
      next = undefined;
      for (const effect of result.effects) {
        lines.push(line(effect));
        if (effect.do === 'search') {
          next = /nothing|^$/.test(effect.query) ? { on: 'none' } : { on: 'found', articles: ARTICLES };
        }
      }
    }
  };
  feed({ on: 'start' });
  for (const text of texts) {
    if (!state) break;
    lines.push(`< ${text}`);
    feed({ on: 'text', text });
  }
  return { lines, state };
}
