/** What `page.mjs` opens: the demo's shop with and without the messenger, and a page with a history of many messages. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};
const HISTORY =
  '<!doctype html><html lang="en"><title>A history</title><body><script type="module" src="/app/app.js"></script>';

/** Serves the first of the folders that has the file. Below `/sobani-sdk/` stands `dist/cdn`; what is missing is the page. */
export async function startPages() {
  const app = await mkdtemp(join(tmpdir(), 'sobani-page-'));
  await build({
    ...{ configFile: false, base: './', logLevel: 'error' },
    resolve: {
      alias: [
        { find: /^sobani$/, replacement: join(root, 'dist/npm/index.js') },
        { find: /^sobani\/(.*)$/, replacement: join(root, 'dist/npm/$1.js') },
      ],
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      ...{ outDir: app, emptyOutDir: true, modulePreload: false },
      rolldownOptions: { input: join(root, 'test/bench/page-app.mjs'), output: { entryFileNames: 'app.js' } },
    },
  });
  const shop = await readFile(join(root, 'dist/demo/public/index.html'), 'utf8');
  const shops = { with: shop, without: shop.replace(/<script async src="\/sobani-sdk\/[^>]*><\/script>/, '') };
  if (shops.with === shops.without) throw new Error('The shop has no script tag of the messenger');

  const fileAt = (path) => {
    if (path.startsWith('/app/')) return join(app, path.slice('/app/'.length));
    if (path.startsWith('/sobani-sdk/')) return join(root, 'dist/cdn', path.slice('/sobani-sdk/'.length));
    if (/^\/messenger\/(help|answers)\//.test(path))
      return join(root, 'dist/demo/public', path.slice('/messenger'.length));
    if (path.startsWith('/messenger/')) return join(root, 'demo', path);
    return join(root, 'dist/demo/public', path);
  };
  const serve = async (page) => {
    const server = createServer(async (req, res) => {
      const { pathname } = new URL(req.url, 'http://shop');
      const type = TYPES[extname(pathname)];
      const body = type
        ? await readFile(fileAt(pathname)).catch(() => null)
        : pathname === '/api/me'
          ? '{"user":null}'
          : page;
      const isPage = !type && body === page;
      res.writeHead(body === null ? 404 : 200, { 'content-type': type ?? (isPage ? TYPES['.html'] : TYPES['.json']) });
      res.end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const servers = { with: await serve(shops.with), without: await serve(shops.without), history: await serve(HISTORY) };
  return {
    /** Address of the shop `with` or `without`, or of the `history`. */
    url: (which) => `http://localhost:${servers[which].address().port}/`,
    async close() {
      for (const server of Object.values(servers)) {
        server.closeAllConnections();
        server.close();
      }
      await rm(app, { recursive: true, force: true });
    },
  };
}
