/** A whole messenger over a scripted back end, with its inspector. */
import { vi } from 'vitest';
import { faceOf } from '../../src/face.js';
import { createMessenger } from '../../src/messenger.js';
import { type Script, type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.js';
import type { Messenger, Options } from '../../src/types.js';
import { createLauncher, TAG } from '../../src/ui/launcher/launcher.js';

export interface Inspecting {
  messenger: Messenger;
  transport: ScriptedTransport;
  /** Our one element, which is another after `destroy` and `boot`. */
  readonly element: HTMLElement;
  /** The inspector's own element; null while it is closed. */
  host(): HTMLElement | null;
  /** What is in it, once that is drawn. */
  inside(): Promise<HTMLElement>;
  /** All text in it. */
  text(): string;
  show(tab: string): Promise<HTMLElement>;
}

let apps = 0;

export function startMessenger(script: Script = {}, options: Partial<Options> = {}): Inspecting {
  const transport = scriptedTransport(script);
  const given = { app: `inspected${apps++}`, storage: 'none' as const, transport, theme: 'light' as const, ...options };
  const { messenger } = createMessenger(given, faceOf(createLauncher));
  const element = () => document.querySelector<HTMLElement>(TAG);
  const host = () => element()?.shadowRoot?.querySelector<HTMLElement>('[aria-label="Sobani inspector"]') ?? null;
  const screen = () => host()?.shadowRoot?.querySelector<HTMLElement>('[role=tabpanel]') ?? null;
  return {
    messenger,
    transport,
    get element() {
      return element()!;
    },
    host,
    async inside() {
      await vi.waitFor(() => {
        if (!screen()) throw new Error('It is not drawn.');
      }, 10_000);
      return screen()!.parentNode as HTMLElement;
    },
    text: () => host()?.shadowRoot?.textContent ?? '',
    async show(tab) {
      const root = (await this.inside()) as HTMLElement;
      const button = [...root.querySelectorAll<HTMLElement>('[role=tab]')].find((it) => it.id === `tab-${tab}`)!;
      button.click();
      await vi.waitFor(() => {
        if (screen()!.getAttribute('aria-labelledby') !== `tab-${tab}`) throw new Error(`${tab} is not shown.`);
      }, 10_000);
      return screen()!;
    },
  };
}
