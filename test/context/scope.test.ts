// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScope } from '../../src/context/scope.js';

describe('what waits for the page to rest', () => {
  let callbacks: (() => void)[];
  let ran: string[];
  const rest = () => {
    for (const run of callbacks.splice(0)) run();
  };
  const note = (name: string) => () => void ran.push(name);

  beforeEach(() => {
    callbacks = [];
    ran = [];
    vi.stubGlobal('requestIdleCallback', (run: () => void) => callbacks.push(run));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('has one callback between all, also of the scopes within', () => {
    const scope = createScope();
    scope.idle(note('a'));
    createScope(scope).idle(note('b'));
    scope.soon(note('c'))();
    expect(callbacks).toHaveLength(1);
    rest();
    expect(ran).toEqual(['a', 'b', 'c']);
    scope.idle(note('d'));
    rest();
    expect(ran).toEqual(['a', 'b', 'c', 'd']);
  });

  it('waits for the next rest where it is asked for in one: nobody can hold the page up', () => {
    const scope = createScope();
    const again = () => {
      ran.push('again');
      scope.idle(again);
    };
    scope.idle(again);
    scope.idle(note('other'));
    rest();
    expect(ran).toEqual(['again', 'other']);
    expect(callbacks).toHaveLength(1);
    rest();
    expect(ran).toEqual(['again', 'other', 'again']);
  });

  it('does not run once it is called off, even by what runs before it, nor after the end', () => {
    const scope = createScope();
    const undo = [() => {}];
    scope.idle(() => undo[0]!());
    undo[0] = scope.idle(note('a'));
    rest();
    scope.idle(note('b'));
    scope.end();
    rest();
    expect(ran).toEqual([]);
  });

  it('has a timer where a browser knows no rest', () => {
    vi.useFakeTimers();
    vi.stubGlobal('requestIdleCallback', undefined);
    createScope().idle(note('a'));
    expect(ran).toEqual([]);
    vi.runAllTimers();
    expect(ran).toEqual(['a']);
    vi.useRealTimers();
  });
});
