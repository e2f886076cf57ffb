import { expect, it } from 'vitest';
import { signal } from '../../src/core/signal.js';

it('tells its value at once, then every other one', () => {
  const count = signal(1);
  const heard: number[] = [];
  const undo = count.subscribe((value) => heard.push(value));
  count.value = 2;
  count.value = 2;
  undo();
  count.value = 3;
  expect(heard).toEqual([1, 2]);
  expect(count.value).toBe(3);
});

it('skips nobody when a listener leaves while it is told', () => {
  const count = signal(0);
  const heard: string[] = [];
  const undo = count.subscribe((value) => {
    if (value) undo();
  });
  count.subscribe((value) => heard.push(`stays ${value}`));
  count.value = 1;
  expect(heard).toEqual(['stays 0', 'stays 1']);
});

it('leaves nobody with an old value when a listener sets another', () => {
  const count = signal(0);
  const heard: number[] = [];
  count.subscribe((value) => {
    if (value === 1) count.value = 2;
  });
  count.subscribe((value) => heard.push(value));
  count.value = 1;
  expect(heard.at(-1)).toBe(2);
});
