/** Our shared words for what is known of the customer's situation, and of their say over it. */
import type { Json } from './types.js';

/** A sum in integer minor units: `{ amount: 1999, currency: 'EUR' }` is 19.99 €. */
export interface Money {
  amount: number;
  /** ISO 4217, three capitals. */
  currency: string;
}

export interface CartItem {
  id: string;
  name: string;
  price: Money;
  /** Default 1. */
  quantity?: number;
  /** Same-origin path or https URL. */
  url?: string;
}

export interface Cart {
  items: CartItem[];
  total: Money;
}

export interface Order {
  id: string;
  status?: string;
  total?: Money;
  items?: CartItem[];
  /** Instant at which it was placed. */
  at?: number;
}

export interface Company {
  id: string;
  name?: string;
  plan?: string;
}

export type Scalar = string | number | boolean | null;

/** What the host tells with `set()`. Each key replaces what was set before; `null` removes it. */
export interface HostContext {
  /** About the person, unsigned, so the agent sees them marked unverified. Keys ≤ 64, values ≤ 512 characters, ≤ 50 keys. */
  traits?: Record<string, Scalar> | null;
  company?: Company | null;
  cart?: Cart | null;
  order?: Order | null;
  /** Anything else about this visit. Same limits as `traits`. */
  attributes?: Record<string, Scalar> | null;
}

export interface PageContext {
  /** Origin and path; query and hash only where `urlParams` and `urlHash` allow them. */
  url: string;
  title: string;
  /** Origin only, and only when it is another one. */
  referrer?: string;
  language: string;
}

export interface Visit {
  /** As `PageContext.url`. */
  url: string;
  title: string;
  /** Instant of arrival. */
  at: number;
  /** Milliseconds for which it was to be seen. */
  ms?: number;
  /** How far down the page was seen, in percent, where that is known. */
  depth?: number;
}

/** What is known of the customer's situation at one moment. At most 8 KiB as JSON. */
export interface Snapshot extends HostContext {
  v: 1;
  page: PageContext;
  /** Of this visit, in all tabs. Only with consent to analytics; the oldest first, at most 30: where they came in, and the last. */
  journey?: Visit[];
  locale: string;
  /** What the page sells, by its own schema.org data. Plain data, as all that sources tell: its shape is its source's. */
  product?: unknown;
  breadcrumbs?: unknown;
  questions?: unknown;
  /** How they came to this visit: campaign, first page. Only with consent to analytics. */
  landing?: unknown;
  /** Language, time zone, window, kind of device. */
  device?: unknown;
  /** Signs of trouble. Only with consent to analytics. */
  signals?: unknown;
  /** What they searched the help centre for. This and the next four only with consent to analytics; the oldest first, at most 10. */
  searches?: { query: string; hits?: number; at: number }[];
  /** Articles of the help centre that they opened, and whether these helped, where they have said so; at most 10. */
  articles?: { id: string; title: string; at: number; helpful?: boolean; reason?: string }[];
  /** What the host tracked; at most 20. Plain data: `{ name, data, at }`. */
  events?: unknown;
  /** How often they came, on how many days, since when, where this visit began, how many conversations they had. */
  visits?: unknown;
  /** What the rules on the device make of that: `new`, `returning`, `vip`, `at-risk`. `vip` also without that consent. */
  segments?: unknown;
  /** Of each part but page and locale: who told it, and when. Nothing that a page tells is verified. */
  about?: Record<string, Provenance>;
  /** What the host's own sources told: plain data. */
  [own: `x-${string}`]: unknown;
}

/** Who told it, and when. */
export interface Teller {
  source: string;
  at: number;
}

export interface Provenance {
  /** `host`, `flow` or `survey` for what the customer answered to one, `journey`, or the name of a source. */
  source: string;
  category: 'necessary' | ConsentCategory;
  at: number;
  /** A signed token says the same. Only a relay finds that; what a page says of it is dropped. */
  verified?: boolean;
  /** Of traits, by name: those that another than the host has told, `flow` or `survey`. */
  each?: Record<string, Teller>;
}

/** `functional`: what the host set, and storage. `analytics`: the journey. Both are off until granted; writing grants `functional`. */
export type ConsentCategory = 'functional' | 'analytics';
export interface Consent extends Record<ConsentCategory, boolean> {
  /** Parts that the customer keeps back all the same, by the keys of the snapshot: `cart`. Left out where there are none. */
  off?: readonly string[];
  /**
   * Nobody has said anything of `analytics` here, and it is what the signals that the option `consentFrom` names say; off
   * where they say nothing. Left out otherwise.
   */
  from?: 'signals';
}

/** One thing that is known of the customer's situation; with words where it is of a host's own source. */
export interface SharedPart extends PartWords {
  /** As in the snapshot: `page`, `journey`, `cart`. */
  key: string;
  /** `necessary`: the page they are on, which cannot be kept back. */
  category: 'necessary' | ConsentCategory;
  /** Where it comes from: `page`, `host`, or the name of a source. */
  source: string;
  /** Instant at which it was told last. */
  at: number;
  /** Of traits, by name: those that another than the host has told. */
  each?: Record<string, Teller>;
  value: Json;
  /** It goes along with what is written now. */
  isShared: boolean;
}

/** What "What we share" shows. */
export interface Shared {
  parts: SharedPart[];
  /** What went to the team last, and when; null where nothing did in this page. */
  sent: { at: number; snapshot: Snapshot } | null;
}

/** Each key replaces what this source told under it before; null takes it back. */
export interface SourceValues {
  cart?: Cart | null;
  order?: Order | null;
  /**
   * `product`, `breadcrumbs`, `questions`, `landing`, `device`, `signals`, and `x-…` of the host's own: plain data, four levels
   * of it at most.
   */
  [key: string]: unknown;
}

/** What a source may use of the page besides its own DOM. */
export interface SourceHost {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs it when the page has nothing better to do; the undo takes it back. */
  idle(run: () => void): () => void;
  /** Somebody else was here before on this same page, or what they did is not to be known any more: what it holds of that is not told. */
  isLater?: boolean;
}

/** How a part of the host's own is shown to the visitor, in their language. */
export interface PartWords {
  /** At most 60 characters. Default: its key, made readable. */
  label?: string | undefined;
  /** What it is of use for, at most 200 characters. */
  why?: string | undefined;
}

/** A source of the host's own, for `registerSource`. */
export interface HostSource {
  /** A letter and 1 to 39 of `A-Z a-z 0-9 _ -`, none of ours. Shown to the visitor and the agent beside what it told. */
  name: string;
  /** What the visitor has a say over: `functional` goes along once they write, `analytics` only where they agree. */
  category: ConsentCategory;
  /** Words for its own parts, by their keys. */
  parts?: Record<string, PartWords> | undefined;
  /**
   * Looks, and goes on looking until the undo that it returns is called. May be async. What it throws, at any time, is told
   * as an `error` event.
   */
  start(tell: (values: SourceValues) => void, host: SourceHost): unknown;
}

/** When a customer is in a segment. What is left out is as it is by default. */
export interface SegmentRules {
  /** `returning`, and not `new`: from that visit on. Default 2. */
  returning?: { visits?: number | undefined } | undefined;
  /** `vip`: one of the traits that you set has this value, or the cart comes to so many minor units. Default `{ vip: true }`, 50000. */
  vip?: { traits?: Record<string, Scalar> | undefined; total?: number | undefined } | undefined;
  /** `at-risk`: so many signs of trouble, and a cart of at least so many minor units. Default 3, 1. */
  atRisk?: { signals?: number | undefined; total?: number | undefined } | undefined;
}
