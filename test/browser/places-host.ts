/** A real messenger in a page that a test makes, with what a person does to it. */
import { expect, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faceOf } from '../../src/face.js';
import { createMessenger } from '../../src/messenger.js';
import type { Messenger, Options } from '../../src/types.js';
import { createLauncher } from '../../src/ui/launcher/launcher.js';

/** A wait ends with what it waits for; the limit is for what never comes. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000, interval: 30 });

export interface Started {
  messenger: Messenger;
  host: HTMLElement;
  root: ShadowRoot;
  part(name: string): HTMLElement;
  /** The panel shows, with its second half there. */
  opened(): Promise<void>;
  field(): HTMLTextAreaElement;
  /** Presses the field with the mouse and types there, as a person does. */
  write(text: string): Promise<void>;
  isFocused(): boolean;
}

let count = 0;
let running: Messenger[] = [];
let added: Element[] = [];

export function start(options: Partial<Options> = {}): Started {
  const { messenger } = createMessenger(
    { app: `places${count++}`, storage: 'none', locale: 'en', ...options },
    faceOf(createLauncher),
  );
  running.push(messenger);
  const host = document.querySelector<HTMLElement>('sobani-messenger')!;
  const root = host.shadowRoot!;
  const part = (name: string) => root.querySelector<HTMLElement>(`[part="${name}"]`)!;
  const field = () => part('input') as HTMLTextAreaElement;
  return {
    messenger,
    host,
    root,
    part,
    field,
    opened: () =>
      until(() => {
        expect(part('panel').hidden).toBe(false);
        // set by what comes with the screens
        expect(part('panel').hasAttribute('aria-modal')).toBe(true);
      }),
    async write(text) {
      await userEvent.click(field());
      await userEvent.keyboard(text);
    },
    isFocused: () => document.activeElement === host && root.activeElement === field(),
  };
}

/** Puts an element into the page; of its attributes, `text` is what it says. */
export function add<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { text = '', ...attributes }: Record<string, string> = {},
  into: Element = document.body,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  into.append(made);
  added.push(made);
  return made;
}

export const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** For `afterEach`: the page is as it was. */
export async function cleanUp(): Promise<void> {
  for (const messenger of running) await messenger.destroy();
  for (const it of added) it.remove();
  running = [];
  added = [];
  document.documentElement.removeAttribute('style');
  document.body.removeAttribute('style');
  scrollTo(0, 0);
  await page.viewport(1024, 768);
}
