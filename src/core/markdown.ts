/**
 * The subset of Markdown that agents and bots may write: blocks first, then what is in a line. Pure, and in time that grows
 * with the text. There is no HTML, no picture, and no address but of the web, of mail and of a telephone.
 */
import { safeUrl } from './url.js';

/** A run of text, or what stands out from it. */
export type Span = string | { tag: 'strong' | 'em' | 's' | 'code'; in: Span[] } | { url: URL; in: Span[] };

/** `items` of a list are blocks each; `start` is there where it counts. */
export type Block =
  | { type: 'text' | 'heading'; text: string }
  | { type: 'code'; text: string }
  | { type: 'quote'; in: Block[] }
  | { type: 'list'; items: Block[][]; start?: number };

/** What is nested deeper is text: nobody writes it, and a page must not fall over it. */
const DEPTH = 6;
const OPEN = 16;

const FENCE = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const QUOTE = /^ {0,3}> ?/;
const HEADING = /^ {0,3}#{1,6} +/;
const ITEM = /^( {0,3}(?:[-*+•]|(\d{1,9})[.)]))(?: +(?=\S)|$)/;
const indentOf = (line: string) => line.length - line.trimStart().length;

/** Whether a line ends the paragraph before it. */
function isStart(line: string): boolean {
  const item = ITEM.exec(line);
  // a sentence may end with a year, and a sum begin a line
  return (
    FENCE.test(line) ||
    QUOTE.test(line) ||
    HEADING.test(line) ||
    (!!item && item[0] !== line && (item[2] ?? '1') === '1')
  );
}

interface Cut {
  block: Block;
  /** The number of the line after it. */
  end: number;
}

const inner = (lines: readonly string[], depth: number) => blocks(lines, depth).map(({ block }) => block);

/** Cuts lines into their blocks. What grows at its end changes only the last of them, and adds more behind it. */
export function blocks(lines: readonly string[], depth = 0): Cut[] {
  const found: Cut[] = [];
  let at = 0;
  const until = (from: number, isOver: (line: string) => unknown) => {
    let end = from;
    while (end < lines.length && !isOver(lines[end]!)) end++;
    return end;
  };
  while (at < lines.length) {
    const line = lines[at]!;
    let end = at + 1;
    let block: Block | undefined;
    const fence = FENCE.exec(line);
    const item = ITEM.exec(line);
    if (fence) {
      const close = until(end, (one) => one.trim().startsWith(fence[1]!) && !one.replaceAll(fence[1]![0]!, '').trim());
      block = { type: 'code', text: lines.slice(end, close).join('\n') };
      end = close + 1;
    } else if (depth < DEPTH && QUOTE.test(line)) {
      end = until(end, (one) => !QUOTE.test(one));
      const said = lines.slice(at, end).map((one) => one.replace(QUOTE, ''));
      block = { type: 'quote', in: inner(said, depth + 1) };
    } else if (depth < DEPTH && item) {
      const items: Block[][] = [];
      const isCounted = !!item[2];
      end = at;
      for (let next: RegExpExecArray | null = item; next && !!next[2] === isCounted; ) {
        const own = lines[end]!;
        // where its words begin; of an empty one, where they would
        const cut = next[0].length + (next[0] === next[1] ? 1 : 0);
        const from = end + 1;
        // what is indented belongs to it, and so does a blank line before that
        for (end++; end < lines.length; end++) {
          const after = lines[end]!.trim() ? lines[end]! : (lines[end + 1] ?? '');
          if (!after.trim() || indentOf(after) < indentOf(own) + 2) break;
        }
        const more = lines.slice(from, end).map((one) => one.slice(Math.min(indentOf(one), cut)));
        items.push(inner([own.slice(cut), ...more], depth + 1));
        // between two there may be a blank line
        const gap = lines[end] !== undefined && !lines[end]!.trim() ? 1 : 0;
        next = ITEM.exec(lines[end + gap] ?? '');
        if (next && !!next[2] === isCounted) end += gap;
      }
      block = { type: 'list', items, ...(isCounted && { start: Number(item[2]) }) };
    } else if (HEADING.test(line)) block = { type: 'heading', text: line.replace(HEADING, '') };
    else if (line.trim()) {
      end = until(end, (one) => !one.trim() || isStart(one));
      block = { type: 'text', text: lines.slice(at, end).join('\n') };
    }
    if (block) found.push({ block, end });
    at = end;
  }
  return found;
}

const ADDRESS = /(?:https?:\/\/|mailto:|tel:)[^\s<>*~`[\]]+/iy;
const TARGET = /\(\s*<?((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2048})>?(?:\s+"[^"\n]{0,300}")?\s*\)/y;
/** A link that is not whole yet: only its words. */
const HALF_LINK = /!?\[([^[\]\n]{0,300})(?:\](?:\([^\s)]{0,2048})?)?$/;
const MARKS = /[\\`*_~[\]!]|https?:|mailto:|tel:/gi;
const isWord = (char: string | undefined) => !!char && /[\p{L}\p{N}]/u.test(char);
const isSpace = (char: string | undefined) => !char?.trim();

/**
 * What is in a line. `isOpen`: there is more to come, so what is begun counts as ended, and half a mark is not shown.
 * @param base by which a path is completed
 */
export function spans(given: string, isOpen = false, base?: string): Span[] {
  const text = isOpen ? given.replace(HALF_LINK, '$1') : given;
  const out: Span[] = [];
  /** Marks that wait for their other half, and brackets, by their place in `out`. */
  const open: { char: string; n: number; at: number }[] = [];
  const brackets: number[] = [];
  /** Where runs of so many backticks are. */
  const ticks = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const places = ticks.get(run.length) ?? [];
    places.push(index);
    ticks.set(run.length, places);
  }
  for (const places of ticks.values()) places.reverse();

  const wrap = (at: number, tag: 'strong' | 'em' | 's') => {
    const inner = out.splice(at);
    out.push({ tag, in: inner });
    while (brackets.length && brackets.at(-1)! >= at) brackets.pop();
  };
  const pair = (n: number, char: string) => (char === '~' ? 's' : n > 1 ? 'strong' : 'em');
  const mark = (run: string, before: string | undefined, after: string | undefined) => {
    const char = run[0]!;
    let n = run.length;
    const isHalf = isOpen && after === undefined;
    if (n > 3 || (char === '~' && n !== 2)) return isHalf || out.push(run);
    if (isHalf && open.some((one) => one.char === char && one.n > n)) return;
    const isWithin = char === '_' && isWord(before) && isWord(after);
    if (!isSpace(before) && !isWithin) {
      while (n) {
        const last = (isSame: boolean) =>
          open.map((one) => one.char === char && (!isSame || one.n === n)).lastIndexOf(true);
        const same = last(true);
        const i = same < 0 ? last(false) : same;
        const one = open[i];
        if (!one) break;
        // what was begun within it and not ended is what it looks like
        open.length = i + 1;
        const used = Math.min(one.n, n, 2);
        const at = one.at + 1;
        wrap(at, pair(used, char));
        one.n -= used;
        n -= used;
        if (one.n) out[one.at] = char.repeat(one.n);
        else {
          out[one.at] = '';
          open.pop();
        }
      }
    }
    if (!n) return;
    if ((isHalf || !isSpace(after)) && !isWithin && open.length < OPEN) open.push({ char, n, at: out.length });
    out.push(char.repeat(n));
  };

  let at = 0;
  MARKS.lastIndex = 0;
  for (let found = MARKS.exec(text); found; found = MARKS.exec(text)) {
    const { index } = found;
    const char = found[0][0]!;
    if (index > at) out.push(text.slice(at, index));
    at = index + 1;
    if (char === '\\') {
      if (/[!-/:-@[-`{-~]/.test(text[at] ?? '')) out.push(text[at++]!);
      else if (!isOpen || text[at]) out.push(char);
    } else if (char === '`') {
      while (text[at] === '`') at++;
      const places = ticks.get(at - index) ?? [];
      while (places.length && places.at(-1)! < at) places.pop();
      const end = places.pop() ?? (isOpen ? text.length : undefined);
      if (end === undefined) out.push(text.slice(index, at));
      else {
        if (end > at) out.push({ tag: 'code', in: [text.slice(at, end).replace(/^ (.*\S.*) $/s, '$1')] });
        at = Math.min(end + at - index, text.length);
      }
    } else if (char === '[') {
      brackets.push(out.length);
      out.push(char);
    } else if (char === ']') {
      const from = brackets.pop();
      TARGET.lastIndex = at;
      const target = from === undefined ? null : TARGET.exec(text);
      const to = target?.[1];
      const url = to && safeUrl(to, to.startsWith('/') ? base : undefined);
      if (url && out.length > from! + 1) {
        while (open.length && open.at(-1)!.at > from!) open.pop();
        const inner = out.splice(from!).slice(1);
        // a picture is its words
        if (out.at(-1) === '!') out.pop();
        out.push({ url, in: inner });
        // there is no link within a link
        brackets.length = 0;
        at = TARGET.lastIndex;
      } else out.push(char);
    } else if (/[*_~]/.test(char)) {
      while (text[at] === char) at++;
      mark(text.slice(index, at), text[index - 1], text[at]);
    } else if (char === '!') out.push(char);
    else {
      // what is an address has no marks
      ADDRESS.lastIndex = index;
      const address = isWord(text[index - 1]) ? undefined : ADDRESS.exec(text)?.[0];
      at = index + (address ?? found[0]).length;
      out.push(text.slice(index, at));
    }
    MARKS.lastIndex = at;
  }
  if (at < text.length) out.push(text.slice(at));
  if (isOpen) {
    for (let one = open.pop(); one; one = open.pop()) {
      if (out.length > one.at + 1) wrap(one.at + 1, pair(Math.min(one.n, 2), one.char));
      out[one.at] = '';
    }
  }
  return out.filter((one) => one !== '');
}

/** What they say. */
export const flat = (of: Span[]): string => of.map((one) => (typeof one === 'string' ? one : flat(one.in))).join('');

/** The host of a link, where its words look like another address. */
export function hostBehind(url: URL, words: string): string | undefined {
  const to = url.host || url.pathname;
  return /\S\.\p{L}{2}|:\/\/|@/u.test(words) && !words.toLowerCase().includes(to) ? to : undefined;
}

/** The lines of a text, a tab as the four blanks that it is taken for. */
export const linesOf = (text: string): string[] =>
  text.split('\n').map((line) => line.replace(/^\t+/, (tabs) => '    '.repeat(tabs.length)));
