/** What is known of the customer's situation, what of it they share, and the snapshot of that which leaves. */
import { SobaniError, toSobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Options } from '../core/options.js';
import type { Store } from '../core/store.js';
import type { Json, Shared, SharedPart, Snapshot } from '../types.js';
import type { Collector } from './collector.js';
import { createFacts, type Fact, HOST } from './facts.js';
import { fitSnapshot } from './fit.js';
import { parseHostContext, parseTold } from './parse.js';
import { type HostPattern, parsePatterns } from './redact.js';
import { redactParts } from './redact-parts.js';

export interface Context {
  /** @throws SobaniError `invalid` with the path; then nothing of it is taken. */
  set(context: unknown): void;
  /** What a person is told now, and no more than the customer shares. At most 8 KiB as JSON. It is remembered as sent. */
  snapshot(): Snapshot;
  /** The same for flows on this device, with the person. */
  data(): Record<string, Json>;
  /** For the customer: all that is known, what of it they share, and what was sent. */
  shared(): Shared;
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
  let sent: Shared['sent'] = null;

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
      // the host's was parsed when it was set
      const read = fact.source === HOST ? fact : parse(key, fact);
      if (read) all.set(key, { ...fact, value: read.value });
    }
    const journey = gathered(collector.journey());
    const { at } = journey.at(-1)!;
    return all.set('journey', { source: 'journey', category: 'analytics', at, value: journey });
  };
  const isShared = (key: string, category: SharedPart['category']) => {
    const { off, ...consent } = store.consent.value;
    return category === 'necessary' || (consent[category] && !off?.includes(key));
  };

  const shoot = (all: Map<string, Fact>): Snapshot => {
    const shot = { v: 1, page: page(), locale: store.locale.value } as Snapshot & Record<string, unknown>;
    const about: Snapshot['about'] = {};
    for (const [key, { source, category, at, value }] of all) {
      shot[key] = value;
      about[key] = { source, category, at };
    }
    if (all.size) shot.about = about;
    return shot;
  };
  const chosen = (mayGo: (key: string, fact: Fact) => boolean) =>
    fitSnapshot(shoot(new Map([...known()].filter(([key, fact]) => mayGo(key, fact)))), LIMITS.context);
  const copy = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;

  return {
    set(given) {
      const change = parseHostContext(given);
      const next = createFacts();
      for (const [key, { source, value }] of facts.all()) {
        if (source === HOST) next.tell(HOST, 'functional', { [key]: value }, 0);
      }
      next.tell(HOST, 'functional', change, 0);
      const { about: _, ...shot } = shoot(next.all());
      if (new TextEncoder().encode(JSON.stringify(shot)).length > LIMITS.context) throw tooLarge();
      if (facts.tell(HOST, 'functional', change, now())) collector.changed();
    },
    snapshot() {
      const snapshot = chosen((key, { category }) => isShared(key, category));
      sent = { at: now(), snapshot: copy(snapshot) };
      return snapshot;
    },
    data() {
      const { about: _, ...shot } = chosen((key, { category }) => category !== 'analytics' || isShared(key, category));
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
          isShared: isShared(key, fact.category),
        }),
      );
      return copy({ parts, sent });
    },
    watch: collector.watch,
    detach: unlisten,
  };
}

const textsOf = (list: string[] | string = []) =>
  typeof list === 'string' ? list.split(/\s*,\s*/).filter(Boolean) : list;

const tooLarge = () =>
  new SobaniError('too-large', `The context is over ${LIMITS.context} bytes as JSON; set less of it.`);
