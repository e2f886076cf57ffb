/** WebKitGTK, driven by WebDriver. One session for all: what an origin has kept is erased for who comes next. */
import { clickOn, type Engine, type InPage, insist, seek, type Tab } from './engine.js';
import { clicked, pressed, typed } from './engine-actions.js';
import { openSession, type Session } from './webdriver.js';

const WIDTH = 1280;
const HEIGHT = 800;

/** In the page: what this origin has kept here. Cookies are the driver's to take. */
const forget = async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) {
    await new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(name!);
      request.onsuccess = request.onerror = resolve;
    });
  }
};

function tabOf({ call }: Session, handle: string, current: { handle: string }): Tab {
  const inTab = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> => {
    if (current.handle !== handle) await call('POST', '/window', { handle });
    current.handle = handle;
    return call(method, path, body);
  };
  /** Awaits what the function gives. */
  const ask: Tab['ask'] = async <A extends unknown[], T>(fn: InPage<A, T>, ...args: A): Promise<T> => {
    const script = `const [given, done] = arguments;
      Promise.resolve().then(() => (${fn})(...given)).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
    const answer = await inTab<{ value?: T; error?: string }>('POST', '/execute/async', { script, args: [args] });
    if (answer.error) throw new Error(answer.error);
    return answer.value as T;
  };
  const act = async (source: object) => void (await inTab('POST', '/actions', { actions: [source] }));
  return {
    goto: async (url) => void (await inTab('POST', '/url', { url })),
    reload: async () => void (await inTab('POST', '/refresh', {})),
    back: async () => void (await inTab('POST', '/back', {})),
    ask,
    // by pointer: the driver's own click takes a field in a shadow root for covered by the root's host
    click: (query) => clickOn(query, ask, (at) => act(clicked(at))),
    async choose(query, label) {
      await insist(JSON.stringify(query), async () => {
        const script = `const found = (${seek})(arguments[0]);
          return [...(found?.options ?? [])].find((option) => option.label === arguments[1]) ?? null`;
        const option = await inTab<object | null>('POST', '/execute/sync', { script, args: [query, label] });
        if (option) await inTab('POST', `/element/${Object.values(option)[0]}/click`, {});
        return option;
      });
    },
    type: (text) => act(typed(text)),
    press: (key) => act(pressed(key)),
    async resize(width, height) {
      await inTab('POST', '/window/rect', { width, height });
      // the window has a bar of its own
      const [w, h] = await ask(() => [innerWidth, innerHeight]);
      await inTab('POST', '/window/rect', { width: 2 * width - w!, height: 2 * height - h! });
    },
    close: () => inTab('DELETE', '/window'),
  };
}

export async function openWebkit(): Promise<Engine> {
  const session = await openSession();
  const { call } = session;
  const first = await call<string>('GET', '/window');
  const current = { handle: first };
  const main = tabOf(session, first, current);
  return {
    about: `WebKitGTK ${session.version}`,
    async fresh(origin) {
      for (const handle of await call<string[]>('GET', '/window/handles')) {
        if (handle !== first) await tabOf(session, handle, current).close();
      }
      await main.resize(WIDTH, HEIGHT);
      await main.goto(`${origin}/nothing.txt`);
      await main.ask(forget);
      await call('DELETE', '/cookie');
      return main;
    },
    async another() {
      // a window, because a tab behind another would sleep
      const { handle } = await call<{ handle: string }>('POST', '/window/new', { type: 'window' });
      return tabOf(session, handle, current);
    },
    close: () => session.end(),
  };
}
