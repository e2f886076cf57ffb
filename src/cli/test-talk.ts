/** Plays a conversation with the flows of a file, without a browser: what the visitor does, and what comes of it. */
import { type Condition, matches } from '../core/match.js';
import type { Flow, FlowFile } from '../flows/format.js';
import { asksForPerson } from '../flows/words.js';
import { toneOf } from '../handoff/tone.js';
import { isObject, listOf, objectOf } from '../lint/findings.js';
import { advance, beginFlow, type EngineEffect, type EngineEvent, type State, triggerOf } from './test-engine.js';

/** Something that came of it: a part of a message, or `{ handoff }`, `{ search }`, `{ tag }`, `{ end: true }` and so on. */
export type Item = Record<string, unknown>;

/** What answers in place of the page. */
export interface Answers {
  search(query: string, limit: number): Promise<EngineEvent>;
  match(text: string, mode: string): Promise<EngineEvent>;
  call(name: string, input: unknown): Promise<EngineEvent>;
  hours(team: string | undefined): Promise<EngineEvent>;
}

export interface Act {
  open?: true;
  start?: string;
  visitor?: string;
  press?: string;
  form?: Record<string, unknown>;
  rate?: number;
  event?: string;
  /** Milliseconds that pass. */
  wait?: number;
}

export interface Talk {
  /** What comes of something that happens. */
  act(act: Act): Promise<Item[]>;
  /** Where a flow stands, or null where none is under way. */
  state(): State | null;
  /** Whether a person has it. */
  isOver(): boolean;
}

/** Effects in one act beyond which something goes round. */
const MOST_EFFECTS = 500;

const shown = (part: Item): Item =>
  part.type === 'choices' ? { ...part, choices: listOf(part.choices).map((one) => objectOf(one).label) } : part;

/**
 * `data`: what conditions and placeholders read; `now` in milliseconds. Throws what the interpreter throws, and `Error` where
 * something cannot be done here, such as pressing what is not there.
 */
export function createTalk(file: FlowFile, data: Record<string, unknown>, answers: Answers, began: number): Talk {
  let state: State | null = null;
  let isOver = false;
  let now = began;
  let choices: unknown[] = [];

  const scope = () => ({ ...data, now: { ...objectOf(data.now), at: now } });
  const taken = (on: string, fits: (trigger: Record<string, unknown>) => boolean = () => true): Flow | undefined =>
    file.flows
      .filter((flow) => {
        const trigger = triggerOf(flow);
        return trigger.on === on && fits(trigger) && matches((trigger.if ?? {}) as Condition, scope());
      })
      .sort((a, b) => Number(triggerOf(b).priority ?? 0) - Number(triggerOf(a).priority ?? 0))[0];

  async function answer(effect: EngineEffect, items: Item[]): Promise<EngineEvent | undefined> {
    const { do: what, ...rest } = effect;
    if (what === 'say') items.push(...listOf(rest.parts).map((part) => shown(objectOf(part))));
    else if (what === 'handoff') items.push({ handoff: rest });
    else if (what === 'search') {
      items.push({ search: rest.query });
      return answers.search(String(rest.query), Number(rest.limit));
    } else if (what === 'match') {
      items.push({ match: rest.text });
      return answers.match(String(rest.text), String(rest.mode));
    } else if (what === 'call') {
      items.push({ call: rest.name, input: rest.input });
      return answers.call(String(rest.name), rest.input);
    } else if (what === 'hours') return answers.hours(rest.team as string | undefined);
    else items.push({ [what]: rest.traits ?? rest.name ?? true, ...(isObject(rest.data) && { data: rest.data }) });
    return undefined;
  }

  async function turn(first: EngineEvent): Promise<Item[]> {
    const items: Item[] = [];
    const tagged = new Set<unknown>(state?.tags);
    let left: string | undefined;
    let effects = 0;
    for (let event: EngineEvent | undefined = first; event && state; ) {
      const result = advance(file, state, event, scope());
      event = undefined;
      const last = result.effects.find((effect) => effect.do === 'handoff');
      for (const tag of listOf(result.state?.tags ?? last?.tags)) {
        if (!tagged.has(tag) && tagged.add(tag)) items.push({ tag });
      }
      for (const effect of result.effects) {
        if (++effects > MOST_EFFECTS) throw new Error('the flow goes round and round');
        event = (await answer(effect, items)) ?? event;
        if (effect.do === 'handoff') isOver = true;
      }
      if (result.state) state = result.state;
      else {
        items.push({ end: true });
        state = null;
        left = result.left;
      }
    }
    if (state) items.push({ vars: state.vars });
    const offered = items.filter((item) => item.type === 'choices').at(-1);
    choices = offered ? listOf(offered.choices) : [];
    if (left !== undefined && !isOver) items.push(...(await written(left)));
    return items;
  }

  const begin = (flow: Flow, text = ''): Promise<Item[]> => {
    const { vars = {}, tags = [] } = (text && state) || {};
    const fresh = beginFlow(flow);
    state = { ...fresh, vars: { ...fresh.vars, ...vars }, tags };
    return turn({ on: 'start', text });
  };

  /** The flow for how words sound, which begins whatever is under way, but for itself. */
  function upset(text: string): Flow | undefined {
    const under = file.flows.find(({ id }) => id === state?.flow);
    if (under && triggerOf(under).on === 'tone') return undefined;
    return taken('tone', ({ tone }) => tone === toneOf(text));
  }

  /** The flow that the answer model is sure of, else the one for any words. */
  async function written(text: string): Promise<Item[]> {
    const hasIntents = file.flows.some((flow) => triggerOf(flow).on === 'intent');
    const meant = hasIntents ? await answers.match(text, 'balanced') : undefined;
    const sure = meant?.on === 'sure' ? taken('intent', (trigger) => trigger.intent === meant.intent) : undefined;
    const flow = sure ?? taken('message');
    if (flow) return begin(flow, text);
    isOver = true;
    return [{ handoff: { reason: 'no-answer', tags: [] } }];
  }

  function act(what: Act): Promise<Item[]> {
    if (isOver) throw new Error('a person has the conversation: the flows are silent');
    if (what.start !== undefined) {
      const flow = file.flows.find(({ id }) => id === what.start);
      if (!flow) throw new Error(`there is no flow "${what.start}"`);
      return begin(flow);
    }
    if (what.open) {
      const flow = taken('conversation') ?? taken('open');
      return flow ? begin(flow) : Promise.resolve([]);
    }
    if (what.event !== undefined) {
      if (state) return turn({ on: 'event', name: what.event });
      const flow = taken('event', ({ event }) => event === what.event);
      return flow ? begin(flow) : Promise.resolve([]);
    }
    if (what.wait !== undefined) {
      now += what.wait;
      return state ? turn({ on: 'timer' }) : Promise.resolve([]);
    }
    if (what.press !== undefined && !choices.includes(what.press)) {
      const there = choices.length ? `there are ${choices.join(', ')}` : 'nothing can be pressed';
      throw new Error(`there is no "${what.press}" to press; ${there}`);
    }
    const text = what.press ?? what.visitor;
    const other = text === undefined || choices.includes(text) || asksForPerson(text) ? undefined : upset(text);
    if (other) return begin(other, text);
    if (text !== undefined) return state ? turn({ on: 'text', text }) : written(text);
    if (!state) throw new Error('no flow is under way');
    if (what.form) {
      return turn({ on: 'answers', values: Object.entries(what.form).map(([name, value]) => ({ name, value })) });
    }
    return turn({ on: 'rating', score: what.rate });
  }

  return { act: async (what) => act(what), state: () => state, isOver: () => isOver };
}
