/** The messenger as a site has it, over a back end that does what a state says. One at a time. */
import { SobaniError } from '../../src/core/errors.js';
import type { TransportEvent } from '../../src/core/ports.js';
import { createMessenger } from '../../src/index.js';
import { type Script, type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.js';
import { MEMORY_UPLOADS } from '../../src/transport/memory-files.js';
import type { Messenger, Options, Target } from '../../src/types.js';
import { serve } from '../playground/serve.js';
import { helpFiles } from './help.js';
import { type Words, wordsOf } from './words.js';

export interface Look {
  theme: 'light' | 'dark';
  dir: 'ltr' | 'rtl';
}

export interface State {
  title: string;
  /** Where it begins; null: closed. */
  at: Target | null;
  options?: (words: Words, at: (name: string) => string) => Partial<Options>;
  /** What the back end has. */
  log?: (words: Words) => TransportEvent[];
  script?: Script;
  /** Nobody signs in, so that nothing connects before they write. */
  isNew?: boolean;
  /** What the rules file holds. */
  rules?: (words: Words) => object;
  /** Of what shows that it is there, in our shadow root. Default: the field to write in. */
  until?: string;
  /** What is done then, as the visitor or the page does it. */
  act?: (stage: Stage) => unknown;
  /** What shows that this is done. */
  done?: string;
}

export interface Stage {
  messenger: Messenger;
  transport: ScriptedTransport;
  words: Words;
  root: ShadowRoot;
  /** Resolves with what fits, once it is there and to be seen. */
  find<E extends HTMLElement = HTMLElement>(selector: string): Promise<E>;
  press(selector: string): Promise<void>;
  /** Types into a field, without keys. */
  write(selector: string, text: string): Promise<void>;
  /** Leaves nothing, neither on the page nor in the tab. */
  end(): Promise<void>;
}

const PATIENCE = 20_000;
const token = (name: string): string => ['e30', btoa(JSON.stringify({ sub: name })), 'none'].join('.');
export const refusal = (code: 'forbidden' | 'rate' | 'too-large'): SobaniError => new SobaniError(code, 'Refused.');

/** @throws Error when it does not come */
function frame<T>(look: () => T | null | undefined | false, what: string): Promise<T> {
  const end = performance.now() + PATIENCE;
  return new Promise((resolve, reject) => {
    const again = () => {
      const found = look();
      if (found) resolve(found);
      else if (performance.now() > end) reject(new Error(`It does not come: ${what}`));
      else requestAnimationFrame(again);
    };
    again();
  });
}

/** Draws a state; resolves once it is there. */
export async function show(state: State, { theme, dir }: Look): Promise<Stage> {
  const words = wordsOf(dir === 'rtl');
  const rules = state.rules?.(words);
  const at = serve({ ...helpFiles(), ...(rules && { 'rules.json': JSON.stringify({ v: 1, rules: [], ...rules }) }) });
  const log = state.log?.(words) ?? [];
  let seq = log.length;
  const transport = scriptedTransport({
    person: { id: 'aiko', verified: true, name: 'Aiko' },
    ...state.script,
    replay: log,
    capabilities: { upload: MEMORY_UPLOADS },
    abilities: {
      upload: () => new Promise(() => {}),
      file: async () => ({ url: '/pictures/tetsubin.svg', expires: 300_000 }),
      transcript: async () => {},
      ...(!state.script?.send && {
        send: async ({ id }: { id: string }) => ({ id, seq: ++seq, at: Date.now() }),
      }),
      ...state.script?.abilities,
    },
  });
  const messenger = createMessenger({
    ...{
      // none finds what another has left in the tab, also where the clock stands still
      app: `gallery-${crypto.randomUUID()}`,
      transport,
      storage: 'session',
      name: words.name,
      accent: '#2f6f4f',
      theme,
    },
    ...{ locale: dir === 'rtl' ? 'ar' : 'en', help: at('help.json') },
    ...(rules && { rules: at('rules.json') }),
    ...state.options?.(words, at),
  });
  const { shadowRoot: root } = document.querySelector('sobani-messenger')!;
  const find: Stage['find'] = (selector) =>
    frame(() => {
      const found = root!.querySelector<HTMLElement>(selector);
      return (found?.checkVisibility({ visibilityProperty: true }) && found) as never;
    }, selector);
  const stage: Stage = {
    ...{ messenger, transport, words, root: root!, find },
    press: async (selector) => (await find(selector)).click(),
    async write(selector, text) {
      const field = await find<HTMLTextAreaElement>(selector);
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // as after typing
      field.scrollTop = field.scrollHeight;
    },
    async end() {
      await messenger.forget().catch(() => {});
      await messenger.destroy();
    },
  };
  try {
    await arrange(state, stage);
  } catch (error) {
    await stage.end();
    throw error;
  }
  return stage;
}

async function arrange(state: State, stage: Stage): Promise<void> {
  const { messenger, find } = stage;
  if (!state.isNew) await messenger.identify({ getToken: () => token('aiko') }).catch(() => {});
  if (state.at) {
    await messenger.open(state.at);
    // the first press of a visitor allows to keep what they write
    (await find('[part=panel]')).dispatchEvent(new PointerEvent('pointerdown'));
  }
  await find(state.until ?? (state.at === null ? '[part=launcher]' : 'textarea'));
  await state.act?.(stage);
  if (state.done) await find(state.done);
}
