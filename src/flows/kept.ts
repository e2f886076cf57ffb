/** What is stored of a flow between two events, read back as something that anybody may have written. */
import type { FlowEvent, FlowState } from './state.js';

/** Without `state` no flow is under way, but one was. */
export interface Kept {
  v: 1;
  state?: FlowState;
  /** The event under way; absent once it is done. */
  event?: FlowEvent;
  /** How many of its effects are done. */
  done?: number;
  /** What those that ask have brought, in order. */
  heard?: FlowEvent[];
  /** A person was asked for: no flow speaks any more. */
  over?: boolean;
}

// `key:type` of each field; `?` may be absent, `type[]` is a list of such objects
const INTENT = 'intent:string answer?:string article?:string flow?:string';
const SHAPES: Record<string, string> = {
  kept: 'v:number state?:state event?:event done?:number heard?:event[] over?:boolean',
  state:
    'flow:string version:number at:string vars:object tags:string[] misses:number steps:number stack?:frame[] due?:number suggestions?:suggestion[]',
  frame: 'flow:string version:number at:string',
  suggestion: `${INTENT} title:string`,
  start: 'text?:string',
  text: 'text:string',
  answers: 'values:entry[]',
  entry: 'name:string',
  rating: 'score:number',
  timer: '',
  event: 'name:string',
  found: 'articles:article[]',
  article: 'id:string title:string description:string',
  sure: `${INTENT} confidence?:number`,
  unsure: 'suggestions:suggestion[]',
  said: '',
  none: '',
  called: '',
  failed: '',
  hours: 'isOpen:boolean',
};
const EVENTS = /^(start|text|answers|rating|timer|event|found|sure|unsure|said|none|called|failed|hours)$/;

function is(type: string, value: unknown): boolean {
  if (type.endsWith('[]')) return Array.isArray(value) && value.every((one) => is(type.slice(0, -2), one));
  if (type === 'object') return typeof value === 'object' && !!value && !Array.isArray(value);
  if (/^(string|number|boolean)$/.test(type)) return typeof value === type;
  if (type !== 'event') return has(value, type);
  const { on } = Object(value) as { on?: unknown };
  return typeof on === 'string' && EVENTS.test(on) && has(value, on);
}

const has = (value: unknown, name: string): boolean =>
  is('object', value) &&
  [...SHAPES[name]!.matchAll(/(\w+)(\??):(\S+)/g)].every(([, key, optional, type]) => {
    const one = (value as Record<string, unknown>)[key!];
    return optional && one === undefined ? true : is(type!, one);
  });

/** The kept state, or undefined when it is none of ours. */
export function parseKept(json: unknown): Kept | undefined {
  const kept = json as Kept;
  return has(json, 'kept') && kept.v === 1 && (!kept.event || kept.state) ? kept : undefined;
}
