import { waitFor, within } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SobaniError } from '../../src/core/errors.js';
import { signal } from '../../src/core/signal.js';
import { translate } from '../../src/i18n/translate.js';
import type { Part } from '../../src/types.js';
import { PanelContext } from '../../src/ui/panel/context.js';
import { ChannelsView } from '../../src/ui/parts/channels.js';
import { AIKO, BOT, conversation, createPanelHost, type FakeHost, MIKA, message, NOW } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const line = () => host.panel.querySelector('[part=availability]')?.textContent;

beforeEach(() => {
  host = createPanelHost();
});
afterEach(() => {
  vi.restoreAllMocks();
  host.unmount();
});

describe('when somebody answers', () => {
  it('stands at the top of the first screen and of a conversation, and nowhere else', async () => {
    host.availability.value = 'We usually reply within 30 minutes.';
    host.state.conversations.value = [conversation()];
    host.mount();
    await panel().findByText('We usually reply within 30 minutes.');
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    await panel().findByRole('log');
    expect(line()).toBe('We usually reply within 30 minutes.');
    host.state.view.value = { screen: 'help', query: '' };
    await waitFor(() => expect(line()).toBeUndefined());
  });

  it('changes with the time, and is not there where nothing is said of it', async () => {
    host.mount();
    await panel().findByText('Hello, how can we help?');
    expect(line()).toBeUndefined();
    host.availability.value = 'We answer from 9:00 AM tomorrow, your time.';
    await waitFor(() => expect(line()).toBe('We answer from 9:00 AM tomorrow, your time.'));
    host.availability.value = '';
    await waitFor(() => expect(line()).toBeUndefined());
  });
});

describe('other ways to reach the team', () => {
  const part = (more: object = {}): Extract<Part, { type: 'channels' }> => ({
    type: 'channels',
    reference: 'BVF9J8',
    text: 'You can also reach us here.\nTelephone +81312345678',
    channels: [
      { kind: 'phone', to: '+81312345678' },
      { kind: 'email', to: 'help@example.com' },
      { kind: 'line', to: '@kumo' },
    ],
    ...more,
  });
  const into = document.createElement('div');
  const show = async (shown: Extract<Part, { type: 'channels' }>) => {
    host.mount();
    // the looks of all cards are there by then
    await panel().findByText('What we share');
    host.panel.append(into);
    const panelOf = { ...host, t: translate('en'), scrolls: new Map(), replies: signal(new Map()) };
    render(
      <PanelContext.Provider value={panelOf}>
        <ChannelsView part={shown} />
      </PanelContext.Provider>,
      into,
    );
  };
  afterEach(() => render(null, into));

  it('are links into the visitor’s own programs, with the reference', async () => {
    await show(part());
    const links = within(into).getAllByRole('link') as HTMLAnchorElement[];
    expect(links.map((link) => link.textContent)).toEqual(['Call +81312345678', 'Write to help@example.com', 'LINE']);
    expect(links.map((link) => link.href.split('?')[0])).toEqual([
      ...['tel:+81312345678', 'mailto:help@example.com', 'https://line.me/R/oaMessage/%40kumo/'],
    ]);
    expect(decodeURIComponent(links[1]!.href)).toContain('subject=My conversation BVF9J8');
    for (const link of links) expect(link.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    within(into).getByText('BVF9J8');
    within(into).getByText('You can also reach us here.');
    expect(into.textContent).not.toContain('Telephone');
  });

  it('are left out where they are no addresses, whoever wrote them', async () => {
    const channels = [
      ...[{ kind: 'phone', to: 'javascript:alert(1)' }, { kind: 'pigeon', to: '+81312345678' }, null, 7],
      { kind: 'email', to: 'help@example.com' },
    ];
    await show(part({ channels, text: { evil: 1 }, reference: 9 }));
    expect(
      panel()
        .getAllByRole('link')
        .map((link) => link.textContent),
    ).toEqual(['Write to help@example.com']);
  });
});

describe('the transcript', () => {
  const said = () => [
    message(AIKO, 'Where is my parcel?', { seq: 1 }),
    message(BOT, 'One moment.', { seq: 2 }),
    message(MIKA, 'It is on its way.\nSee you!', { seq: 3 }),
  ];
  /** What is handed over as a file. */
  function downloads() {
    const files: { name: string; text: Promise<string>; type: string }[] = [];
    let blob: Blob;
    vi.spyOn(URL, 'createObjectURL').mockImplementation((it) => {
      blob = it as Blob;
      return 'blob:test';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      const text = blob.arrayBuffer().then((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      files.push({ name: this.download, text, type: blob.type });
    });
    return files;
  }
  async function open() {
    host.state.conversations.value = [conversation()];
    host.state.view.value = { screen: 'share' };
    host.mount();
    return panel().findByText('Download this conversation');
  }

  it('is a text file, made here, of who said what and when', async () => {
    const files = downloads();
    host.show([...said(), message(AIKO, 'Thanks', { seq: undefined as never, state: 'queued' })]);
    await userEvent.click(await open());
    await waitFor(() => expect(files).toHaveLength(1));
    const [{ name, text, type }] = files as [(typeof files)[0]];
    expect(name).toBe('conversation-BVF9J8.txt');
    expect(type).toBe('text/plain;charset=utf-8');
    const lines = (await text).split('\n');
    expect(lines[0]).toBe('\ufeffConversation with Kumo, reference BVF9J8');
    expect(lines[2]).toContain(`${new Date(NOW).getFullYear()}`);
    expect(lines.slice(4).map((one) => one.replace(/^\[.*?\] /, ''))).toEqual([
      ...['You: Where is my parcel?', 'Bot: One moment.', 'Mika Sato: It is on its way.', 'See you!'],
      ...['You (not sent): Thanks', ''],
    ]);
  });

  it('has the earlier messages too, and says where they could not be had', async () => {
    const files = downloads();
    const [first, ...rest] = said();
    host.show(rest);
    host.earlier = async () => {
      host.show([first!, ...rest]);
      return true;
    };
    const button = await open();
    await userEvent.click(button);
    await waitFor(() => expect(files).toHaveLength(1));
    expect(await files[0]!.text).toContain('Where is my parcel?');
    host.show(rest);
    host.earlier = () => Promise.reject(new SobaniError('offline', 'no'));
    await userEvent.click(button);
    await waitFor(() => expect(files).toHaveLength(2));
    expect(await files[1]!.text).toContain('(Earlier messages could not be loaded.)');
  });

  it('is mailed to the address that is written', async () => {
    const mailed: string[] = [];
    host.mail = async (id, to) => void mailed.push(`${id} ${to}`);
    host.show(said());
    await open();
    await userEvent.click(await panel().findByText('Have this conversation mailed'));
    const field = panel().getByRole('textbox', { name: 'E-mail address' });
    expect(host.element.shadowRoot!.activeElement).toBe(field);
    await userEvent.type(field, 'aiko@{Enter}');
    expect(panel().getByRole('alert').textContent).toContain('name@example.com');
    expect(field).toHaveProperty('ariaInvalid', 'true');
    await userEvent.type(field, 'example.com{Enter}');
    await panel().findByText('On its way to aiko@example.com. It may take a few minutes.');
    expect(mailed).toEqual(['c1 aiko@example.com']);
  });

  it.each([
    ['rate', 'That was often enough for now. Try again in a while.'],
    ['unsupported', 'It cannot be mailed from here. You can download it instead.'],
    ['offline', 'It could not be sent. Try again in a while.'],
  ] as const)('that is refused with %s says why, and keeps the address', async (code, words) => {
    host.mail = () => Promise.reject(new SobaniError(code, 'no'));
    host.show(said());
    await open();
    await userEvent.click(await panel().findByText('Have this conversation mailed'));
    const field = panel().getByRole('textbox', { name: 'E-mail address' });
    await userEvent.type(field, 'aiko@example.com{Enter}');
    await panel().findByText(words);
    expect(field).toHaveProperty('value', 'aiko@example.com');
  });

  it('is not offered by mail where there is no way, nor at all without a conversation', async () => {
    host.show(said());
    await open();
    expect(panel().queryByText('Have this conversation mailed')).toBeNull();
    host.unmount();
    host = createPanelHost();
    host.state.view.value = { screen: 'share' };
    host.mount();
    await panel().findByText('Delete everything');
    expect(panel().queryByText('Download this conversation')).toBeNull();
  });
});
