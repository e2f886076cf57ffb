import type { HelpCentre } from '../core/ports.js';
import type { View } from '../core/state.js';
import type { Store } from '../core/store.js';
import type { Actions } from './host.js';

/** What comes later. */
interface Rooms {
  typing(conversation: string): void;
  seen(conversation: string): void;
  retry(id: string): void;
  discard(id: string): void;
  wake(): void;
  help(): Promise<HelpCentre | null>;
  earlier(conversation: string): Promise<boolean>;
}

/** What the panel does beyond the public handle. */
export function createActions(store: Store, rooms: () => Promise<Rooms>, current: () => string): Actions {
  const before: View[] = [];

  const show = (view: View) => store.apply({ type: 'view', view }, 'visitor');
  return {
    go(view) {
      const now = store.view.value;
      if (view.screen === 'home') before.length = 0;
      // from article to article is a step too, from one search to the next is not
      else if (
        now.screen !== view.screen ||
        (now.screen === 'article' && JSON.stringify(now) !== JSON.stringify(view))
      ) {
        before.push(now);
      }
      show(view);
    },
    back: () => show(before.pop() ?? { screen: 'home' }),
    typing: async (conversation) => (await rooms()).typing(conversation),
    seen: async (conversation) => (await rooms()).seen(conversation),
    retry: async (id) => (await rooms()).retry(id),
    discard: async (id) => (await rooms()).discard(id),
    wake: async () => (await rooms()).wake(),
    earlier: async (conversation) => (await rooms()).earlier(conversation),
    current,
    help: async () => (await rooms()).help(),
  };
}
