import { expect, it, vi } from 'vitest';
import { lazy } from '../../src/core/lazy.js';

it('makes its thing when it is first asked for, once', async () => {
  const make = vi.fn(async () => ({}));
  const get = lazy(make);
  expect(make).not.toHaveBeenCalled();
  expect(get.made).toBeUndefined();
  const [a, b] = await Promise.all([get(), get()]);
  expect(a).toBe(b);
  expect(make).toHaveBeenCalledOnce();
  expect(await get.made).toBe(a);
});

it('tries again after a failure', async () => {
  const make = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('no network')).mockResolvedValue('here');
  const get = lazy(make);
  await expect(get()).rejects.toThrow('no network');
  expect(get.made).toBeUndefined();
  expect(await get()).toBe('here');
});

it('makes a new one after a reset, and an old failure does not undo that', async () => {
  let fail = (_: Error) => {};
  const make = vi
    .fn<() => Promise<string>>()
    .mockReturnValueOnce(
      new Promise((_, reject) => {
        fail = reject;
      }),
    )
    .mockResolvedValue('new');
  const get = lazy(make);
  const old = get();
  get.reset();
  expect(await get()).toBe('new');
  fail(new Error('too late'));
  await expect(old).rejects.toThrow('too late');
  expect(await get()).toBe('new');
  expect(make).toHaveBeenCalledTimes(2);
});
