import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createLauncher } from '../../src/ui/launcher/launcher.js';
import { add, cleanUp, type Started, start, until } from './places-host.js';
import { strays } from './strays.js';

afterEach(cleanUp);

const isOpen = ({ part }: Started) => !part('panel').hidden;
const path = location.pathname;
const goTo = (to: string) => history.replaceState(null, '', to);
afterEach(() => goTo(path));

describe('an element of the page that the host names', () => {
  it('opens and closes the panel, also where it came later, and says whether it is open', async () => {
    const first = add('button', { class: 'chat', text: 'Chat' });
    const it = start({ launcher: false, launcherSelector: '.chat' });
    await until(() => expect(first.getAttribute('aria-haspopup')).toBe('dialog'));
    expect(first.getAttribute('aria-expanded')).toBe('false');
    await userEvent.click(first);
    await it.opened();
    expect(first.getAttribute('aria-expanded')).toBe('true');
    const later = add('button', { class: 'chat', text: 'Later' });
    await until(() => expect(later.getAttribute('aria-expanded')).toBe('true'));
    await userEvent.click(later);
    await until(() => expect(isOpen(it)).toBe(false));
    expect([first, later].map((one) => one.getAttribute('aria-expanded'))).toEqual(['false', 'false']);
  });

  it('has the focus again when the panel closes', async () => {
    const custom = add('button', { id: 'chat', text: 'Chat' });
    const it = start({ launcherSelector: '#chat' });
    await userEvent.click(custom);
    await it.opened();
    await until(() => expect(it.isFocused()).toBe(true));
    await userEvent.keyboard('{Escape}');
    await until(() => expect(document.activeElement).toBe(custom));
    expect(isOpen(it)).toBe(false);
  });

  it.each([
    ['a link, which then leads nowhere', 'a', { href: '#elsewhere' }],
    ['a field of another kind, by its keys', 'div', { tabindex: '0', role: 'button' }],
  ] as const)('may be %s', async (_what, tag, attributes) => {
    const custom = add(tag, { ...attributes, id: 'chat', text: 'Chat' });
    const it = start({ launcherSelector: '#chat' });
    custom.focus();
    await userEvent.keyboard('{Enter}');
    await it.opened();
    expect(location.hash).toBe('');
  });

  it('may stand in a shadow root, and keep its clicks from the page', async () => {
    const box = add('div');
    const button = document.createElement('button');
    button.className = 'chat';
    button.textContent = 'Chat';
    button.addEventListener('click', (event) => event.stopPropagation());
    box.attachShadow({ mode: 'open' }).append(button);
    const it = start({ launcherSelector: '.chat' });
    await userEvent.click(button);
    await it.opened();
  });

  it('is the page’s own again after destroy()', async () => {
    const custom = add('button', { id: 'chat', 'aria-haspopup': 'menu', text: 'Chat' });
    const before = custom.outerHTML;
    const it = start({ launcherSelector: '#chat' });
    await until(() => expect(custom.getAttribute('aria-expanded')).toBe('false'));
    await it.messenger.destroy();
    await until(() => expect(custom.outerHTML).toBe(before));
    await userEvent.click(custom);
    expect(document.querySelector('sobani-messenger')).toBeNull();
  });

  it('tells that it will be pressed, and a selector that is none breaks nothing', () => {
    let intents = 0;
    const custom = add('button', { id: 'chat', text: 'Chat' });
    const intent = () => {
      intents++;
    };
    const launcher = createLauncher({ app: 'a', launcherSelector: '#chat' }, () => {}, intent);
    custom.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true }));
    expect(intents).toBe(1);
    launcher.update({ launcherSelector: '#(' });
    custom.click();
    expect(intents).toBe(1);
    launcher.remove();
  });
});

describe('the launcher', () => {
  const box = ({ part }: Started, name = 'launcher') => part(name).getBoundingClientRect();

  it.each([
    ['end', 1024 - 40 - 56],
    ['start', 40],
  ] as const)('keeps its distance at the %s, and the panel goes with it', async (side, left) => {
    const it = start({ side, offsetX: 40, offsetY: 100 });
    expect(box(it).left).toBe(left);
    expect(box(it).bottom).toBe(768 - 100);
    await it.messenger.open();
    await it.opened();
    for (const entrance of it.part('panel').getAnimations()) entrance.finish();
    const panel = box(it, 'panel');
    expect(side === 'end' ? 1024 - panel.right : panel.left).toBe(40);
    expect(panel.bottom).toBe(768 - 172);
    expect(panel.top).toBeGreaterThanOrEqual(0);
  });

  it('keeps the distance that a style sheet of the page gives', () => {
    const style = add('style', { text: 'sobani-messenger { --sobani-offset-x: 64px; --sobani-offset-y: 8px }' });
    const it = start();
    expect([1024 - box(it).right, 768 - box(it).bottom]).toEqual([64, 8]);
    style.remove();
  });

  it('is not drawn on the pages that the host names, also where a router goes there', async () => {
    const it = start({ hideOn: ['/checkout/*', '/pay'] });
    const isHidden = () => it.part('launcher').hidden;
    expect(isHidden()).toBe(false);
    for (const [to, isGone] of [
      ['/checkout/address', true],
      ['/', false],
      ['/pay', true],
      ['/pays', false],
      ['/a/checkout/b', false],
      ['/checkout/?a=1', true],
    ] as const) {
      goTo(to);
      await until(() => expect([to, isHidden()]).toEqual([to, isGone]));
    }
    await it.messenger.hide();
    goTo('/');
    await it.messenger.update({ hideOn: '' });
    expect(isHidden()).toBe(true);
    await it.messenger.show();
    expect(isHidden()).toBe(false);
  });
});

describe('what the host page gets of a click', () => {
  it('is everything where nothing of ours is painted: closed, open, hidden, inline, in a dialog, on a phone', async () => {
    add('div', { style: 'position: fixed; inset: 0; z-index: 5' });
    const it = start();
    expect(strays(it)).toEqual([]);
    expect(document.elementFromPoint(1024 - 48, 768 - 48)).toBe(it.host);
    await it.messenger.open();
    await it.opened();
    expect(strays(it)).toEqual([]);
    await it.messenger.hide();
    expect(strays(it)).toEqual([]);
    await it.messenger.close();
    expect(strays(it)).toEqual([]);
    expect(document.elementFromPoint(1024 - 48, 768 - 48)).not.toBe(it.host);
    await it.messenger.show();

    const frame = add('div', { style: 'position: fixed; inset: 100px 300px 200px 100px; z-index: 9' });
    await it.messenger.mount(frame);
    expect(strays(it)).toEqual([]);
    await it.messenger.close();
    expect(strays(it)).toEqual([]);
    await it.messenger.mount(null);
    frame.remove();
    const dialog = add('dialog', { text: 'A dialog' });
    dialog.showModal();
    await until(() => expect(it.host.parentElement).toBe(dialog));
    expect(strays(it)).toEqual([]);
    await it.messenger.open();
    expect(strays(it)).toEqual([]);
    dialog.close();
    const { page } = await import('vitest/browser');
    await page.viewport(390, 700);
    await until(() => expect(it.part('panel').getBoundingClientRect().width).toBe(390));
    expect(strays(it)).toEqual([]);
    await it.messenger.close();
    expect(strays(it)).toEqual([]);
  });
});
