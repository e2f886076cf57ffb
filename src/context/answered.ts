/**
 * What the customer has answered to a flow or a survey: traits beside those that the host set. They go on over page loads,
 * so that nobody asks twice: one row. Comes with the first of them, and joins itself to what is known.
 */
import { mayGo } from '../core/consent.js';
import { SobaniError, toSobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Disk } from '../core/ports.js';
import { type AnsweredRow, answeredKey } from '../core/rows.js';
import type { Store } from '../core/store.js';
import type { Scalar, Teller } from '../types.js';
import { integer, object, refuse, string, word } from '../wire/parse.js';
import type { Collector } from './collector.js';
import type { Fact } from './facts.js';
import type { Turn, Turns } from './turns.js';

export interface Answered {
  /**
   * Of two who told the same trait the one counts who told it last.
   * @throws SobaniError `invalid` with the path, `too-large`; then nothing of it is taken
   */
  add(by: 'flow' | 'survey', traits: Record<string, Scalar>, turn: Turn): void;
  /** What was answered in these turns is known no more. */
  forget(isOver: (turn: Turn) => boolean): void;
  /** What was stored is known. */
  ready: Promise<void>;
  detach(): void;
}

interface Options {
  store: Store;
  collector: Pick<Collector, 'facts' | 'changed'>;
  now(): number;
  turns: Pick<Turns, 'now' | 'isAwaited'>;
  /** Of whoever is here. */
  disk(): Disk;
  onError(error: SobaniError): void;
}

type Answer = AnsweredRow[string] & { turn: Turn };

const line = string(LIMITS.contextValue);
const isName = (name: string) => name && name.length <= LIMITS.contextKey && name !== '__proto__';
const parseAnswer = object<AnsweredRow[string]>({
  value(value, path) {
    if (typeof value === 'string') return line(value, path);
    return value === null || typeof value === 'boolean' || Number.isFinite(value)
      ? (value as Scalar)
      : refuse(path, 'a scalar');
  },
  source: word('flow survey'),
  at: integer(),
});

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

export function attachAnswered({ store, collector, now, turns, disk, onError }: Options): Answered {
  const { facts, changed } = collector;
  const answers = new Map<string, Answer>();
  const { all } = facts;
  facts.all = () => {
    const known = all();
    const traits = joined(known.get('traits'), answers);
    return traits ? known.set('traits', traits) : known;
  };

  const restore = (row: unknown, turn: Turn) => {
    for (const [name, one] of Object.entries(Object(row)).slice(0, LIMITS.contextKeys)) {
      try {
        const answer = parseAnswer(one, name);
        const known = answers.get(name);
        if (isName(name) && !(known && known.at >= answer.at)) answers.set(name, { ...answer, turn });
      } catch {
        // the others are read
      }
    }
  };
  /** Takes in what is stored, of the page before and of other tabs, and stores what has come since. */
  const keep = async () => {
    const turn = turns.now;
    const own = disk();
    // whose it is will be known
    if (turns.isAwaited) return;
    const rows = await own.load(answeredKey);
    if (turn !== turns.now || own !== disk()) return;
    const stored = rows[0]?.[1];
    restore(stored, turn);
    if (!answers.size) return;
    changed();
    const row: AnsweredRow = {};
    for (const [name, { turn: _, ...answer }] of answers) row[name] = answer;
    // what is switched off is not kept either
    if (!mayGo(store.consent.value, 'traits', 'functional')) return;
    if (JSON.stringify(row) !== JSON.stringify(stored)) await own.write([[answeredKey, row]]);
  };
  const keepSoon = () => keep().catch((error) => onError(toSobaniError(error, 'storage')));
  const unlisten = store.listen((event) => {
    if ((event.type === 'person' && event.person) || event.type === 'consent') void keepSoon();
  });

  return {
    ready: keepSoon(),
    detach: unlisten,
    add(source, traits, turn) {
      const entries = Object.entries(traits);
      for (const [name, value] of entries) {
        if (!isName(name)) refuse(`traits.${name}`, 'another name');
        if (typeof value === 'string') line(value, `traits.${name}`);
      }
      const after = { ...(facts.all().get('traits')?.value as object), ...traits };
      if (Object.keys(after).length > LIMITS.contextKeys) refuse('traits', `at most ${LIMITS.contextKeys} of them`);
      if (new TextEncoder().encode(JSON.stringify(after)).length > LIMITS.context) {
        throw new SobaniError('too-large', `The traits are over ${LIMITS.context} bytes as JSON.`);
      }
      for (const [name, value] of entries) answers.set(name, { source, at: now(), value, turn });
      changed();
      void keepSoon();
    },
    forget(isOver) {
      for (const [name, { turn }] of answers) if (isOver(turn)) answers.delete(name);
      changed();
    },
  };
}
