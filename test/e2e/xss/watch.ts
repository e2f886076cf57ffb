/** A browser page that notes whatever happens in it that must not, and looks at what stands in it. */
import { type BrowserContext, chromium, type Page } from 'playwright';
import { launch } from '../../support/browsers.mjs';
import { allowed } from './allowed.js';
import { inspect, noteWhatRuns } from './in-page.js';

export interface Watched {
  page: Page;
  context: BrowserContext;
  /** What has happened since the last time, with what stands there wrongly: empty where all is well. */
  findings(root: 'panel' | 'desk', payloads: readonly string[]): Promise<string[]>;
  /** Forgets what happened, as in a page that is meant to be hurt. Says whether anything had. */
  drop(): number;
  close(): Promise<void>;
}

/** Requests of our own: anything else at this origin may be a picture, and at another nothing may be asked. */
const OURS =
  /^\/(host|raw|sdk\/[\w./-]+|desk\/[\w./-]*|icon\.svg|(tall|plain)\.css|canary|(help|rules|flows|index)[\w-]*\.json)$/;

export async function openWatched(origin: string): Promise<Watched> {
  const options = launch();
  // nothing leaves this machine, whatever is asked for
  const deny = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  const browser = await chromium.launch({ ...options, args: [...(options.args ?? []), deny] });
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    locale: 'en-US',
    viewport: { width: 1024, height: 768 },
  });
  await context.addInitScript(noteWhatRuns);
  const page = await context.newPage();
  const happened: string[] = [];
  const note = (what: string) => happened.push(what);
  page.on('dialog', (dialog) => {
    note(`dialog: ${dialog.message()}`);
    void dialog.dismiss().catch(() => {});
  });
  page.on('popup', (popup) => note(`popup: ${popup.url()}`));
  page.on('download', (download) => note(`download: ${download.url()}`));
  page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || !/^(about:blank|http:\/\/127\.0\.0\.1:\d+\/(host|raw|desk\/))/.test(frame.url()))
      note(`navigated: ${frame.url()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isPicture = request.resourceType() === 'image' && request.method() === 'GET';
    if (url.origin !== origin || !(isPicture || OURS.test(url.pathname))) note(`request: ${request.url()}`);
  });
  return {
    page,
    context,
    async findings(root, payloads) {
      const seen = await page.evaluate(inspect, { root, payloads: [...payloads], allowed });
      const all = [...happened, ...seen];
      happened.length = 0;
      return [...new Set(all)];
    },
    drop: () => happened.splice(0).length,
    close: () => browser.close(),
  };
}
