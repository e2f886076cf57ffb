import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../demo/server/relay.js';
import { type Shop, startShop } from '../../demo/server/shop.js';
import { pw } from '../support/patience.js';
import { type SharedBrowser, shareBrowser } from '../support/shared-browser.js';

/** The shop by itself, with neither the messenger's files nor a relay behind it: it owes nothing to them. */
describe('the demo shop', () => {
  let folder: string;
  let shop: Shop;
  let browser: SharedBrowser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hinoki-'));
    const environment = { build: { outDir: folder } };
    await build({ configFile: 'demo/vite.config.ts', logLevel: 'error', environments: { client: environment } });
    shop = await startShop({ port: 0, relayPort: await freePort(), pages: folder, sdk: join(folder, 'none') });
    browser = await shareBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
    await rm(folder, { recursive: true, force: true });
  });

  describe('in a browser', () => {
    let page: Page;
    let complaints: string[];

    beforeEach(async () => {
      page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
      complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        const isMessengers = `${message.location().url} ${message.text()}`.includes('/sobani-sdk/');
        if (message.type() === 'error' && !isMessengers) complaints.push(message.text());
      });
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`),
        );
      });
    });
    afterEach(async () => {
      await page.context().close();
      expect(complaints).toEqual([]);
    });

    const title = (name: string) => page.getByRole('heading', { level: 1, name });
    const kept = () => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);

    async function addToCart(name: string): Promise<void> {
      await page.getByRole('link', { name: 'Shop', exact: true }).click();
      await page.getByRole('link', { name }).click();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await pw(page.getByText('In the cart.')).toBeVisible();
    }

    test('keeps nothing in the browser while the visitor only looks around', async () => {
      await page.goto(shop.url);
      await page.getByRole('link', { name: 'Tokoname teapot' }).click();
      await pw(title('Tokoname teapot')).toBeVisible();
      await page.goto(`${shop.url}/cart`);
      await pw(page.getByText('Your cart is empty.')).toBeVisible();
      expect(await kept()).toEqual([]);
      expect(await page.context().cookies()).toEqual([]);
    });

    test('sells to a guest: catalogue, product, cart, checkout', async () => {
      await page.goto(shop.url);
      await addToCart('Arare iron kettle');
      await addToCart('Moss ink');
      await page.getByRole('link', { name: 'Cart, 2 items' }).click();
      await page.getByLabel('Quantity of Moss ink').selectOption('3');
      await pw(page.getByRole('link', { name: 'Cart, 4 items' })).toBeVisible();
      await page.reload();
      await pw(page.getByText('€194.00').first()).toBeVisible();
      await page.getByRole('button', { name: 'Remove Arare iron kettle' }).click();
      await pw(page.getByText('€70.90')).toBeVisible();

      await page.getByRole('link', { name: 'Checkout' }).click();
      await page.getByLabel('Country').selectOption('JP');
      await pw(page.getByText('€90.90')).toBeVisible();
      for (const [label, value] of Object.entries({
        Name: 'Kai Winter',
        'E-mail': 'kai@example.com',
        'Street and number': 'Teeweg 3',
        'Postcode and town': '20095 Hamburg',
      }))
        await page.getByLabel(label).fill(value);
      await page.getByRole('button', { name: 'Place order' }).click();
      await pw(title('Thank you')).toBeVisible();
      await pw(page.getByText(/Your order HK-\d{5} is with us/)).toBeVisible();
      expect(await kept()).toEqual([]);
    });

    test('shows a user their own orders, and nothing of them after signing out', async () => {
      await page.goto(`${shop.url}/orders`);
      await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Continue as Aiko Tanaka' }).click();
      await pw(title('Orders')).toBeVisible();
      await pw(page.getByText('On its way')).toBeVisible();
      await pw(page.locator('.order')).toHaveCount(4);
      const [cookie] = await page.context().cookies();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });

      await page.reload();
      await pw(page.locator('.order')).toHaveCount(4);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await pw(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
      expect(await page.context().cookies()).toEqual([]);
      await page.goto(`${shop.url}/orders`);
      await pw(page.getByText('Sign in to see your orders.')).toBeVisible();
      await pw(page.locator('.order')).toHaveCount(0);
    });

    test('follows back and forward without loading the page again', async () => {
      await page.goto(shop.url);
      await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
      await page.getByRole('link', { name: 'Furoshiki, seigaiha' }).click();
      await pw(title('Furoshiki, seigaiha')).toBeVisible();
      await pw(page).toHaveTitle('Furoshiki, seigaiha · Hinoki');
      await page.getByRole('link', { name: 'Cart', exact: false }).first().click();
      await page.goBack();
      await pw(title('Furoshiki, seigaiha')).toBeVisible();
      await page.goBack();
      await pw(title('Things that are better for being used')).toBeVisible();
      // it is where the visitor left it: at the product, far down
      await pw.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200);
      await page.goForward();
      await pw(title('Furoshiki, seigaiha')).toBeVisible();
      expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
    });

    test('speaks Japanese when asked, and remembers it', async () => {
      await page.goto(shop.url);
      await page.getByRole('button', { name: '日本語' }).click();
      await pw(title('使うほどに、よくなるもの')).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('ja');
      await page.goto(`${shop.url}/product/tetsubin`);
      await pw(title('南部鉄瓶 あられ')).toBeVisible();
      await page.goto(`${shop.url}/cart?lang=en`);
      await pw(title('Cart')).toBeVisible();
    });
  });

  test('has a fresh nonce and the strict policy in every page, and passes on to no relay that is down', async () => {
    const policies = await Promise.all(
      ['/', '/cart'].map(async (path) => (await fetch(shop.url + path)).headers.get('content-security-policy') ?? ''),
    );
    expect(policies[0]).toMatch(
      /^default-src 'none'; script-src 'nonce-[\w-]{24}' 'strict-dynamic'; style-src 'self'; /,
    );
    expect(policies[0]).toMatch(/; require-trusted-types-for 'script'; trusted-types 'none'$/);
    expect(policies[0]).not.toBe(policies[1]);

    const down = await fetch(`${shop.url}/sobani/v1/anything`);
    expect(down.status).toBe(502);
    expect(await down.json()).toEqual({ error: 'the relay does not answer' });
  });

  test('signs a token only for who is signed in, and never hands out the key', async () => {
    const post = (path: string, body: object, cookie = '') =>
      fetch(shop.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      });
    expect((await post('/api/sobani-token', {})).status).toBe(401);
    const signedIn = await post('/api/sign-in', { user: 'ben', password: 'x' });
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const { token } = (await (await post('/api/sobani-token', {}, cookie)).json()) as { token: string };
    const [header, claims] = token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
    expect(header).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: shop.signer.kid });
    expect(claims).toMatchObject({ sub: 'ben', name: 'Ben Novak', email: 'ben.novak@example.com', aud: 'hinoki' });
    expect(Number(claims?.exp) - Number(claims?.iat)).toBe(900);
    expect(shop.signer.publicJwk).not.toHaveProperty('d');
  });
});
