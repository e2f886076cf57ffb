/** Three small shops as they are found in the wild, each on an origin of its own; and a relay, whose desk serves them all. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createTokenSigner } from '../../demo/server/token.js';
import { createRelay } from '../../src/relay/index.js';
import { STUB } from './pages.js';

export type HostName = 'ga4' | 'shopify' | 'woocommerce';
export interface Hosts {
  url: Record<HostName, string>;
  /** Links that sign in to the desk; one for each shop's agent. */
  desk: Record<HostName, string>;
  /** Ends the relay, so that its database may be read, and the shops. */
  close(): Promise<void>;
}

/** Quantity by id of the variant. */
type Cart = Map<string, number>;
type Answer = (request: Request, path: string, cart: Cart) => unknown;

const root = fileURLToPath(new URL('../../', import.meta.url));
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };
const NONCE = 'c2hvcA';
const policy = (relay: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${NONCE}' 'strict-dynamic'`,
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${relay} ${relay.replace('http', 'ws')}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** Sums as Shopify has them: hundredths, though yen have none. */
const shopify: Answer = async (request, path, cart) => {
  const VARIANTS: Record<string, string> = { 411: '藍', 412: '白' };
  const PRICE = 250_000;
  const lines = () =>
    [...cart].map(([id, quantity]) => ({
      ...{ id: Number(id), variant_id: Number(id), key: `${id}:9f`, quantity, product_title: '湯のみ' },
      ...{ title: `湯のみ - ${VARIANTS[id]}`, variant_title: VARIANTS[id], url: `/products/yunomi?variant=${id}` },
      ...{ price: PRICE, final_price: PRICE, final_line_price: PRICE * quantity, sku: '', properties: {} },
    }));
  if (path === '/cart/add.js') {
    const form = await request.formData();
    const id = String(form.get('id'));
    cart.set(id, (cart.get(id) ?? 0) + Number(form.get('quantity')));
    return lines().find((line) => `${line.id}` === id);
  }
  if (path === '/cart/change.js') {
    const { id, quantity } = (await request.json()) as { id: string; quantity: number };
    cart.set(id.split(':')[0]!, quantity);
  }
  if (!/^\/cart(?:\/change)?\.js$/.test(path)) return;
  const items = lines();
  return {
    ...{ token: 'hWN2', note: null, attributes: {}, requires_shipping: true, currency: 'JPY', items },
    item_count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    total_price: items.reduce((sum, line) => sum + line.final_line_price, 0),
  };
};

const signer = createTokenSigner('woocommerce');
/** Sums as a shop has them that is set to show no decimals. */
const wooCommerce: Answer = async (request, path, cart) => {
  const PRODUCTS: Record<string, [name: string, price: number]> = {
    14: ['Mütze &#038; Bommel', 25],
    15: ['Socken', 9],
  };
  const currency = { currency_code: 'EUR', currency_minor_unit: 0, currency_prefix: '', currency_suffix: ' €' };
  const whole = () => ({
    items: [...cart].map(([id, quantity]) => ({
      ...{ key: `k${id}`, id: Number(id), quantity, name: PRODUCTS[id]![0], sku: '', variation: [] },
      permalink: 'https://strickladen.example/produkt/muetze/',
      prices: { ...currency, price: `${PRODUCTS[id]![1]}` },
    })),
    billing_address: { first_name: 'Greta', last_name: 'Garn', email: 'greta@example.com', phone: '' },
    totals: {
      ...currency,
      total_price: `${[...cart].reduce((sum, [id, quantity]) => sum + quantity * PRODUCTS[id]![1], 0)}`,
    },
  });
  const add = (id: string, quantity: number) => cart.set(id, (cart.get(id) ?? 0) + quantity);
  if (path === '/wp-json/sobani/v1/token') return new Response(signer.token({ sub: '7', name: 'Greta Garn' }));
  if (path === '/wp-json/wc/store/v1/cart') return whole();
  if (path === '/wp-json/wc/store/v1/batch') {
    const { requests } = (await request.json()) as { requests: { body: { key: string } }[] };
    for (const { body } of requests) cart.delete(body.key.slice(1));
    return { responses: [{ status: 200, body: whole() }] };
  }
  if (request.method !== 'POST') return;
  const form = await request.formData();
  if (request.url.includes('wc-ajax=add_to_cart')) {
    add(String(form.get('product_id')), Number(form.get('quantity')));
    return { fragments: {}, cart_hash: '' };
  }
  add(String(form.get('add-to-cart')), Number(form.get('quantity')));
  return new Response(null, { status: 303, headers: { location: path } });
};

async function openShop(name: HostName, answer: Answer, relay: () => string) {
  const folder = join(root, 'test/e2e/fixtures/hosts', name);
  const carts = new Map<string, Cart>();
  const listener = getRequestListener(async (request) => {
    const path = decodeURI(new URL(request.url).pathname);
    const known = /session=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    const session = known ?? `s${carts.size}`;
    if (!carts.has(session)) carts.set(session, new Map());
    const given = await answer(request, path, carts.get(session)!);
    if (given instanceof Response) return given;
    if (given) return Response.json(given);
    const type = TYPES[extname(path)];
    if (type) {
      const file = path.startsWith('/sdk/') ? join(root, 'dist/cdn', normalize(path.slice(4))) : join(folder, path);
      const body = await readFile(file).catch(() => null);
      return new Response(body && new Uint8Array(body), {
        status: body ? 200 : 404,
        headers: { 'content-type': type },
      });
    }
    const page = (await readFile(join(folder, 'page.html'), 'utf8'))
      .replaceAll('__NONCE__', NONCE)
      .replaceAll('__RELAY__', `${relay()}/sobani`)
      .replace('__SIGNED_IN__', 'true')
      .replace('__STUB__', () => STUB);
    return new Response(page, {
      headers: {
        ...{ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(relay()) },
        // the shop's own, for its cart
        ...(name !== 'ga4' && !known && { 'set-cookie': `session=${session}; HttpOnly; SameSite=Lax; Path=/` }),
      },
    });
  });
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** @param database file of the relay's; default none */
export async function openHosts(database = ':memory:'): Promise<Hosts> {
  let relayUrl = '';
  const answers: Record<HostName, Answer> = { ga4: () => undefined, shopify, woocommerce: wooCommerce };
  const names = Object.keys(answers) as HostName[];
  const servers: Server[] = [];
  const url = {} as Record<HostName, string>;
  for (const name of names) {
    const shop = await openShop(name, answers[name], () => relayUrl);
    servers.push(shop.server);
    url[name] = shop.url;
  }
  const { kid, publicJwk } = signer;
  const keys = [{ kid, alg: 'EdDSA' as const, jwk: { ...publicJwk } }];
  const relay = await createRelay({
    apps: names.map((id) => ({ id, origins: [url[id]], ...(id === 'woocommerce' && { keys }) })),
    agents: names.map((id) => ({ id, name: `Agent of ${id}` })),
    deskFolder: join(root, 'dist/npm/desk'),
    database,
    log: { level: 'silent' },
  });
  relayUrl = (await relay.listen(0)).url;
  return {
    url,
    desk: Object.fromEntries(relay.deskLinks().map(({ agent, url: link }) => [agent.id, link])) as Hosts['desk'],
    async close() {
      await relay.close();
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
