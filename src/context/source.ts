/** Where a part of what is known of the customer comes from. One source a file; each tells, and is never asked. */
import type { Cart, Order } from '../types.js';

/**
 * What the customer has a say over. `necessary`: the conversation, and the page they are on. `functional`: what the host
 * knows of them and their cart; once they write. `analytics`: what they did; only where they agree.
 */
export type Category = 'necessary' | 'functional' | 'analytics';

/** Each key replaces what this source told under it before; null takes it back. */
export interface SourceValues {
  cart?: Cart | null;
  order?: Order | null;
  /** `product`, `breadcrumbs`, `questions`, `landing`, `device`, `signals`: plain data, four levels of it at most. */
  [key: string]: unknown;
}

/** What a source may use of the page besides its own DOM. */
export interface SourceHost {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs it when the page has nothing better to do; the undo takes it back. */
  idle(run: () => void): () => void;
}

export interface Source {
  /** As it is shown to the customer and the agent beside what it told: `dataLayer`, `shopify`. */
  readonly name: string;
  readonly category: Category;
  /**
   * Looks, and goes on looking until the undo is called. It never throws into the page, wraps nothing of it, and reads no
   * field's value. What it tells is parsed again, as what a host sets is.
   */
  start(tell: (values: SourceValues) => void, host: SourceHost): () => void;
}
