import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Message } from '../../types.js';
import { number } from '../kit/gate.js';
import { useValue } from '../kit/use-value.js';
import type { Panel } from '../panel/context.js';
import { usePanel } from '../panel/use-panel.js';
import { news } from './rows.js';
import { failure, nameOf, plain } from './words.js';

/** Announcements that are kept; older ones were spoken long ago. */
const KEPT = 20;

/** Says something to those who do not see it, in the one place where the panel speaks. */
export function announce({ root }: Pick<Panel, 'root'>, words: string): void {
  const live = root.querySelector('.announcer');
  if (!live) return;
  live.append(`${words}\n`);
  if (live.childNodes.length > KEPT) live.firstChild!.remove();
}

/**
 * Says each message that comes in while the panel is open, and each own one that turns out not to have been sent, once;
 * never history.
 */
export function Announcer({ id }: { id: string }) {
  const panel = usePanel();
  const { state, t } = panel;
  const heard = useRef({ id: '', known: new Set<string>(), failed: new Set<string>(), readTo: 0 });
  const messages = useValue(state.messages(id)).filter(({ partial }) => !partial);
  const isRestored = useValue(state.restored);
  const readTo = useValue(state.conversations).find((it) => it.id === id)?.readTo;

  useLayoutEffect(() => {
    if (!isRestored) return;
    const before = heard.current;
    const ids = (of: Message[]) => new Set(of.map((message) => message.id));
    const failed = messages.filter((message) => message.state === 'failed');
    heard.current = { id, known: ids(messages), failed: ids(failed), readTo: readTo ?? 0 };
    if (before.id !== id || !state.isOpen.value) return;
    for (const { id: one, reason } of failed) {
      if (before.known.has(one) && !before.failed.has(one)) announce(panel, failure(t, reason));
    }
    for (const message of news(before.known, messages)) {
      // what was read on another device comes in as history; by now the screen may have marked the new one read
      const isHistory =
        message.seq !== undefined && number(message.seq) <= (before.known.size ? before.readTo : (readTo ?? 0));
      if (message.author?.kind === 'visitor' || isHistory) continue;
      const words = plain(t, message);
      if (!words) continue;
      announce(panel, `${nameOf(t, state.options.value, message.author)}: ${words}`);
    }
  }, [messages, isRestored, id, readTo]);

  return <div class="hide announcer" aria-live="polite" />;
}
