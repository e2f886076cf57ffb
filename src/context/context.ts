/** What is known of the customer's situation, what of it they share, and the snapshot of that which leaves. */
import { mayGo } from '../core/consent.js';
import { SobaniError, toSobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Options } from '../core/options.js';
import type { Store } from '../core/store.js';
import type { Json, Shared, SharedPart, Snapshot, Visit } from '../types.js';
import type { Collector } from './collector.js';
import type { Fact } from './facts.js';
import { fitSnapshot } from './fit.js';
import type { Whole } from './kept-journey.js';
import { parseHostContext, parseTold } from './parse.js';
import { type HostPattern, parsePatterns } from './redact.js';
import { redactParts } from './redact-parts.js';
import type { Turn } from './turns.js';

// in one file with it; and for what is fetched later, which would make a file of its own of it
export { attachActivity } from './activity.js';
export { type Finding, findSensitive } from './redact.js';

export interface Context {
  /** @throws SobaniError `invalid` with the path; then nothing of it is taken. */
  set(context: unknown, turn: Turn): void;
  /** What the host set in these turns is known no more. */
  forget(isOver: (turn: Turn) => boolean): void;
  /** What a person is told now, and no more than the customer shares. At most 8 KiB as JSON. It is remembered as sent. */
  snapshot(): Snapshot;
  /** The same, and not remembered as sent. */
  preview(): Snapshot;
  /** The same for flows on this device, with the person. */
  data(): Record<string, Json>;
  /** For the customer: all that is known, what of it they share, and what was sent. */
  shared(): Shared;
  /** From now on the journey is that of the visit, and not of this page load alone. */
  goOn(whole: Whole): void;
  /** Called when what is known may have changed. Returns the undo. */
  watch(listener: () => void): () => void;
  detach(): void;
}

interface Parts {
  store: Store;
  collector: Collector;
  now(): number;
  onError(error: SobaniError): void;
}

export function attachContext({ store, collector, now, onError }: Parts): Context {
  const { facts } = collector;
  const { host } = facts;
  let patterns: HostPattern[] = [];
  const obey = (options: Options) => {
    collector.rules = options;
    try {
      patterns = parsePatterns(textsOf(options.redact), 'redact');
    } catch (error) {
      // those before stay
      onError(toSobaniError(error));
    }
  };
  obey(store.options.value);
  /** Without what is nobody's business, whoever put it into an address, a title or an error. */
  const gathered = <T>(value: T) => redactParts(value, patterns);
  const page = () => gathered(collector.page());

  /** What sources told, parsed; where it is wrong, what they told before. */
  const parsed = new WeakMap<Fact, { value: unknown } | undefined>();
  const good = new Map<string, { value: unknown }>();
  /** By key, of what the host set. */
  const turns = new Map<string, Turn>();
  let sent: Shared['sent'] = null;
  let whole: Whole = (_, value) => value;

  const unlisten = store.listen((event) => {
    if (event.type === 'options') obey(event.options);
    // what went of whoever was here is no one else's to see
    if (event.type === 'cleared') sent = null;
  });

  const parse = (key: string, fact: Fact) => {
    if (!parsed.has(fact)) {
      const id = `${fact.source}/${key}`;
      try {
        good.set(id, { value: gathered(parseTold({ [key]: fact.value })[key]) });
      } catch (error) {
        onError(toSobaniError(error));
      }
      parsed.set(fact, good.get(id));
    }
    return parsed.get(fact);
  };
  /** By key, and the journey last. */
  const known = (): Map<string, Fact> => {
    const all = new Map<string, Fact>();
    for (const [key, fact] of facts.all()) {
      // the host's was parsed when it was set, and so was what the customer answered
      const read = fact.source === host || fact.each ? fact : parse(key, fact);
      if (read) all.set(key, { ...fact, value: whole(key, read.value) });
    }
    const journey = whole('journey', gathered(collector.journey())) as Visit[];
    const { at } = journey.at(-1)!;
    return all.set('journey', { source: 'journey', category: 'analytics', at, value: journey });
  };
  const isShared = (key: string, { category, value }: Fact) =>
    mayGo(store.consent.value, key, category) &&
    // those tell of the cart, too
    (store.consent.value.functional || key !== 'segments' || !/-|vip/.test(`${value}`));

  const shoot = (all: Map<string, Fact>): Snapshot => {
    const shot = { v: 1, page: page(), locale: store.locale.value } as Snapshot & Record<string, unknown>;
    const about: Snapshot['about'] = {};
    for (const [key, { source, category, at, value, each }] of all) {
      shot[key] = value;
      about[key] = { source, category, at, ...(each && { each }) };
    }
    if (all.size) shot.about = about;
    return shot;
  };
  const chosen = (mayGo: (key: string, fact: Fact) => boolean) =>
    fitSnapshot(shoot(new Map([...known()].filter(([key, fact]) => mayGo(key, fact)))), LIMITS.context);
  const preview = () => chosen(isShared);
  const copy = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;

  return {
    set(given, turn) {
      const change = parseHostContext(given);
      const next = new Map([...facts.all()].filter(([, { source }]) => source === host));
      for (const [key, value] of Object.entries(change)) {
        if (value == null) next.delete(key);
        else next.set(key, { source: host, category: 'functional', at: 0, value });
      }
      const { about: _, ...shot } = shoot(next);
      if (new TextEncoder().encode(JSON.stringify(shot)).length > LIMITS.context) throw tooLarge();
      for (const key of Object.keys(change)) turns.set(key, turn);
      if (facts.tell(host, 'functional', change, now())) collector.changed();
    },
    forget(isOver) {
      const over = [...turns].filter(([, turn]) => isOver(turn));
      good.clear();
      if (facts.tell(host, 'functional', Object.fromEntries(over.map(([key]) => [key, null])), now())) {
        collector.changed();
      }
    },
    preview,
    snapshot() {
      const snapshot = preview();
      sent = { at: now(), snapshot: copy(snapshot) };
      return snapshot;
    },
    data() {
      const { about: _, ...shot } = chosen(
        (key, { category }) => category !== 'analytics' || mayGo(store.consent.value, key, category),
      );
      return copy({ ...shot, user: store.person.value ?? {} }) as unknown as Record<string, Json>;
    },
    shared() {
      const all = known();
      const { at } = all.get('journey')!;
      const here: [string, Fact] = ['page', { source: 'page', category: 'necessary', at, value: page() }];
      const parts = [here, ...all].map(
        ([key, fact]): SharedPart => ({
          ...fact,
          key,
          value: fact.value as Json,
          isShared: isShared(key, fact),
        }),
      );
      return copy({ parts, sent });
    },
    goOn(it) {
      whole = it;
    },
    watch: collector.watch,
    detach: unlisten,
  };
}

const textsOf = (list: string[] | string = []) =>
  typeof list === 'string' ? list.split(/\s*,\s*/).filter(Boolean) : list;

const tooLarge = () =>
  new SobaniError('too-large', `The context is over ${LIMITS.context} bytes as JSON; set less of it.`);
