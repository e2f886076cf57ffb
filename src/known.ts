/** Part of the composition root: what is known of the customer. It is gathered once somebody asks for it. */
import type { Collector } from './context/collector.js';
import type { Turn, Turns } from './context/turns.js';
import { lazy } from './core/lazy.js';
import { readMarker } from './core/marker.js';
import type { Disk, HelpCentre } from './core/ports.js';
import { answeredKey } from './core/rows.js';
import type { Engine } from './engine.js';
import type { Parts } from './messenger.js';
import type { Options, Scalar } from './types.js';

/** Makes what gathers what the customer does. A page that names no source does without their code. */
export const collect = async (options: Options): Promise<Collector> =>
  options.context?.length
    ? (await import('./context/collect.js')).collect(options)
    : (await import('./context/collector.js')).createCollector(options, Date.now);

const NO_DISK: Disk = { load: async () => [], write: async () => false, append: async () => false };

/** @param help the help centre, whose articles have titles */
export function joinKnown(
  parts: Parts,
  { accounts, ready }: Engine,
  turns: Turns,
  help: () => Promise<HelpCentre | null>,
) {
  const { store, onError } = parts;
  const { date: now } = accounts.clock;
  // nothing of somebody who has left in another tab while this one slept, nor where the marker was erased
  const isHere = () => !accounts.shared || readMarker(parts.options).epoch === accounts.shared.epoch;
  const disk = () => (isHere() ? accounts.scope.disk : NO_DISK);

  /** Their situation, with what is done in the messenger and how often they come. */
  const context = lazy(async () => {
    const [room, collector] = await Promise.all([import('./context/context.js'), parts.collector(), ready]);
    const both = { store, collector, now, onError };
    const situation = room.attachContext(both);
    const title = async (id: string) => (await help())?.article(id)?.title;
    await recall();
    return { ...situation, ...(await room.attachActivity({ ...both, ...situation, disk, title })) };
  });
  const unheard = (['search', 'article', 'article-feedback', 'track'] as const).map((type) =>
    parts.on(type, (detail) => {
      void (async () => (await context()).note(type, detail))().catch(onError);
    }),
  );
  /** What they have told themselves. */
  const answered = lazy(async () => {
    const [room, collector] = await Promise.all([import('./context/answered.js'), parts.collector()]);
    return room.attachAnswered({ store, collector, now, turns, disk, onError });
  });
  /** The code for it comes where some of it is stored. */
  const recall = async () => {
    if (answered.made || (await disk().load(answeredKey))[0]) await (await answered()).ready;
  };
  const unlisten = store.listen((event) => {
    if (event.type === 'person' && event.person && context.made) void recall().catch(onError);
  });

  return {
    context,
    /** Notes what they answered to a flow or a survey. */
    noteOf: (by: 'flow' | 'survey') => async (traits: Record<string, Scalar>) => {
      const { now: turn } = turns;
      (await answered()).add(by, traits, turn);
    },
    forget(isOver: (turn: Turn) => boolean) {
      for (const { made } of [context, answered]) void made?.then((it) => it.forget(isOver)).catch(() => {});
    },
    async leave() {
      (await context.made?.catch(() => null))?.detach();
      (await answered.made?.catch(() => null))?.detach();
      for (const off of unheard) off();
      unlisten();
      context.reset();
      answered.reset();
    },
  };
}
