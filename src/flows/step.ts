/** The interpreter: a pure reducer from one event to the next state and what is to be done. No clock, DOM or network. */
import * as LIMITS from '../core/limits.js';
import { lookup, matches } from '../core/match.js';
import type { Choice, Json, Part } from '../types.js';
import { answer, chosen, loose } from './answer.js';
import type { Flow, Step, Text } from './format.js';
import { fill, pick } from './text.js';
import { asksForPerson, type Words, words } from './words.js';

/** Automatic steps in one turn; a flow that wants more hands over with the reason `flow-limit`. */
const MAX_STEPS = 50;
/** Characters of a label, values put in. */
const LABEL = 512;

/** Where a flow under way stands. Plain JSON; `flow` and `version` say which one may go on from it. */
export interface FlowState {
  flow: string;
  version: number;
  /** The step that waits for an answer; empty before the start. */
  at: string;
  /** Answers by the name under which they were saved; `message` is what the visitor wrote last. */
  vars: Record<string, Json>;
  tags: string[];
  /** Answers in a row that did not fit. From the second on, a person is offered. */
  misses: number;
  /** Automatic steps done in this turn; only while a search is under way. */
  steps?: number;
}

export interface FoundArticle {
  id: string;
  title: string;
  description: string;
}

export type FlowEvent =
  | { on: 'start'; text?: string }
  /** The visitor wrote. */
  | { on: 'text'; text: string }
  /** What the effect `search` brought. */
  | { on: 'found'; articles: FoundArticle[] }
  | { on: 'none' };

export type Effect =
  | { do: 'say'; parts: Part[] }
  /** Is answered by the event `found` or `none`. */
  | { do: 'search'; query: string; limit: number }
  /** Ends the flow. */
  | { do: 'handoff'; text: string; team?: string; reason?: string; tags: string[] };

export interface Result {
  /** Null when the flow has ended. */
  state: FlowState | null;
  effects: Effect[];
}

/** The state of a flow that was not started yet. */
export const begin = (flow: Flow): FlowState => ({
  flow: flow.id,
  version: flow.version,
  at: '',
  vars: {},
  tags: [],
  misses: 0,
});

/** Goes on from `state` with one event. `data` is what conditions and placeholders read; its `locale` picks the texts. */
export function step(flow: Flow, state: FlowState, event: FlowEvent, data: Record<string, unknown>): Result {
  const locale = String(data.locale ?? '');
  const word = words(locale);
  const effects: Effect[] = [];
  let { vars, tags, misses } = state;
  let steps = state.steps ?? 0;
  let said = 0;

  const scope = () => ({ ...vars, ...data, vars });
  const write = (text: Text, longest?: number) => fill(pick(text, locale), scope(), longest);
  const say = (...parts: Part[]) => {
    said += JSON.stringify(parts).length;
    effects.push({ do: 'say', parts });
  };
  const sayText = (text: string) => say({ type: 'text', text });
  const offer = (text: string, ids: (keyof Words)[]): Part => ({
    type: 'choices',
    ...(text && { text }),
    choices: ids.map((id) => ({ id, label: word[id] })),
  });
  const handoff = (details: { text?: string; team?: string; reason?: string }): Result => {
    effects.push({ do: 'handoff', text: word.handoff, ...details, tags });
    return { state: null, effects };
  };
  const wait = (at: string): Result => ({
    state: { flow: flow.id, version: flow.version, at, vars, tags, misses },
    effects,
  });
  const choices = (one: Extract<Step, { choices: unknown }>['choices'], text: string): Part => ({
    type: 'choices',
    text,
    choices: one.options.map(({ label }, i): Choice => ({ id: String(i + 1), label: write(label, LABEL) })),
  });

  const prompt = (at: string): Result => {
    const one = flow.steps[at]!;
    if ('choices' in one) say(choices(one.choices, write(one.choices.text)));
    else if ('ask' in one) sayText(write(one.ask.text));
    else say(offer(word.pick, ['helped', 'person']));
    return wait(at);
  };

  const go = (from: string | undefined): Result => {
    misses = 0;
    for (let at = from; at !== undefined; ) {
      const one = flow.steps[at]!;
      if (++steps > MAX_STEPS || said > LIMITS.textBytes) return handoff({ reason: 'flow-limit' });
      if ('choices' in one) return prompt(at);
      if ('ask' in one) {
        const known = one.ask.unless && lookup(scope(), one.ask.unless);
        if ((known ?? '') === '') return prompt(at);
        vars = { ...vars, [one.ask.save]: known as Json };
      } else if ('search' in one) {
        const { query, limit = 3 } = one.search;
        const value = query.includes('{{') ? fill(query, scope()) : lookup(scope(), query);
        effects.push({ do: 'search', query: typeof value === 'string' ? value : '', limit });
        const { state: waiting } = wait(at);
        return { state: { ...waiting!, steps }, effects };
      } else if ('handoff' in one) {
        const { text, ...rest } = one.handoff;
        return handoff(text ? { ...rest, text: write(text) } : rest);
      } else if ('say' in one) sayText(write(one.say));
      else if ('tag' in one) tags = tags.includes(one.tag) ? tags : [...tags, one.tag];
      at =
        'branch' in one
          ? (one.branch.find((way) => matches(way.if, scope()))?.next ?? one.next)
          : 'next' in one
            ? one.next
            : undefined;
    }
    return { state: null, effects };
  };

  const miss = (prompted: () => Result): Result => {
    if (++misses < 2) return prompted();
    say(offer(word.lost, ['person', 'again']));
    return wait(state.at);
  };

  if ('text' in event && event.text !== undefined) vars = { ...vars, message: event.text };
  const text = String(vars.message ?? '').trim();
  const asks = asksForPerson(text) || loose(text) === loose(word.person);
  if (event.on === 'start') return asks && event.text ? handoff({ reason: 'asked' }) : go(flow.start);

  const one = flow.steps[state.at]!;
  if (event.on !== 'text') {
    if (!('search' in one)) return wait(state.at);
    if (event.on === 'none') return go(one.search.none);
    say(
      { type: 'text', text: write(one.search.found) },
      ...event.articles.map(
        ({ id, title, description }): Part => ({ type: 'article', article: id, title, description }),
      ),
      offer('', ['helped', 'person']),
    );
    return wait(state.at);
  }

  const option =
    'choices' in one &&
    chosen(
      text,
      one.choices.options.map(({ label }) => write(label, LABEL)),
    );
  if ('choices' in one && option !== false && option >= 0) {
    const { next, tag } = one.choices.options[option]!;
    if (tag && !tags.includes(tag)) tags = [...tags, tag];
    return go(next);
  }
  if (asks) return handoff({ reason: 'asked' });
  if (misses > 1 && loose(text) === loose(word.again)) {
    misses = 0;
    return prompt(state.at);
  }
  if ('ask' in one) {
    const value = answer(one.ask, text);
    if (value === undefined) {
      const { invalid, type = 'text' } = one.ask;
      return miss(() => {
        sayText(invalid ? write(invalid) : word[type]);
        return wait(state.at);
      });
    }
    vars = { ...vars, [one.ask.save]: value };
    return go(one.next);
  }
  if ('search' in one) {
    const picked = chosen(text, [word.helped, word.person]);
    if (picked > 0) return handoff({ reason: 'asked' });
    return picked ? miss(() => prompt(state.at)) : go(one.search.next);
  }
  if ('choices' in one) {
    const { choices: menu } = one;
    if (menu.else !== undefined) return go(menu.else);
    return miss(() => {
      say(choices(menu, word.pick));
      return wait(state.at);
    });
  }
  return go(state.at);
}
