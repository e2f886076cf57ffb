import { signal } from './signal.js';
import { type Key, texts } from './texts.js';

export type Language = 'en' | 'ja';

const KEY = 'hinoki.language';

function initial(): Language {
  const asked = new URL(location.href).searchParams.get('lang') ?? localStorage.getItem(KEY);
  return asked === 'ja' ? 'ja' : 'en';
}

export const language = signal<Language>(initial());
document.documentElement.lang = language.get();

/** The visitor's choice, kept for the next visit. */
export function switchLanguage(next: Language): void {
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
  language.set(next);
}

/** A text in the visitor's language; `{name}` is replaced. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return texts[language.get()][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** Picks the language of a text that comes in both. */
export const pick = (text: Record<Language, string>): string => text[language.get()];
