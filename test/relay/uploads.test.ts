import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FAST, message, newId, OTHER_ORIGIN, openDesk, signIn, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';
import { GIF, PDF, PNG, pngOf, put, putSlowly } from './upload-requests.js';

const MANY = { ...FAST, uploadsPerHour: 1e9 };

/** A relay over a folder of its own, a visitor, and their conversation. */
async function world(limits: object = {}, more: object = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'sobani-uploads-'));
  const started = await startRelay({
    ...{ database: join(folder, 'relay.db'), limits: { ...MANY, ...limits } },
    ...more,
  });
  const files = join(folder, 'relay.db.files');
  const visitor = await visit(started.url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hello') });
  const send = (parts: unknown[], to = visitor, at = conversation) =>
    to.answer({ t: 'send', message: { ...message(at, ''), parts } });
  const onDisk = () => readdir(files).catch(() => []);
  return { ...started, visitor, conversation, send, onDisk, database: join(folder, 'relay.db') };
}

describe('what was uploaded', () => {
  test('is a part of a message, and is fetched by a URL that needs no header', async () => {
    const { url, visitor, conversation, send, onDisk } = await world();
    const { status, body } = await put(url, visitor.secret, PNG, { name: 'テーブル.png' });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ type: 'file', id: expect.any(String), name: 'テーブル.png', size: PNG.length, media: 'image/png' },
      ...{ width: 1, height: 1 },
    });
    expect(await send([{ type: 'text', text: 'look' }, body])).toMatchObject({ t: 'ok' });
    const told = await visitor.ask<{ url: string; expires: number }>({ t: 'file', conversation, file: body.id });
    expect(told.expires).toBe(300_000);
    const answer = await fetch(`${url}/sobani${told.url}`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': expect.stringMatching(/^inline; filename="____\.png"; filename\*=UTF-8''%E3%83%86/),
    });
    // nothing of what the visitor called it is on the disk
    expect(await onDisk()).toEqual([expect.stringMatching(/^[\w-]{22}$/)]);
  });

  test('is saved and not opened where it is neither picture nor sound', async () => {
    const { url, visitor, conversation, send } = await world();
    const { body } = await put(url, visitor.secret, PDF, { name: 'bill.pdf' });
    await send([body]);
    const told = await visitor.ask<{ url: string }>({ t: 'file', conversation, file: body.id });
    const { headers } = await fetch(url + told.url);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  test('is given in pieces to a player that asks for them', async () => {
    const { url, visitor, conversation, send } = await world();
    const { body } = await put(url, visitor.secret, PNG);
    await send([body]);
    const told = await visitor.ask<{ url: string }>({ t: 'file', conversation, file: body.id });
    const part = async (range: string) => {
      const answer = await fetch(url + told.url, { headers: { range } });
      return [answer.status, answer.headers.get('content-range'), (await answer.arrayBuffer()).byteLength];
    };
    expect(await part('bytes=0-9')).toEqual([206, `bytes 0-9/${PNG.length}`, 10]);
    expect(await part('bytes=-4')).toEqual([206, `bytes ${PNG.length - 4}-${PNG.length - 1}/${PNG.length}`, 4]);
    expect((await part('bytes=999-'))[0]).toBe(416);
  });

  test('is the same upload under the same id, and no other file', async () => {
    const { url, visitor, onDisk } = await world({ uploadsPerHour: 1 });
    const id = newId();
    const first = await put(url, visitor.secret, PNG, { id });
    // also over the rate: it costs nothing
    expect((await put(url, visitor.secret, PNG, { id })).body).toEqual(first.body);
    expect((await put(url, visitor.secret, PDF, { id })).status).toBe(409);
    expect(await onDisk()).toHaveLength(1);
  });

  test('goes with the visitor who becomes known, and with the one who is erased', async () => {
    const { url, visitor, conversation, send, onDisk } = await world();
    const { body } = await put(url, visitor.secret, PNG);
    await send([body]);
    const aiko = await visit(url, { secret: visitor.secret, token: await signToken({ claims: { sub: 'aiko' } }) });
    expect(await aiko.ask({ t: 'file', conversation, file: body.id })).toHaveProperty('url');
    await put(url, aiko.secret, PNG);
    expect(await onDisk()).toHaveLength(2);
    await aiko.ask({ t: 'erase' });
    await vi.waitFor(async () => expect(await onDisk()).toEqual([]));
  });

  test('is deleted after a day where no message names it', async () => {
    const { url, relay, visitor, send, onDisk, database } = await world();
    const { body } = await put(url, visitor.secret, PNG);
    await put(url, visitor.secret, PDF, { name: 'a.pdf' });
    await send([body]);
    await relay.close();
    vi.useFakeTimers({ now: Date.now() + 25 * 3_600_000, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    await startRelay({ database });
    await vi.waitFor(async () => expect(await onDisk()).toHaveLength(1));
  });

  test('is what an agent sends too, and an agent gets at what visitors sent', async () => {
    const { url, visitor, conversation, send } = await world();
    const desk = await openDesk(url);
    expect(desk.welcome.upload).toMatchObject({ bytes: 20 * 1024 ** 2 });
    const { session } = await signIn(url);
    const path = `/desk/v1/uploads/${conversation}/${newId()}`;
    const { body } = await put(url, session, PDF, { path, name: 'label.pdf' });
    await desk.ask({ t: 'reply', id: newId(), conversation, text: '', files: [body] });
    await vi.waitFor(() => expect(visitor.messages().at(-1)?.parts).toEqual([body]));
    const theirs = (await put(url, visitor.secret, PNG)).body;
    await send([theirs]);
    const told = await desk.ask<{ url: string }>({ t: 'file', conversation, file: theirs.id });
    expect((await fetch(`${url}/desk${told.url}`)).status).toBe(200);
    expect((await put(url, visitor.secret, PDF, { path })).status).toBe(401);
  });
});

describe('an upload is refused', () => {
  test.each([
    ['a page that is called a picture', '<!doctype html><script>alert(1)</script>', 'photo.png', 415],
    ['a page that is called text', '  <html><script>alert(1)</script>', 'notes.txt', 415],
    [
      'a drawing with a script',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'a.svg',
      415,
    ],
    ['a script', 'alert(1)', 'a.js', 415],
    ['an archive', 'PK\x03\x04', 'a.zip', 415],
    ['a script that begins like a picture', 'GIF89a/*\x01\x00\x00\x00*/=1;alert(1)//;', 'a.gif', 415],
    [
      'a picture with an archive behind it',
      Buffer.concat([PNG, Buffer.from('PK\x03\x04 and more of it')]),
      'a.png',
      415,
    ],
    ['a picture that would be a bomb', pngOf(50_000, 50_000), 'bomb.png', 413],
    ['nothing', '', 'empty.txt', 400],
    ['text with a zero in it', 'MZ\0\0', 'a.txt', 415],
  ])('%s', async (_, body, name, status) => {
    const { url, visitor, onDisk } = await world();
    expect((await put(url, visitor.secret, body, { name })).status).toBe(status);
    expect(await onDisk()).toEqual([]);
  });

  test('that is too large, before it comes and while it comes', async () => {
    const { url, visitor, onDisk } = await world({ upload: 1_000 });
    expect((await put(url, visitor.secret, Buffer.alloc(1_001, 'a'), { name: 'a.txt' })).status).toBe(413);
    // it says nothing of its length, and never ends
    const status = putSlowly(url, visitor.secret, (request) => {
      const more = () => request.destroyed || request.write(Buffer.alloc(500, 'a'), () => setImmediate(more));
      more();
    });
    expect([413, 0]).toContain(await status);
    await vi.waitFor(async () => expect(await onDisk()).toEqual([]));
  });

  test('whose connection is cut, or that dawdles', async () => {
    const { url, visitor, onDisk, log } = await world({ silent: 150 });
    expect(
      await putSlowly(url, visitor.secret, (r) => r.write(PNG, () => r.destroy()), { 'content-length': '9999' }),
    ).toBe(0);
    expect([408, 0]).toContain(await putSlowly(url, visitor.secret, (r) => r.write(PNG.subarray(0, 20))));
    await vi.waitFor(() => expect(log.filter((line) => line.includes('upload refused'))).toHaveLength(2));
    expect(log.filter((line) => line.includes('upload failed'))).toEqual([]);
    expect(await onDisk()).toEqual([]);
  });

  test.each([
    ['without a session', () => ({ secret: '' }), 401],
    ['with a made up one', () => ({ secret: `v${'a'.repeat(65)}` }), 401],
    ['from another origin', () => ({ origin: 'https://evil.example' }), 403],
    ['of another app', () => ({ app: 'bank', origin: OTHER_ORIGIN }), 401],
    ['under an id that is a path', () => ({ id: '..%2F..%2Fetc' }), 400],
    ['with a name that is no encoding', () => ({ headers: { 'sobani-name': '%E0%A4%A' } }), 400],
  ])('%s', async (_, how, status) => {
    const { url, visitor } = await world();
    const { secret = visitor.secret, ...rest } = how() as { secret?: string };
    expect((await put(url, secret, PNG, rest)).status).toBe(status);
  });

  test('of one visitor too often, and beyond what all of theirs may weigh', async () => {
    const { url, visitor } = await world({ uploadsPerHour: 2, uploadsPerVisitor: PNG.length + 10 });
    expect((await put(url, visitor.secret, PNG)).status).toBe(200);
    expect((await put(url, visitor.secret, PNG)).status).toBe(413);
    const third = await put(url, visitor.secret, GIF, { name: 'a.gif' });
    expect([third.status, third.body.code]).toEqual([429, 'rate']);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('at all where none are taken, and the messenger is told', async () => {
    const { url, visitor } = await world({}, { uploads: false });
    expect((await put(url, visitor.secret, PNG)).status).toBe(404);
    expect(visitor.all[0]).not.toHaveProperty('upload');
  });

  test('of a type that this relay does not want', async () => {
    const { url, visitor } = await world({}, { uploads: { types: ['image/png'] } });
    expect((await put(url, visitor.secret, PDF, { name: 'a.pdf' })).status).toBe(415);
    expect((await put(url, visitor.secret, PNG)).status).toBe(200);
    expect(visitor.all[0]).toMatchObject({ upload: { types: ['image/png'] } });
  });
});

test.each([
  ['../../etc/passwd.png', 'passwd.png'],
  ['C:\\photos\\me.png', 'me.png'],
  ['.hidden.png', 'hidden.png'],
  ['a\u0000b\r\n\u202egnp.exe', 'abgnp.exe.png'],
  ['invoice.pdf.html', 'invoice.pdf.html.png'],
  ['"; filename=x.html', '; filename=x.html.png'],
  ['x'.repeat(500), `${'x'.repeat(120)}.png`],
  ['', 'file.png'],
])('the name %j is taken as %j', async (given, taken) => {
  const { url, visitor } = await world();
  const { body } = await put(url, visitor.secret, PNG, { name: given });
  expect(body.name.replace('"', '')).toBe(taken);
});

describe('a file', () => {
  test('is given by no URL that was changed, has expired, or is of another relay', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url, visitor, conversation, send } = await world();
    const { body } = await put(url, visitor.secret, PNG);
    await send([body]);
    const { url: path } = await visitor.ask<{ url: string }>({ t: 'file', conversation, file: body.id });
    const status = async (at: string, to = url) => (await fetch(to + at)).status;
    expect(await status(path)).toBe(200);
    const [told, proof] = path.slice('/v1/files/'.length).split('.') as [string, string];
    const said = JSON.parse(Buffer.from(told, 'base64url').toString());
    const later = Buffer.from(JSON.stringify([said[0], said[1] + 1, said[2]])).toString('base64url');
    expect(await status(`/v1/files/${later}.${proof}`)).toBe(404);
    expect(await status(`/v1/files/${told}.${'A'.repeat(43)}`)).toBe(404);
    expect(await status(`/v1/files/${told}`)).toBe(404);
    expect(await status('/v1/files/..%2Frelay.db')).toBe(404);
    const other = await startRelay();
    expect(await status(path, other.url)).toBe(404);
    vi.setSystemTime(Date.now() + 301_000);
    expect(await status(path)).toBe(404);
  });

  test('is nobody else’s, to name or to fetch', async () => {
    const { url, visitor, conversation, send } = await world();
    const { body } = await put(url, visitor.secret, PNG);
    const other = await visit(url);
    const own = newId();
    await other.ask({ t: 'send', message: message(own, 'hello') });
    expect(await send([body], other, own)).toMatchObject({ t: 'error', code: 'not-found' });
    await send([body]);
    for (const at of [conversation, own]) {
      expect(await other.answer({ t: 'file', conversation: at, file: body.id })).toMatchObject({ code: 'not-found' });
    }
    // nor in another conversation of one's own, nor under another name
    const second = newId();
    expect(await send([body], visitor, second)).toMatchObject({ code: 'not-found' });
    const renamed = { ...(await put(url, visitor.secret, PNG)).body, name: 'renamed.html' };
    expect(await send([renamed])).toMatchObject({ code: 'not-found' });
    expect(await send([{ ...body, id: newId() }])).toMatchObject({ code: 'not-found' });
  });

  test('is one of at most ten in a message, and none of a bot’s', async () => {
    const { url, visitor, conversation, send } = await world();
    const { body } = await put(url, visitor.secret, PNG);
    expect(await send(Array(11).fill(body))).toMatchObject({ code: 'too-large' });
    const said = { ...message(conversation, '', newId(), 'bot'), parts: [body] };
    expect(await visitor.answer({ t: 'send', message: said })).toMatchObject({ code: 'invalid' });
  });
});

const corpora = process.env.SOBANI_CORPORA;
test.runIf(corpora)('no active content that others have collected is taken, whatever it is called', async () => {
  const all = JSON.parse(await readFile(`${corpora}/uploads--payloadsallthethings-active-content.json`, 'utf8'));
  const { url, visitor } = await world();
  for (const { name, base64 } of all as { name: string; base64: string }[]) {
    const bytes = Buffer.from(base64, 'base64');
    for (const called of [name, `${name}.png`, 'photo.jpg', 'notes.txt']) {
      const { status, body } = await put(url, visitor.secret, bytes, { name: called });
      // what is taken after all is a picture or what a browser only saves
      const isSafe = status === 415 || /^image\/(png|jpeg|gif|webp)$|^application\/pdf$|^text\//.test(body.media);
      expect(isSafe, `${called}: ${status} ${body.media}`).toBe(true);
      expect(String(body.media), called).not.toMatch(/svg|html|xml/);
    }
  }
  expect(all.length).toBeGreaterThan(0);
});
