/** A tab whose user has no mouse: what a journey clicks is reached with Tab, and pressed with the key for it. */
import { insist, PATIENCE, type Query, seek, type Tab } from './engine.js';

/** How many presses of Tab it may take. */
const MOST = 120;

/** In the page: what has the focus, in whichever root; null where nothing has. */
const focused = (): Element | null => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  return it === document.body || it === document.documentElement ? null : it;
};

interface Bearing {
  /** Where to go from the focus; `there` once it is reached. */
  way: 'there' | 'ahead' | 'behind';
  /** What presses it, where anything does. */
  key: 'Enter' | 'Space' | null;
  /** Whether it is the messenger's. */
  isOurs: boolean;
}

/** In the page: how to reach that from what has the focus. */
const bear = (found: Element | null, at: Element | null): Bearing | null => {
  if (!found) return null;
  const control = (found as HTMLLabelElement).control ?? found;
  const to = control.closest('button, a[href], input, textarea, select, summary, [tabindex]');
  if (!to || to.matches(':disabled')) return null;
  const root = to.getRootNode();
  const isOurs = root instanceof ShadowRoot;
  const isBox = to.matches('[type="checkbox"], [type="radio"]');
  const key = isBox ? 'Space' : to.matches('input, textarea, select') ? null : 'Enter';
  if (to === at) return { way: 'there', key, isOurs };
  // from nowhere the way back leads to what is last on the page, and that is where the messenger is
  if (!at) return { way: isOurs ? 'behind' : 'ahead', key, isOurs };
  const isSame = at.getRootNode() === root;
  const outer = (it: Element) => {
    const own = it.getRootNode();
    return own instanceof ShadowRoot ? own.host : it;
  };
  const [from, goal] = isSame ? [at, to] : [outer(at), outer(to)];
  const isAhead = from.compareDocumentPosition(goal) & Node.DOCUMENT_POSITION_FOLLOWING;
  return { way: isAhead ? 'ahead' : 'behind', key, isOurs };
};

/**
 * As `tab` is, with keys alone. It fails where the focus falls to the page after something in the messenger was pressed:
 * the next press of Tab would begin at the top of the page.
 */
export function byKeyboard(tab: Tab): Tab {
  /** What was pressed last in the messenger, and is to leave the focus somewhere. */
  let pressed = '';
  const steady = async () => {
    if (!pressed) return;
    await insist(`the focus, after ${pressed}`, () => tab.ask(`() => !!(${focused})()`));
  };
  const look = (query: Query) =>
    tab.ask<[Query], Bearing | null>(`(query) => (${bear})((${seek})(query), (${focused})())`, query);
  const reach = async (query: Query): Promise<Bearing> => {
    await steady();
    for (let i = 0; i < MOST; i++) {
      const bearing = await insist(JSON.stringify(query), () => look(query));
      if (bearing.way === 'there') return bearing;
      await tab.press(bearing.way === 'ahead' ? 'Tab' : 'Shift+Tab');
    }
    throw new Error(`not reached with Tab: ${JSON.stringify(query)}`);
  };
  const leaving =
    <A extends unknown[]>(act: (...given: A) => Promise<void>) =>
    (...given: A) => {
      pressed = '';
      return act(...given);
    };
  return {
    ...tab,
    goto: leaving(tab.goto),
    reload: leaving(tab.reload),
    back: leaving(tab.back),
    async click(query) {
      const { key, isOurs } = await reach(query);
      if (key) await tab.press(key);
      pressed = isOurs ? JSON.stringify(query) : '';
    },
    async choose(query, label) {
      await reach(query);
      const chosen = (field: Element | null) => (field as HTMLSelectElement | null)?.selectedOptions[0]?.label;
      for (const begun = Date.now(); Date.now() - begun < PATIENCE; await tab.press('ArrowDown')) {
        if ((await tab.ask(`() => (${chosen})((${focused})())`)) === label) return;
      }
      throw new Error(`no option ${label}`);
    },
    async type(text) {
      await steady();
      await tab.type(text);
    },
    async press(key) {
      await steady();
      await tab.press(key);
    },
  };
}
