/// <reference types="@vitest/browser-playwright" />
import { waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { loadLanguage } from '../../src/i18n/translate.js';
import { draw, KNOWN, made, STATES_OF, TOPICS } from './every-state.js';
import { ARTICLES, CART, type FakeHost, JOURNEY, PAGE } from './panel-host.js';
import { PSEUDO, speakPseudo } from './pseudo.js';
import { FILES } from './states-of-talk.js';

beforeAll(async () => {
  await page.viewport(390, 844);
  speakPseudo();
  await loadLanguage(PSEUDO);
});
afterEach(() => {
  for (const host of made.splice(0)) host.unmount();
});

const open = (name: string) => {
  const found = (selector: string) =>
    waitFor(() => {
      const all = made.at(-1)!.panel.querySelectorAll(selector);
      expect([name, selector, all.length > 0]).toEqual([name, selector, true]);
    });
  return draw(STATES_OF[name]!, PSEUDO, found);
};

/** All that the host, its people and its pages say: in whatever language they say it. */
function contentOf(host: FakeHost): string[] {
  const { state } = host;
  const all = [
    ...[state.options.value, state.conversations.value, state.messages('c1').value, state.messages('c2').value],
    ...[
      state.person.value,
      host.availability.value,
      host.field()?.value,
      ARTICLES,
      TOPICS,
      KNOWN,
      PAGE,
      CART,
      JOURNEY,
      FILES,
      PSEUDO,
    ],
  ];
  const said = new Set<string>();
  const take = (value: unknown): void => {
    if (typeof value === 'string') for (const one of [value, ...value.split(/(https?:\S+)/)]) said.add(one.trim());
    else if (value && typeof value === 'object') {
      for (const [key, one] of Object.entries(value)) {
        said.add(key.replace(/([A-Z])/g, ' $1'));
        take(one);
      }
    }
  };
  take(all);
  // the longest first, since one may be in another
  return [...said].filter((one) => /\p{L}/u.test(one)).sort((a, b) => b.length - a.length);
}

/** What `Intl` writes: days, months, units, names of languages. */
const BY_INTL =
  /\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(jan|febr)uary|march|april|may|june|july|august|(septem|octo|novem|decem)ber|\b(jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\b|\b[ap]m\b|english|\bEUR\b|\bpx\b|\b(byte|kB|MB)s?\b/gi;

/** What is left of a text without what is translated, and what is none of ours. */
function bare(text: string, content: readonly string[]): string {
  let left = text;
  // one may stand in another
  while (/⟦[^⟦⟧]*⟧/.test(left)) left = left.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  left = left.replace(BY_INTL, ' ');
  for (const one of content) {
    const literal = one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    left = left.replace(new RegExp(`(?<!\\p{L})${literal}(?!\\p{L})`, 'giu'), ' ');
  }
  return left.replace(/[^\p{L}]+/gu, ' ').trim();
}

const SAID = ['aria-label', 'placeholder', 'title', 'alt', 'aria-description', 'aria-valuetext'];

/** Articles are in their own language, and so are the names of emoji, which Unicode has, and of languages. */
const FOREIGN =
  'style, .prose, strong:has(mark), [role=gridcell], option[value]:not([value=""], [value=auto], [value=light], [value=dark])';

/** What is seen, and what is read out. */
function textsOf(panel: HTMLElement): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode as Text;
    if (!parentElement!.closest(FOREIGN)) texts.push(data);
  }
  for (const element of [panel, ...panel.querySelectorAll('*')]) {
    if (element.closest('[role=gridcell]')) continue;
    for (const name of SAID) texts.push(element.getAttribute(name) ?? '');
  }
  return texts.filter(Boolean);
}

const isUnseen = (element: Element) => {
  const { clipPath, position } = getComputedStyle(element);
  return position === 'absolute' && clipPath !== 'none';
};

/** Elements of ours whose words are cut off, or that stick out of the panel. */
function clipped(panel: HTMLElement): string[] {
  const box = panel.getBoundingClientRect();
  const found: string[] = [];
  for (const element of panel.querySelectorAll<HTMLElement>('*')) {
    const words = element.textContent?.trim() ?? '';
    // what others wrote may be cut off where it is but a preview
    const isOurs = words.includes('⟦') && !words.replace(/⟦.*⟧/gs, '').match(/\p{L}/u);
    if (!isOurs || element.closest('.hide, .unseen') || isUnseen(element)) continue;
    const { overflowX, overflowY } = getComputedStyle(element);
    const isCut =
      (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 2);
    // lists that scroll sideways are meant to
    const { left, right, width } = element.getBoundingClientRect();
    const isOut = width > 0 && (left < box.left - 1 || right > box.right + 1);
    if (isCut || isOut)
      found.push(`${isCut ? 'cut' : 'out'} ${element.tagName}.${element.className}: ${words.slice(0, 90)}`);
  }
  return found;
}

describe('in a language of longer words, on a phone', () => {
  it.each(Object.keys(STATES_OF))('%s says all in it, and cuts off nothing', async (name) => {
    const host = await open(name);
    for (const fold of host.panel.querySelectorAll('details')) fold.open = true;
    const content = contentOf(host);
    const texts = textsOf(host.panel);
    expect(texts.join()).toContain('⟦');
    expect(texts.filter((text) => bare(text, content))).toEqual([]);
    expect(clipped(host.panel)).toEqual([]);
  });
});

it('a text that is not translated is found, and so is one that is cut off', async () => {
  const host = await open('home, new');
  const strange = document.createElement('p');
  strange.textContent = 'Leave a message';
  const narrow = document.createElement('p');
  narrow.textContent = '⟦ɱóŕé ťĥáñ ƒíťš⟧';
  Object.assign(narrow.style, { overflow: 'hidden', whiteSpace: 'nowrap', inlineSize: '20px' });
  host.panel.append(strange, narrow);
  expect(textsOf(host.panel).filter((text) => bare(text, contentOf(host)))).toEqual(['Leave a message']);
  expect(clipped(host.panel)).toHaveLength(1);
});
