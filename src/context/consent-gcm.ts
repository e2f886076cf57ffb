import type { Signal } from './consent-signals.js';

/** Entries that one look reads at most, the newest. */
const ENTRIES = 2_000;
const TYPES = ['analytics_storage', 'functionality_storage'] as const;

type Loose = Record<string | number, unknown>;
type Answers = Partial<Record<(typeof TYPES)[number], boolean>>;

/** What Google's tag has made of it, regions and all. */
function fromTag(): Answers {
  const { ics } = ((window as unknown as Loose).google_tag_data ?? {}) as { ics?: { entries?: Record<string, Loose> } };
  const found: Answers = {};
  for (const type of TYPES) {
    const { update, default: first } = ics?.entries?.[type] ?? {};
    const answer = update ?? first;
    if (typeof answer === 'boolean') found[type] = answer;
  }
  return found;
}

/** By command: an update counts more than a default, whenever that comes. */
type Commands = Record<'default' | 'update', Answers>;

/** Takes in one `gtag('consent', 'default' | 'update', …)`. */
function take(commands: Commands, entry: Loose): void {
  const command = entry[1];
  if (entry[0] !== 'consent' || (command !== 'default' && command !== 'update')) return;
  const params = entry[2] as Loose;
  const answers = commands[command];
  for (const type of TYPES) {
    const answer = params[type];
    const isRegional = params.region !== undefined;
    // where the visitor is, is not known here: what holds in some regions only can refuse, and not grant
    if (answer === 'denied') answers[type] = false;
    else if (answer === 'granted' && !isRegional && (command === 'update' || answers[type] !== false))
      answers[type] = true;
  }
}

/**
 * Google Consent Mode: `analytics_storage` granted and `functionality_storage` not denied is yes, either of them denied is
 * no. By what Google's tag holds in `google_tag_data.ics`, else by the consent commands in `window.dataLayer`, which is only
 * read. One of a region is no grant, because the region is not known.
 */
export function watchGcm(): Signal {
  const commands: Commands = { default: {}, update: {} };
  let end = 0;
  let last: unknown;

  const look = () => {
    const entries = (window as unknown as Loose).dataLayer as unknown[];
    if (!Array.isArray(entries)) return;
    const { length } = entries;
    let at = Math.max(length - ENTRIES, end, 0);
    // the oldest were dropped, or it is another list: what was read is somewhere before, or gone
    if (end > length || (end && entries[end - 1] !== last)) {
      for (at = length; at > Math.max(0, length - ENTRIES) && entries[at - 1] !== last; ) at--;
    }
    for (; at < length; at++) {
      last = entries[at];
      try {
        take(commands, last as Loose);
      } catch {
        // it says nothing
      }
    }
    end = length;
  };

  return {
    read() {
      let found: Answers = {};
      try {
        look();
        found = fromTag();
      } catch {
        // what is no plain data says nothing
      }
      const { analytics_storage: analytics, functionality_storage: functionality } = {
        ...commands.default,
        ...commands.update,
        ...found,
      };
      return analytics === false || functionality === false ? false : analytics;
    },
    end() {},
  };
}
