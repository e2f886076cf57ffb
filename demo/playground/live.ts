/** The messenger itself, as a page has it, over a back end in memory. Another one for each change. */
import { createMessenger } from '../../src/index.js';
import { type MemoryBackend, memoryTransport } from '../../src/transport/memory.js';
import type { Messenger, Options } from '../../src/types.js';
import type { Customer, Setting } from './customer.js';
import { serve } from './serve.js';

/** What a person gets who is asked for. */
export type HandedOver = ReturnType<MemoryBackend['conversations']>[number];

export interface Hears {
  /** Where a flow waits; nulls: none is under way. */
  step(flow: string | null, step: string | null): void;
  handoff(got: HandedOver): void;
  /** A rule has shown something, or the visitor has answered that. */
  rule(rule: string, state: string): void;
  /** What went wrong in the messenger, in words. */
  trouble(message: string): void;
}

export interface Live {
  /** `isOpen`: the conversation is opened, where there is room for it. */
  start(files: Record<string, string>, customer: Customer, setting: Setting, isOpen: boolean): Promise<void>;
  /** Tells the messenger that this happened on the page. */
  track(event: string): void;
  /** Answers as a person. */
  reply(conversation: string, text: string): void;
}

const teamsIn = (text: string): string[] => [...text.matchAll(/"team"\s*:\s*"([^"]+)"/g)].map(([, team]) => team!);

function hoursOf(text: string, hours: Setting['hours']): Options['hours'] {
  if (hours === 'unsaid') return undefined;
  const week: Record<string, string[]> = hours === 'open' ? { 'mon-sun': ['00:00-24:00'] } : { mon: ['03:00-03:01'] };
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  return Object.fromEntries(['shop', ...teamsIn(text)].map((team) => [team, { zone, week }]));
}

/** What a host function answers here is what it was asked, so that a flow goes on. */
const functionsIn = (flows: string): Options['functions'] => {
  const names = [...flows.matchAll(/"call"\s*:\s*\{\s*"name"\s*:\s*"([\w-]+)"/g)].map(([, name]) => name!);
  return Object.fromEntries(names.map((name) => [name, (input: object) => ({ ...input, ok: true })]));
};

/** Milliseconds within which an open messenger has taken the focus. */
const OPENS = 1_500;

/** As a server would sign one; nobody looks at the signature here. */
const tokenOf = (id: string): string =>
  ['e30', btoa(JSON.stringify({ sub: encodeURIComponent(id) })).replace(/=+$/, ''), 'none'].join('.');

/** Room enough for it to stand beside what is written. */
const WIDE = '(min-width: 1201px)';

/** The messenger takes the focus when it opens. Whoever is writing here keeps it, until they go there themselves. */
function keepFocus(): () => void {
  const { activeElement: field } = document;
  const end = new AbortController();
  const { signal } = end;
  const back = ({ target }: Event) => {
    const isTheirs = target instanceof Element && target.localName === 'sobani-messenger';
    if (isTheirs && field instanceof HTMLElement) field.focus({ preventScroll: true });
  };
  addEventListener('focusin', back, { signal, capture: true });
  addEventListener('pointerdown', () => end.abort(), { signal, capture: true });
  addEventListener('keydown', ({ key }) => key === 'Tab' && end.abort(), { signal });
  return () => end.abort();
}

export function createLive(hears: Hears): Live {
  let turn = 0;
  let messenger: Messenger | undefined;
  let backend: MemoryBackend | undefined;
  let letGo = () => {};
  /** One after the other: the one before has left the page when the next comes. */
  let last: Promise<void> = Promise.resolve();

  async function begin(
    files: Record<string, string>,
    customer: Customer,
    setting: Setting,
    isOpen: boolean,
  ): Promise<void> {
    letGo();
    await messenger?.destroy();
    hears.step(null, null);
    const own = ++turn;
    const { user, ...context } = customer;
    history.replaceState(null, '', `#${setting.page}`);
    const at = serve(files);
    const transport = memoryTransport({ verify: () => user ?? null });
    backend = transport.backend;
    const flows = files['flows.json'] ?? '';
    const hours = hoursOf(`${flows}${files['rules.json']}`, setting.hours);
    messenger = createMessenger({
      ...{ app: `playground-${own}`, name: 'Your site', transport, storage: 'none', urlHash: true },
      ...{ locale: setting.locale, flows: at('flows.json'), accent: '#2f6f4f' },
      ...{ rules: at('rules.json'), context: 'frustration' },
      ...(files['help.json'] && { help: at('help.json') }),
      ...(files['answers.json'] && { answers: at('answers.json') }),
      ...(hours && { hours }),
      functions: functionsIn(flows) ?? {},
    });
    const { on } = messenger;
    const still =
      <T>(listener: (detail: T) => void) =>
      (detail: T) => {
        if (turn === own) listener(detail);
      };
    on(
      'flow-step',
      still(({ flow, step }) => hears.step(flow, step)),
    );
    on(
      'proactive',
      still(({ rule, state }) => hears.rule(rule, state)),
    );
    on(
      'error',
      still(({ error }) => hears.trouble(error.message)),
    );
    on(
      'delivery',
      still(({ conversation }) => {
        const got = backend!.conversations().find(({ id }) => id === conversation);
        if (got?.status === 'waiting') hears.handoff(got);
      }),
    );
    if (user) await messenger.identify({ getToken: () => tokenOf(user.id) });
    await messenger.set(context);
    letGo = keepFocus();
    if (isOpen && matchMedia(WIDE).matches) await messenger.open('conversation');
    // whatever moves the focus later on is asked to
    setTimeout(letGo, OPENS);
  }

  return {
    start(...given) {
      const mine = last.then(() => begin(...given));
      last = mine.catch((thrown: unknown) => hears.trouble(String((thrown as Error).message)));
      return last;
    },
    track: (event) =>
      void messenger?.track(event).catch((thrown: unknown) => hears.trouble(String((thrown as Error).message))),
    reply: (conversation, text) => void backend?.reply(conversation, text),
  };
}
