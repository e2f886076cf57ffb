import type { Along } from './core/conversations.js';
import type { Current } from './core/current.js';
import type { HelpCentre } from './core/ports.js';
import type { Signal } from './core/signal.js';
import type { View } from './core/state.js';
import type { Store } from './core/store.js';
import type { Part, Sent, Shared } from './types.js';
import type { Actions } from './ui/host.js';

/** What comes later. */
interface Rooms {
  drafted(conversation: string): void;
  typing(conversation: string): void;
  seen(conversation: string): void;
  retry(id: string): void;
  discard(id: string): void;
  answer(conversation: string, parts: Part[]): Promise<void>;
  wake(): void;
  help(): Promise<HelpCentre | null>;
  shared(): Promise<Shared>;
  share(key: string, isOn: boolean): Promise<void>;
  earlier(conversation: string): Promise<boolean>;
  keep: Actions['keep'];
  choose: Actions['choose'];
  attachments: Actions['attachments'];
  write(text: string, conversation: string, isAct: boolean, along: Along): Promise<Sent>;
}

/** What the panel does beyond the public handle. */
export function createActions(
  store: Store,
  drafts: Signal<Map<string, string>>,
  rooms: () => Promise<Rooms>,
  { current, isKnown }: Current,
  link: Actions['link'],
): Actions {
  const before: View[] = [];

  /** Nobody waits for it, nor is told that what is to hear of it could not be fetched. */
  const tell = (name: 'drafted' | 'typing' | 'seen' | 'retry' | 'discard' | 'wake') => (of?: string) => {
    rooms()
      .then((r) => r[name](of!))
      .catch(() => {});
  };
  const ask = <N extends 'answer' | 'earlier' | 'keep' | 'choose' | 'attachments' | 'help' | 'shared' | 'share'>(
    name: N,
  ): Rooms[N] =>
    (async (...given: unknown[]) =>
      ((await rooms())[name] as (...it: typeof given) => unknown)(...given)) as unknown as Rooms[N];
  const show = (view: View) => store.apply({ type: 'view', view }, 'visitor');
  return {
    go(view, isAnew) {
      const now = store.view.value;
      if (isAnew || view.screen === 'home') before.length = 0;
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
    draft(conversation, text) {
      drafts.value.set(conversation, text);
      tell('drafted')(conversation);
    },
    typing: tell('typing'),
    seen: tell('seen'),
    retry: tell('retry'),
    discard: tell('discard'),
    wake: tell('wake'),
    answer: ask('answer'),
    earlier: ask('earlier'),
    keep: ask('keep'),
    choose: ask('choose'),
    attachments: ask('attachments'),
    help: ask('help'),
    shared: ask('shared'),
    share: ask('share'),
    sendFiles: async (conversation, text, along) => (await rooms()).write(text, conversation, true, along),
    current,
    isKnown,
    link,
  };
}
