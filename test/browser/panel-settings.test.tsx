import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { AIKO, BOT, conversation, createPanelHost, type FakeHost, MIKA, message } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const permit = (permission: NotificationPermission, answer = permission) => {
  const asked = vi.fn(async () => answer);
  vi.stubGlobal('Notification', { permission, requestPermission: asked });
  return asked;
};

beforeEach(() => {
  host = createPanelHost({ attention: ['title', 'sound', 'notifications'] });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  host.unmount();
  await page.viewport(1024, 768);
});

const open = async () => {
  host.state.view.value = { screen: 'settings' };
  host.mount();
  await panel().findByText('Looks and language');
};
const choose = (name: string, value: string) => {
  const field = panel().getByRole<HTMLSelectElement>('combobox', { name });
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
};

describe('the settings', () => {
  it('are reached from the header of home, and lead on to what we share', async () => {
    host.mount();
    (await panel().findByRole('button', { name: 'Settings' })).click();
    await panel().findByText('Looks and language');
    panel()
      .getByRole('button', { name: /^What we share/ })
      .click();
    expect(host.state.view.value).toEqual({ screen: 'share' });
  });

  it('choose a language by its own name, and the colours', async () => {
    await open();
    const names = within(panel().getByRole('combobox', { name: 'Language' })).getAllByRole('option');
    expect(names.map((it) => it.textContent).join()).toBe(
      'As the page,English,العربية,Deutsch,español,français,日本語,한국어,português,中文',
    );
    choose('Language', 'ja');
    choose('Colours', 'dark');
    await waitFor(() => expect(host.state.settings.value).toEqual({ locale: 'ja', theme: 'dark' }));
    choose('Language', '');
    await waitFor(() => expect(host.state.settings.value).toEqual({ theme: 'dark' }));
  });

  it('change the size of the text in steps, and stop at the ends', async () => {
    await open();
    const group = within(panel().getByRole('group', { name: 'Text size' }));
    for (const size of [110, 125, 150, 175, 200]) {
      group.getByRole('button', { name: 'Larger text' }).click();
      await waitFor(() => expect(host.state.settings.value).toEqual({ textSize: size }));
      // as the messenger does with what is chosen
      host.state.options.value = { ...host.state.options.value, textSize: size };
      await group.findByText(`${size} %`);
    }
    expect(group.getByRole('button', { name: 'Larger text' }).ariaDisabled).toBe('true');
  });

  it('offer sound and notifications where the host has them', async () => {
    permit('default');
    host.state.options.value = { ...host.state.options.value, attention: 'title' };
    await open();
    expect(panel().queryByRole('switch')).toBeNull();
    host.state.options.value = { ...host.state.options.value, attention: 'sound, notifications' };
    await waitFor(() => expect(panel().getAllByRole('switch')).toHaveLength(2));
    panel().getByRole('switch', { name: 'Sound' }).click();
    await waitFor(() => expect(host.state.settings.value).toEqual({ sound: true }));
    expect(panel().getByRole<HTMLInputElement>('switch', { name: 'Sound' }).checked).toBe(true);
    panel().getByRole('switch', { name: 'Sound' }).click();
    await waitFor(() => expect(host.state.settings.value).toEqual({}));
  });

  it('ask for notifications when they are turned on, and never before', async () => {
    const asked = permit('default', 'granted');
    await open();
    expect(asked).not.toHaveBeenCalled();
    panel().getByRole('switch', { name: 'Notifications' }).click();
    await waitFor(() => expect(host.state.settings.value).toEqual({ notifications: true }));
    expect(asked).toHaveBeenCalledOnce();
  });

  it('say it where the browser refuses', async () => {
    permit('default', 'denied');
    await open();
    panel().getByRole('switch', { name: 'Notifications' }).click();
    await panel().findByText(/^Your browser does not allow/);
    expect(host.state.settings.value).toEqual({});
    expect(panel().getByRole<HTMLInputElement>('switch', { name: 'Notifications' }).checked).toBe(false);
  });

  it('say it where a choice could not be kept', async () => {
    await open();
    host.chooses = () => Promise.reject(new Error('no'));
    choose('Colours', 'dark');
    await panel().findByText(/^This could not be kept/);
  });
});

describe('the size of the text', () => {
  const screens: [string, () => void, string | RegExp][] = [
    ['home', () => {}, 'Start a conversation'],
    ['settings', () => (host.state.view.value = { screen: 'settings' }), 'Looks and language'],
    ['conversations', () => (host.state.view.value = { screen: 'conversations' }), /conversation/],
    ['a conversation', () => (host.state.view.value = { screen: 'conversation', id: 'c1' }), 'Which one?'],
    ['help', () => (host.state.view.value = { screen: 'help', query: '' }), 'All articles'],
    ['what we share', () => (host.state.view.value = { screen: 'share' }), 'You see what we see'],
  ];

  it.each(screens.flatMap((it) => [80, 125, 200].map((size) => [it[0], size, it[1], it[2]] as const)))(
    'on %s of %i % leaves everything within 320 pixels',
    async (_name, size, set, ready) => {
      await page.viewport(320, 568);
      host.element.style.setProperty('--sobani-scale', `${size / 100}`);
      host.state.conversations.value = [conversation(), conversation({ id: 'c2', status: 'waiting' })];
      host.show([
        message(AIKO, 'Is it in stock?', { state: 'sent' }),
        message(MIKA, 'Yes, three of them'),
        message(BOT, [{ type: 'choices', text: 'Which one?', choices: [{ id: 'a', label: 'The one of cast iron' }] }]),
      ]);
      set();
      host.mount();
      await panel().findAllByText(ready);
      await panel().findByRole('button', { name: 'Close' });
      const wide = [...host.panel.querySelectorAll<HTMLElement>('*')].filter((it) => {
        const { left, right, width } = it.getBoundingClientRect();
        return width > 1 && (left < -1 || right > 321) && it.checkVisibility();
      });
      expect(wide.map((it) => it.outerHTML.slice(0, 80))).toEqual([]);
      for (const it of host.panel.querySelectorAll<HTMLElement>('.scroll')) {
        expect(it.scrollWidth).toBeLessThanOrEqual(it.clientWidth);
      }
      // there is room left to read in
      const scroller = host.panel.querySelector<HTMLElement>('.scroll')!;
      expect(scroller.clientHeight).toBeGreaterThan(100);
      expect(Number.parseFloat(getComputedStyle(host.panel).fontSize)).toBeCloseTo((15 * size) / 100);
    },
  );
});

describe('the offer to be notified', () => {
  const wait = async () => {
    host.state.conversations.value = [conversation({ status: 'waiting' })];
    host.show([message(AIKO, 'Hello?', { state: 'sent' })]);
    host.state.view.value = { screen: 'conversation', id: 'c1' };
    host.mount();
    await panel().findByText('Hello?');
  };
  const offer = { name: 'Notify me when somebody answers' };

  it('stands where somebody waits for a person, and asks the browser when it is pressed', async () => {
    const asked = permit('default', 'granted');
    await wait();
    const button = await panel().findByRole('button', offer);
    expect(asked).not.toHaveBeenCalled();
    button.click();
    await panel().findByText('You get a notification when somebody answers.');
    expect(host.state.settings.value).toEqual({ notifications: true });
  });

  it('is not made to whoever has it, nor where the host has none, nor where nobody is waited for', async () => {
    permit('granted');
    host.state.settings.value = { notifications: true };
    await wait();
    await panel().findByRole('button', { name: 'What we share' });
    host.state.settings.value = {};
    await panel().findByRole('button', offer);
    host.state.conversations.value = [conversation({ status: 'open' })];
    await waitFor(() => expect(panel().queryByRole('button', offer)).toBeNull());
    host.state.options.value = { ...host.state.options.value, attention: 'title' };
    host.state.conversations.value = [conversation({ status: 'waiting' })];
    await panel().findByText('Waiting for a person');
    expect(panel().queryByRole('button', offer)).toBeNull();
  });
});
