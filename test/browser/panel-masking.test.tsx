import { waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { findSensitive } from '../../src/context/context.js';
import { findTyped, maskTyped } from '../../src/ui/masking/typed.js';
import { type FakeHost, MIKA, message, openConversation } from './panel-host.js';

const CARD = '4111 1111 1111 1111';
const IBAN = 'DE89 3704 0044 0532 0130 00';
const KEY = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
const CALM = 'This looks like a card number. The team does not need it.';

let host: FakeHost;
const panel = () => within(host.panel);
const field = () => host.field();
const warning = () => host.panel.querySelector<HTMLElement>('.masking');
const press = (name: string) => panel().getByRole('button', { name }).click();

beforeEach(async () => {
  host = openConversation([message(MIKA, 'Hello')]);
  await panel().findByText('Hello');
});
afterEach(() => host.unmount());

/** The code that warns is here, and has seen this draft. */
const warned = async (text: string) => {
  host.write(text);
  await waitFor(() => expect(warning()).not.toBeNull());
};

describe('what is typed', () => {
  it.each([
    ['a card number', `My card is ${CARD}.`, CALM, 'Hide the digits', 'My card is •••• 1111.'],
    [
      'a card number in full-width digits',
      '番号は４１１１１１１１１１１１１１１１です',
      CALM,
      'Hide the digits',
      '番号は•••• 1111です',
    ],
    [
      'an IBAN',
      `Pay to ${IBAN} please`,
      'This looks like a bank account number. The team does not need it unless they asked.',
      'Hide the digits',
      'Pay to •••• 3000 please',
    ],
    [
      'an access key',
      `It says ${KEY} is wrong`,
      'This looks like an access key. The team does not need it.',
      'Hide it',
      'It says •••••••• is wrong',
    ],
  ])('warns of %s, and hides it where that is wanted', async (_what, text, words, button, masked) => {
    await warned(text);
    expect(warning()!.textContent).toContain(words);
    press(button);
    await waitFor(() => expect(warning()).toBeNull());
    expect(field().value).toBe(masked);
    expect(host.drafts.value.get('c1')).toBe(masked);
  });

  it('is hidden all at once, where there is more than one', async () => {
    await warned(`${CARD} and ${IBAN} end`);
    press('Hide the digits');
    await waitFor(() => expect(field().value).toBe('•••• 1111 and •••• 3000 end'));
  });

  it.each([
    ['an order number', 'Order 4111 1111 1111 1112 never came'],
    ['a telephone number', 'Call +81 90-1234-5678 or 0301234567890'],
    ['a date and a time', 'On 2026-11-29 10:30:00 it broke. Session: 10:30 tomorrow, password: 8 letters'],
    ['a long word', 'Donaudampfschifffahrtsgesellschaftskapitän'],
    ['an e-mail address', 'averyveryverylongname2026@example.com'],
  ])('does not warn of %s', async (_what, text) => {
    // it is all there and looks
    await warned(CARD);
    host.write('');
    await waitFor(() => expect(warning()).toBeNull());
    host.write(text);
    expect(field().value).toBe(text);
    await new Promise(requestAnimationFrame);
    expect(warning()).toBeNull();
  });

  it('is not looked at by any further code while it holds nothing odd', async () => {
    host.write('Where is my order 1042? I wrote on 29 November.');
    await new Promise(requestAnimationFrame);
    expect(host.panel.querySelector('form [role=status]')).toBeNull();
  });
});

describe('a place in the text', () => {
  const found = (text: string) => findTyped(text, findSensitive);
  it('is at the same words after the digits are hidden, wherever it was', () => {
    const words = fc.stringMatching(/^[a-z ]{0,12}$/);
    fc.assert(
      fc.property(words, fc.constantFrom(CARD, IBAN, KEY), words, fc.constantFrom(CARD, IBAN), words, (...given) => {
        const text = given.join(' ');
        const { from, to, by, place } = maskTyped(text, found(text))!;
        const masked = text.slice(0, from) + by + text.slice(to);
        for (let at = 0; at <= text.length; at++) {
          const inside = found(text).find(({ start, end }) => at > start && at < end);
          // behind what was hidden, where it was within
          const after = inside ? inside.end : at;
          expect(place(at)).toBe(place(after));
          const rest = text.slice(after);
          if (!found(text).some(({ start }) => start >= after)) expect(masked.slice(place(at))).toBe(rest);
          if (at <= from) expect(place(at)).toBe(at);
        }
        // and hiding it twice is hiding it once
        expect(found(masked)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the warning', () => {
  it('keeps the caret where it was, and undo brings the digits back', async () => {
    await userEvent.click(field());
    await userEvent.keyboard(`Card ${CARD} thanks`);
    await waitFor(() => expect(warning()).not.toBeNull());
    field().setSelectionRange(field().value.length - 3, field().value.length - 3);
    await userEvent.click(panel().getByRole('button', { name: 'Hide the digits' }));
    expect(field().value).toBe('Card •••• 1111 thanks');
    expect(host.root.activeElement).toBe(field());
    expect(field().selectionStart).toBe(field().value.length - 3);
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(field().value).toBe(`Card ${CARD} thanks`));
  });

  it('blocks nothing: what was written goes as it is', async () => {
    await warned(CARD);
    await userEvent.click(panel().getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(host.calls).toContain(`send("${CARD}","c1")`));
    await waitFor(() => expect(warning()).toBeNull());
  });

  it('is gone for this draft once it is dismissed, and back with the next', async () => {
    await warned(CARD);
    press('Leave it');
    await waitFor(() => expect(warning()).toBeNull());
    expect(host.root.activeElement).toBe(field());
    host.write(`${CARD} and more`);
    await new Promise(requestAnimationFrame);
    expect(warning()).toBeNull();
    host.write('');
    await new Promise(requestAnimationFrame);
    await warned(CARD);
  });

  it('is announced once a draft, however often the number is changed', async () => {
    // the code is here
    await warned(CARD);
    host.write('');
    await waitFor(() => expect(warning()).toBeNull());
    const place = host.panel.querySelector('form p[role=status]')!;
    expect(place.textContent).toBe('');
    const said: string[] = [];
    const observer = new MutationObserver(() => {
      const live = host.panel.querySelector('form p[role=status]');
      if (live?.textContent) said.push(live.textContent);
    });
    observer.observe(host.panel.querySelector('form')!, { subtree: true, childList: true, characterData: true });
    for (const text of [CARD, `${CARD}!`, '4111 1111 1111 111', CARD]) {
      host.write(text);
      await new Promise(requestAnimationFrame);
      await waitFor(() => expect(!!warning()).toBe(text.startsWith(CARD)));
    }
    observer.disconnect();
    expect(said).toEqual([CALM]);
  });

  it('leaves alone what an input method composes, and judges it afterwards', async () => {
    await warned(CARD);
    host.write('');
    await waitFor(() => expect(warning()).toBeNull());
    field().dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    host.write(CARD);
    await new Promise(requestAnimationFrame);
    expect(warning()).toBeNull();
    expect(field().value).toBe(CARD);
    field().dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    await waitFor(() => expect(warning()).not.toBeNull());
  });

  it('is there for a draft that was kept, before anything more is typed', async () => {
    host.unmount();
    host = openConversation([message(MIKA, 'Hello')]);
    host.drafts.value = new Map([['c1', CARD]]);
    await waitFor(() => expect(warning()).not.toBeNull());
  });

  it('is not carried to another conversation', async () => {
    await warned(CARD);
    press('Leave it');
    host.drafts.value.set('c2', `Here: ${CARD}`);
    host.state.view.value = { screen: 'conversation', id: 'c2' };
    await waitFor(() => expect(field().value).toBe(`Here: ${CARD}`));
    await waitFor(() => expect(warning()).not.toBeNull());
  });

  it('writes nothing anywhere, and tells nobody', async () => {
    const log = vi.spyOn(console, 'log');
    const sets = vi.spyOn(Storage.prototype, 'setItem');
    const fetched = vi.spyOn(window, 'fetch');
    await warned(CARD);
    press('Leave it');
    await waitFor(() => expect(warning()).toBeNull());
    for (const spy of [log, sets, fetched]) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    expect(host.calls.filter((call) => !/^(draft|typing|seen)\(/.test(call))).toEqual([]);
  });

  it('speaks Japanese', async () => {
    host.state.locale.value = 'ja';
    await waitFor(() => expect(field().placeholder).toBe('メッセージを入力'));
    await warned(CARD);
    expect(warning()!.textContent).toContain('カード番号が含まれているようです。');
    press('数字を隠す');
    await waitFor(() => expect(field().value).toBe('•••• 1111'));
  });

  it('has no violations that axe knows of', async () => {
    await warned(CARD);
    const { violations } = await axe.run(host.element, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
