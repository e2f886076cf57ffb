/** Part of the composition root: what answers on the device, each when it is needed. */
import type { Context } from './context/context.js';
import { SobaniError } from './core/errors.js';
import { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import { has } from './core/options.js';
import type { Engine } from './engine.js';
import type { FlowFile } from './flows/format.js';
import type { FlowHostOptions } from './flows/host.js';
import { joinHelp } from './help-centre.js';
import type { Parts } from './messenger.js';
import type { Messenger, Part } from './types.js';

interface Known extends Pick<FlowHostOptions, 'track' | 'trait' | 'hours' | 'survey'> {
  /** Other ways to reach the team, as they are offered in this conversation. */
  channels(conversation: string): Promise<Part[]>;
  context(): Promise<Pick<Context, 'data' | 'snapshot'>>;
  /** Whoever answers the bot lets go along what the host knows. */
  agree(): void;
}

export function joinAssist(parts: Parts, engine: Engine, messenger: Messenger, known: Known) {
  const { store, onError } = parts;
  const { context } = known;
  const help = joinHelp(parts, engine, context);
  const mind = lazy(async () => {
    // each by itself, so that the bundler sees what is used of it
    const { asksForPerson } = await import('./bot.js');
    const { joinMatching } = await import('./matching.js');
    const { conversations, accounts } = engine;
    const { clock } = accounts;
    return joinMatching({ store, conversations, clock, fetchJson, help: help.forBot, asksForPerson, onError });
  });
  /** What understands the visitor's words; null where the host has nothing of the kind. */
  const matching = async () => {
    const { answers, matcher } = store.options.value;
    return answers || matcher ? mind() : null;
  };
  const builtIn = async () => (await import('./matcher/built-in.js')).builtIn(() => store.locale.value) as FlowFile;
  const bot = lazy(async () => {
    const { flows: url, answers, matcher } = store.options.value;
    if (!url && !answers && !matcher) return null;
    const [{ joinBot }, { loadFlows }, { data, snapshot }, pages] = await Promise.all([
      import('./bot.js'),
      import('./flows/flow-file.js'),
      context(),
      parts.collector(),
    ]);
    const flows = url ? loadFlows(new URL(url, globalThis.location?.href).href, fetchJson, onError) : builtIn;
    // before the first question comes
    matching().then(
      (it) => it?.prepare(),
      () => {},
    );
    const match: FlowHostOptions['match'] = async (text, mode) =>
      (await matching())?.match(text, mode) ?? { verdict: 'none' };
    const nobody = has(store.options.value, 'chat') ? undefined : known.channels;
    return joinBot(parts, engine, { ...known, nobody, match, data, snapshot, pages, flows, help: help.forBot });
  });
  /** Some flows begin when the panel opens, or count from then. */
  const listen = () => {
    if (store.isOpen.value && store.options.value.flows) bot().catch(onError);
  };
  listen();
  const unlisten = store.listen((event) => {
    if (event.type === 'panel') listen();
  });
  return {
    help: help.forVisitor,
    renew: help.renew,
    /** It listens from then on; null where the host has none. */
    bot,
    /** Where a flow stands in a conversation, for the inspector. */
    flow: async (conversation: string) => (await bot.made)?.kept(conversation),
    /** Why the last question was answered as it was, or how another one would be; for the inspector. */
    answers: {
      last: async () => (await mind.made)?.last() ?? null,
      explain: async (text: string) => (await matching())?.explain(text) ?? null,
    },
    async startFlow(id: string) {
      void messenger.open('conversation');
      const flows = await bot();
      if (!flows) throw new SobaniError('not-found', 'There are no flows; set the option flows.', { path: 'id' });
      await flows.start(id, engine.conversations.current());
    },
    async leave() {
      unlisten();
      (await bot.made?.catch(() => null))?.stop();
      bot.reset();
      (await mind.made?.catch(() => null))?.stop();
      mind.reset();
      await help.leave();
    },
  };
}
