// @vitest-environment node
/** The messenger without a face, where there is not even a page. */
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createHeadless, type Headless, type Options } from '../../src/headless.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Message } from '../../src/types.js';

const running: Headless[] = [];

function start(options: Partial<Options> = {}) {
  const transport = memoryTransport();
  const made = createHeadless({ app: 'shop', transport, ...options });
  running.push(made);
  const errors: string[] = [];
  made.on('error', ({ error }) => void errors.push(error.message));
  return { made, errors, backend: transport.backend };
}

// what comes later is read by then: there are waits for it that end
beforeAll(async () => {
  await Promise.all([import('../../src/handoff.js'), import('../../src/handoff/assemble.js')]);
  const { made } = start();
  await made.actions.shared();
  await made.send('Good day');
  await made.destroy();
}, 180_000);

/** What is at these addresses. */
const serve = (files: Record<string, unknown>) =>
  vi.stubGlobal('fetch', async (url: string) => ({ ok: url in files, status: 404, json: async () => files[url] }));

const texts = (list: readonly Message[]) =>
  list.flatMap(({ author, parts }) => parts.map((part) => `${author.kind}: ${'text' in part ? part.text : part.type}`));
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000 });

afterEach(async () => {
  for (const made of running.splice(0)) await made.destroy();
  vi.unstubAllGlobals();
});

test('what is written is sent, an answer is unread until it was seen, and who types is known', async () => {
  const { made, errors, backend } = start();
  const { state, actions } = made;
  expect(typeof document).toBe('undefined');
  const { conversation } = await made.send('Where is my parcel?');
  expect(actions.current()).toBe(conversation);
  await soon(() => expect(state.messages(conversation).value[0]).toMatchObject({ state: 'sent', seq: 1 }));
  expect(state.status.value).toBe('online');
  await soon(() => expect(state.person.value).toMatchObject({ verified: false }));

  backend.typing(conversation, true);
  await soon(() => expect(state.typing(conversation).value).toMatchObject({ name: 'Ann' }));
  backend.reply(conversation, 'On its way.');
  await soon(() => expect(made.unread.value).toBe(1));
  expect(texts(state.messages(conversation).value)).toEqual(
    expect.arrayContaining(['visitor: Where is my parcel?', 'agent: On its way.']),
  );
  expect(state.conversations.value.map(({ id }) => id)).toEqual([conversation]);
  actions.seen(conversation);
  await soon(() => expect(made.unread.value).toBe(0));

  actions.draft(conversation, 'And wh');
  expect(state.drafts.value.get(conversation)).toBe('And wh');
  expect(errors).toEqual([]);
});

test('a flow asks, and a choice is taken by its words', async () => {
  serve({
    'https://shop.test/flows.json': {
      v: 1,
      flows: [
        {
          ...{ id: 'order', version: 1, trigger: { on: 'button' }, start: 'which' },
          steps: {
            which: { ask: { text: 'Which one?', options: [{ label: 'The tea', next: 'say' }] } },
            say: { say: { text: 'It leaves today.' } },
          },
        },
      ],
    },
  });
  const { made, errors } = start({ flows: 'https://shop.test/flows.json' });
  await made.startFlow('order');
  const conversation = made.actions.current();
  const list = () => texts(made.state.messages(conversation).value);
  await soon(() => expect(list().join()).toContain('Which one?'));
  await made.send('The tea', { conversation });
  await soon(() => expect(list().join()).toContain('It leaves today.'));
  expect(errors).toEqual([]);
});

test('files go along with words, those that are not taken are refused by name, and one can be answered', async () => {
  const { made, backend } = start({ greeting: 'Hello {{user.name|there}}' });
  expect(made.state.greeting.value).toBe('Hello there');
  expect(made.state.canAttach.value).toBe(true);
  const { conversation } = await made.send('It is broken');
  const list = () => made.state.messages(conversation).value;
  await soon(() => expect(list()[0]).toMatchObject({ state: 'sent' }));
  backend.reply(conversation, 'Have you a picture?');
  const asked = () => list().find(({ author }) => author.kind === 'agent' && author.name === 'Ann');
  await soon(() => expect(asked()).toBeDefined());

  const files = await made.actions.files();
  expect((await files.limits())?.types).toContain('text/plain');
  const note = new File(['Broken here.'], '../a note.txt', { type: 'text/plain' });
  const options = { conversation, replyTo: asked()!.id };
  await files.send([note], 'Here it is', options);
  const sent = () => list().find(({ parts }) => parts.some(({ type }) => type === 'file'));
  await soon(() => expect(sent()).toMatchObject({ state: 'sent' }));
  const [words, file] = sent()!.parts;
  expect(words).toMatchObject({ type: 'text', text: 'Here it is', to: asked()!.id });
  expect(file).toMatchObject({ type: 'file', name: 'a note.txt', size: 12, media: 'text/plain' });
  const id = (file as { id: string }).id;
  expect(await files.source(conversation, id)).toMatchObject({ blob: { size: 12 } });

  const refused = files.send([note, new File(['MZ'], 'a.exe')], '', options);
  await expect(refused).rejects.toMatchObject({ code: 'unsupported', path: 'files.1' });
  expect(list().at(-1)).toBe(sent());
});

test('what is drawn is the host’s: it refuses to, and tells which screen is wanted', async () => {
  const { made } = start();
  for (const call of [made.mount(null), made.moveTo(null), made.debug(), made.survey('nps')]) {
    await expect(call).rejects.toMatchObject({ code: 'unsupported' });
  }
  await made.open({ article: 'returns' });
  expect(made.state.view.value).toEqual({ screen: 'article', id: 'returns' });
  expect(made.state.isOpen.value).toBe(true);
});

test('each call makes another where there is no page: one process serves many', async () => {
  const one = start();
  const other = start();
  await one.made.send('Only here');
  expect(other.made).not.toBe(one.made);
  expect(other.made.state.conversations.value).toEqual([]);
});
