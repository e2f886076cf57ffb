/** Where a part of what is known of the customer comes from. One source a file; each tells, and is never asked. */
import type { PartWords, SourceHost, SourceValues } from '../types.js';

/**
 * What the customer has a say over. `necessary`: the conversation, and the page they are on. `functional`: what the host
 * knows of them and their cart; once they write. `analytics`: what they did; only where they agree.
 */
export type Category = 'necessary' | 'functional' | 'analytics';

export type { SourceHost, SourceValues };

export interface Source {
  /** As it is shown to the customer and the agent beside what it told: `dataLayer`, `shopify`. */
  readonly name: string;
  readonly category: Category;
  /** Words for what it tells under keys of its own. */
  readonly parts?: Record<string, PartWords> | undefined;
  /**
   * Looks, and goes on looking until the undo is called. It never throws into the page, wraps nothing of it, and reads no
   * field's value. What it tells is parsed again, as what a host sets is.
   */
  start(tell: (values: SourceValues) => void, host: SourceHost): () => void;
}
