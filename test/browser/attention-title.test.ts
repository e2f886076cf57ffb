import { afterEach, beforeEach, expect, it } from 'vitest';
import { attachTitle, type TitleMarker } from '../../src/ui/attention/title.js';

let marker: TitleMarker;
let before: string;
const title = () => document.querySelector('title')!;
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

beforeEach(() => {
  before = document.title;
  if (!document.querySelector('title')) document.head.append(document.createElement('title'));
  title().textContent = ' Tea \n shop ';
  marker = attachTitle();
});
afterEach(() => {
  marker.show(0);
  marker.leave();
  document.title = before;
});

it('has the number before it, and is then as it was, to the space', () => {
  marker.show(2);
  expect(document.title).toBe('(2) Tea shop');
  marker.show(3);
  expect(document.title).toBe('(3) Tea shop');
  marker.show(0);
  expect(title().textContent).toBe(' Tea \n shop ');
});

it('is the page’s own where that changes it meanwhile, also by the node that it holds', async () => {
  const node = title().firstChild as Text;
  marker.show(2);
  node.data = 'Checkout';
  await turn();
  expect(document.title).toBe('(2) Checkout');
  document.title = 'Thank you';
  await turn();
  expect(document.title).toBe('(2) Thank you');
  marker.show(0);
  expect(document.title).toBe('Thank you');
});

it('is not put back over one that the page has set in the same moment', () => {
  marker.show(1);
  document.title = 'Order placed';
  marker.show(0);
  expect(document.title).toBe('Order placed');
});

it('may be another element by then', async () => {
  marker.show(1);
  const other = document.createElement('title');
  other.textContent = 'A new page';
  title().replaceWith(other);
  await turn();
  expect(document.title).toBe('(1) A new page');
  marker.show(0);
  expect(document.title).toBe('A new page');
});

it('does not count a number twice where the page reads its title and puts something to it', async () => {
  marker.show(2);
  document.title += ' | Sale';
  await turn();
  expect(document.title).toBe('(2) Tea shop | Sale');
  marker.show(0);
  expect(document.title).toBe('Tea shop | Sale');
});

it('is none where the page has none, and is left alone when it is over', async () => {
  title().remove();
  marker.show(1);
  expect(document.querySelector('title')).toBeNull();
  marker.show(0);
  document.head.append(Object.assign(document.createElement('title'), { textContent: 'Late' }));
  await turn();
  expect(document.title).toBe('Late');
});
