import type { Consent, Shared, SharedPart } from '../../types.js';
import type { PanelHost } from '../host.js';
import { list } from '../kit/gate.js';

/** Writing grants `functional`: until then what waits for that does go along with the first words, unless it is kept back. */
const goes = ({ key, category, isShared }: SharedPart, { functional, analytics, off }: Consent) =>
  isShared ||
  category === 'necessary' ||
  ((category === 'functional' || analytics) && !functional && !off?.includes(key));

/** As data that is nobody else's. @throws where it is no JSON */
function read(shared: Shared, consent: Consent): Shared {
  const { parts, sent } = JSON.parse(JSON.stringify(shared)) as Shared;
  return { parts: list(parts).map((part) => ({ ...part, isShared: goes(part, consent) })), sent };
}

export interface Shares {
  /** Undefined while it is read for the first time, false when it could not be. */
  shared: Shared | false | undefined;
  /** Key of the part that could not be switched. */
  failed: string | undefined;
  load(): void;
  /** Shown at once, and taken back where it fails. */
  flip(key: string, isOn: boolean): Promise<void>;
  detach(): void;
}

/** Keeps what is known of the customer, and what of it goes along. `onChange` is called when it is another. */
export function attachShares({ actions, state }: PanelHost, onChange: () => void): Shares {
  /** By part, the switch that was thrown last: what becomes of those before is of no interest. */
  const last = new Map<string, object>();
  let reads = 0;
  let busy = 0;

  const set = (change: Partial<Shares>) => {
    Object.assign(shares, change);
    onChange();
  };
  const mark = (key: string, isShared: boolean, failed?: string) => {
    const { parts, sent } = shares.shared as Shared;
    set({ failed, shared: { sent, parts: parts.map((part) => (part.key === key ? { ...part, isShared } : part)) } });
  };
  const load = () => {
    const turn = ++reads;
    // what was asked for before a switch was thrown says what was before it
    const take = (shared: Shares['shared']) => {
      if (turn === reads && !busy) set({ shared });
    };
    actions
      .shared()
      .then((it) => take(read(it, state.consent.value)))
      .catch(() => take(shares.shared || false));
  };

  const shares: Shares = {
    shared: undefined,
    failed: undefined,
    load,
    async flip(key, isOn) {
      const own = {};
      last.set(key, own);
      busy++;
      mark(key, isOn);
      try {
        await actions.share(key, isOn);
      } catch {
        if (last.get(key) === own) mark(key, !isOn, key);
      }
      if (!--busy) load();
    },
    detach() {
      for (const undoOne of undo) undoOne();
    },
  };
  const undo = [state.consent, state.isOpen].map((signal) => signal.subscribe(load));
  return shares;
}
