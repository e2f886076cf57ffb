import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { focusTrap, type Modal, native, radix } from './modal-libraries.js';
import { add, cleanUp, frame, type Started, start, until } from './places-host.js';

let modal: Modal | undefined;
afterEach(async () => {
  modal?.end();
  modal = undefined;
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await cleanUp();
});

const said = ({ root }: Started) => [...root.querySelectorAll('.bubble')].map((it) => it.textContent);
const rect = (it: Element) => {
  const { left, top, width, height } = it.getBoundingClientRect();
  return [left, top, width, height];
};
/** As browsers do that have no `moveBefore`. */
const withoutMoveBefore = () => {
  const prototype = Element.prototype as unknown as { moveBefore(): void };
  vi.spyOn(prototype, 'moveBefore').mockImplementation(() => {
    throw new TypeError('not a function');
  });
};

describe.each<[string, () => Modal, ((it: Started, modal: Modal) => Promise<void>) | undefined]>([
  ['a dialog of the browser’s own', native, undefined],
  ['a modal as Radix makes it', radix, undefined],
  ['a modal with a focus-trap, once it is told', focusTrap, (it, { element }) => it.messenger.moveTo(element)],
])('above %s', (_name, make, tell) => {
  it.each([true, false])('the visitor writes and sends, and it stays open (opened before: %s)', async (isBefore) => {
    const it = start();
    if (isBefore) {
      await it.messenger.open('conversation');
      await it.opened();
    }
    modal = make();
    await tell?.(it, modal);
    if (!isBefore) {
      const into = modal.element.localName === 'dialog' ? modal.element : document.documentElement;
      if (!tell) await until(() => expect(it.host.parentElement).toBe(into));
      await userEvent.click(it.part('launcher'));
      await it.opened();
      await it.messenger.open('conversation');
    }
    await it.write('Is it in stock?');
    expect(it.field().value).toBe('Is it in stock?');
    expect(it.isFocused()).toBe(true);
    await userEvent.keyboard('{Enter}');
    await until(() => expect(said(it)).toContain('Is it in stock?'));
    await userEvent.keyboard('And');
    expect(it.field().value).toBe('And');
    expect(it.isFocused()).toBe(true);
    expect(modal.isOpen()).toBe(true);
    // nothing hides it from assistive technology
    expect(it.host.closest('[aria-hidden], [inert]')).toBeNull();
    await userEvent.keyboard('{Escape}');
    await until(() => expect(it.part('panel').hidden).toBe(true));
    expect(modal.isOpen()).toBe(true);
  });
});

describe('a dialog', () => {
  it.each([true, false])(
    'that opens and closes leaves words, scroll and the page as they were (moveBefore: %s)',
    async (has) => {
      if (!has) withoutMoveBefore();
      const it = start();
      await it.messenger.open('conversation');
      await it.opened();
      for (let i = 0; i < 6; i++) await it.messenger.send(`Message ${i}\n${'on and on\n'.repeat(8)}`);
      await until(() => expect(said(it)).toHaveLength(6));
      await it.write('A half');
      it.field().setSelectionRange(2, 4);
      const scroller = it.part('messages').closest('.scroll') ?? it.part('messages');
      scroller.scrollTop = 150;
      await until(() => expect(scroller.scrollTop).toBe(150));
      // it is told of in the next frame
      await frame();
      await frame();
      const place = rect(it.part('panel'));
      const dialog = add('dialog', { text: 'Sign in' });
      const html = document.documentElement.getAttribute('style');
      await it.messenger.moveTo(dialog);
      expect(it.host.parentElement).toBe(dialog);
      await it.messenger.moveTo(null);
      expect([it.isFocused(), it.field().value, it.field().selectionStart, it.field().selectionEnd]).toEqual([
        true,
        'A half',
        2,
        4,
      ]);
      expect(scroller.scrollTop).toBe(150);
      dialog.showModal();
      await until(() => expect(it.host.parentElement).toBe(dialog));
      expect(rect(it.part('panel'))).toEqual(place);
      expect(scroller.scrollTop).toBe(150);
      expect(it.field().value).toBe('A half');
      dialog.close();
      await until(() => expect(it.host.parentElement).toBe(document.documentElement));
      expect(scroller.scrollTop).toBe(150);
      expect(it.field().value).toBe('A half');
      expect(it.host.hasAttribute('popover')).toBe(false);
      expect(document.documentElement.getAttribute('style')).toBe(html);
    },
  );

  it('over another has the launcher, and the first again when it closes or is taken away', async () => {
    const it = start();
    const [first, second] = [add('dialog', { text: 'One' }), add('dialog', { text: 'Two' })];
    first.showModal();
    await until(() => expect(it.host.parentElement).toBe(first));
    second.showModal();
    await until(() => expect(it.host.parentElement).toBe(second));
    const { left, top } = it.part('launcher').getBoundingClientRect();
    expect(document.elementFromPoint(left + 20, top + 20)).toBe(it.host);
    second.remove();
    await until(() => expect(it.host.parentElement).toBe(first));
    first.remove();
    await until(() => expect(it.host.parentElement).toBe(document.documentElement));
  });

  it('is left alone where the host wants that, and where it is not modal', async () => {
    const it = start({ followDialogs: false });
    const dialog = add('dialog', { text: 'Sign in' });
    dialog.showModal();
    await new Promise((resolve) => setTimeout(resolve));
    expect(it.host.parentElement).toBe(document.documentElement);
    dialog.close();
    await it.messenger.update({ followDialogs: true });
    dialog.show();
    await new Promise((resolve) => setTimeout(resolve));
    expect(it.host.parentElement).toBe(document.documentElement);
    dialog.close();
  });
});

describe('in a box of the page', () => {
  const boxOf = (style = '') => add('div', { style: `margin: 30px; inline-size: 500px; block-size: 420px; ${style}` });

  it('the panel fills it, grows with it, and has neither launcher nor close', async () => {
    const it = start();
    const box = boxOf();
    await it.messenger.mount(box);
    await it.opened();
    expect(rect(it.part('panel'))).toEqual(rect(box));
    expect(it.part('panel').getAttribute('role')).toBe('region');
    expect(it.part('panel').getAttribute('aria-modal')).toBe('false');
    for (const name of ['launcher', 'close']) expect(it.part(name).checkVisibility()).toBe(false);
    box.style.inlineSize = '700px';
    box.style.blockSize = '560px';
    expect(rect(it.part('panel'))).toEqual(rect(box));
    expect(getComputedStyle(it.host).position).toBe('relative');
  });

  it('it takes no focus and does not scroll the page; Escape leaves it', async () => {
    add('div', { style: 'block-size: 3000px' });
    const it = start();
    await userEvent.click(document.body);
    const box = boxOf();
    await it.messenger.mount(box);
    await it.opened();
    expect(scrollY).toBe(0);
    expect(document.activeElement).toBe(document.body);
    box.scrollIntoView();
    await it.write('Hello{Escape}');
    expect(it.part('panel').hidden).toBe(false);
    await userEvent.keyboard('{Enter}');
    await until(() => expect(said(it)).toContain('Hello'));
  });

  it('and back over the page, with words and caret, as it was before', async () => {
    const it = start();
    const box = boxOf();
    await it.messenger.mount(box);
    await it.opened();
    await it.write('Half a sen');
    await it.messenger.mount(null);
    expect(it.part('panel').hidden).toBe(true);
    expect(it.host.parentElement).toBe(document.documentElement);
    expect(it.part('launcher').checkVisibility()).toBe(true);
    await it.messenger.open();
    expect(it.field().value).toBe('Half a sen');
    expect(it.part('panel').getAttribute('role')).toBe('dialog');
    expect(getComputedStyle(it.part('panel')).position).toBe('fixed');
    await it.messenger.mount(box);
    await it.messenger.mount(null);
    expect(it.part('panel').hidden).toBe(false);
  });

  it('that a router takes away it comes back over the page, closed', async () => {
    const it = start();
    const box = boxOf();
    await it.messenger.mount(box);
    await it.opened();
    box.remove();
    await until(() => expect(it.host.parentElement).toBe(document.documentElement));
    expect(it.part('panel').hidden).toBe(true);
    expect(it.part('launcher').checkVisibility()).toBe(true);
  });

  it('stays where a dialog opens, and a box without a height is tall enough to use', async () => {
    const it = start();
    const box = add('div');
    await it.messenger.mount(box);
    expect(it.host.getBoundingClientRect().height).toBe(320);
    const dialog = add('dialog', { text: 'Sign in' });
    dialog.showModal();
    await new Promise((resolve) => setTimeout(resolve));
    expect(it.host.parentElement).toBe(box);
    dialog.close();
  });

  it.each([undefined, 'main', document.createElement('div')])('is refused what is none: %o', async (no) => {
    const it = start();
    for (const call of [it.messenger.mount, it.messenger.moveTo]) {
      await expect(call(no as never)).rejects.toMatchObject({ code: 'invalid', path: 'element' });
    }
    expect(it.host.parentElement).toBe(document.documentElement);
  });
});
