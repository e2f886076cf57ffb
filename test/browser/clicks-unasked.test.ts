import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page as view } from 'vitest/browser';
import type { Rule, Show } from '../../src/proactive/format.js';
import { startWith, type World, wait } from './proactive-host.js';
import { strays } from './strays.js';

const rule = (id: string, show: Show): Rule => ({
  id,
  show,
  when: { on: 'event', event: id },
  every: 0,
  ignoreLimits: true,
});
const text = 'Is it a present? We wrap it, and add a note in your own words.';
let world: World;
let page: HTMLElement;

beforeEach(async () => {
  page = document.createElement('main');
  page.style.cssText = 'position: fixed; inset: 0; z-index: 5';
  const field = Object.assign(document.createElement('input'), { id: 'card' });
  field.style.cssText = 'position: absolute; inset: 40% 40% auto auto; inline-size: 120px; block-size: 40px';
  page.append(field);
  document.body.append(page);
  world = startWith({
    v: 1,
    rules: [
      rule('teaser', { teaser: { text } }),
      rule('banner', { banner: { text, action: { label: 'Read more', article: 'wrapping' } } }),
      rule('banner-below', { banner: { text, place: 'bottom' } }),
      rule('hint', { hint: { at: '#card', title: 'Your card was declined', text } }),
    ],
  });
  await world.ready();
});
afterEach(async () => {
  await world.destroy();
  page.remove();
  await view.viewport(1024, 768);
});

describe('what the host page gets of a click, while we speak first', () => {
  it.each([
    ['teaser', '.teaser'],
    ['banner', '.banner.top'],
    ['banner-below', '.banner.bottom'],
    ['hint', '.hint'],
  ])(
    'is everything where nothing of ours is painted: %s, wide, on a phone, and when it is gone',
    async (name, selector) => {
      const ours = { host: document.querySelector('sobani-messenger')!, root: world.root() };
      const at = () => {
        const { left, right, top, bottom } = world.find(selector)!.getBoundingClientRect();
        return document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      };
      await world.messenger.track(name);
      await world.shown(selector);
      expect(at()).toBe(ours.host);
      expect(strays(ours)).toEqual([]);
      await view.viewport(390, 700);
      await wait(() => expect([at(), strays(ours)]).toEqual([ours.host, []]));
      world.find('.away')!.click();
      expect(world.find(selector)).toBeNull();
      expect(strays(ours)).toEqual([]);
    },
  );
});
