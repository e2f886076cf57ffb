/** The page of `bench:context`: a shop of one page that says of each product what it is, and has some elements, as pages do. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { normalize } from 'node:path';

const BUTTONS = 8;
/** Where the button is in the window, in CSS pixels. */
export const buttonAt = (n) => ({ x: 68, y: 80 + (n % BUTTONS) * 50 });

const shop = (attributes) => `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
<style>
  li { padding: 4px } main { height: 3000px }
  nav { position: fixed; left: 8px; top: 60px } nav button { display: block; width: 120px; height: 40px; margin-bottom: 10px }
</style>
<script>
  // what waits for seconds waits for milliseconds here: the work is the same
  const begin = window.setTimeout;
  window.setTimeout = (run, ms = 0, ...more) => begin(run, ms > 100 ? ms / 20 : ms, ...more);
  window.dataLayer = [];
  const rests = (go) => requestIdleCallback(go, { timeout: 200 });
  const item = (n) => ({ item_id: 'SKU' + n, item_name: 'Thing ' + n, price: 9.5, quantity: 1 });
  const push = (event, n) => {
    dataLayer.push({ ecommerce: null }, { event, ecommerce: { currency: 'EUR', value: 9.5, items: [item(n)] } });
    // a tag manager keeps so many
    if (dataLayer.length > 300) dataLayer.splice(0, dataLayer.length - 300);
  };
  /** So many at once, and again once the page has rested; without promises of its own, whose time would be none's. */
  const each = (times, most, ms, run) =>
    new Promise((done) => {
      let n = 0;
      const turn = () => {
        for (let i = 0; i < most && n < times; i++) run(n++);
        begin(() => rests(n < times ? turn : done), ms);
      };
      turn();
    });
  window.work = {
    // one each frame, as many as there are
    scroll: (times) =>
      new Promise((done) => {
        let n = 0;
        const turn = () => {
          scrollTo(0, n % 2 ? 400 : 0);
          if (++n < times) requestAnimationFrame(turn);
          else done();
        };
        requestAnimationFrame(turn);
      }),
    push: (times) =>
      each(times, 100, 0, (n) => {
        push(n % 2 ? 'remove_from_cart' : 'add_to_cart', n >> 1);
        // what makes us look: the list itself is not watched
        if (n % 100 === 99) document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      }),
    rests: () => each(1, 1, 300, () => {}),
    reference() {
      let text = '';
      for (let n = 0; n < 200; n++) {
        const list = Array.from({ length: 500 }, (_, i) => ({ key: 'k' + ((i * 7919) % 500), value: [i, text.length] }));
        list.sort((a, b) => (a.key < b.key ? -1 : 1));
        text = JSON.stringify(JSON.parse(JSON.stringify(list)));
      }
    },
  };
  // the router
  addEventListener('hashchange', () => {
    const name = 'Thing ' + location.hash;
    document.title = name;
    document.querySelector('h1').textContent = name;
    const offers = { price: 9.5, priceCurrency: 'EUR' };
    document.querySelector('[type="application/ld+json"]').textContent = JSON.stringify({ '@type': 'Product', name, offers });
    push('view_item', 1);
  });
  let pressed = 0;
  document.addEventListener('click', ({ target }) => {
    if (!target.closest('button')) return;
    push('add_to_cart', 1);
    // every other press shows something, and the rest are dead
    if (pressed++ % 2) document.querySelector('output').textContent = pressed;
  });
</script>
<script type="application/ld+json">{}</script>
<script async src="/sdk/sobani.js" data-app="bench" data-url-hash="true" ${attributes}></script>
<main><h1>Things</h1><nav><output>0</output>${Array.from({ length: BUTTONS }, (_, n) => `<button>Add thing ${n}</button>`).join('')}</nav>
<ul>${'<li><a href="#">A thing</a> <span>9.50</span></li>'.repeat(200)}</ul></main></html>`;

/** Serves it at `/?with`, with those sources, and at `/?without`. Answers where that is. */
export async function openShop(sources) {
  const server = createServer(async ({ url }, response) => {
    const [path, query] = url.split('?');
    const file = path.startsWith('/sdk/') && (await readFile(`dist/cdn/${normalize(path.slice(4))}`).catch(() => null));
    response.setHeader('content-type', file ? 'text/javascript' : /cart/.test(path) ? 'application/json' : 'text/html');
    if (/cart/.test(path)) response.end('{"items":[],"total_price":0,"currency":"EUR"}');
    else response.end(file || shop(query === 'with' ? `data-context="${sources}"` : ''));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
