import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SobaniError, toSobaniError } from '../../src/core/errors.js';
import { guard } from '../../src/core/guard.js';
import { fakeClock } from '../../src/testing/fake-clock.js';

describe('a guarded call', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  let errors: SobaniError[] = [];
  const call = guard(({ error }) => errors.push(error));
  beforeEach(() => {
    errors = [];
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
    unhandled.length = 0;
  });

  it('answers with a promise, whatever it guards', async () => {
    expect(await call((a: number, b: number) => a + b)(1, 2)).toBe(3);
    expect(await call(async () => 'later')()).toBe('later');
    expect(errors).toEqual([]);
  });

  it('rejects with a typed error, and tells the listeners of it, also when it threw at once', async () => {
    const cause = new TypeError('x is not a function');
    const answer = call((): void => {
      throw cause;
    })();
    await expect(answer).rejects.toMatchObject({
      name: 'SobaniError',
      code: 'internal',
      message: cause.message,
      cause,
    });
    expect(errors).toHaveLength(1);
  });

  it('passes a typed error on as it is', async () => {
    const refused = new SobaniError('invalid', 'No.', { path: 'name' });
    await expect(call(() => Promise.reject(refused))()).rejects.toBe(refused);
    expect(errors).toEqual([refused]);
  });

  it('left un-awaited never shows up on the host as an unhandled rejection', async () => {
    void call(() => Promise.reject(new Error('nobody looks')))();
    void call((): void => {
      throw new Error('nobody looks');
    })();
    // what is unhandled is told of after the microtasks
    await fakeClock().advance(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toHaveLength(2);
    expect(unhandled).toEqual([]);
  });
});

describe('whatever was thrown', () => {
  it('becomes a typed error', () => {
    expect(toSobaniError('no')).toMatchObject({ code: 'internal', message: 'no', retryable: false });
    expect(toSobaniError(null, 'unavailable')).toMatchObject({ code: 'unavailable', message: 'null' });
  });
});
