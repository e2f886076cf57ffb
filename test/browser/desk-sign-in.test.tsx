import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Root } from '../../src/desk/components/Root.js';
import { createGate, type Gate } from '../../src/desk/gate.js';
import { conversation, createFakeRelay, type FakeRelay, mara, message } from './desk-relay.js';

let gate: Gate | null = null;
beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  const screenNow = gate?.screen.peek();
  if (screenNow?.at === 'desk') screenNow.desk.stop();
  sessionStorage.clear();
});

/** A page at some address, without leaving the test's. */
function page(href: string) {
  const url = new URL(href);
  const location = {
    get href() {
      return url.href;
    },
    get hash() {
      return url.hash;
    },
    pathname: url.pathname,
    search: url.search,
  } as Location;
  const history = {
    state: null,
    replaceState(_state: unknown, _title: string, to: string) {
      url.href = new URL(to, url).href;
    },
  } as History;
  return { url, location, history };
}

const answer = (status: number, body: unknown = {}) => vi.fn(async () => Response.json(body, { status }));

function show(at: ReturnType<typeof page>, relay: FakeRelay, request: typeof fetch) {
  gate = createGate({ location: at.location, history: at.history, request, Socket: relay.Socket });
  return render(<Root gate={gate} />);
}

test('the code leaves the address bar, signs in below the page’s own path, and the session is kept', async () => {
  const at = page('https://shop.example/support/desk/#code=abc');
  const relay = createFakeRelay([conversation('a')]);
  const sockets: string[] = [];
  class Socket extends relay.Socket {
    constructor(url: string | URL) {
      super(url);
      sockets.push(String(url));
    }
  }
  const request = answer(200, { session: 'secret', agent: mara });
  show(at, { ...relay, Socket }, request);
  await screen.findByText('Name a');
  expect(at.url.href).not.toContain('abc');
  const [url, init] = request.mock.calls[0] as unknown as [URL, RequestInit];
  expect(String(url)).toBe('https://shop.example/support/desk/v1/session');
  expect(init.body).toBe('{"code":"abc"}');
  expect(sockets).toEqual(['wss://shop.example/support/desk/v1/socket']);
  expect(relay.of('hello')).toEqual([{ t: 'hello', session: 'secret' }]);
  cleanup();
  show(page('https://shop.example/support/desk/'), relay, answer(500));
  await screen.findByText('Name a');
});

test('without a link the page says which one to open', async () => {
  show(page('https://shop.example/desk/'), createFakeRelay(), answer(500));
  await screen.findByText(/Open the link that the relay printed when it started/);
});

test('a code that is refused says so', async () => {
  show(page('https://shop.example/desk/#code=old'), createFakeRelay(), answer(401));
  await screen.findByRole('heading', { name: 'This link is no longer good' });
});

test('a relay that is down can be asked again with the same code', async () => {
  const request = vi.fn<typeof fetch>();
  request.mockRejectedValueOnce(new TypeError('failed to fetch'));
  request.mockResolvedValueOnce(Response.json({ session: 's', agent: mara }));
  show(page('https://shop.example/desk/#code=abc'), createFakeRelay(), request);
  fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  await screen.findByText(mara.name);
});

test('a kept session that is no longer good leads back to the link', async () => {
  sessionStorage.setItem('sobani-desk-session', 'old');
  const relay = createFakeRelay();
  const Socket = class extends relay.Socket {
    override send() {
      relay.emit({ t: 'error', code: 'auth', message: 'this session is over' });
    }
  };
  show(page('https://shop.example/desk/'), { ...relay, Socket }, answer(500));
  await screen.findByRole('heading', { name: 'This link is no longer good' });
  expect(sessionStorage.getItem('sobani-desk-session')).toBeNull();
});

test('a relay that started again and still knows the code gets the agent back, drafts and all', async () => {
  const at = page('https://shop.example/desk/#code=abc');
  const relay = createFakeRelay([conversation('a')]);
  relay.loads.set('a', { messages: [message(1, 'Hello?')] });
  const request = answer(200, { session: 'secret', agent: mara });
  request.mockImplementation(async () => Response.json({ session: 'secret', agent: mara }));
  show(at, relay, request);
  fireEvent.click(await screen.findByRole('button', { name: /Name a/ }));
  fireEvent.input(await screen.findByRole('textbox', { name: 'Your reply' }), { target: { value: 'Half a' } });
  expect(at.url.hash).toBe('#c=a');
  relay.close(4401);
  await waitFor(() => expect(relay.of('load')).toHaveLength(2));
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your reply' });
  expect(field.value).toBe('Half a');
  expect(screen.queryByText('You were signed out.')).toBeNull();
  expect(request).toHaveBeenCalledTimes(2);
});
