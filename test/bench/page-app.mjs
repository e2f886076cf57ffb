/** The page that `page.mjs` opens with a long history: the messenger over a back end in memory, acted for from here. */
import { createMessenger } from 'sobani';
import { memoryTransport } from 'sobani/transports/memory';

const transport = memoryTransport({ continues: true });
const { backend } = transport;
const messenger = createMessenger({ app: 'bench', transport });
messenger.on('ready', () => Object.assign(window, { isReady: true }));
const WORDS = 'words and more of them, as people write. ';

const text = (i) => `Line ${i}. ${WORDS.repeat(i % 7)}`;
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const arrived = (count) =>
  new Promise((resolve) => {
    let left = count;
    const off = messenger.on('message', ({ message }) => {
      if (message.author.kind === 'agent' && --left <= 0) {
        off();
        resolve();
      }
    });
  });
let conversation;
const write = async (words) => {
  ({ conversation } = await messenger.send(words, conversation ? { conversation } : {}));
};
const told = (isThere) =>
  new Promise((resolve) => {
    const look = () => (isThere() ? resolve() : setTimeout(look));
    look();
  });
const isKnown = () => backend.conversations().some(({ id }) => id === conversation);
const reply = async (words) => {
  const here = arrived(1);
  backend.reply(conversation, words);
  await here;
};

Object.assign(window, {
  messenger,
  reply,
  /** As many rows as that, of one conversation, as the messenger itself has written the first. */
  async fill(count) {
    await write('The first');
    await told(isKnown);
    await reply('An answer');
    await messenger.destroy();
    const database = await done(indexedDB.open('sobani-bench'));
    const rows = database.transaction('rows', 'readwrite').objectStore('rows');
    const keys = await done(rows.getAllKeys());
    const values = await done(rows.getAll());
    const at = values.findIndex((value) => value?.parts?.[0]?.text === 'An answer');
    const first = values[at];
    for (let i = 1; i <= count; i++) {
      const id = `m${i}`.padEnd(22, '0');
      const seq = first.seq + i;
      const key = String(keys[at]).replace(first.id, id);
      rows.put({ ...first, id, seq, at: first.at + i, parts: [{ type: 'text', text: text(i) }] }, key);
    }
    await new Promise((resolve) => {
      rows.transaction.oncomplete = resolve;
    });
    database.close();
  },
  /** Speaks in the conversation that goes on, so that the back end knows it again. */
  async goOn() {
    await write('I am back');
    await told(isKnown);
  },
  /** In and out, one after the other. */
  async chat(times) {
    for (let i = 0; i < times; i += 2) {
      await write(text(i));
      await reply(text(i + 1));
    }
  },
});
