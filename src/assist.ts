/** Part of the composition root: what answers on the device, each when it is needed. */
import type { Context } from './context/context.js';
import { SobaniError } from './core/errors.js';
import { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import type { Engine } from './engine.js';
import type { FlowHost } from './flows/attach.js';
import { joinHelp } from './help-centre.js';
import type { Parts } from './messenger.js';
import type { Messenger } from './types.js';

interface Known {
  context(): Promise<Pick<Context, 'data' | 'snapshot'>>;
  /** Whoever answers the bot lets go along what the host knows. */
  agree(): void;
}

export function joinAssist(parts: Parts, engine: Engine, messenger: Messenger, { context, agree }: Known) {
  const { store, emit, onError } = parts;
  const { accounts, conversations } = engine;
  const absolute = (url: string) => new URL(url, location.href).href;
  const help = joinHelp(parts, engine, context);
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
      help: help.forBot,
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
    help: help.forVisitor,
    renew: help.renew,
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
      await help.leave();
    },
  };
}
