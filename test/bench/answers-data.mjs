/** The data folder as splits: what is learned from and what is asked, by a fixed seed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from 0 up to 1, the same each time. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled(list, next) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** @returns {{ text: string, intent: string }[]} */
export const readLines = (folder, file) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Two columns, `sentence,label`, quoted where need be. */
export function readCsv(folder, file) {
  const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  const rows = [];
  for (const [, quoted, plain, intent] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*)),([^\n]*)(?:\n|$)/g)) {
    rows.push({ text: (quoted ?? plain).replaceAll('""', '"'), intent });
  }
  return rows.slice(1);
}

/** Parts of a list, each intent spread evenly over them. */
export function folds(rows, count, seed) {
  const seen = new Map();
  const parts = Array.from({ length: count }, () => []);
  for (const row of shuffled(rows, random(seed))) {
    const nth = seen.get(row.intent) ?? 0;
    seen.set(row.intent, nth + 1);
    parts[nth % count].push(row);
  }
  return parts;
}

/** What `compile` takes: intents with their names as titles, and their questions. */
export function toIntents(rows) {
  const names = [...new Set(rows.map(({ intent }) => intent))].sort();
  const intents = names.map((name, i) => ({
    id: `i${i}`,
    title: name.toLowerCase().replace(/[_/]/g, ' '),
    answer: '-',
  }));
  return {
    names,
    intents,
    questions: names.map((name) => rows.filter(({ intent }) => intent === name).map(({ text }) => text)),
  };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** One letter left out, doubled, changed or exchanged with the next, in a quarter of the words of four letters and more. */
export function withTypos(text, next) {
  return text.replace(/[a-z]{4,}/gi, (word) => {
    if (next() >= 0.25) return word;
    const at = Math.floor(next() * (word.length - 1));
    const kind = Math.floor(next() * 4);
    const letter = LETTERS[Math.floor(next() * 26)];
    const rest = word.slice(at + 1);
    if (kind === 0) return word.slice(0, at) + rest;
    if (kind === 1) return word.slice(0, at) + letter + word.slice(at);
    if (kind === 2) return word.slice(0, at) + letter + rest;
    return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  });
}
