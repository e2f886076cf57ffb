/** What is known of the customer, by key of the snapshot, and who told it. */
import type { PartWords, Teller } from '../types.js';
import type { Category } from './source.js';

export interface Fact extends PartWords {
  source: string;
  category: Category;
  /** Instant at which it was told, or last told differently. */
  at: number;
  value: unknown;
  /** Of traits, by name: those that another than the host has told. */
  each?: Record<string, Teller>;
}

export interface Facts {
  /** The name of the source that comes first. */
  readonly host: string;
  /** Each key replaces what this one told under it before; null takes it back. Answers whether that changed anything. */
  tell(source: string, category: Category, values: object, at: number, words?: Record<string, PartWords>): boolean;
  /** Nothing that this one told is known any more; not of the host, who takes back each by null. */
  forget(source: string): boolean;
  /** By key, the fact of whoever comes first: the host, then the others in the order in which they spoke first. */
  all(): Map<string, Fact>;
}

export function createFacts(): Facts {
  const host = 'host';
  const told = new Map<string, Map<string, Fact>>([[host, new Map()]]);
  return {
    host,
    tell(source, category, values, at, words) {
      const own = told.get(source) ?? new Map<string, Fact>();
      told.set(source, own);
      let isChanged = false;
      for (const [key, value] of Object.entries(values)) {
        const known = own.get(key)?.value;
        if (JSON.stringify(known) === JSON.stringify(value ?? undefined)) continue;
        isChanged = true;
        if (value == null) own.delete(key);
        else own.set(key, { ...words?.[key], source, category, at, value });
      }
      return isChanged;
    },
    forget(source) {
      const { size } = told.get(source) ?? new Map();
      told.delete(source);
      return size > 0;
    },
    all() {
      const facts = new Map<string, Fact>();
      for (const own of told.values()) for (const [key, fact] of own) if (!facts.has(key)) facts.set(key, fact);
      return facts;
    },
  };
}
