import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FilePart } from '../../src/types.js';
import {
  conversation,
  createFakeRelay,
  type FakeRelay,
  mara,
  message,
  showDesk,
  stopDesks,
  tomas,
} from './desk-relay.js';

const LIMITS = { bytes: 1_048_576, types: ['image/png', 'application/pdf'] };
const PART: FilePart = { type: 'file', id: 'f'.repeat(22), name: 'bill.pdf', size: 2_048, media: 'application/pdf' };
const welcome = {
  t: 'welcome',
  agent: mara,
  agents: [mara, tomas],
  conversations: [conversation('a')],
  upload: LIMITS,
};

let relay: FakeRelay;
/** What the relay is asked over HTTP, and what it answers. */
let puts: { url: string; headers: Record<string, string> }[];
let answers: (id: string) => [status: number, body: object];

beforeEach(async () => {
  puts = [];
  answers = (id) => [200, { ...PART, id }];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    puts.push({ url: String(url), headers: init!.headers as Record<string, string> });
    const [status, body] = answers(String(url).split('/').at(-1)!);
    return new Response(JSON.stringify(body), { status });
  });
  relay = createFakeRelay([conversation('a')]);
  relay.held.add('file');
  relay.loads.set('a', {
    messages: [
      message(1, 'See', 'visitor', { parts: [PART] }),
      message(2, '', 'visitor', {
        parts: [{ ...PART, id: 'g'.repeat(22), name: 'bowl.png', media: 'image/png', width: 40, height: 20 }],
      }),
    ],
  });
  await showDesk(relay, { open: 'a' });
  relay.emit(welcome);
  await screen.findByRole('log');
});
afterEach(() => {
  cleanup();
  stopDesks();
  vi.restoreAllMocks();
});

const pick = (...names: string[]) => {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File(['%PDF-'], name, { type: 'application/pdf' }));
  input.files = data.files;
  fireEvent.change(input);
};
const list = () => screen.findByRole('list', { name: 'Attached files' });
const send = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Send reply' });

test('what a visitor attached is a picture in its box, or a row to download, from a URL that was asked for', async () => {
  await waitFor(() =>
    expect(
      relay
        .of('file')
        .map(({ file }) => file[0])
        .sort(),
    ).toEqual(['f', 'g']),
  );
  for (const { r, file } of relay.of('file'))
    relay.emit({ t: 'ok', r, data: { url: `/v1/files/${file}`, expires: 300_000 } });
  const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Download bill.pdf' });
  expect(link.href).toBe(`http://desk.test/desk/v1/files/${PART.id}`);
  const image = await screen.findByAltText<HTMLImageElement>('bowl.png');
  expect(image.src).toBe(`http://desk.test/desk/v1/files/${'g'.repeat(22)}`);
  expect(screen.getByText('2 KB')).toBeTruthy();
});

test('a file goes to the relay at once, and along with the reply, which needs no words', async () => {
  await screen.findByRole('button', { name: 'Attach files' });
  expect(send().disabled).toBe(true);
  pick('テ.pdf');
  expect((await list()).textContent).toContain('.pdf');
  await waitFor(() => expect(send().disabled).toBe(false));
  expect(puts[0]!.url).toMatch(/^http:\/\/desk\.test\/desk\/v1\/uploads\/a\/[\w-]{22}$/);
  expect(puts[0]!.headers).toMatchObject({ authorization: 'Bearer s', 'sobani-name': '%E3%83%86.pdf' });
  fireEvent.click(send());
  await waitFor(() => expect(relay.of('reply')).toHaveLength(1));
  expect(relay.of('reply')[0]).toMatchObject({ text: '', files: [{ name: 'bill.pdf' }] });
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Attached files' })).toBeNull());
});

test('one that is refused says why, and does not go along', async () => {
  answers = () => [415, { code: 'unsupported' }];
  await screen.findByRole('button', { name: 'Attach files' });
  pick('page.html');
  const alert = await within(await list()).findByRole('alert');
  expect(alert.textContent).toBe('page.htmlFiles of this type are not taken.');
  expect(send().disabled).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Remove page.html' }));
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Attached files' })).toBeNull());
});

test('a retry after a lost answer is the same reply', async () => {
  await screen.findByRole('button', { name: 'Attach files' });
  pick('bill.pdf');
  await waitFor(() => expect(send().disabled).toBe(false));
  relay.held.add('reply');
  fireEvent.click(send());
  await waitFor(() => expect(relay.of('reply')).toHaveLength(1));
  relay.refuse(relay.of('reply')[0]!, 'timeout', 'no answer');
  fireEvent.click(await screen.findByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(relay.of('reply')).toHaveLength(2));
  const [first, second] = relay.of('reply');
  expect({ ...second, r: 0 }).toEqual({ ...first, r: 0 });
});

test('axe finds nothing in what is attached', async () => {
  await screen.findByRole('button', { name: 'Attach files' });
  pick('bill.pdf');
  await list();
  const { violations } = await axe.run(document.querySelector('.composer')!);
  expect(violations.map(({ id }) => id)).toEqual([]);
});
