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
}

/** What is known of the customer's situation at one moment. At most 8 KiB as JSON. */
export interface Snapshot extends HostContext {
  v: 1;
  page: PageContext;
  /** Only with consent to analytics; the oldest first, at most 30. */
  journey?: Visit[];
  locale: string;
  /** What the page sells, by its own schema.org data. Plain data, as all that sources tell: its shape is its source's. */
  product?: unknown;
  breadcrumbs?: unknown;
  questions?: unknown;
  /** How they came: campaign, first page. Only with consent to analytics. */
  landing?: unknown;
  /** Language, time zone, window, kind of device. */
  device?: unknown;
  /** Signs of trouble. Only with consent to analytics. */
  signals?: unknown;
  /** Of each part but page and locale: who told it, and when. Nothing that a page tells is verified. */
  about?: Record<string, Provenance>;
}

export interface Provenance {
  source: string;
  category: 'necessary' | ConsentCategory;
  at: number;
}

/** `functional`: what the host set, and storage. `analytics`: the journey. Both are off until granted; writing grants `functional`. */
export type ConsentCategory = 'functional' | 'analytics';
export interface Consent extends Record<ConsentCategory, boolean> {
  /** Parts that the customer keeps back all the same, by the keys of the snapshot: `cart`. Left out where there are none. */
  off?: readonly string[];
}

/** One thing that is known of the customer's situation. */
export interface SharedPart {
  /** As in the snapshot: `page`, `journey`, `cart`. */
  key: string;
  /** `necessary`: the page they are on, which cannot be kept back. */
  category: 'necessary' | ConsentCategory;
  /** Where it comes from: `page`, `host`, or the name of a source. */
  source: string;
  /** Instant at which it was told last. */
  at: number;
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
