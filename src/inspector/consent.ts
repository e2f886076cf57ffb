/** Notes what the customer allows, and what made it so. */
import type { Consent } from '../types.js';
import type { ConsentChange } from './report.js';
import type { Inspected } from './source.js';

/** By where the change came from. */
const BY: Record<string, string> = {
  disk: 'kept from an earlier visit',
  tab: 'another tab',
  host: 'consent() was called',
  visitor: 'the visitor wrote, or answered the bot',
  system: 'the consent signals of the page',
};
const MOST = 50;

export interface ConsentNotes {
  readonly changes: readonly ConsentChange[];
  stop(): void;
}

const isNothing = ({ functional, analytics, off }: Consent) => !functional && !analytics && !off?.length;

export function noteConsent({ store }: Inspected, onChange: () => void): ConsentNotes {
  const { value } = store.consent;
  const granted = value.from ? BY.system! : 'granted before the inspector was opened';
  const first = isNothing(value) ? 'nothing was granted yet' : granted;
  let changes: ConsentChange[] = [{ at: Date.now(), by: first, consent: value }];
  const note = (by: string, isRead = false) => {
    // read back as it is, once something is stored
    if (isRead && JSON.stringify(changes[0]!.consent) === JSON.stringify(store.consent.value)) return;
    changes = [{ at: Date.now(), by, consent: store.consent.value }, ...changes].slice(0, MOST);
    onChange();
  };
  const stop = store.listen((event, origin) => {
    if (event.type === 'cleared') note('forgotten with whoever was here');
    // both are calls of the same; only one of them comes from that screen
    const isSwitched = store.isOpen.value && store.view.value.screen === 'share' && origin === 'host';
    if (event.type !== 'consent') return;
    note(isSwitched ? 'a switch of “What we share”' : (BY[origin] ?? origin), origin === 'disk');
  });
  return {
    get changes() {
      return changes;
    },
    stop,
  };
}
