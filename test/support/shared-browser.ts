/** A browser that all files of a process share: starting one takes as long as a test. Every file opens contexts of its own. */
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright';
import { launch } from './browsers.mjs';

let started: Promise<Browser> | undefined;

/** It ends with the process. Started anew should it be gone. */
async function running(): Promise<Browser> {
  started ??= chromium.launch(launch());
  const browser = await started;
  if (browser.isConnected()) return browser;
  started = undefined;
  return running();
}

export type SharedBrowser = Awaited<ReturnType<typeof shareBrowser>>;

/** What one file opens in it, `close` closes. */
export async function shareBrowser() {
  const browser = await running();
  const contexts = new Set<BrowserContext>();
  return {
    async newContext(options: BrowserContextOptions) {
      const context = await browser.newContext(options);
      contexts.add(context);
      context.on('close', () => contexts.delete(context));
      return context;
    },
    contexts: () => [...contexts],
    close: async () => void (await Promise.all([...contexts].map((context) => context.close()))),
  };
}
