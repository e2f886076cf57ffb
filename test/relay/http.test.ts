import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODE, openDesk, startRelay } from './support.js';

/** As it stands, without the tidying of paths that `fetch` does. */
function get(url: string, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    })
      .on('error', reject)
      .end();
  });
}

async function deskFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'sobani-desk-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Desk</title>');
  await writeFile(join(folder, 'assets/desk-Ab3_x9Zq.js'), 'export {}');
  await writeFile(join(folder, '..', 'outside.js'), 'secret');
  return folder;
}

test('health is answered', async () => {
  const { url } = await startRelay();
  const response = await fetch(`${url}/healthz`);
  expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
});

test("the desk's page is served with strict headers, and what has a hash in its name for ever", async () => {
  const { url } = await startRelay({ deskFolder: await deskFolder() });
  const page = await fetch(`${url}/desk/`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  const policy = page.headers.get('content-security-policy');
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "trusted-types 'none'"])
    expect(policy).toContain(rule);
  const script = await fetch(`${url}/desk/assets/desk-Ab3_x9Zq.js`);
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${url}/desk`)).url).toBe(`${url}/desk/`);
});

test('nothing but what is in the folder is served', async () => {
  const { url } = await startRelay({ deskFolder: await deskFolder() });
  const paths = [
    '../outside.js',
    '..%2foutside.js',
    '%2e%2e/outside.js',
    'assets/../../outside.js',
    '..\\outside.js',
    'assets',
    'nothing.js',
  ];
  for (const path of paths) {
    const { status, body } = await get(url, `/desk/${path}`);
    expect([path, [400, 404].includes(status)]).toEqual([path, true]);
    expect(body).not.toContain('secret');
  }
});

test('a desk that is not built says so', async () => {
  const { url } = await startRelay({ deskFolder: join(tmpdir(), 'not-there') });
  const response = await fetch(`${url}/desk/`);
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')]);
});

test('a link signs in as often as it is used, and names its agent', async () => {
  const { relay, url } = await startRelay();
  expect(relay.deskLinks()[0]).toEqual({ agent: { id: 'mia', name: 'Mia' }, url: `${url}/desk/#code=${CODE}` });
  const [one, two] = [await openDesk(url), await openDesk(url)];
  expect(one.welcome.agent).toEqual({ id: 'mia', name: 'Mia' });
  expect(two.welcome.agents.map((agent) => agent.id)).toEqual(['mia', 'ken']);
});

test('codes are random at every start, and links may name the public address', async () => {
  const options = { agents: [{ id: 'mia', name: 'Mia' }], deskUrl: 'https://shop.example/' };
  const links = [await startRelay(options), await startRelay(options)].map(({ relay }) => relay.deskLinks()[0]!.url);
  expect(links[0]).toMatch(/^https:\/\/shop\.example\/desk\/#code=[A-Za-z0-9_-]{32}$/);
  expect(links[0]).not.toBe(links[1]);
});

test.each([
  ['no JSON', '{'],
  ['no code', '{}'],
  ['a code that is no text', '{"code":{}}'],
  ['too much', `{"code":"${'x'.repeat(5_000)}"}`],
])('signing in with %s is refused', async (_what, body) => {
  const { url } = await startRelay();
  const response = await fetch(`${url}/desk/v1/session`, { method: 'POST', body });
  expect([401, 413]).toContain(response.status);
});
