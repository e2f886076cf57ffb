/** A survey on a page with a strict policy: a card, what comes of it, and that nothing is stored before the visitor acts. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, type InPage, launcher, ours, panel } from './pages.js';
import { NOTHING, prepareSite, tag } from './set-up.js';

const { site, open } = prepareSite({ sdk: 'dist/cdn' });

const RULES = {
  v: 1,
  surveys: [
    {
      id: 'friends',
      kind: 'nps',
      every: 1,
      text: { en: 'Would you recommend us?' },
      comment: 'Why?',
      thanks: 'Thank you!',
    },
  ],
};
const policy = () =>
  `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src 'self' ${new URL(site().relay).origin} ${new URL(site().relay).origin.replace('http', 'ws')}; style-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types 'none'">`;
const visit = () =>
  open({ head: policy() + tag(`data-relay="${site().relay}" data-rules="/rules.json"`) }, (page) =>
    page.route('**/rules.json', (route) => route.fulfill({ json: RULES })),
  );
const card = (page: Page) => ours(page).locator('[part="survey"]');
/** Rows of the database whose key has this in it. */
const rows = (page: Page, part: string) =>
  page.evaluate(async (wanted) => {
    // to open one that is not there would make it
    if (!(await indexedDB.databases()).some(({ name }) => name === 'sobani-shop')) return [];
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('sobani-shop');
      opening.onsuccess = () => resolve(opening.result);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const asking = db.transaction('rows').objectStore('rows').getAllKeys();
      asking.onsuccess = () => resolve(asking.result);
    });
    db.close();
    return keys.map(String).filter((key) => key.includes(wanted));
  }, part);

describe('survey()', () => {
  test('shows a card that is answered by keyboard; the page is told, and the relay has it', async () => {
    const { page, requests } = await visit();
    await page.evaluate(() => {
      const it = window as unknown as InPage;
      it.seen = [];
      void it.sobani('on', 'survey', (detail: unknown) => it.seen.push(detail));
    });
    expect(requests).not.toContain('/rules.json');
    expect(await call(page, 'survey', 'friends')).toEqual({ value: true });
    await pw(card(page).getByRole('group', { name: 'Would you recommend us?' })).toBeVisible();
    expect(await stored(page)).toEqual(NOTHING);
    await card(page).getByRole('radio', { name: '9', exact: true }).focus();
    await page.keyboard.press('Space');
    await card(page).getByLabel('Why?').fill('The tea');
    await card(page).getByRole('button', { name: 'Send rating' }).press('Enter');
    await pw(card(page).getByText('Thank you!')).toBeVisible();
    const rating = { survey: 'friends', kind: 'nps', score: 9, max: 10, remark: 'The tea' };
    expect(await page.evaluate(() => (window as unknown as InPage).seen)).toEqual([rating]);
    await pw.poll(() => rows(page, '/survey/')).toEqual(['a/survey/friends']);
    await pw.poll(() => rows(page, '/rating/')).toEqual([]);
    expect(await page.evaluate(() => document.querySelector('[style]')?.tagName ?? '')).toBe('');
  });

  test('shows nothing to whoever was asked lately, and none while the panel is open', async () => {
    const { page } = await visit();
    expect(await call(page, 'survey', 'friends')).toEqual({ value: true });
    await card(page).getByRole('button', { name: 'Close the survey' }).click();
    await pw(card(page)).toHaveCount(0);
    expect(await call(page, 'survey', 'friends')).toEqual({ value: false });
    await pw.poll(() => rows(page, '/survey/')).toEqual(['a/survey/friends']);
    await page.reload();
    expect(await call(page, 'survey', 'friends')).toEqual({ value: false });
    await call(page, 'forget');
    expect(await stored(page)).toEqual(NOTHING);
    expect(await call(page, 'survey', 'friends')).toEqual({ value: true });
    await launcher(page).click();
    await pw(panel(page)).toBeVisible();
    await pw(card(page)).toHaveCount(0);
  });

  test('says which survey there is not', async () => {
    const { page } = await visit();
    expect(await call(page, 'survey', 'nowhere')).toMatchObject({ error: { code: 'not-found', path: 'id' } });
  });
});
