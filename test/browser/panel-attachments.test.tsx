import { within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SobaniError } from '../../src/core/errors.js';
import type { FilePart } from '../../src/types.js';
import { AIKO, type FakeHost, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
// fetched when they are needed: on a busy machine that takes longer than anything here waits
beforeAll(async () => {
  await import('../../src/ui/attach/attach.js');
  await import('../../src/ui/attachments/attachments.js');
  await import('../../src/ui/parts/parts.js');
}, 120_000);
const panel = () => within(host.panel);
afterEach(() => host.unmount());
/** With the patience that a busy machine needs. */
const soon = <T,>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 20_000 });

async function picture(width = 80, height = 60): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#c00';
  context.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob()], 'bowl.png', { type: 'image/png' });
}
const bill = (size = 9, name = 'bill.pdf', type = 'application/pdf') =>
  new File([new Uint8Array(size).fill(65)], name, { type });

const open = async (can = true) => {
  host = openConversation([message(MIKA, 'Hello')]);
  host.canAttach.value = can;
  await panel().findByText('Hello');
};
const give = (type: 'paste' | 'drop' | 'dragover', files: File[], text?: string) => {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  if (text) data.setData('text/plain', text);
  const event =
    type === 'paste'
      ? new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true, composed: true })
      : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true, composed: true });
  host.field().dispatchEvent(event);
  return event.defaultPrevented;
};
const attachButton = () => panel().findByRole('button', { name: 'Attach files' });
const attached = () => panel().findByRole('list', { name: 'Attached files' });
const send = () => panel().getByRole<HTMLButtonElement>('button', { name: 'Send' });
const press = async () => {
  await soon(() => expect(send().disabled).toBe(false));
  send().click();
};
const sent = () => host.calls.filter((call) => /^send/.test(call));

describe('files in the composer', () => {
  it('are not offered where the back end takes none', async () => {
    await open(false);
    expect(panel().queryByRole('button', { name: 'Attach files' })).toBeNull();
    expect(give('drop', [bill()])).toBe(false);
  });

  it('have a button that moves no word when it comes', async () => {
    await open(false);
    const start = () => {
      const { left } = host.field().getBoundingClientRect();
      return left + Number.parseFloat(getComputedStyle(host.field()).paddingLeft);
    };
    const before = start();
    host.canAttach.value = true;
    await attachButton();
    expect(start()).toBe(before);
  });

  it('are pasted and dropped, shown without any address, and sent with the words as one message', async () => {
    await open();
    await attachButton();
    expect(give('dragover', [bill()])).toBe(true);
    expect(give('paste', [await picture()])).toBe(true);
    await attached();
    expect(give('drop', [bill()])).toBe(true);
    await soon(async () => expect(within(await attached()).getAllByRole('listitem')).toHaveLength(2));
    const canvas = (await attached()).querySelector('canvas')!;
    await soon(() => expect([canvas.width, canvas.height]).not.toEqual([300, 150]));
    expect([...canvas.getContext('2d')!.getImageData(1, 1, 1, 1).data]).toEqual([204, 0, 0, 255]);
    expect(host.root.querySelector('[src^="blob:"], [src^="data:"]')).toBeNull();
    expect((await panel().findByText('2 files attached')).getAttribute('role')).toBe('status');
    await panel().findByText(/Up to 10 files of 20\sMB each\./);
    host.write('Look');
    await press();
    await soon(() => expect(sent()).toEqual(['sendFiles("c1","Look",["bowl.png","bill.pdf"])']));
    await soon(() => expect(panel().queryByRole('list', { name: 'Attached files' })).toBeNull());
    expect(host.field().value).toBe('');
  });

  it('go without words, and words without them when they are taken away again', async () => {
    await open();
    await attachButton();
    expect(send().disabled).toBe(true);
    give('drop', [bill()]);
    await soon(() => expect(send().disabled).toBe(false));
    await userEvent.click(await panel().findByRole('button', { name: 'Remove bill.pdf' }));
    await soon(() => expect(send().disabled).toBe(true));
    await soon(() => expect(host.root.activeElement).toBe(host.field()));
    host.write('Only words');
    await press();
    await soon(() => expect(sent()).toEqual(['send("Only words","c1")']));
  });

  it('that cannot go along are refused one by one, in words', async () => {
    await open();
    host.files.limits = async () => ({ bytes: 1_048_576, types: ['image/*', 'application/pdf'] });
    await attachButton();
    const many = Array.from({ length: 9 }, (_, i) => bill(5, `page ${i}.pdf`));
    give('drop', [
      bill(0),
      bill(1_048_577, 'scan.pdf'),
      bill(9, 'run.exe', 'application/x-msdownload'),
      ...many,
      bill(),
      bill(9, 'last.pdf'),
    ]);
    const alert = await soon(() => {
      const found = panel()
        .getAllByRole('alert')
        .find((it) => it.textContent);
      expect(found?.textContent ?? '').toContain('Up to 10 files go along');
      return found!;
    });
    expect(alert.textContent).toMatch(
      /^bill\.pdf is empty\.scan\.pdf is larger than 1\sMB\.run\.exe is of a type that cannot be sent here\.Up to 10 files/,
    );
    expect(within(await attached()).getAllByRole('listitem')).toHaveLength(10);
  });

  it('stay, with the words, when they could not be taken', async () => {
    await open();
    await attachButton();
    host.sends = async () => {
      throw new SobaniError('storage', 'Full.');
    };
    give('drop', [bill()]);
    await attached();
    host.write('Look');
    await press();
    await panel().findByText('It could not be stored. Try again in a while.');
    expect(within(await attached()).getAllByRole('listitem')).toHaveLength(1);
    expect(host.field().value).toBe('Look');
  });

  it('are gone with whoever signs out', async () => {
    await open();
    await attachButton();
    give('drop', [bill()]);
    await attached();
    host.state.cleared.value++;
    await soon(() => expect(panel().queryByRole('list', { name: 'Attached files' })).toBeNull());
  });

  it('are left alone where what is pasted is text as well', async () => {
    await open();
    await attachButton();
    expect(give('paste', [await picture()], 'A cell of a table')).toBe(false);
  });

  it('leave nothing for axe to find', async () => {
    await open();
    await attachButton();
    give('drop', [await picture(), bill()]);
    await attached();
    const { violations } = await axe.run(host.element, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});

const part = (more: Partial<FilePart> = {}): FilePart => ({
  ...{ type: 'file', id: 'f'.repeat(22), name: 'bowl.png', size: 2_048, media: 'image/png', width: 400, height: 200 },
  ...more,
});

describe('a file in a conversation', () => {
  const show = (of: FilePart, author = MIKA, more = {}) => {
    host = openConversation([message(author, [of], more)]);
  };

  it('is asked for when it is seen, in a box that has its shape before that', async () => {
    show(part());
    const link = await panel().findByRole('link', { name: 'Open bowl.png' });
    const image = within(link).getByAltText<HTMLImageElement>('bowl.png');
    expect(new URL(image.src).pathname).toBe('/picture.png');
    expect(image.referrerPolicy).toBe('no-referrer');
    const { width, height } = image.closest('.box')!.getBoundingClientRect();
    expect(width / height).toBeCloseTo(2, 1);
    expect(host.calls).toContain(`source("c1","${'f'.repeat(22)}")`);
  });

  it('is asked for once more when its URL leads nowhere, and then when the visitor says so', async () => {
    show(part());
    let asked = 0;
    host.files.source = async () => {
      asked++;
      return { url: `/nowhere-${asked}.png`, expires: 300_000 };
    };
    const retry = await panel().findByRole('button', { name: 'Retry' });
    expect(asked).toBe(2);
    host.files.source = async () => ({ url: '/picture.png', expires: 300_000 });
    retry.click();
    await panel().findByRole('link', { name: 'Open bowl.png' });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'blob:https://shop.example/1'])(
    '%s is no URL for it',
    async (bad) => {
      show(part());
      host.files.source = async () => ({ url: bad, expires: 300_000 });
      await panel().findByRole('button', { name: 'Retry' });
      expect(host.panel.querySelector('.file [src], .file [href]')).toBeNull();
    },
  );

  it('turns no word of ours, whatever its name: an isolate can be closed from within', async () => {
    show(part({ name: 'a\u2069\u202eb.png' }));
    host.files.source = async () => Promise.reject(new Error('no'));
    await panel().findByRole('button', { name: 'Retry' });
    expect(host.panel.querySelector('.file')!.textContent).toContain('ab.png It could not be loaded.');
  });

  it('is a row to download where it is no picture, and sound has a player', async () => {
    show(part({ name: 'bill.pdf', media: 'application/pdf', width: undefined, height: undefined } as never));
    const link = await panel().findByRole<HTMLAnchorElement>('link', { name: 'Download bill.pdf' });
    expect(link.download).toBe('bill.pdf');
    expect(host.panel.querySelector('.file')!.textContent).toMatch(/^bill\.pdf2\skB$/i);
    host.unmount();
    show({ ...part({ name: 'voice.mp3', media: 'audio/mpeg' }), width: undefined, height: undefined } as never);
    await soon(() => expect(host.panel.querySelector('audio')).not.toBeNull());
    const player = host.panel.querySelector('audio')!;
    expect(player.getAttribute('aria-label')).toBe('voice.mp3');
    expect(player.preload).toBe('none');
  });

  it('that has expired follows a new URL on a click', async () => {
    show(part({ name: 'bill.pdf', media: 'application/pdf' }));
    let asked = 0;
    host.files.source = async () => ({ url: `#${++asked}`, expires: 0 });
    const link = await panel().findByRole<HTMLAnchorElement>('link', { name: 'Download bill.pdf' });
    const followed: string[] = [];
    link.addEventListener('click', (event) => {
      if (!event.defaultPrevented) followed.push(link.hash);
      event.preventDefault();
    });
    link.click();
    await soon(() => expect(followed).toEqual(['#2']));
  });

  it('that waits to be sent is drawn from its bytes, tells how much has left, and can be stopped', async () => {
    const file = await picture(8, 4);
    show(part(), AIKO, { state: 'sending', seq: undefined });
    host.files.held = async () => file;
    const drawn = await panel().findByRole('img', { name: 'bowl.png' });
    expect(drawn.tagName).toBe('CANVAS');
    const progress = host.files.progress as never as { value: ReadonlyMap<string, number> };
    progress.value = new Map([['f'.repeat(22), 0.62]]);
    const bar = await panel().findByRole<HTMLProgressElement>('progressbar', { name: 'bowl.png' });
    expect(bar.value).toBe(0.62);
    await panel().findByText('Uploading bowl.png: 50 %');
    (await panel().findByRole('button', { name: 'Stop uploading bowl.png' })).click();
    expect(host.calls).toContain(`cancel("${'f'.repeat(22)}")`);
  });

  it('of a message that failed goes back into the composer with its words', async () => {
    const file = await picture(8, 4);
    host = openConversation([
      message(AIKO, [{ type: 'text', text: 'Look' }, part()], {
        state: 'failed',
        reason: 'cancelled',
        seq: undefined,
      } as never),
    ]);
    host.canAttach.value = true;
    host.files.held = async () => file;
    await panel().findByText('Not sent. You stopped the upload.');
    await attachButton();
    panel().getByRole('button', { name: 'Edit' }).click();
    await soon(() => expect(host.field().value).toBe('Look'));
    expect((await attached()).textContent).toContain('bowl.png');
    expect(host.calls.some((call) => call.startsWith('discard('))).toBe(true);
  });

  it('of an object where a name is expected shows nothing of it', async () => {
    show(part({ name: { type: 'b', props: { children: 'x' } } as never, media: ['image/png'] as never }));
    await soon(() => expect(host.panel.querySelector('.file')).not.toBeNull());
    expect(host.panel.querySelector('.file b')).toBeNull();
  });
});
