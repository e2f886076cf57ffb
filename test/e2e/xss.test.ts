/** Whatever others write is shown, and does nothing: the corpora, in a real browser. `npm run test:xss` tries all of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { call, launcher, ours, panel } from './pages.js';
import { deskFrames } from './xss/desk.js';
import { cardsOf, flowsFile, helpFiles, rulesFile } from './xss/files.js';
import { isDrawn, putIn, speak, spoil } from './xss/in-page.js';
import { everything, hasCorpora, isLive, isWhole, lots, MARKUP, SHAPES, SOURCES } from './xss/payloads.js';
import { type HostileSite, openHostileSite } from './xss/site.js';
import { DRAWN, offered, type Said, saidOf, writtenBy } from './xss/surfaces.js';
import { openWatched, type Watched } from './xss/watch.js';

let site: HostileSite;
let watched: Watched;
beforeAll(async () => {
  site = await openHostileSite();
  watched = await openWatched(site.url);
});
afterAll(async () => {
  await watched?.close();
  await site?.close();
});

const LONG = isWhole ? 7_200_000 : 600_000;
const payloads = everything(4);

let apps = 0;
const log = () => ours(watched.page).getByRole('log');

/** A page of the host's with these attributes on its tag, and a visitor who was never here. */
async function visit(attributes: Record<string, string>, sheet: 'plain' | 'tall' = 'plain'): Promise<void> {
  const tag = new URLSearchParams({ sheet, 'data-app': `x${apps++}`, ...attributes });
  await watched.page.goto(`${site.url}/host?${tag}`);
  await launcher(watched.page).waitFor();
}
/** Says all of it in a conversation of a new visitor. */
async function talk(said: Said[], sheet: 'plain' | 'tall', selectors: string): Promise<void> {
  const { page } = watched;
  Object.assign(site, { said, sources: SOURCES });
  await visit({ 'data-relay': '/sobani' }, sheet);
  await call(page, 'open', 'conversation');
  await call(page, 'send', 'Hi');
  // where the panel scrolls, what is out of sight is not drawn
  const count = sheet === 'tall' ? said.length + 1 : 0;
  await page.waitForFunction(isDrawn, { count, selectors }, { polling: 100, timeout: LONG });
}
const allOf = (lot: readonly string[]): Said[] => [...lot.flatMap(saidOf), offered(lot)];
/** Of what lies beside the panel, as a picture. */
const around = () =>
  watched.page.screenshot({ mask: [panel(watched.page), launcher(watched.page)], animations: 'disabled' });

/** Looks whenever it is called, and tells in the end what was found. */
function findings(root: 'panel' | 'desk' = 'panel') {
  const found = new Set<string>();
  return {
    found,
    async look(tried: readonly string[]) {
      for (const finding of await watched.findings(root, tried)) found.add(finding);
    },
  };
}

describe.skipIf(!hasCorpora)('what others write', () => {
  test('runs where a page puts it in as markup, so that what is looked for here would be seen', async () => {
    const live = MARKUP.filter(isLive);
    expect(live.length).toBeGreaterThan(25);
    const { page } = watched;
    await page.goto(`${site.url}/raw`);
    await page.evaluate(putIn, live);
    const fired = () => page.evaluate(() => (window as unknown as { fired: Set<number> }).fired.size);
    await pw.poll(fired).toBeGreaterThanOrEqual(Math.ceil(live.length * 0.6));
    // what it asked for was noted, too
    expect(watched.drop()).toBeGreaterThan(0);
    await page.goto('about:blank');
    watched.drop();
  });

  test(
    'stands in every place of every kind of message, in quotes and in lists of conversations, and does nothing',
    async () => {
      const { page } = watched;
      const { found, look } = findings();
      for (const lot of lots(payloads, 20)) {
        site.others = lot;
        await talk(allOf(lot), 'tall', DRAWN.panel);
        await look(lot);
        // the last message is answered
        await log()
          .locator('.acts button')
          .nth(-2)
          .evaluate((it: HTMLElement) => it.click());
        await pw(panel(page).locator('.replying')).toBeAttached();
        await call(page, 'open', 'home');
        await pw(panel(page).locator('[part="home"] .card').nth(2)).toBeAttached();
        await look(lot);
        await call(page, 'open', 'conversations');
        await pw(
          panel(page)
            .locator('[part="conversations"] .card')
            .nth(lot.length - 1),
        ).toBeAttached();
        await look(lot);
      }
      site.others = [];
      expect([...found]).toEqual([]);
    },
    LONG,
  );

  test(
    'stays in its box, and turns no word beside it',
    async () => {
      const { found, look } = findings();
      // as it is with everything there that is drawn later: shadows fall beside it, too
      await talk(writtenBy('Plain', 0), 'plain', '.bubble, .quote');
      await look([]);
      const clean = await around();
      await talk(SHAPES.flatMap(writtenBy), 'plain', '.bubble, .quote');
      await pw(log().locator('article').last()).toContainText(SHAPES.at(-1)!);
      await look(SHAPES);
      // zalgo is painted where nothing has a box
      await pw.poll(async () => (await around()).equals(clean), 'painted beside its box').toBe(true);
      expect([...found]).toEqual([]);
    },
    LONG,
  );

  test(
    "does nothing in the host's greeting and cards, and in what is told of the visitor",
    async () => {
      const { page } = watched;
      const { found, look } = findings();
      await visit({ 'data-cards': JSON.stringify(cardsOf(['Plain'])) }, 'tall');
      await call(page, 'open', 'home');
      for (const lot of lots(payloads, 6)) {
        const [it = ''] = lot;
        const told = await call(page, 'update', { greeting: lot.join(' '), name: it, cards: cardsOf(lot) });
        expect(told).not.toHaveProperty('error');
        await call(page, 'set', { traits: { plan: it.slice(0, 500) } });
        await call(page, 'open', 'home');
        await pw(panel(page).locator('.host')).toHaveCount(lot.length);
        await look(lot);
        await call(page, 'open', 'share');
        await pw(panel(page).locator('.told').first()).toBeAttached();
        await look(lot);
      }
      expect([...found]).toEqual([]);
    },
    LONG,
  );

  test(
    'does nothing in articles, in lists of them, and where they are sought',
    async () => {
      const { page } = watched;
      const { found, look } = findings();
      for (const lot of lots(payloads, 100)) {
        site.files = helpFiles(lot);
        await visit({ 'data-help': '/help.json' }, 'tall');
        for (const [target, shown] of [
          ['help', 'h2'],
          [{ collection: 'one' }, '.card, li button'],
          [{ article: 'whole' }, 'pre'],
          [{ search: 'script alert' }, 'input'],
        ] as const) {
          await call(page, 'open', target);
          await pw(panel(page).locator(shown).first()).toBeAttached();
          await look(lot);
        }
      }
      expect([...found]).toEqual([]);
    },
    LONG,
  );

  test(
    'does nothing in what a flow says, in news and in what is said unasked',
    async () => {
      const { page } = watched;
      const { found, look } = findings();
      for (const [i, lot] of lots(payloads, 20).entries()) {
        const kind = (['teaser', 'banner', 'hint'] as const)[i % 3]!;
        site.files = { '/rules.json': rulesFile(kind, lot), '/flows.json': flowsFile(lot) };
        await visit({ 'data-rules': '/rules.json', 'data-flows': '/flows.json' }, 'tall');
        await pw(ours(page).locator(`.proactive.${kind}`)).toBeVisible();
        await look(lot);
        await call(page, 'open', 'home');
        await pw(ours(page).locator('.item')).toHaveCount(lot.length);
        await look(lot);
        expect(await call(page, 'startFlow', 'one')).not.toHaveProperty('error');
        await call(page, 'open', 'conversation');
        await pw(log().locator('form')).toBeAttached();
        await look(lot);
      }
      expect([...found]).toEqual([]);
    },
    LONG,
  );

  test(
    'does nothing where it is stored, and where another tab says it',
    async () => {
      const { page } = watched;
      const { found, look } = findings();
      for (const lot of lots(payloads, 100)) {
        await talk(allOf(['Plain']), 'tall', DRAWN.panel);
        await page.evaluate(spoil, lot);
        await page.reload();
        await call(page, 'open', 'conversation');
        // what cannot be read is left out, and the rest is there
        await pw(log().locator('article').nth(1)).toBeAttached();
        expect(await page.evaluate(speak, lot)).toBeGreaterThan(0);
        await look(lot);
        await call(page, 'open', 'home');
        await look(lot);
      }
      expect([...found]).toEqual([]);
    },
    LONG,
  );

  test(
    "does nothing on an agent's desk",
    async () => {
      const { page } = watched;
      const desk = page.locator('#desk');
      const { found, look } = findings('desk');
      for (const lot of lots(payloads, 40)) {
        site.desk = deskFrames(lot[0]!, lot);
        await page.goto('about:blank');
        await page.goto(`${site.url}/desk/#code=code`);
        await desk.locator('.row').first().click();
        await pw(desk.locator('.entries > li').nth(20)).toBeVisible();
        for (const one of DRAWN.desk.split(', ')) await pw(desk.locator(one).first()).toBeAttached();
        await look(lot);
      }
      expect([...found]).toEqual([]);
    },
    LONG,
  );
});
