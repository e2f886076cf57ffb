/**
 * The page: an overview, and by `#name?theme=dark&dir=rtl&width=390` one state. With a width it is drawn in a frame that is
 * so wide. `data-ready` on <html> says that it is there, `data-trouble` that it is not coming.
 */
import { el } from '../shop/dom.js';
import { type Look, type Stage, type State, show } from './stage.js';
import { STATES } from './states.js';
import { wordsOf } from './words.js';

const LOOKS = {
  light: '',
  dark: 'theme=dark',
  'right to left': 'dir=rtl',
  phone: 'width=390',
  'phone, dark': 'theme=dark&width=390',
};
const app = document.getElementById('app')!;
const { documentElement: html } = document;
let stage: Stage | undefined;

/** By what comes before the slash. */
function groupsOf(states: [name: string, state: State][]): Map<string, typeof states> {
  const groups = new Map<string, typeof states>();
  for (const one of states) {
    const [group = ''] = one[0].split('/');
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return groups;
}

const overview = () => {
  const groups = groupsOf(Object.entries(STATES));
  return [
    el('h1', {}, 'Gallery'),
    el(
      'p',
      { class: 'intro' },
      'Every screen, part and state of the messenger, drawn by the messenger itself over a back end that does what the state says.',
    ),
    ...[...groups].map(([group, states]) =>
      el(
        'section',
        {},
        el('h2', {}, group),
        el(
          'ul',
          { class: 'states' },
          ...states.map(([name, { title }]) =>
            el(
              'li',
              {},
              el('span', {}, title),
              ...Object.entries(LOOKS).map(([look, query]) =>
                el('a', { href: `#${name}${query && `?${query}`}`, 'aria-label': `${title}, ${look}` }, look),
              ),
            ),
          ),
        ),
      ),
    ),
  ];
};

async function draw(): Promise<void> {
  delete html.dataset.ready;
  delete html.dataset.trouble;
  await stage?.end();
  stage = undefined;
  const [name = '', query] = decodeURIComponent(location.hash.slice(1)).split('?');
  const given = new URLSearchParams(query);
  const look: Look = {
    theme: given.get('theme') === 'dark' ? 'dark' : 'light',
    dir: given.get('dir') === 'rtl' ? 'rtl' : 'ltr',
  };
  const state = Object.hasOwn(STATES, name) ? STATES[name] : undefined;
  const width = Number(given.get('width')) || 0;
  html.dir = state ? look.dir : 'ltr';
  html.classList.toggle('dark', !!state && look.theme === 'dark');
  const back = el('a', { class: 'back', href: '#' }, 'All states');
  if (!state) app.replaceChildren(...overview());
  else if (width && width !== innerWidth) {
    given.delete('width');
    const frame = el('iframe', { class: 'frame', title: state.title, src: `${location.pathname}#${name}?${given}` });
    frame.width = `${width}`;
    // an address that differs in its hash only is not another document
    app.replaceChildren(el('p', {}, back), frame);
  } else {
    app.replaceChildren(
      el('p', {}, back),
      el('h1', {}, state.title),
      el('button', { class: 'buy', type: 'button' }, wordsOf(look.dir === 'rtl').buy),
    );
    stage = await show(state, look);
  }
  html.dataset.ready = location.hash;
}

let last = Promise.resolve();
const next = () => {
  last = last.then(draw).catch((thrown: unknown) => {
    html.dataset.trouble = String((thrown as Error).message);
  });
};
addEventListener('hashchange', next);
next();
