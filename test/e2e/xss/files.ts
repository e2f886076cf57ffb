/** The host's files as a hostile one would write them; addresses only as far as their own parsers let them pass. */
import type { HomeCard } from '../../../src/core/options.js';
import type { Block } from '../../../src/core/ports.js';
import { parseMarkdown } from '../../../src/help/blocks.js';
import { buildIndex } from '../../../src/help/build-index.js';
import { isLinkUrl } from '../../../src/help/urls.js';

const line = (text: string) => text.slice(0, 512);
const label = (text: string) => ({ en: text.trim().slice(0, 80) || '-' });

const blocksOf = (it: string): Block[] => [
  { h: 2, in: [it] },
  { p: [it, { b: [it] }, { i: [{ code: it }] }, ...(isLinkUrl(it) ? [{ a: it, in: [it] }] : [])] },
  { ul: [[{ p: [it] }]] },
  { quote: [{ p: [it] }] },
  { pre: it },
  { table: [[[it]], [[it, { br: 1 }]]] },
  {
    img: `/none.png?${it
      .replace(/[^!-~]/g, '')
      .slice(0, 20)
      .replaceAll('\\', '')}`,
    alt: it,
  },
];

/** As `build-help` compiles them: what it refuses is left out. A picture elsewhere is the author's own choice. */
const compiled = (it: string): Block[] =>
  parseMarkdown({ text: it, hasArticle: () => false }).blocks.filter((block) => !('img' in block));

/** A manifest and its index: an article with all of it in its body, and one each with it in its lines. */
export function helpFiles(payloads: readonly string[]): Record<string, unknown> {
  const lists = payloads.map((it, i) => ({
    id: `a${i}`,
    ...{ title: line(it), description: line(it), tags: [it], collection: 'one' },
    body: [{ p: [it] }] as Block[],
  }));
  const body = payloads.flatMap((it) => [...blocksOf(it), ...compiled(it)]);
  const whole = { id: 'whole', title: 'Whole', description: '', tags: [], body, collection: 'one' };
  const articles = [{ ...whole, related: ['a0', 'a1', 'a2'] }, ...lists];
  const collections = ['one', ...payloads.slice(0, 20).map((_, i) => `c${i}`)].map((id, i) => ({
    ...{ id, title: line(payloads[i] ?? id), description: line(payloads[i] ?? id) },
  }));
  return {
    '/help.json': { v: 1, locales: { en: 'index-en.json' }, fallback: 'en' },
    '/index-en.json': { v: 1, locale: 'en', articles, collections, popular: ['a0', 'a1'], ...buildIndex(articles) },
  };
}

/** Cards of the host's own, in the option. */
export const cardsOf = (payloads: readonly string[]): HomeCard[] =>
  payloads.map((given, i) => {
    const it = given.trim().slice(0, 200) || '-';
    return {
      title: it.slice(0, 80),
      text: it,
      target: ([{ article: it }, { search: it }, { flow: it }] as const)[i % 3]!,
      ...(i % 2 && { image: '/none.png' }),
    };
  });

/** Cards of the home screen, and one thing that is said unasked. */
export function rulesFile(kind: 'teaser' | 'banner' | 'hint', payloads: readonly string[]): unknown {
  const text = { en: payloads.join(' ').trim().slice(0, 1000) };
  const action = { search: label(payloads[0]!), label: label(payloads[0]!) };
  const shown = {
    teaser: { text },
    banner: { text, action },
    hint: { at: 'p', text, title: label(payloads[0]!), action },
  };
  return {
    v: 1,
    rules: [{ id: 'one', when: { on: 'page' }, show: { [kind]: shown[kind] } }],
    news: payloads.slice(0, 20).map((it, i) => ({
      ...{ id: `n${i}`, title: label(it), text: label(it) },
      image: { url: '/none.png', alt: label(it) },
      ...(i % 2 && { action: { search: label(it) } }),
    })),
  };
}

/** A flow that says it in every way that a step has. */
export function flowsFile(payloads: readonly string[]): unknown {
  const card = (it: string) => ({
    title: label(it),
    text: { en: it },
    url: '/x',
    image: { url: '/none.png', alt: label(it) },
  });
  const says = payloads.map((it, i) => [`s${i}`, { say: { text: { en: it }, card: card(it) }, next: `s${i + 1}` }]);
  const fields = payloads.slice(0, 10).map((it, i) => ({
    ...{ name: `f${i}`, label: label(it), type: 'select' },
    options: [{ value: 'v', label: label(it) }],
  }));
  const [it = ''] = payloads;
  const form = { form: { title: label(it), text: { en: it }, submit: label(it), fields } };
  const steps = Object.fromEntries([...says, [`s${payloads.length}`, form]]);
  return { v: 1, flows: [{ id: 'one', version: 1, trigger: { on: 'button' }, start: 's0', steps }] };
}
