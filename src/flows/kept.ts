/** What is stored of a flow between two events, read back as something that anybody may have written. */
import type { FlowState } from './step.js';

/** Without `state` no flow is under way, but one was. */
export interface Kept {
  v: 1;
  state?: FlowState;
  /** The event under way, and how many of its messages are out; absent once it is done. */
  event?: { on: 'start' | 'text'; text: string };
  done?: number;
  /** A person was asked for: no flow speaks any more. */
  over?: boolean;
}

/** `key:type` of each field; `?` may be absent. */
function has(value: unknown, shape: string): boolean {
  if (typeof value !== 'object' || !value) return false;
  return shape.split(' ').every((field) => {
    const [key, type] = field.split(':') as [string, string];
    const one = value[key.replace('?', '') as never] as unknown;
    return typeof one === type || (key.endsWith('?') && one === undefined);
  });
}

/** The kept state, or undefined when it is none of ours. */
export function parseKept(json: unknown): Kept | undefined {
  if (!has(json, 'v:number state?:object event?:object done?:number over?:boolean')) return undefined;
  const kept = json as Kept;
  const { state, event } = kept;
  const ok =
    kept.v === 1 &&
    (!event || (state && has(event, 'on:string text:string') && /^(start|text)$/.test(event.on))) &&
    (state === undefined ||
      (has(state, 'flow:string version:number at:string vars:object tags:object misses:number steps?:number') &&
        state.vars &&
        Array.isArray(state.tags) &&
        state.tags.every((tag) => typeof tag === 'string')));
  return ok ? kept : undefined;
}
