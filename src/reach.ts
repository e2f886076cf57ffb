/**
 * Part of the composition root: how a person is reached, and how the visitor learns that one answers. What that takes, in
 * `handoff.ts` and `attention.ts`, comes when it is needed.
 */
import { within } from './core/connection.js';
import { toSobaniError } from './core/errors.js';
import { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import type { OfficeHours } from './core/office-hours.js';
import { has } from './core/options.js';
import { referenceOf } from './core/reference.js';
import type { Change } from './core/settings.js';
import * as TIMES from './core/times.js';
import type { Engine } from './engine.js';
import type { Parts } from './messenger.js';
import type { Messenger } from './types.js';

interface Known {
  /** What the flow in this conversation keeps. */
  flow(conversation: string): Promise<unknown>;
  /** This tab holds the connection. */
  isSpeaker(): boolean;
  /** What tells of an answer that nobody sees; absent where the host does. */
  draw: (() => Promise<typeof import('./attention.js')>) | undefined;
}

export function joinReach(parts: Parts, engine: Engine, messenger: Messenger, { flow, isSpeaker, draw }: Known) {
  const { store, onError } = parts;
  const { accounts, conversations } = engine;
  const { clock } = accounts;
  const handoff = lazy(async () => {
    const vars = async (id: string) => (Object(await flow(id)) as { state?: { vars?: unknown } }).state?.vars;
    const lent = { vars, isSpeaker, within, fetchJson, referenceOf };
    return (await import('./handoff.js')).joinHandoff(parts, engine, lent);
  });
  const { complete } = conversations;
  /** Since when somebody's words wait for what goes along with them. */
  let since: number | undefined;
  conversations.complete = async (message, draft) => {
    const left = TIMES.situation - (since === undefined ? 0 : clock.now() - since);
    since = undefined;
    const bare = await complete(message, draft);
    const whole = handoff().then((it) => it.complete(message, draft, bare.handoff));
    try {
      return await within(whole, left, clock, 'What goes along');
    } catch (error) {
      onError(toSobaniError(error));
      return bare;
    }
  };
  const attention = lazy(async () => {
    const { joinAttention } = await draw!();
    return joinAttention(parts, engine, messenger, isSpeaker);
  });
  /** What comes from here on is news; what came before was there when the page was opened. */
  let isLive = false;
  /** Where the host says when somebody answers, or how else. */
  const look = () => {
    const { hours, channels } = store.options.value;
    if ((hours || channels) && has(store.options.value, 'chat|bot')) handoff().catch(onError);
  };
  const unlisten = store.listen((event, origin) => {
    if (event.type === 'options') look();
    if (draw && isLive && store.unread.value && store.options.value.attention) {
      attention().then((it) => it.heard(event, origin), onError);
    }
    if (event.type === 'status' && isSpeaker()) isLive = true;
  });
  look();
  return {
    /** When the team answers; null where the host does not say. */
    hours: async (): Promise<OfficeHours | null> => (store.options.value.hours ? (await handoff()).hours() : null),
    channels: async (conversation: string) => (await handoff()).channels(conversation),
    choose: async (change: Change) => (await attention()).choose(change),
    /** A person is asked for with words that are about to be sent. */
    prepare() {
      since = clock.now();
      handoff().catch(() => {});
    },
    async leave() {
      unlisten();
      (await handoff.made?.catch(() => null))?.leave();
      handoff.reset();
      (await attention.made?.catch(() => null))?.leave();
      attention.reset();
    },
  };
}
