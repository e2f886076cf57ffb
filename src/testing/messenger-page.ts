/** A message as a reader of the panel sees it. */
export interface ShownMessage {
  text: string;
  isOwn: boolean;
  element: HTMLElement;
}

/** The messenger as a person uses it: by what it shows, not by how it is built. */
export interface MessengerPage {
  /** The open shadow root. Throws when the messenger is not in the page. */
  root(): ShadowRoot;
  /** First element of that part, as `composer`; null when it is not there or hidden. */
  part(name: string): HTMLElement | null;
  /** The same, once it is there. */
  find(name: string): Promise<HTMLElement>;
  launcher(): HTMLButtonElement;
  isOpen(): boolean;
  /** Presses the launcher unless the panel is open; resolves once it is. */
  open(): Promise<void>;
  /** Presses the launcher unless the panel is closed; resolves once it is. */
  close(): Promise<void>;
  /** Presses the button whose label or text this is. */
  press(label: string): Promise<void>;
  /** Puts the text into the composer, as typing does. */
  type(text: string): Promise<void>;
  /** Presses the send button. */
  send(): Promise<void>;
  messages(): ShownMessage[];
  /** Resolves with the first message that has this text, once it is shown. */
  message(text: string): Promise<ShownMessage>;
  /** All that the panel shows, as text. */
  text(): string;
}

export interface PageOptions {
  /** Milliseconds that something may take to show. Default 5,000. */
  timeout?: number;
}

/**
 * A page object for the messenger in a document of any kind: a browser, happy-dom, jsdom.
 * @example
 * const page = messengerPage(document);
 * await page.open();
 * await page.type('Where is my order?');
 * await page.send();
 * await page.message('Where is my order?');
 */
export function messengerPage(document: Document, { timeout = 5_000 }: PageOptions = {}): MessengerPage {
  const root = () => {
    const found = document.querySelector('sobani-messenger')?.shadowRoot;
    if (!found) throw new Error('The messenger is not in this page: no <sobani-messenger> with a shadow root.');
    return found;
  };
  const isHidden = (element: Element) => element.closest('[hidden]') !== null;
  const all = (name: string) =>
    [...root().querySelectorAll<HTMLElement>(`[part~="${name}"]`)].filter((element) => !isHidden(element));
  const part = (name: string) => all(name)[0] ?? null;

  // looked at again whenever the tree changes, and now and then for what changes without that
  const until = <T>(what: string, look: () => T | null | undefined | false): Promise<T> =>
    new Promise((resolve, reject) => {
      const view = document.defaultView;
      if (!view) throw new Error('This document has no window.');
      const started = Date.now();
      const check = () => {
        const found = look();
        if (!found && Date.now() - started < timeout) return;
        observer.disconnect();
        clearInterval(timer);
        if (found) resolve(found);
        else
          reject(new Error(`Waited ${timeout} ms for ${what}. The panel shows: ${text().slice(0, 500) || 'nothing'}`));
      };
      const observer = new view.MutationObserver(check);
      observer.observe(root(), { subtree: true, childList: true, attributes: true, characterData: true });
      const timer = setInterval(check, 50);
      check();
    });

  const find = (name: string) => until(`the part "${name}"`, () => part(name));
  const text = () => part('panel')?.textContent ?? '';
  const isOpen = () => part('panel') !== null;
  const launcher = () => {
    const button = root().querySelector<HTMLButtonElement>('[part~="launcher"]');
    if (!button) throw new Error('The messenger shows no launcher.');
    return button;
  };
  const toggle = async (wanted: boolean) => {
    if (isOpen() !== wanted) launcher().click();
    await until(wanted ? 'the panel to open' : 'the panel to close', () => isOpen() === wanted);
  };
  const messages = (): ShownMessage[] =>
    all('message').map((element) => {
      const bubbles = [...element.querySelectorAll('.bubble')].map((bubble) => bubble.textContent);
      return {
        text: (bubbles.length ? bubbles.join('\n') : (element.textContent ?? '')).trim(),
        isOwn: element.classList.contains('own'),
        element,
      };
    });

  return {
    root,
    part,
    find,
    launcher,
    isOpen,
    open: () => toggle(true),
    close: () => toggle(false),
    async press(label) {
      const button = await until(`a button "${label}"`, () =>
        [...root().querySelectorAll<HTMLButtonElement>('button')].find(
          (one) =>
            !one.disabled && !isHidden(one) && (one.getAttribute('aria-label') ?? one.textContent)?.trim() === label,
        ),
      );
      button.click();
    },
    async type(words) {
      const input = (await find('input')) as HTMLTextAreaElement;
      input.focus();
      input.value = words;
      input.dispatchEvent(new (document.defaultView ?? window).Event('input', { bubbles: true, composed: true }));
    },
    async send() {
      const button = await until('the send button to be usable', () => {
        const found = part('send') as HTMLButtonElement | null;
        return found && !found.disabled && found;
      });
      button.click();
    },
    messages,
    message: (words) => until(`the message "${words}"`, () => messages().find((one) => one.text === words)),
    text,
  };
}
