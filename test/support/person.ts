/** A person at the demo shop, in whichever browser: what they do with the messenger, and what they see of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type InPage, PATIENCE, type Query, type Tab } from './engine.js';

/** In the page: texts of the messenger that are shown, with the spaces of each as one. */
const shown = () => {
  const panel = document.querySelector('sobani-messenger')?.shadowRoot?.querySelector<HTMLElement>('[part="panel"]');
  return (panel ?? document.body).innerText.replace(/\s+/g, ' ');
};
const isShown = (text: string) =>
  !!document
    .querySelector('sobani-messenger')
    ?.shadowRoot?.querySelector<HTMLElement>('[part="panel"]')
    ?.innerText.replace(/\s+/g, ' ')
    .includes(text);

/** What has the focus: names of element and part, and what it is called. */
export interface Focused {
  element: string;
  part: string | null;
  name: string;
}

const focused = (): Focused => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  return {
    element: it?.localName ?? '',
    part: it?.getAttribute('part') ?? null,
    name: (it?.getAttribute('aria-label') ?? it?.textContent ?? '').replace(/\s+/g, ' ').trim(),
  };
};

/** What the browser has kept for this origin. */
const kept = async () => ({
  cookies: document.cookie,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map(({ name }) => name),
});

const calls = async (...call: unknown[]): Promise<unknown> =>
  (window as unknown as { sobani(...call: unknown[]): Promise<unknown> }).sobani(...call);

/** In the page: gives this file to the next field for files that opens. A driver has no hand in what the system draws. */
const give = (name: string, base64: string) => {
  const { prototype } = HTMLInputElement;
  const { click } = prototype;
  prototype.click = function () {
    if (this.type !== 'file') return click.call(this);
    prototype.click = click;
    const held = new DataTransfer();
    held.items.add(new File([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], name));
    this.files = held.files;
    this.dispatchEvent(new Event('change'));
  };
};

export type Person = ReturnType<typeof personAt>;

/** @param trouble is told what went wrong in the pages that this person leaves */
export function personAt(tab: Tab, shop: string, trouble: string[]) {
  const note = async () => {
    const found = await tab.ask(() => (window as unknown as { trouble?: string[] }).trouble ?? []).catch(() => []);
    trouble.push(...found);
  };
  const until = async <A extends unknown[]>(what: string, look: InPage<A, unknown>, ...args: A): Promise<void> => {
    // it looks in the page, for a second each: to ask from here each time would be most of a journey's work
    const looking = `async (...given) => {
      for (const begun = Date.now(); Date.now() - begun < 1000; await new Promise((go) => setTimeout(go, 60))) {
        if (await (${look})(...given)) return true;
      }
      return false;
    }`;
    let last: unknown;
    for (const begun = Date.now(); Date.now() - begun < PATIENCE; ) {
      try {
        if (await tab.ask<A, boolean>(looking, ...args)) return;
      } catch (error) {
        last = error; // a page that is just being left
        await sleep(60);
      }
    }
    throw new Error(`waited for ${what}; shown: ${await tab.ask(shown).catch(String)}${last ? ` (${last})` : ''}`);
  };
  const composer: Query = { css: '[part="input"]' };
  const launcher: Query = { css: '[part="launcher"]' };
  const person = {
    tab,
    note,
    until,
    focused: () => tab.ask(focused),
    kept: () => tab.ask(kept),
    /** What a call of the tag's gives, as the host's page makes it. */
    call: (...call: unknown[]) => tab.ask(calls, ...call),
    shown: () => tab.ask(shown),
    sees: (text: string) => until(`“${text}”`, isShown, text),
    misses: (text: string) => until(`“${text}” to go`, `(text) => !(${isShown})(text)`, text),
    press: (name: string) => tab.click({ css: 'button, a[href]', name }),
    /** Presses what has this in its name, as an article of a list has its title. */
    pick: (has: string) => tab.click({ css: 'button, a[href]', has }),
    /** Until an element of the messenger is shown, or of the page. */
    finds: ({ css, isOutside }: Query) =>
      until(
        css,
        (selector, outside) => {
          const root = outside ? document : document.querySelector('sobani-messenger')?.shadowRoot;
          return [...(root?.querySelectorAll(selector) ?? [])].some((it) => it.getClientRects().length > 0);
        },
        css,
        !!isOutside,
      ),
    async visit(path = '/') {
      await note();
      await tab.goto(shop + path);
      await person.finds(launcher);
    },
    async reload() {
      await note();
      await tab.reload();
      await person.finds(launcher);
    },
    /** Signs in at the shop; resolves once it shows its first page, which takes the focus. */
    async signIn(name: string) {
      await person.visit('/sign-in');
      await tab.click({ css: 'button', has: name, isOutside: true });
      await until(`${name} to be signed in`, () => location.pathname === '/');
    },
    /** Presses the launcher; resolves once there is something to write in. */
    async open() {
      await tab.click(launcher);
      await person.finds(composer);
    },
    async close() {
      await tab.click({ css: '[part="close"]' });
      await until('the panel to close', () => {
        const root = document.querySelector('sobani-messenger')!.shadowRoot!;
        return !root.querySelector('[part="panel"]')?.getClientRects().length;
      });
    },
    async write(text: string) {
      await tab.click(composer);
      await tab.type(text);
    },
    /** Writes it and sends it by key; resolves once it is in the transcript. */
    async say(text: string) {
      await person.write(text);
      await tab.press('Enter');
      await person.hears(text);
    },
    /** Presses the button for files, and picks one with this name and content. */
    async attach(name: string, base64: string) {
      await tab.ask(give, name, base64);
      await person.press('Attach files');
    },
    /** Until the transcript has it. */
    hears: (text: string) =>
      until(
        `the transcript to have “${text}”`,
        (said) => {
          const log = document
            .querySelector('sobani-messenger')
            ?.shadowRoot?.querySelector<HTMLElement>('[role="log"]');
          return log?.innerText.replace(/\s+/g, ' ').includes(said);
        },
        text,
      ),
    /** Bubbles of the transcript, oldest first. */
    bubbles: () =>
      tab.ask(() =>
        [
          ...(document
            .querySelector('sobani-messenger')
            ?.shadowRoot?.querySelectorAll<HTMLElement>('[role="log"] .bubble') ?? []),
        ].map((it) => it.innerText.trim()),
      ),
    /** Until the value of the composer is this. */
    holds: (text: string) =>
      until(
        `the composer to hold “${text}”`,
        (value) => document.querySelector('sobani-messenger')?.shadowRoot?.querySelector('textarea')?.value === value,
        text,
      ),
    /** Until that has the focus. */
    isAt: (part: string) =>
      until(
        `the focus to be at ${part}`,
        (name) => document.querySelector('sobani-messenger')?.shadowRoot?.activeElement?.getAttribute('part') === name,
        part,
      ),
  };
  return person;
}
