/** Another interface, on `sobani/headless`: a list at one side, a transcript like a letter at the other. */
import { createHeadless, type Message, type Part, type SearchHit } from '../../src/headless.js';
import { el } from '../shop/dom.js';

const messenger = createHeadless({
  ...{ app: 'hinoki', relay: '/sobani', name: 'Hinoki' },
  ...{ flows: '/messenger/flows.json', help: '/messenger/help/help.json', answers: '/messenger/answers/answers.json' },
});
const { state, actions } = messenger;
/** What a person sees of it says so; what goes wrong elsewhere is for whoever runs the page. */
messenger.on('error', ({ error }) => console.warn(error.message));

const STATUS = { idle: '', online: 'Connected', connecting: 'Connecting…', stopped: '' } as Record<string, string>;
const SENT = { queued: 'Waiting', volatile: 'Waiting', sending: 'Sending', sent: 'Sent', delivered: 'Delivered' };
const STATE = { ...SENT, read: 'Read', failed: 'Not sent' } as const;
const WHO = { visitor: 'You', agent: 'Our team', bot: 'Assistant', system: '' };

const status = el('p', { class: 'status', role: 'status' });
const list = el('ul', { 'aria-label': 'Your conversations' });
// what is drawn anew would be read out again: what comes in is said beside it, once
const log = el('ol', { role: 'log', 'aria-live': 'off', 'aria-label': 'Conversation', tabindex: '0' });
const said = el('p', { class: 'unseen', role: 'status' });
const typist = el('p', { class: 'status' });
const field = el('input', { 'aria-label': 'Your message', placeholder: 'Your message', autocomplete: 'off' });
const picker = el('input', { class: 'unseen', type: 'file', multiple: true });
const sought = el('input', { 'aria-label': 'Search help', placeholder: 'Search help', type: 'search' });
const found = el('ul', { 'aria-label': 'Found in help' });

/** The conversation on screen. */
const shown = () => (state.view.value.screen === 'conversation' ? (state.view.value as { id: string }).id : '');
const say = (text: string) => messenger.send(text, { conversation: shown() });
const wordsOf = (part: Part) => (part.type === 'file' ? `Attached: ${part.name}` : 'text' in part && part.text) || '';
const nameOf = ({ author }: Message) => author.name ?? WHO[author.kind];

function choices(labels: string[]): HTMLElement {
  const press = (label: string) => () => {
    void say(label);
    field.focus();
  };
  return el('div', { class: 'choices' }, ...labels.map((label) => el('button', { click: press(label) }, label)));
}

function drawPart(part: Part, isLast: boolean): (Node | false | undefined)[] {
  const text = wordsOf(part) ? el('p', {}, wordsOf(part)) : undefined;
  if (part.type === 'choices') return [text, isLast && choices(part.choices.map(({ label }) => label))];
  if (part.type === 'article') {
    return [el('button', { click: () => void messenger.showArticle(part.article) }, part.title)];
  }
  return [text];
}

function drawMessage(message: Message, isLast: boolean): HTMLElement | false {
  const parts = message.parts.flatMap((part) => drawPart(part, isLast)).filter((part) => !!part);
  if (!parts.length) return false;
  const { author, at } = message;
  return el(
    'li',
    { class: author.kind === 'visitor' ? 'own' : '' },
    el('strong', {}, nameOf(message)),
    ' ',
    el('time', {}, new Date(at).toLocaleTimeString(state.locale.value, { timeStyle: 'short' })),
    ...parts,
    author.kind === 'visitor' && message.state && el('span', { class: 'state' }, STATE[message.state]),
    message.state === 'failed' && el('button', { click: () => actions.retry(message.id) }, 'Send again'),
  );
}

function drawLog(messages: readonly Message[]): void {
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.replaceChildren(
    ...messages.map((message, i) => drawMessage(message, i === messages.length - 1)).filter((item) => !!item),
  );
  // whoever reads further up is left there
  if (isAtEnd || messages.at(-1)?.author.kind === 'visitor') log.scrollTop = log.scrollHeight;
  if (!document.hidden) actions.seen(shown());
}

function drawList(): void {
  const { id: focused } = (document.activeElement as HTMLElement).dataset;
  const items = state.conversations.value.map(({ id, readTo }) => {
    const own = state.messages(id).value;
    const unread = own.filter(({ author, seq = 0 }) => author.kind !== 'visitor' && seq > readTo).length;
    const words = own.flatMap(({ parts }) => parts.map(wordsOf)).filter(Boolean);
    const label = `${words.at(-1)?.slice(0, 60) ?? 'Conversation'}${unread ? ` (${unread} new)` : ''}`;
    const open = () => void messenger.open({ conversation: id });
    const button = el('button', { click: open, 'data-id': id, 'aria-current': id === shown() && 'true' }, label);
    if (id === focused) queueMicrotask(() => button.focus());
    return el('li', {}, button);
  });
  list.replaceChildren(...items);
}

async function drawArticle(id: string): Promise<void> {
  const article = (await actions.help())?.article(id);
  const back = () => {
    void messenger.open('conversation');
    field.focus();
  };
  log.replaceChildren(
    el('li', {}, el('strong', {}, article?.title), el('p', {}, article?.description)),
    el('li', {}, el('button', { click: back }, 'Back to the conversation')),
  );
}

const hit = ({ id, title }: SearchHit) =>
  el('li', {}, el('button', { click: () => void messenger.showArticle(id) }, title));

sought.addEventListener('input', async () => {
  const query = sought.value;
  const hits = query ? await messenger.search(query) : [];
  // what was typed meanwhile has an answer of its own
  if (query === sought.value) found.replaceChildren(...hits.slice(0, 4).map(hit));
});
field.addEventListener('input', () => {
  actions.draft(shown(), field.value);
  actions.typing(shown());
});
picker.addEventListener('change', async () => {
  const files = [...picker.files!];
  picker.value = '';
  const refused = (error: Error) => {
    said.textContent = typist.textContent = error.message;
  };
  await (await actions.files()).send(files, '', { conversation: shown() }).catch(refused);
});
function submit(event: Event): void {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = '';
  actions.draft(shown(), '');
  void say(text);
}

document
  .querySelector('#app')!
  .append(
    el('header', {}, el('h1', {}, 'Letters to Hinoki'), status),
    el(
      'nav',
      { 'aria-label': 'Conversations and help' },
      list,
      el('button', { click: () => void messenger.newConversation() }, 'New conversation'),
      sought,
      found,
    ),
    el(
      'main',
      {},
      ...[log, said, typist],
      el('form', { submit }, field, el('label', { class: 'file' }, picker, 'Attach'), el('button', {}, 'Send')),
    ),
  );
// the first touch is what allows to keep anything
for (const type of ['pointerdown', 'keydown']) addEventListener(type, actions.act, { once: true });

let leave: (() => void)[] = [];
state.view.subscribe((view) => {
  for (const undo of leave) undo();
  leave = [];
  if (view.screen === 'article') void drawArticle(view.id);
  if (view.screen !== 'conversation') return;
  leave = [
    state.messages(view.id).subscribe(drawLog),
    state.messages(view.id).subscribe(drawList),
    state.typing(view.id).subscribe((author) => {
      typist.textContent = author ? `${author.name ?? 'Our team'} is writing…` : '';
    }),
  ];
  field.value = state.drafts.value.get(view.id) ?? '';
});
state.drafts.subscribe((drafts) => {
  field.value = drafts.get(shown()) ?? field.value;
});
state.conversations.subscribe(drawList);
state.status.subscribe((now) => {
  status.textContent = STATUS[now] ?? 'Not connected. What you write is kept and sent later.';
});
messenger.on('message', ({ message }) => {
  if (message.author.kind !== 'visitor')
    said.textContent = `${nameOf(message)}: ${message.parts.map(wordsOf).join(' ')}`;
});
messenger.on('ready', () => void messenger.open('conversation'));
