import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { type FakeHost, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const button = () => panel().getByRole('button', { name: 'Add an emoji' });
const picker = () => panel().queryByRole('dialog', { name: 'Add an emoji' });

beforeEach(async () => {
  host = openConversation([message(MIKA, 'Hello')]);
  await panel().findByText('Hello');
});
afterEach(() => {
  vi.restoreAllMocks();
  host.unmount();
});

async function open() {
  button().click();
  await panel().findByRole('searchbox', { name: 'Search emoji' });
}

describe('the emoji picker', () => {
  it('finds by words, and puts the first in where the caret is', async () => {
    host.write('Thanks !');
    host.field().setSelectionRange(7, 7);
    await open();
    await waitFor(() => expect(host.root.activeElement?.getAttribute('role')).toBe('searchbox'));
    await userEvent.keyboard('red heart');
    await waitFor(() => expect(panel().getAllByRole('gridcell')[0]!.textContent).toBe('❤️'));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(host.field().value).toBe('Thanks ❤️!'));
    expect(host.drafts.value.get('c1')).toBe('Thanks ❤️!');
    expect(picker()).toBeNull();
    expect(host.root.activeElement).toBe(host.field());
    expect(host.field().selectionStart).toBe('Thanks ❤️'.length);

    // and has it at hand the next time
    await open();
    expect(within(picker()!).getByRole('rowgroup', { name: 'Recently used' }).textContent).toContain('❤️');
    host.state.cleared.value++;
    await waitFor(() => expect(within(picker()!).queryByRole('rowgroup', { name: 'Recently used' })).toBeNull());
  });

  it('is a grid that the arrow keys lead through, with one cell in the order of Tab', async () => {
    await open();
    const cells = () => panel().getAllByRole('gridcell');
    expect(cells().length).toBeGreaterThan(1_000);
    const at = () => cells().indexOf(host.root.activeElement as HTMLElement);
    await waitFor(() => expect(host.root.activeElement?.getAttribute('role')).toBe('searchbox'));
    for (const [key, place] of [
      ['ArrowDown', 0],
      ['ArrowRight', 1],
      ['ArrowDown', 9],
      ['End', 15],
      ['ArrowRight', 16],
      ['Home', 16],
      ['ArrowLeft', 15],
      ['ArrowUp', 7],
    ] as const) {
      await userEvent.keyboard(`{${key}}`);
      expect(at(), key).toBe(place);
      expect(cells().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    }
    await userEvent.keyboard('{ArrowUp}');
    expect(host.root.activeElement?.getAttribute('role')).toBe('searchbox');
    await userEvent.keyboard('{Escape}');
    expect(picker()).toBeNull();
    expect(host.calls).not.toContain('close()');
    expect(host.root.activeElement).toBe(host.field());
  });

  it('says that there is none of that name', async () => {
    await open();
    await userEvent.keyboard('qqqq');
    await panel().findByText('No emoji found');
    await userEvent.keyboard('{Enter}');
    expect(host.field().value).toBe('');
  });

  it('is not offered where one types by touch', async () => {
    const real = window.matchMedia.bind(window);
    vi.spyOn(window, 'matchMedia').mockImplementation((query) =>
      query === '(pointer: coarse)' ? ({ matches: true } as MediaQueryList) : real(query),
    );
    host.write('drawn anew');
    await waitFor(() => expect(panel().queryByRole('button', { name: 'Add an emoji' })).toBeNull());
  });
});
