/** What tests with pages of their own begin with: a site for all tests of a file, and no trouble that nobody expected. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Markup, openSite, type Site, type SiteOptions, STUB, type Visit } from './pages.js';

/** What a page has stored that has stored nothing. */
export const NOTHING = { cookies: '', local: [], session: [], databases: [] };

/** The script tag, as the README has it. */
export const tag = (attributes = '') =>
  `<script async src="/sdk/sobani.js" data-app="shop"${attributes && ` ${attributes}`}></script>`;

/** The lines before the tag, and calls that a page makes there. */
export const stub = (calls = '') => `<script>${STUB}\n${calls}</script>`;

/** Where the messenger's own file was asked for. */
export const core = ({ requests }: Visit) => requests.filter((path) => /\/messenger-[^/]+\.js$/.test(path));

/** For `init`: no WebSockets, as a policy or an extension may make it. */
export const noSocket = () => {
  window.WebSocket = class {
    constructor() {
      throw new DOMException('no sockets here', 'SecurityError');
    }
  } as unknown as typeof WebSocket;
};

export function prepareSite(folders: Record<string, string>, options?: SiteOptions) {
  let site: Site;
  let visit: Visit | undefined;
  let expected: RegExp | undefined;
  beforeAll(async () => {
    site = await openSite(folders, options);
  });
  afterAll(() => site?.close());
  afterEach(() => {
    const { trouble = [] } = visit ?? {};
    const surprises = trouble.filter((line) => !expected?.test(line));
    visit = expected = undefined;
    expect(surprises).toEqual([]);
  });
  return {
    /** From the first hook on. */
    site: () => site,
    async open(markup: Markup, before?: (page: Page) => unknown): Promise<Visit> {
      visit = await site.open(markup, before);
      return visit;
    },
    /** Trouble that this test makes. */
    expectTrouble(pattern: RegExp) {
      expected = pattern;
    },
  };
}
