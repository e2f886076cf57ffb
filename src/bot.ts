/** Part of the composition root: the local bot, joined to the messenger. It comes when somebody may speak to it. */
import type { Context } from './context/context.js';
import type { HelpCentre } from './core/ports.js';
import type { Engine } from './engine.js';
import { attachFlows, type Flows } from './flows/attach.js';
import type { FlowFile } from './flows/format.js';
import { createFlowHost, type FlowHostOptions } from './flows/host.js';
import { loadLanguage } from './i18n/translate.js';
import type { Parts } from './messenger.js';

export { asksForPerson } from './flows/words.js';

export interface Bot extends Flows {
  /** Where a flow stands in a conversation. */
  kept(conversation: string): Promise<unknown>;
}

type Given = Pick<FlowHostOptions, 'track' | 'trait' | 'match' | 'hours' | 'nobody' | 'survey' | 'pages'> &
  Pick<Context, 'data' | 'snapshot'> & {
    flows(): Promise<FlowFile>;
    help(): Promise<HelpCentre | null>;
    /** Whoever answers the bot lets go along what the host knows. */
    agree(): void;
  };

export function joinBot(
  { store, on, emit, onError }: Parts,
  { accounts, conversations }: Engine,
  { flows, agree, snapshot, ...given }: Given,
): Bot {
  const host = createFlowHost({
    ...given,
    // without them, in English
    speak: () => loadLanguage(store.locale.value).catch(() => {}),
    // what goes along with a request for a person: with these words there will be one
    tone: async (text) => (await import('./handoff/assemble.js')).toneOf(text),
    store,
    conversations,
    disk: () => accounts.scope.disk,
    clock: accounts.clock,
    snapshot() {
      agree();
      return snapshot();
    },
    on,
    emit,
    onError,
  });
  // with it, and not with the first words
  void host.speak();
  return { ...attachFlows(host, flows), kept: host.load };
}
