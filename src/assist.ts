/** Part of the composition root: what answers on the device, each when it is needed. */
import type { Context } from './context/context.js';
import { SobaniError } from './core/errors.js';
import { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import type { HelpCentre } from './core/ports.js';
import type { Engine } from './engine.js';
import type { FlowHost } from './flows/attach.js';
import type { Parts } from './messenger.js';
import type { Messenger } from './types.js';

interface Known {
  context(): Promise<Pick<Context, 'data' | 'snapshot'>>;
  /** Whoever answers the bot lets go along what the host knows. */
  agree(): void;
}

export function joinAssist(
  { store, emit, onError }: Parts,
  { accounts, conversations }: Engine,
  messenger: Messenger,
  { context, agree }: Known,
) {
  const absolute = (url: string) => new URL(url, location.href).href;
  const centre = lazy<HelpCentre | null>(async () => {
    const { help: url } = store.options.value;
    if (!url) return null;
    const { loadHelp } = await import('./help/load.js');
    return loadHelp(absolute(url), store.locale.value, fetchJson, async () => {
      const [{ judgeBy }, { data }] = await Promise.all([import('./help/conditions.js'), context()]);
      return judgeBy(data);
    });
  });
  const helpFor = (by: 'visitor' | 'bot') => async (): Promise<HelpCentre | null> => {
    const found = await centre();
    const search: HelpCentre['search'] = (query, limit) => {
      const hits = found!.search(query, limit);
      emit('search', { query, hits: hits.length, by });
      return hits;
    };
    return found && { ...found, search };
  };
  let talk: FlowHost | undefined;
  const bot = lazy(async () => {
    const { flows: url } = store.options.value;
    if (!url) return null;
    const [{ attachFlows }, { createFlowHost }, { snapshot, data }] = await Promise.all([
      import('./flows/attach.js'),
      import('./flows/host.js'),
      context(),
    ]);
    talk = createFlowHost({
      store,
      conversations,
      help: helpFor('bot'),
      snapshot: () => {
        agree();
        return snapshot();
      },
      data,
      disk: () => accounts.scope.disk,
      now: accounts.clock.date,
      onHandoff: (detail) => emit('handoff', detail),
      onError,
    });
    return attachFlows(talk, absolute(url), fetchJson);
  });
  return {
    help: helpFor('visitor'),
    /** Another help centre, or another language of it, from the next time it is asked for. */
    renew: () => centre.reset(),
    /** It listens from then on; null where the host has none. */
    bot,
    /** Where a flow stands in a conversation, for the inspector. */
    flow: async (conversation: string) => talk?.load(conversation),
    async startFlow(id: string) {
      void messenger.open('conversation');
      const flows = await bot();
      if (!flows) throw new SobaniError('not-found', 'There are no flows; set the option flows.', { path: 'id' });
      await flows.start(id, conversations.current());
    },
    async leave() {
      (await bot.made?.catch(() => null))?.stop();
      bot.reset();
    },
  };
}
