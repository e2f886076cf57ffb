/** The page for authors: what is written at the left, the flow in the middle, the messenger at the right. */
import { el } from '../shop/dom.js';
import { type Compiled, compileSources } from './compile.js';
import { createCustomerPane } from './customer-pane.js';
import { EXAMPLE } from './example.js';
import { createGraphPane } from './graph-pane.js';
import { createLive } from './live.js';
import { createPersonPane } from './person-pane.js';
import { createSourcesPane } from './sources-pane.js';

/** Milliseconds without a key, after which what is written is looked at; and after which the messenger follows. */
const LOOK = 250;
const FOLLOW = 700;

const RUNS = 'The messenger runs what is written.';

function after(ms: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    tell('The messenger follows…');
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
}

let compiled: Compiled;
/** What the messenger runs on: the last that was without an error. */
let running: Record<string, string> = {};

const person = createPersonPane((conversation, text) => live.reply(conversation, text));
const said = el('p', { class: 'said', role: 'alert' });
const state = el('p', { class: 'state', role: 'status' });
const tell = (text: string) => {
  state.textContent = text;
};
const live = createLive({
  step: (flow, step) => drawing.step(flow, step),
  handoff: person.show,
  rule: (rule, state) => writing.said(rule, state),
  trouble(message) {
    said.textContent = message;
  },
});
let turn = 0;
const restart = async () => {
  const own = ++turn;
  said.textContent = '';
  person.show(null);
  writing.said('', '');
  // a rule speaks to whoever has not opened the messenger
  await live.start(running, customer.customer(), customer.setting(), !writing.isOnRules());
  if (own === turn) tell(RUNS);
};
const restartSoon = after(FOLLOW, () => void restart());

function look(): void {
  compiled = compileSources(writing.sources());
  writing.tell(compiled);
  drawing.draw(compiled);
  if (compiled.trouble.some(({ severity }) => severity === 'error')) {
    tell('The messenger runs what was right.');
    return;
  }
  const before = JSON.stringify(running);
  running = compiled.files;
  if (JSON.stringify(running) !== before) restartSoon();
  else tell(RUNS);
}
const writing = createSourcesPane(after(LOOK, look), live.track);
const drawing = createGraphPane((at) => writing.goTo(compiled.lineOf(at)));
const customer = createCustomerPane(restartSoon);

const examples = el(
  'select',
  {
    'aria-label': 'Example',
    change: async () => {
      const isShop = examples.value === 'shop';
      writing.show(isShop ? await (await import('./shop-example.js')).shopSources() : EXAMPLE);
      look();
    },
  },
  el('option', { value: 'small' }, 'A small shop'),
  el('option', { value: 'shop' }, 'The demo shop'),
);

document
  .getElementById('app')!
  .append(
    el(
      'header',
      { class: 'head' },
      el('h1', {}, 'Playground'),
      examples,
      el('button', { type: 'button', class: 'primary', click: () => void restart() }, 'Start again'),
      state,
      said,
      el('a', { href: '/' }, 'The shop'),
    ),
    el(
      'main',
      {},
      writing.view,
      el('div', { class: 'middle' }, drawing.view, person.view, customer.view),
      el('div', { class: 'stage', 'aria-hidden': true }),
    ),
  );
writing.show(EXAMPLE);
look();
