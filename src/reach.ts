/** Part of the composition root: how a person is reached. What that takes, in `handoff.ts`, comes when it is needed. */
import { within } from './core/connection.js';
import { toSobaniError } from './core/errors.js';
import { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import type { OfficeHours } from './core/office-hours.js';
import { referenceOf } from './core/reference.js';
import * as TIMES from './core/times.js';
import type { Engine } from './engine.js';
import type { Parts } from './messenger.js';

interface Known {
  /** What the flow in this conversation keeps. */
  flow(conversation: string): Promise<unknown>;
  /** This tab holds the connection. */
  isSpeaker(): boolean;
}

export function joinReach(parts: Parts, engine: Engine, { flow, isSpeaker }: Known) {
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
  /** Where the host says when somebody answers, or how else. */
  const look = () => {
    const { hours, channels } = store.options.value;
    if (hours || channels) handoff().catch(onError);
  };
  const unlisten = store.listen(({ type }) => {
    if (type === 'options') look();
  });
  look();
  return {
    /** When the team answers; null where the host does not say. */
    hours: async (): Promise<OfficeHours | null> => (store.options.value.hours ? (await handoff()).hours() : null),
    /** A person is asked for with words that are about to be sent. */
    prepare() {
      since = clock.now();
      handoff().catch(() => {});
    },
    async leave() {
      unlisten();
      (await handoff.made?.catch(() => null))?.leave();
      handoff.reset();
    },
  };
}
