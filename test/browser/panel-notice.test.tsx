import { waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { AIKO, createPanelHost, type FakeHost, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const said = () => [...panel().getByRole('status').children].map(({ textContent }) => textContent);
const kept = 'What you write is saved on this device until it can be sent.';
const notKept = 'Not saved on this device: keep this page open.';
afterEach(() => host.unmount());

async function open() {
  host = openConversation([message(MIKA, 'Hello')]);
  await panel().findByText('Hello');
}

describe('the notice', () => {
  it.each([
    ['offline', 'Not up to date: no connection.'],
    ['paused', 'Your sign-in has expired. Please sign in again.'],
    ['unavailable', 'Nothing can be sent from here now.'],
  ] as const)('says what is wrong and where messages are meanwhile: %s', async (status, words) => {
    await open();
    host.state.status.value = status;
    await waitFor(() => expect(said()).toEqual([words, kept]));
    host.state.status.value = 'online';
    await waitFor(() => expect(said()).toEqual([]));
  });

  it('moves nothing that is being read, and not the composer, when it comes and when it goes', async () => {
    await open();
    const places = () =>
      [panel().getByText('Hello'), host.field()].map((element) => element.getBoundingClientRect().top);
    // it comes in
    await Promise.all(host.panel.getAnimations().map(({ finished }) => finished));
    const before = places();
    for (const status of ['offline', 'online'] as const) {
      host.state.status.value = status;
      await waitFor(() => expect(said()).toHaveLength(status === 'offline' ? 2 : 0));
      expect(places()).toEqual(before);
    }
  });

  it('does not call out of date what a new visitor has nothing of', async () => {
    host = createPanelHost();
    host.state.status.value = 'offline';
    host.mount();
    await panel().findByText('No connection.');
  });

  it('says that nothing is kept where nothing can be, and promises no more without a connection', async () => {
    await open();
    host.state.durable.value = false;
    await waitFor(() => expect(said()).toEqual([notKept]));
    host.state.status.value = 'offline';
    await waitFor(() => expect(said()).toEqual(['Not up to date: no connection.', notKept]));
    expect(panel().queryByText(kept)).toBeNull();
  });

  it('calls nothing saved where the host wants nothing stored, and nothing failed either', async () => {
    host = openConversation([message(MIKA, 'Hello')], {}, { storage: 'none' });
    await panel().findByText('Hello');
    expect(said()).toEqual([]);
    const here = 'What you write is kept while this page is open.';
    host.state.status.value = 'connecting';
    await waitFor(() => expect(said()).toEqual(['Connecting…', here]));
    host.state.durable.value = false;
    host.state.status.value = 'online';
    await waitFor(() => expect(said()).toEqual([here]));
  });

  it('stays as it is while it is tried again in the background', async () => {
    await open();
    host.state.status.value = 'offline';
    await waitFor(() => expect(said()).toHaveLength(2));
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    observer.observe(panel().getByRole('status'), { childList: true, subtree: true, characterData: true });
    for (const status of ['connecting', 'offline', 'connecting'] as const) host.state.status.value = status;
    host.add(message(MIKA, 'drawn after that'));
    await panel().findByText('drawn after that');
    expect(changes.concat(observer.takeRecords())).toEqual([]);
    expect(said()).toEqual(['Not up to date: no connection.', kept]);
    host.state.status.value = 'online';
    await waitFor(() => expect(said()).toEqual([]));
  });

  it('tries again when it is asked to, and says that it does', async () => {
    await open();
    host.state.status.value = 'offline';
    (await panel().findByRole('button', { name: 'Retry' })).click();
    expect(host.calls).toContain('wake()');
    host.state.status.value = 'connecting';
    await panel().findByRole('button', { name: 'Connecting…' });
    host.state.status.value = 'offline';
    await panel().findByRole('button', { name: 'Retry' });
    host.state.status.value = 'online';
    await waitFor(() => expect(panel().queryByRole('button', { name: 'Retry' })).toBeNull());
  });

  it('speaks of a first connection, since that may take long, too', async () => {
    host = openConversation([]);
    host.state.status.value = 'connecting';
    await waitFor(() => expect(said()).toEqual(['Connecting…', kept]));
    host.state.status.value = 'online';
    await waitFor(() => expect(said()).toEqual([]));
  });

  it('is not called connecting by a message that waits since before', async () => {
    await open();
    host.state.status.value = 'offline';
    host.add(message(AIKO, 'mine', { state: 'queued' }));
    await panel().findByText('Saved on this device, not sent yet');
    host.state.status.value = 'connecting';
    host.add(message(MIKA, 'drawn after that'));
    await panel().findByText('drawn after that');
    panel().getByText('Saved on this device, not sent yet');
  });
});
