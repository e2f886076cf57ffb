import { createScope } from '../scope.js';
import type { Source } from '../source.js';
import { watchClicks } from './frustration/clicks.js';
import { watchErrors } from './frustration/errors.js';
import { watchForms } from './frustration/forms.js';
import { watchPresence } from './frustration/presence.js';
import { type FrustrationSignal, type Note, remember } from './frustration/signals.js';

/** Tells `signals`: what may have annoyed the customer on this page, the latest last. All of it is computed on the device. */
export const frustrationSource = (): Source => ({
  name: 'frustration',
  category: 'analytics',
  start(tell, host) {
    const scope = createScope(host);
    let signals: readonly FrustrationSignal[] = [];
    let isNews = false;

    const say = () => {
      if (isNews) tell({ signals });
      isNews = false;
    };
    const saySoon = scope.soon(say);
    const note: Note = (type, detail, count = 1, at = host.now()) => {
      signals = remember(signals, { type, at, count, ...(detail && { detail }) });
      isNews = true;
      saySoon();
    };
    for (const watch of [watchClicks, watchForms, watchErrors, watchPresence]) watch(note, scope);
    // the last chance, and after the forms have noted that they were left
    scope.on('pagehide', say);
    return scope.end;
  },
});
