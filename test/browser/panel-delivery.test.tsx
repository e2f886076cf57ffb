import { waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../src/core/errors.js';
import { strings as ja } from '../../src/i18n/ja.js';
import type { DeliveryState, Message, Options } from '../../src/types.js';
import { parseParts } from '../../src/wire/parse.js';
import { AIKO, BOT, type FakeHost, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const button = (name: string) => panel().getByRole('button', { name });
const calls = (name: string) => host.calls.filter((call) => call.startsWith(`${name}(`));
afterEach(() => {
  vi.restoreAllMocks();
  host.unmount();
});

async function open(messages: Message[], more = {}, options: Partial<Options> = {}) {
  host = openConversation(messages, more, options);
  await panel().findByRole('log');
}
const own = (text: string, state: DeliveryState, more: Partial<Message> = {}) =>
  message(AIKO, text, { state, ...more });
const failed = (reason: string, text = 'mine') => own(text, 'failed', { reason });

describe('where an own message stands', () => {
  it('is said in words', async () => {
    await open([]);
    for (const [state, words] of [
      ['queued', 'Queued'],
      ['volatile', 'Not saved, keep this page open'],
      ['sending', 'Sending'],
      ['sent', 'Sent'],
      ['delivered', 'Delivered'],
      ['read', 'Seen'],
    ] as const) {
      host.show([own('mine', state)]);
      await panel().findByText(words);
    }
  });

  it.each(['offline', 'paused', 'unavailable'] as const)(
    'is, while nothing leaves, with whom it is safe: %s',
    async (status) => {
      await open([own('mine', 'queued')]);
      host.state.status.value = status;
      await panel().findByText('Saved on this device, not sent yet');
      // it had left when the connection broke
      host.show([own('mine', 'sending')]);
      await panel().findByText('Saved on this device, not sent yet');
      host.state.durable.value = false;
      await panel().findByText('Not saved, keep this page open');
    },
  );

  it('is said once for each state, under the last message that it is true of', async () => {
    await open([
      own('a', 'read'),
      own('b', 'read'),
      message(MIKA, 'Hello'),
      own('c', 'delivered'),
      own('d', 'sent'),
      own('e', 'sending'),
      own('f', 'queued'),
      own('g', 'queued'),
    ]);
    const found = [...host.panel.querySelectorAll('article')].map((it) => [
      it.querySelector('.bubble')!.textContent,
      it.querySelector('.state')?.textContent,
    ]);
    expect(found).toEqual([
      ['a', undefined],
      ['b', 'Seen'],
      ['Hello', undefined],
      ['c', 'Delivered'],
      ['d', 'Sent'],
      ['e', undefined],
      ['f', undefined],
      ['g', 'Queued'],
    ]);
  });

  it('moves on with the next message', async () => {
    await open([own('a', 'read')]);
    panel().getByText('Seen');
    host.add(own('b', 'read'));
    await panel().findByText('b');
    const [before, after] = host.panel.querySelectorAll('article');
    expect([before!.querySelector('.state'), after!.querySelector('.state')?.textContent]).toEqual([null, 'Seen']);
  });

  it('is not said of what the bot wrote here', async () => {
    await open([message(BOT, 'Beep', { state: 'queued' })]);
    expect(panel().queryByText('Queued')).toBeNull();
  });
});

/** Every code that may end a message; the type sees that none is left out. */
const REASONS: Record<ErrorCode | 'expired', string> = {
  auth: 'Your sign-in was not accepted. Sign in again, then retry.',
  cancelled: 'You stopped the upload.',
  closed: 'This conversation has ended.',
  conflict: 'It was taken for another message. Edit it to send it as a new one.',
  expired: 'It waited for more than 7 days.',
  forbidden: 'This may not be sent here.',
  internal: 'Something went wrong.',
  invalid: 'It could not be read at our end. Change the text and try again.',
  'not-found': 'This conversation is no longer there.',
  offline: 'We could not be reached. Try again in a while.',
  rate: 'Too many messages at once. Wait a moment, then try again.',
  storage: 'It could not be stored. Try again in a while.',
  timeout: 'We could not be reached. Try again in a while.',
  'too-large': 'The message is too long. Make it shorter.',
  unavailable: 'We could not be reached. Try again in a while.',
  unsupported: 'This may not be sent here.',
};

describe('a message that was not sent', () => {
  it('says why in a sentence, for every reason', async () => {
    await open(Object.keys(REASONS).map((reason) => failed(reason, reason)));
    const found = [...host.panel.querySelectorAll('.failed .state')].map((it) => it.textContent);
    expect(found).toEqual(Object.values(REASONS).map((why) => `Not sent. ${why}`));
  });

  it.each(['from-the-future', '__proto__', 'toString'])(
    'says that something went wrong where the reason is %j',
    async (reason) => {
      await open([failed(reason)]);
      panel().getByText('Not sent. Something went wrong.');
    },
  );

  it('says it in Japanese, as one writes there', async () => {
    await open([failed('rate')]);
    host.state.locale.value = 'ja';
    await panel().findByText(`送信できませんでした。${ja.rate}`);
  });

  it('says so wherever it stands, with what can be done', async () => {
    const first = failed('timeout');
    await open([first, own('next', 'sent')]);
    button('Retry').click();
    button('Discard').click();
    expect([...calls('retry'), ...calls('discard')]).toEqual([`retry("${first.id}")`, `discard("${first.id}")`]);
  });

  it('goes back into the composer to be edited, and is gone from the transcript', async () => {
    const it = failed('too-large', 'my long story');
    await open([it]);
    button('Edit').click();
    await waitFor(() => expect(host.field().value).toBe('my long story'));
    // it is a draft before it is given up
    expect([...calls('draft'), ...calls('discard')]).toEqual(['draft("c1","my long story")', `discard("${it.id}")`]);
    await waitFor(() => expect(host.root.activeElement).toBe(host.field()));
    expect(host.field().selectionStart).toBe('my long story'.length);
  });

  it('never takes the place of what is being written', async () => {
    await open([failed('too-large', 'my long story')]);
    host.write('something else');
    button('Edit').click();
    await waitFor(() => expect(host.field().value).toBe('something else\n\nmy long story'));
  });

  it('is put back whole, though there is too much of it then', async () => {
    const half = 'x'.repeat(6_000);
    await open([failed('rate', half)]);
    host.write(half);
    button('Edit').click();
    await panel().findByText('2,002 characters too many');
    expect(host.field().value).toBe(`${half}\n\n${half}`);
  });

  it.each([
    ['has ended meanwhile', { status: 'resolved' }, 'timeout'],
    ['has ended, as it turned out', {}, 'closed'],
    ['is gone', {}, 'not-found'],
  ] as const)('goes on in a new conversation where this one %s', async (_why, more, reason) => {
    const it = failed(reason, 'my long story');
    await open([it], more);
    expect(panel().queryByRole('button', { name: 'Retry' })).toBeNull();
    expect(panel().queryByRole('button', { name: 'Edit' })).toBeNull();
    button('Continue in a new one').click();
    await waitFor(() => expect(host.state.view.value).toEqual({ screen: 'conversation', id: 'c2' }));
    await waitFor(() => expect(host.field().value).toBe('my long story'));
    await waitFor(() => expect(host.root.activeElement).toBe(host.field()));
    expect(calls('discard')).toEqual([`discard("${it.id}")`]);
    expect(calls('send')).toEqual([]);
  });

  it('can be copied, and says that it was', async () => {
    await open([failed('timeout')]);
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const live = host.panel.querySelector('[aria-live=polite]')!;
    expect(live.textContent).toBe('');
    button('Copy').click();
    await panel().findByText('Copied', { selector: '.failed *' });
    expect(live.textContent).toBe('Copied\n');
    expect(write).toHaveBeenCalledWith('mine');
  });

  it('can be copied where there is no clipboard to ask, too', async () => {
    await open([failed('timeout', 'line one\nline two')]);
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as never);
    let selected = '';
    vi.spyOn(document, 'execCommand').mockImplementation((command) => {
      const field = host.root.activeElement as HTMLTextAreaElement;
      selected = field.value.slice(field.selectionStart, field.selectionEnd);
      return command === 'copy';
    });
    button('Copy').focus();
    button('Copy').click();
    await panel().findByText('Copied', { selector: '.failed *' });
    expect(selected).toBe('line one\nline two');
    expect(host.root.activeElement).toBe(button('Copy'));
    expect(host.root.querySelectorAll('textarea')).toHaveLength(1);
  });

  it('says so when it cannot be copied', async () => {
    await open([failed('timeout')]);
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
    vi.spyOn(document, 'execCommand').mockReturnValue(false);
    button('Copy').click();
    await panel().findByText('This page may not copy. Select the text instead.', { selector: '.failed *' });
  });
});

const gap = (reason: 'lost' | 'skipped') => message({ kind: 'system' }, [{ type: 'gap', reason }]);
const skippedWords = 'Some messages are not shown here.';

describe('a gap', () => {
  it('is shown where messages were lost', async () => {
    await open([message(MIKA, 'Hello', { seq: 1 }), gap('lost'), own('mine', 'sent')]);
    panel().getByText('Some messages were lost at our end. Yours are sent again.');
    expect(panel().queryByRole('button', { name: 'Load them' })).toBeNull();
  });

  it('offers to load what was skipped, once there is nothing more to load no longer', async () => {
    await open([gap('skipped'), message(MIKA, 'Hello', { seq: 90 })]);
    panel().getByText(skippedWords);
    // one way to load is enough
    expect(panel().queryByRole('button', { name: 'Load earlier' })).toBeNull();
    const answers = [Promise.reject(new Error('no')), Promise.resolve(true), Promise.resolve(false)];
    host.earlier = vi.fn(() => answers.shift()!);
    button('Load them').click();
    await panel().findByText('This could not be loaded.');
    button('Load them').click();
    await waitFor(() => expect(panel().queryByText('This could not be loaded.')).toBeNull());
    button('Load them').click();
    await waitFor(() => expect(panel().queryByRole('button', { name: 'Load them' })).toBeNull());
    expect(host.earlier).toHaveBeenCalledTimes(3);
    panel().getByText(skippedWords);
  });

  it('is never made by a back end: what says that it is one shows its text', async () => {
    const parts = parseParts([{ type: 'gap', reason: 'lost', text: 'not a gap' }], 'parts');
    await open([
      message({ kind: 'system' }, parts),
      message(MIKA, [{ type: 'gap', reason: 'lost' }]),
      message({ kind: 'system' }, [{ type: 'gap', reason: 'eaten' } as never]),
    ]);
    await panel().findByText('not a gap');
    await waitFor(() => expect(panel().getAllByText('This message cannot be shown here')).toHaveLength(2));
    expect(panel().queryByText(/were lost/)).toBeNull();
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each([
    ['failed', [failed('timeout'), failed('rate')], {}],
    ['failed, ended', [failed('closed')], { status: 'resolved' }],
    ['gaps', [gap('skipped'), message(MIKA, 'Hello', { seq: 50 }), gap('lost')], {}],
    ['waiting', [own('mine', 'read'), own('mine', 'volatile')], {}],
  ] as const)('axe finds nothing: %s', async (_name, messages, more) => {
    await open([...messages], more, { theme });
    host.state.status.value = 'offline';
    host.state.durable.value = false;
    if (!('status' in more)) host.write('x'.repeat(10_001));
    await panel().findByText('Not saved on this device: keep this page open.');
    const { violations } = await axe.run(host.element, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
