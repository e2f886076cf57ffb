/** Files: each case is skipped where sessions have no `upload`. */
import type { FileSource, UploadOptions } from '../../core/file-ports.js';
import type { OutgoingMessage } from '../../core/ports.js';
import type { FilePart } from '../../types.js';
import { type ConformanceCase, check, defineCase, type Kit, need, newId, outgoing, same, type Visitor } from './kit.js';

/** One transparent pixel. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);
const picture = () => new Blob([PNG], { type: 'image/png' });

const given = (conversation: string, more: Partial<UploadOptions> = {}): UploadOptions => ({
  ...{ id: newId(), name: 'photo.png', conversation, signal: new AbortController().signal },
  ...more,
});

const naming = (conversation: string, part: FilePart): OutgoingMessage => ({
  ...outgoing(conversation, ''),
  parts: [part],
});

async function begun(kit: Kit): Promise<{ v: Visitor; conversation: string }> {
  const v = await kit.visitor();
  need(v.session.upload);
  need(v.session.file);
  const conversation = newId();
  await v.send(conversation, 'hello');
  return { v, conversation };
}

async function bytesOf(source: FileSource): Promise<number[]> {
  const body = 'blob' in source ? source.blob : await (await fetch(source.url)).blob();
  return [...new Uint8Array(await body.arrayBuffer())];
}

export const uploadCases: ConformanceCase[] = [
  defineCase('upload: what a message names is in the log, and can be fetched as it was', async (kit) => {
    const { v, conversation } = await begun(kit);
    const options = given(conversation);
    const part = await kit.soon(v.session.upload!(picture(), options), 'the answer to upload');
    same([part.type, part.id, part.size, part.media], ['file', options.id, PNG.length, 'image/png'], 'the part');
    await kit.soon(v.session.send(naming(conversation, part)), 'the answer to send');
    const log = await kit.harness.log(conversation);
    same(log.at(-1)?.parts, [part], 'the parts in the log');
    const source = await kit.soon(v.session.file!(conversation, part.id), 'the answer to file');
    same(await kit.soon(bytesOf(source), 'the file'), [...PNG], 'its bytes');
  }),

  defineCase('upload: the same id again is the same upload', async (kit) => {
    const { v, conversation } = await begun(kit);
    const options = given(conversation);
    const first = await kit.soon(v.session.upload!(picture(), options), 'the answer to upload');
    same(await kit.soon(v.session.upload!(picture(), options), 'the second answer'), first, 'the part');
  }),

  defineCase('upload: a type that is not taken is refused for good', async (kit) => {
    const { v, conversation } = await begun(kit);
    const page = new Blob(['<script>alert(1)</script>'], { type: 'text/html' });
    const upload = v.session.upload!(page, given(conversation, { name: 'page.html' }));
    const error = await kit.refused(upload, ['unsupported'], 'uploading a page');
    same(error.retryable, false, 'retryable');
  }),

  defineCase('upload: aborting rejects, and the session goes on', async (kit) => {
    const { v, conversation } = await begun(kit);
    const controller = new AbortController();
    const upload = v.session.upload!(picture(), given(conversation, { signal: controller.signal }));
    controller.abort();
    await kit.refused(upload, ['offline', 'cancelled'], 'an upload that was aborted');
    await v.send(conversation, 'still here');
  }),

  defineCase('upload: nobody names or fetches what somebody else has uploaded', async (kit) => {
    const { v, conversation } = await begun(kit);
    const stranger = await begun(kit);
    const part = await kit.soon(v.session.upload!(picture(), given(conversation)), 'the answer to upload');
    const named = stranger.v.session.send(naming(stranger.conversation, part));
    await kit.refused(named, ['not-found', 'forbidden', 'invalid'], 'naming the file of somebody else');
    await kit.soon(v.session.send(naming(conversation, part)), 'the answer to send');
    for (const at of [conversation, stranger.conversation]) {
      await kit.refused(stranger.v.session.file!(at, part.id), ['not-found', 'forbidden'], 'fetching it');
    }
    await kit.refused(v.session.file!(conversation, newId()), ['not-found'], 'fetching what is not there');
    check((await kit.harness.log(stranger.conversation)).length === 1, 'the refused message was stored');
  }),
];
