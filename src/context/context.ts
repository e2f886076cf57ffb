/** What is known of the customer's situation: what the page shows, what the host told, where they have been. */
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Store } from '../core/store.js';
import type { HostContext, Json, Snapshot, Visit } from '../types.js';
import { readPage, watchUrl } from './page.js';
import { parseHostContext } from './parse.js';

export interface Context {
  /** @throws SobaniError `invalid` with the path; then nothing of it is taken. */
  set(context: unknown): void;
  /** What may be told to a person now, at most 8 KiB as JSON: where it is more, the oldest of the journey goes first. */
  snapshot(): Snapshot;
  /** The same for flows on this device, with the person. */
  data(): Record<string, Json>;
  detach(): void;
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

export function attachContext(store: Store, now: () => number): Context {
  let host: HostContext = {};
  /** In this page's memory whatever the consent; it leaves only with it. */
  const journey: Visit[] = [];

  const visit = () => {
    const { url, title } = readPage(store.options.value);
    const last = journey.at(-1);
    if (last?.url === url) return;
    // it was given the title of the page before: the router sets it after the address, so this is still its own
    if (last && last.title === journey.at(-2)?.title) last.title = title;
    journey.push({ url, title, at: now() });
    if (journey.length > LIMITS.journey) journey.shift();
  };
  /** Routers set the title after the address, so it is read again before it is told. */
  const settle = () => {
    const { url, title } = readPage(store.options.value);
    const last = journey.at(-1);
    if (last?.url === url) last.title = title;
  };
  visit();
  const unwatch = watchUrl(visit);

  const shoot = (told: HostContext): Snapshot => ({
    ...told,
    v: 1,
    page: readPage(store.options.value),
    locale: store.locale.value,
  });
  const snapshot = (): Snapshot => {
    settle();
    const shot = shoot(host);
    if (store.consent.value.analytics) shot.journey = journey.map((v) => ({ ...v }));
    while (shot.journey?.length && bytes(shot) > LIMITS.context) shot.journey.shift();
    // a long address must not cost the customer their message
    if (bytes(shot) > LIMITS.context) Object.assign(shot.page, { url: location.origin, title: '' });
    return shot;
  };

  return {
    set(given) {
      const parsed = parseHostContext(given);
      const next: Record<string, unknown> = { ...host };
      for (const [key, value] of Object.entries(parsed)) {
        if (value === null) delete next[key];
        else next[key] = value;
      }
      if (bytes(shoot(next as HostContext)) > LIMITS.context) throw tooLarge();
      host = next;
    },
    snapshot,
    data: () => {
      const person = store.person.value;
      return JSON.parse(JSON.stringify({ ...snapshot(), user: person ?? {} })) as Record<string, Json>;
    },
    detach: unwatch,
  };
}

const tooLarge = () =>
  new SobaniError('too-large', `The context is over ${LIMITS.context} bytes as JSON; set less of it.`);
