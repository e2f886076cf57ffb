/** What is written, and what is wrong with it. */
import { el } from '../shop/dom.js';
import type { Compiled } from './compile.js';
import { createEditor } from './editor.js';
import type { Kind, Sources, Trouble } from './sources.js';
import { createTabs } from './tabs.js';

export interface SourcesPane {
  view: HTMLElement;
  /** What is written now. */
  sources(): Sources;
  show(sources: Sources): void;
  tell(compiled: Compiled): void;
  /** Whether rules are what is written now. */
  isOnRules(): boolean;
  /** What the messenger did by a rule. */
  said(rule: string, state: string): void;
  /** Takes the reader to a line of the flows. */
  goTo(line: number): void;
}

const NEW = `---
title: A new article
description: What it is about, in a sentence.
---
Write here.
`;

const plural = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;

/** `onTrack`: the page is to tell that this happened. */
export function createSourcesPane(onChange: () => void, onTrack: (event: string) => void): SourcesPane {
  let sources: Sources = { flows: '', rules: '', articles: {}, answers: '' };
  let kind: Kind = 'flows';
  let article = '';
  let trouble: Trouble[] = [];

  const editor = createEditor('Source', () => {
    if (kind === 'help') sources.articles[article] = editor.text();
    else sources[kind] = editor.text();
    onChange();
  });
  const files = el('select', { 'aria-label': 'Article', change: () => pick(files.value) });
  const name = el('input', {
    ...{ 'aria-label': 'Name of a new article', placeholder: 'en/new-article.md', size: 18, spellcheck: 'false' },
    keydown: ((event: KeyboardEvent) => {
      if (event.key === 'Enter') add();
    }) as EventListener,
  });
  const articles = el(
    'div',
    { class: 'tools' },
    files,
    name,
    el('button', { type: 'button', class: 'small', click: () => add() }, 'Add'),
    el('button', { type: 'button', class: 'small', click: () => remove() }, 'Remove'),
  );
  const event = el('input', { 'aria-label': 'Event', placeholder: 'card_declined', size: 14, spellcheck: 'false' });
  const lastSaid = el('span', { class: 'quiet', role: 'status' });
  const moments = el(
    'form',
    {
      class: 'tools',
      submit: (submitted: Event) => {
        submitted.preventDefault();
        if (event.value.trim()) onTrack(event.value.trim());
        else event.focus();
      },
    },
    event,
    el('button', { class: 'small' }, 'Track'),
    lastSaid,
  );
  const heldOut = el('p', { class: 'tools quiet' });
  const count = el('p', { class: 'verdict', role: 'status' });
  const list = el('ul', { class: 'findings' });
  const tabs = createTabs(
    'What to write',
    'source',
    [
      ['flows', 'Flows'],
      ['rules', 'Rules'],
      ['help', 'Help'],
      ['answers', 'Answers'],
    ],
    (key) => {
      kind = key as Kind;
      draw();
    },
  );

  function draw(): void {
    const names = Object.keys(sources.articles).sort();
    if (!sources.articles[article]) article = names[0] ?? '';
    files.replaceChildren(...names.map((one) => el('option', { value: one, selected: one === article }, one)));
    articles.hidden = kind !== 'help';
    moments.hidden = kind !== 'rules';
    heldOut.hidden = kind !== 'answers';
    panel.setAttribute('aria-labelledby', `source-${kind}`);
    editor.show(kind === 'help' ? (sources.articles[article] ?? '') : sources[kind]);
    mark();
  }
  function pick(file: string): void {
    article = file;
    draw();
  }
  function add(): void {
    const file = name.value.trim();
    if (!file) {
      name.focus();
      return;
    }
    sources.articles[file] ??= NEW;
    name.value = '';
    pick(file);
    onChange();
  }
  function remove(): void {
    delete sources.articles[article];
    article = '';
    draw();
    onChange();
  }
  const isHere = (one: Trouble) => one.kind === kind && (kind !== 'help' || one.file === article);
  function mark(): void {
    const lines = new Map<number, Trouble['severity']>();
    for (const { line, severity } of trouble.filter(isHere)) {
      if (lines.get(line) !== 'error') lines.set(line, severity);
    }
    editor.mark(lines);
  }
  function open(one: Trouble): void {
    if (one.file) article = one.file;
    if (one.kind !== kind) tabs.choose(one.kind);
    else if (one.file) draw();
    editor.goTo(one.line);
  }
  const finding = (one: Trouble) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: `finding ${one.severity}`, click: () => open(one) },
        el('span', { class: 'place' }, `${one.file ?? one.kind}:${one.line}`),
        el('span', { class: 'what' }, one.message, one.mend && el('span', { class: 'mend' }, ` ${one.mend}.`)),
        el('code', {}, one.rule),
      ),
    );

  const panel = el('div', { id: 'source', role: 'tabpanel', class: 'source' }, articles, moments, heldOut, editor.view);
  const view = el(
    'section',
    { class: 'pane sources', 'aria-label': 'Sources' },
    tabs.view,
    panel,
    el('div', { class: 'problems' }, count, list),
  );
  return {
    view,
    sources: () => ({ ...sources, articles: { ...sources.articles } }),
    show(next) {
      sources = { ...next, articles: { ...next.articles } };
      article = '';
      tabs.choose(kind);
    },
    tell({ trouble: found, heldOut: measured }) {
      trouble = found;
      for (const key of ['flows', 'rules', 'help', 'answers'] as const) {
        const own = found.filter((one) => one.kind === key);
        tabs.count(
          key,
          own.length,
          own.some(({ severity }) => severity === 'error'),
        );
      }
      const errors = found.filter(({ severity }) => severity === 'error').length;
      const text = found.length
        ? `${plural(errors, 'error')}, ${plural(found.length - errors, 'warning')}`
        : 'Nothing is wrong';
      const verdict = errors ? `${text}. The messenger goes on with what was right.` : `${text}.`;
      if (count.textContent !== verdict) count.textContent = verdict;
      count.className = `verdict ${errors ? 'error' : found.length ? 'warning' : 'good'}`;
      list.replaceChildren(...found.slice(0, 100).map(finding));
      heldOut.textContent = Object.entries(measured)
        .map(([locale, { questions, first, three }]) => {
          const share = (n: number) => `${Math.round((100 * n) / (questions || 1))} %`;
          return `${locale}: of ${plural(questions, 'question')}, held out, ${share(first)} are answered right, ${share(three)} by one of three.`;
        })
        .join(' ');
      mark();
    },
    isOnRules: () => kind === 'rules',
    said(rule, state) {
      lastSaid.textContent = rule && `${rule}: ${state}`;
    },
    goTo(line) {
      if (kind !== 'flows') tabs.choose('flows');
      editor.goTo(line);
    },
  };
}
