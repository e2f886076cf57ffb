/** Does what a flow wants done outside of it, and answers what that brought. */
import { SobaniError, toSobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import { parsePlain } from '../core/match.js';
import type { Json, Part } from '../types.js';
import type { FlowHost, HostFunction } from './ports.js';
import type { Asking, FlowEvent } from './state.js';

/** What flows read of the time, on the visitor's clock. */
export function timeOf(at: number): Record<string, Json> {
  const date = new Date(at);
  const two = (n: number) => `0${n}`.slice(-2);
  return {
    at,
    hour: date.getHours(),
    minute: date.getMinutes(),
    // Monday first
    weekday: date.getDay() || 7,
    date: [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-'),
  };
}

async function call(host: FlowHost, { name, input, timeout }: Extract<Asking, { do: 'call' }>, end: AbortSignal) {
  const all = host.functions();
  const run = Object.hasOwn(all, name) ? (all[name] as HostFunction) : undefined;
  if (typeof run !== 'function') {
    throw new SobaniError('not-found', `There is no function "${name}" in the option functions.`, { path: name });
  }
  const abort = new AbortController();
  end.addEventListener('abort', () => abort.abort(), { signal: abort.signal });
  let undo = () => {};
  const late = new Promise<never>((_, reject) => {
    undo = host.timer(() => reject(new SobaniError('timeout', `${name} took over ${timeout} ms.`)), timeout);
  });
  try {
    const answer = await Promise.race([(async () => run(input, { signal: abort.signal }))(), late]);
    const text = JSON.stringify(answer) ?? 'null';
    if (new TextEncoder().encode(text).length > LIMITS.context) {
      throw new SobaniError('too-large', `${name} answered more than ${LIMITS.context} bytes.`, { path: name });
    }
    const value = JSON.parse(text) as Json;
    parsePlain(value, name);
    return { on: 'called' as const, value };
  } finally {
    undo();
    abort.abort();
  }
}

/** What an effect that asks brings. What goes wrong is reported, and nothing is what it brings then. */
export async function perform(host: FlowHost, effect: Asking, end: AbortSignal): Promise<FlowEvent> {
  try {
    if (effect.do === 'call') return await call(host, effect, end);
    if (effect.do === 'hours') return { on: 'hours', isOpen: await host.isOpen(effect.team) };
    if (effect.do === 'search') {
      const hits = (effect.query.trim() && (await host.help())?.search(effect.query, effect.limit)) || [];
      const articles = hits.map(({ id, title, description }) => ({ id, title, description }));
      return articles.length ? { on: 'found', articles } : { on: 'none' };
    }
    if (!effect.text.trim()) return { on: 'none' };
    const { verdict: on, ...rest } = await host.match(effect.text, effect.mode);
    return { on, ...rest } as FlowEvent;
  } catch (thrown) {
    host.error(toSobaniError(thrown, 'unavailable'));
    return effect.do === 'call'
      ? { on: 'failed' }
      : effect.do === 'hours'
        ? { on: 'hours', isOpen: true }
        : { on: 'none' };
  }
}

/** Articles that a flow names, with their titles; those that the help centre does not have are left out. */
export async function complete(host: FlowHost, parts: Part[]): Promise<Part[]> {
  if (!parts.some((part) => part.type === 'article' && !part.title)) return parts;
  const help = await host.help().catch(() => null);
  return parts.flatMap((part) => {
    if (part.type !== 'article' || part.title) return [part];
    const found = help?.article(part.article);
    return found ? [{ ...part, title: found.title, description: found.description }] : [];
  });
}
