import { waitFor, within } from '@testing-library/preact';
import { options, type VNode } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Message } from '../../src/types.js';
import { MessageRow } from '../../src/ui/conversation/message.js';
import { AIKO, type FakeHost, MIKA, message, NOW, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const scroller = () => host.panel.querySelector<HTMLElement>('.scroll')!;
const articles = () => [...host.panel.querySelectorAll('article')];
const fromEnd = () => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
const frame = () => new Promise(requestAnimationFrame);
const placeOf = (line: Element) => line.getBoundingClientRect().top - scroller().getBoundingClientRect().top;
const inSight = () => articles().find((article) => placeOf(article) >= 0)!;
const id = (i: number) => `w${i}`.padEnd(22, '0');
/** Of many lengths, so that no guess at their height is right. */
const many = (count: number, from = 1): Message[] =>
  Array.from({ length: count }, (_, i) =>
    message(i % 3 ? MIKA : AIKO, `Line ${from + i}. ${'words and '.repeat((from + i) % 23)}`, {
      id: id(from + i),
      seq: from + i,
      at: NOW + (from + i) * 60_000,
      ...(i % 3 === 0 && { state: 'read' as const }),
    }),
  );

/** How often rows were rendered since it was asked last. */
let renders = 0;
// what Preact calls before a component renders, and not where it is left as it is
const hooks = options as { __r?: (vnode: VNode) => void };
const { __r: before } = hooks;
hooks.__r = (vnode) => {
  if (vnode.type === MessageRow) renders++;
  before?.(vnode);
};
const rendered = () => {
  const count = renders;
  renders = 0;
  return count;
};

async function open(messages: Message[]) {
  host = openConversation(messages);
  await panel().findByRole('log');
  await waitFor(() => expect(articles().length).toBeGreaterThan(5));
  for (let i = 0; i < 4; i++) await frame();
  await waitFor(() => expect(fromEnd()).toBeLessThan(2));
}
async function scrollBy(by: number) {
  const done = new Promise((resolve) => scroller().addEventListener('scroll', resolve, { once: true }));
  scroller().scrollTop += by;
  await done;
  await frame();
  await frame();
}
afterEach(() => host.unmount());

describe('a conversation of 10,000 messages', () => {
  it('draws few of them, and for one that comes, or a key, next to nothing', async () => {
    const all = many(10_000);
    await open(all);
    expect(articles().length).toBeGreaterThan(5);
    expect(articles().length).toBeLessThan(120);
    expect(host.panel.querySelectorAll('*').length).toBeLessThan(2_500);
    // as long as they all are
    expect(scroller().scrollHeight).toBeGreaterThan(300_000);

    rendered();
    for (let i = 1; i <= 12; i++) {
      const at = 10_000 + i;
      host.add(message(MIKA, `another ${i}`, { id: id(at), seq: at, at: NOW + at * 60_000 }));
      await panel().findByText(`another ${i}`, { selector: '.bubble' });
      await frame();
      await frame();
      // the new one, and the one that was the last before it
      expect(rendered()).toBeLessThanOrEqual(3);
    }
    expect(rendered()).toBe(0);

    await userEvent.click(host.field());
    await frame();
    rendered();
    await userEvent.keyboard('typing');
    await waitFor(() => expect(host.field().value).toBe('typing'));
    expect(rendered()).toBe(0);
  });

  it('shows what is scrolled to, and keeps the line in sight while it does', async () => {
    await open(many(10_000));
    let line = inSight();
    for (let i = 0; i < 12; i++) {
      const before = placeOf(line);
      await scrollBy(-300);
      // what was measured meanwhile moved nothing that is being read
      if (line.isConnected) expect(Math.abs(placeOf(line) - before - 300)).toBeLessThan(2);
      line = inSight();
      expect(articles().length).toBeLessThan(140);
    }
    await scrollBy(-200_000);
    await waitFor(() => expect(placeOf(inSight())).toBeLessThan(scroller().clientHeight));
    const number = Number(/Line (\d+)/.exec(inSight().textContent!)![1]);
    expect(number).toBeGreaterThan(10);
    expect(number).toBeLessThan(9_000);
    host.add(message(MIKA, 'another', { id: id(10_001), seq: 10_001 }));
    line = inSight();
    const before = placeOf(line);
    (await panel().findByRole('button', { name: 'New messages' })).click();
    expect(Math.abs(before - placeOf(line))).toBeLessThan(1);
    await waitFor(() => expect(fromEnd()).toBeLessThan(2));
    await panel().findByText('another', { selector: '.bubble' });
    expect(articles().length).toBeLessThan(140);
  });

  it('keeps the line in sight when earlier ones come, and when something above it grows', async () => {
    const late = many(5_000, 101);
    await open(late);
    host.earlier = async () => {
      host.show([...many(100), ...late]);
      return true;
    };
    await scrollBy(-1e7);
    await scrollBy(400);
    let line = inSight();
    let before = placeOf(line);
    panel().getByRole('button', { name: 'Load earlier' }).click();
    await waitFor(() => expect(panel().queryByRole('button', { name: 'Load earlier' })).toBeNull());
    await frame();
    await frame();
    expect(line.isConnected).toBe(true);
    expect(Math.abs(placeOf(line) - before)).toBeLessThan(2);

    // as a picture does that comes late
    line = inSight();
    before = placeOf(line);
    const above = articles()[articles().indexOf(line) - 2]!;
    above.style.setProperty('padding-block-end', '300px');
    await frame();
    await frame();
    expect(Math.abs(placeOf(line) - before)).toBeLessThan(2);
  });

  it('keeps a row that has the focus', async () => {
    await open(many(1_000));
    articles().at(-3)!.querySelector<HTMLElement>('.acts button')!.focus();
    const focused = host.root.activeElement!;
    await scrollBy(-20_000);
    expect(host.root.activeElement).toBe(focused);
    expect(articles().length).toBeLessThan(120);
  });

  it('says no error to the page', async () => {
    const errors: unknown[] = [];
    const listen = ({ message: words }: ErrorEvent) => errors.push(words);
    window.addEventListener('error', listen);
    await open(many(2_000));
    for (let i = 0; i < 5; i++) await scrollBy(-3_000);
    host.panel.style.width = '320px';
    for (let i = 0; i < 4; i++) await frame();
    window.removeEventListener('error', listen);
    expect(errors).toEqual([]);
  });
});
