/// <reference types="@vitest/browser-playwright" />
import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { loadLanguage } from '../../src/i18n/translate.js';
import { draw, made, STATES_OF } from './every-state.js';
import { AIKO, type FakeHost, MIKA, message, NOW } from './panel-host.js';

beforeEach(async () => {
  await page.viewport(390, 844);
  await loadLanguage('ar');
});
afterEach(() => {
  for (const host of made.splice(0)) host.unmount();
});

const open = (name: string, locale = 'ar') => {
  const found = (selector: string) =>
    waitFor(() =>
      expect([name, selector, !!made.at(-1)!.panel.querySelector(selector)]).toEqual([name, selector, true]),
    );
  return draw(STATES_OF[name]!, locale, found, 'rtl');
};
const box = (element: Element) => element.getBoundingClientRect();
const find = <E extends HTMLElement>({ panel }: FakeHost, selector: string) => panel.querySelector<E>(selector)!;
const flipped = (element: Element) => getComputedStyle(element).transform.startsWith('matrix(-1');

describe('in Arabic', () => {
  it.each(Object.keys(STATES_OF))('nothing sticks out of the panel: %s', async (name) => {
    const host = await open(name);
    for (const fold of host.panel.querySelectorAll('details')) fold.open = true;
    const { left, right } = box(host.panel);
    const out = [...host.panel.querySelectorAll('*')].filter((element) => {
      const it = box(element);
      return (
        it.width > 1 && !element.closest('pre, table, .hide, .unseen') && (it.left < left - 1 || it.right > right + 1)
      );
    });
    expect(out.map((element) => `${element.tagName}.${element.className}`)).toEqual([]);
  });

  it('runs from the right: back is there, close at the left, and what points is mirrored', async () => {
    const host = await open('a conversation');
    const [back, close, send] = ['[part=back]', '[part=close]', '[part=send]'].map((one) => find(host, one));
    expect(box(back!).left).toBeGreaterThan(box(close!).left);
    expect(box(send!).left).toBeLessThan(box(host.field()).left);
    expect(flipped(back!.querySelector('svg')!)).toBe(true);
    // an arrow up, and a cross, point nowhere
    expect(flipped(send!.querySelector('svg')!)).toBe(false);
    expect(flipped(close!.querySelector('svg')!)).toBe(false);
    expect(getComputedStyle(host.panel).direction).toBe('rtl');
    expect(host.panel.lang).toBe('ar');
  });

  it('begins an empty field at the right, and goes by its text then; what stands beside the words moves none', async () => {
    const host = await open('a conversation');
    const way = () => getComputedStyle(host.field()).direction;
    const start = () => box(host.field()).right - Number.parseFloat(getComputedStyle(host.field()).paddingRight);
    await waitFor(() => expect(way()).toBe('rtl'));
    const before = start();
    host.canAttach.value = true;
    await waitFor(() => expect(box(find(host, '.attach')).right).toBeLessThanOrEqual(box(host.field()).left));
    expect(start()).toBe(before);
    host.write('https://hinoki.example/');
    await waitFor(() => expect(way()).toBe('ltr'));
    expect(start()).toBe(before);
  });

  it('has the visitor’s own messages at the inline end, and the others at the start', async () => {
    const host = await open('a conversation');
    const log = box(find(host, '[role=log]'));
    const middle = (element: Element) => box(element).left + box(element).width / 2;
    const bubbles = [...host.panel.querySelectorAll('.bubble')];
    const own = bubbles.find((one) => one.textContent!.includes('jacket'))!;
    const theirs = bubbles.find((one) => one.textContent!.includes('Hi, see'))!;
    expect(middle(own)).toBeLessThan(log.left + log.width / 2);
    expect(middle(theirs)).toBeGreaterThan(log.left + log.width / 2);
  });

  it('leaves each message its own direction', async () => {
    const host = await open('a conversation');
    const mixed = 'تست فارسی و English با هم';
    host.add(message(MIKA, mixed), message(AIKO, 'Is this English?', { state: 'sent' }));
    await within(host.panel).findByText(mixed);
    const direction = (text: string) => getComputedStyle(within(host.panel).getByText(text)).direction;
    expect(direction(mixed)).toBe('rtl');
    expect(direction('Is this English?')).toBe('ltr');
  });

  it('keeps the groups of a telephone number in their order', async () => {
    const host = await open('other ways to reach the team');
    const { firstChild } = [...host.panel.querySelectorAll('.channels strong')].find((one) =>
      /81/.test(one.textContent!),
    )!;
    const words = firstChild as Text;
    const left = (part: string) => {
      const range = document.createRange();
      const at = words.data.indexOf(part);
      range.setStart(words, at);
      range.setEnd(words, at + part.length);
      return range.getBoundingClientRect().left;
    };
    expect(left('+')).toBeLessThan(left('81'));
    expect(left('81')).toBeLessThan(left('5678'));
  });

  it('writes numbers in the digits of the region, as the times are', async () => {
    const host = await open('a draft that is too long', 'ar-EG');
    expect(find(host, '.refusal').textContent).toContain('٣ أحرف');
    const time = new Intl.DateTimeFormat('ar-EG', { hour: 'numeric', minute: '2-digit' }).format(NOW);
    expect(time).toMatch(/[٠-٩]/);
    expect(find(host, '[role=log]').textContent).toMatch(/[٠-٩]/);
  });
});

describe('names and times in one line', () => {
  it('stand in the order of the line, whatever script they are in', async () => {
    const host = await open('home, of somebody known by name');
    const card = find(host, '[part=home] .card small');
    const [name, when] = [...card.querySelectorAll('bdi')];
    expect(name!.textContent).toBe('Mika Sato');
    expect(box(name!).left).toBeGreaterThanOrEqual(box(when!).right - 1);
  });
});

describe('where the page is in a right-to-left language of which there are no texts', () => {
  it('the English ones run from the left, in the corner of the page’s language', async () => {
    const host = await open('a conversation', 'he');
    expect(host.panel.lang).toBe('en');
    await waitFor(() => expect(getComputedStyle(find(host, '[part=header]')).direction).toBe('ltr'));
    expect(flipped(find(host, '[part=back] svg'))).toBe(false);
    expect(box(find(host, '[part=back]')).left).toBeLessThan(box(find(host, '[part=close]')).left);
    await page.viewport(1280, 800);
    expect(box(host.panel).right).toBeLessThan(640);
  });
});
