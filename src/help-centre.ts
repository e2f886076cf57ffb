/** Part of the composition root: the help centre, as the visitor and as the bot has it. */
import type { Context } from './context/context.js';
import { toSobaniError } from './core/errors.js';
import { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import type { HelpCentre } from './core/ports.js';
import type { Engine } from './engine.js';
import type { LoadedHelp } from './help/load.js';
import type { Parts } from './messenger.js';
import type { Json } from './types.js';

export function joinHelp(
  { store, on, emit, onError }: Parts,
  { accounts }: Engine,
  context: () => Promise<Pick<Context, 'data'>>,
) {
  const centre = lazy<LoadedHelp | null>(async () => {
    const { help: url } = store.options.value;
    if (!url) return null;
    const { loadHelp } = await import('./help/load.js');
    return loadHelp(new URL(url, globalThis.location?.href).href, store.locale.value, fetchJson, async () => {
      const [{ judgeBy }, { data }] = await Promise.all([import('./help/conditions.js'), context()]);
      return judgeBy(data);
    });
  });
  /** What the page is known to be about; told where the host has named sources. */
  let data: (() => Record<string, Json>) | undefined;
  const visitor = lazy(async () => {
    const { attachVisitor } = await import('./help/load.js');
    return attachVisitor({
      store,
      on,
      disk: () => accounts.scope.disk,
      page() {
        const { urlHash, name } = store.options.value;
        const { pathname = '', hash = '' } = globalThis.location ?? {};
        const { title = '' } = globalThis.document ?? {};
        // whose site it is, is in the title of every page
        return {
          path: pathname + (urlHash ? hash : ''),
          title: name ? title.replaceAll(`${name}`, ' ') : title,
        };
      },
      known: () => data?.() ?? {},
      feedback(id, helpful, reason) {
        const detail = { id, helpful, ...(reason && { reason }) };
        emit('article-feedback', detail);
        if (store.consent.value.analytics) accounts.scope.connection.session?.event?.('article-feedback', detail);
      },
      onError: (error) => onError(toSobaniError(error, 'storage')),
    });
  });
  const searched = (found: LoadedHelp, by: 'visitor' | 'bot'): LoadedHelp => ({
    ...found,
    search(query, limit) {
      const hits = found.search(query, limit);
      emit('search', { query, hits: hits.length, by });
      return hits;
    },
  });
  return {
    async forVisitor(): Promise<HelpCentre | null> {
      const found = await centre();
      if (!found) return null;
      if (store.options.value.context && !data) {
        context().then((it) => {
          data = it.data;
        }, onError);
      }
      return (await visitor()).of(searched(found, 'visitor'));
    },
    async forBot(): Promise<HelpCentre | null> {
      const found = await centre();
      return found && searched(found, 'bot');
    },
    /** Another help centre, or another language of it, from the next time it is asked for. */
    renew: () => centre.reset(),
    async leave() {
      (await visitor.made?.catch(() => null))?.detach();
      visitor.reset();
    },
  };
}
