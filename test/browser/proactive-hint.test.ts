import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Rule, RulesFile } from '../../src/proactive/format.js';
import { startWith, type World, wait } from './proactive-host.js';

const hint = (id: string, more: object = {}): Rule => ({
  id,
  when: { on: 'event', event: id },
  show: { hint: { at: '#card', title: 'Your card was declined', text: 'Three things to try.', ...more } },
  every: 0,
  ignoreLimits: true,
});
const RULES: RulesFile = {
  v: 1,
  rules: [
    hint('hint', { action: { label: 'What to try', article: 'declined' } }),
    hint('top', { placement: 'top' }),
    hint('start', { placement: 'start' }),
    hint('end', { placement: 'end' }),
    hint('gone', { at: '#nowhere' }),
    hint('bad', { at: '#(' }),
  ],
};
let world: World;
let page: HTMLElement;
const card = () => document.querySelector<HTMLElement>('#card')!;
const bubble = () => world.find('.hint')!;
const isSeen = () => bubble() !== null && getComputedStyle(bubble()).visibility === 'visible';
const boxes = () => [card().getBoundingClientRect(), bubble().getBoundingClientRect()] as const;
const doOverlap = () => {
  const [a, b] = boxes();
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
};
const track = async (name: string) => {
  await world.messenger.track(name);
  await world.shown('.hint');
};

beforeEach(async () => {
  page = document.createElement('main');
  const above = Object.assign(document.createElement('div'), { id: 'above' });
  const below = Object.assign(document.createElement('div'), { id: 'below' });
  const field = Object.assign(document.createElement('input'), { id: 'card' });
  above.style.height = '300px';
  below.style.height = '3000px';
  field.style.cssText = 'display: block; margin: 0 0 0 350px; inline-size: 200px; block-size: 40px';
  page.append(above, field, below);
  document.body.append(page);
  world = startWith(RULES);
  await world.ready();
});
afterEach(async () => {
  await world.destroy();
  page.remove();
  document.documentElement.removeAttribute('dir');
  scrollTo(0, 0);
});

describe('a hint stands beside its element', () => {
  it('and points at it without lying over it or touching it', async () => {
    const before = page.outerHTML;
    await track('hint');
    const [target, box] = boxes();
    expect(box.top - target.bottom).toBeGreaterThanOrEqual(8);
    expect(box.top - target.bottom).toBeLessThan(20);
    expect(doOverlap()).toBe(false);
    expect(bubble().dataset.side).toBe('bottom');
    expect(page.outerHTML).toBe(before);
  });

  it.each([
    ['top', 'top', 'ltr'],
    ['start', 'left', 'ltr'],
    ['end', 'right', 'ltr'],
    ['start', 'right', 'rtl'],
    ['end', 'left', 'rtl'],
  ])('at its %s, which is %s where the page runs %s', async (rule, side, dir) => {
    document.documentElement.dir = dir;
    if (dir === 'rtl') card().style.marginRight = '350px';
    await track(rule);
    expect(bubble().dataset.side).toBe(side);
    expect(doOverlap()).toBe(false);
  });

  it('on another side where there is no room', async () => {
    page.querySelector<HTMLElement>('#above')!.style.height = '10px';
    await track('top');
    expect(bubble().dataset.side).toBe('bottom');
    expect(doOverlap()).toBe(false);
  });

  it('through scrolling and layout', async () => {
    await track('hint');
    const apart = () => boxes()[1].top - boxes()[0].bottom;
    const before = apart();
    scrollTo(0, 120);
    await wait(() => expect(Math.abs(apart() - before)).toBeLessThan(2));
    expect(card().getBoundingClientRect().top).toBe(180);
    page.querySelector<HTMLElement>('#above')!.style.height = '350px';
    await wait(() => expect(Math.abs(apart() - before)).toBeLessThan(2));
    card().style.blockSize = '80px';
    await wait(() => expect(Math.abs(apart() - before)).toBeLessThan(2));
  });
});

describe('a hint is out of sight, and comes back,', () => {
  const goes = async () => {
    await wait(() => expect(isSeen()).toBe(false));
  };
  const comes = async () => {
    await wait(() => expect(isSeen()).toBe(true));
    expect(doOverlap()).toBe(false);
  };
  beforeEach(() => track('hint'));

  it('while its element is scrolled away', async () => {
    scrollTo(0, 1500);
    await goes();
    scrollTo(0, 0);
    await comes();
  });

  it.each([
    ['not drawn', 'display', 'none'],
    ['invisible', 'visibility', 'hidden'],
    ['transparent', 'opacity', '0'],
  ])('while its element is %s', async (_how, property, value) => {
    card().style.setProperty(property, value);
    await goes();
    card().style.removeProperty(property);
    if (property === 'display') card().style.display = 'block';
    await comes();
  });

  it('while something lies over its element', async () => {
    const cover = document.createElement('dialog');
    cover.style.cssText = 'position: fixed; inset: 0; inline-size: 100%; block-size: 100%';
    page.append(cover);
    cover.setAttribute('open', '');
    await goes();
    cover.remove();
    await comes();
  });

  it('while its element is gone, beside another that takes its place', async () => {
    const field = card();
    const next = field.cloneNode() as HTMLElement;
    field.remove();
    await goes();
    page.querySelector('#below')!.before(next);
    await comes();
  });
});

describe('a hint goes', () => {
  it('when its action is taken, which opens what it promises', async () => {
    await track('hint');
    const opened = vi.fn();
    world.messenger.on('article', opened);
    bubble().querySelector<HTMLElement>('.does')!.click();
    expect(bubble()).toBeNull();
    await wait(() => expect(opened).toHaveBeenCalledWith({ id: 'declined' }));
    expect(world.told).toEqual(['hint shown', 'hint engaged']);
  });

  it('with Escape, wherever the focus is', async () => {
    await track('hint');
    card().focus();
    await userEvent.keyboard('{Escape}');
    expect(bubble()).toBeNull();
    expect(world.told).toEqual(['hint shown', 'hint dismissed']);
  });

  it('with the page that it is on', async () => {
    const { href } = location;
    await track('hint');
    history.pushState(null, '', '/elsewhere');
    await wait(() => expect(bubble()).toBeNull());
    history.replaceState(null, '', href);
    expect(world.told).toEqual(['hint shown']);
  });

  it('not when the panel is opened', async () => {
    await track('hint');
    await world.messenger.open('home');
    expect(bubble()).not.toBeNull();
  });
});

it('is read out, and passes an audit', async () => {
  await track('hint');
  await wait(() => expect(world.find('.said')!.textContent).toBe('Hint: Your card was declined. Three things to try.'));
  expect((await axe.run(bubble())).violations).toEqual([]);
});

it('that has no element is not counted as shown, and one whose selector is none is an error', async () => {
  await world.messenger.track('bad');
  await wait(() => expect(world.errors[0]).toContain('#('));
  await world.messenger.track('gone');
  await wait(() => expect(world.find('.hint.off')).not.toBeNull());
  expect(world.told).toEqual([]);
});
