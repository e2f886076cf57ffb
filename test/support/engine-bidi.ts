/** Firefox, driven by WebDriver BiDi: a container for each person, which has everything of its own. */
import { type Bidi, openBidi } from './bidi.js';
import { clickOn, type Engine, insist, seek, type Tab } from './engine.js';
import { clicked, pressed, typed } from './engine-actions.js';

/** In the page, as a choice by hand does. */
const take = (field: HTMLSelectElement | null, label: string): boolean => {
  const option = [...(field?.options ?? [])].find((one) => one.label === label);
  if (!field || !option) return false;
  field.value = option.value;
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  return true;
};

type Answer =
  | { type: 'success'; result: { value: string } }
  | { type: 'exception'; exceptionDetails: { text: string } };

function tabOf({ call }: Bidi, context: string, front: { context: string }): Tab {
  const ask: Tab['ask'] = async (fn, ...args) => {
    const functionDeclaration = `async () => JSON.stringify({ value: await (${fn})(...${JSON.stringify(args)}) })`;
    const answer = await call<Answer>('script.callFunction', {
      ...{ functionDeclaration, awaitPromise: true, target: { context } },
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return JSON.parse(answer.result.value).value;
  };
  const act = async (source: object) => {
    if (front.context !== context) await call('browsingContext.activate', { context });
    front.context = context;
    await call('input.performActions', { context, actions: [source] });
  };
  return {
    goto: (url) => call('browsingContext.navigate', { context, url, wait: 'complete' }),
    reload: () => call('browsingContext.reload', { context, wait: 'complete' }),
    back: () => call('browsingContext.traverseHistory', { context, delta: -1 }),
    ask,
    click: (query) => clickOn(query, ask, (at) => act(clicked(at))),
    async choose(query, label) {
      const taken = `(query, label) => (${take})((${seek})(query), label)`;
      await insist(JSON.stringify(query), () => ask(taken, query, label));
    },
    type: (text) => act(typed(text)),
    press: (key) => act(pressed(key)),
    resize: (width, height) => call('browsingContext.setViewport', { context, viewport: { width, height } }),
    close: () => call('browsingContext.close', { context }),
  };
}

export async function openFirefox(): Promise<Engine> {
  const bidi = await openBidi();
  const { call } = bidi;
  const front = { context: '' };
  let userContext: string | undefined;
  const open = async (type: 'tab' | 'window') => {
    const { context } = await call<{ context: string }>('browsingContext.create', { type, userContext });
    const tab = tabOf(bidi, context, front);
    await tab.resize(1280, 800);
    return tab;
  };
  return {
    about: `Firefox ${bidi.version}`,
    async fresh() {
      if (userContext) await call('browser.removeUserContext', { userContext });
      ({ userContext } = await call<{ userContext: string }>('browser.createUserContext'));
      return open('tab');
    },
    // a window, because a tab behind another would sleep; the first is none, because to draw a window is most of a visit
    another: () => open('window'),
    close: () => bidi.end(),
  };
}
