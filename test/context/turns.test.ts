/** Of whom it is what a host sets while people come and go. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createTurns, type Turn, type Turns } from '../../src/context/turns.js';

let turns: Turns;
let kept: Map<string, Turn>;
const set = (name: string) => kept.set(name, turns.now);
const over = (isOver: (turn: Turn) => boolean) => {
  for (const [name, turn] of kept) if (isOver(turn)) kept.delete(name);
};
const named = (claim: Turn, user: string) => over(turns.named(claim, user));
const come = (user: string) => {
  const claim = turns.claim();
  named(claim, user);
  turns.settled(claim);
  return claim;
};
const names = () => [...kept.keys()].join();

beforeEach(() => {
  turns = createTurns();
  kept = new Map();
});

describe('what is set', () => {
  it('before anybody is known goes along with who becomes known', () => {
    set('early');
    come('aiko');
    expect(names()).toBe('early');
  });

  it('goes with whoever signs out; what is set after the call is of whoever comes next', () => {
    come('aiko');
    set("aiko's");
    const leaving = turns.logout();
    set('next');
    const claim = turns.claim();
    set("ben's");
    over(turns.gone(leaving));
    expect(names()).toBe("next,ben's");
    named(claim, 'ben');
    turns.settled(claim);
    expect(names()).toBe("next,ben's");
  });

  it('goes with whoever another one replaces, not what is set after the call that names that one', () => {
    come('aiko');
    set("aiko's");
    const claim = turns.claim();
    set("ben's");
    named(claim, 'ben');
    over(turns.gone(claim));
    expect(names()).toBe("ben's");
  });

  it('for somebody who is overtaken by another one goes', () => {
    const first = turns.claim();
    set("aiko's");
    const second = turns.claim();
    set("ben's");
    named(first, 'aiko');
    expect(names()).toBe("aiko's,ben's");
    named(second, 'ben');
    expect(names()).toBe("ben's");
  });

  it('for somebody who is overtaken goes, whoever is known first, or where it is never known', () => {
    const first = turns.claim();
    set("aiko's");
    const second = turns.claim();
    named(second, 'ben');
    expect(names()).toBe('');
    kept.set('late', first);
    named(first, 'aiko');
    expect(names()).toBe('');
  });

  it('stays where the same user is named again, before or after they have come', () => {
    const first = turns.claim();
    set('one');
    const second = turns.claim();
    set('two');
    named(first, 'aiko');
    turns.settled(first);
    named(second, 'aiko');
    turns.settled(second);
    set('three');
    come('aiko');
    expect(names()).toBe('one,two,three');
  });

  it('stays with the same user where they replace somebody else', () => {
    come('ben');
    set("ben's");
    const first = turns.claim();
    set("aiko's");
    const second = turns.claim();
    named(first, 'aiko');
    named(second, 'aiko');
    over(turns.gone(second));
    expect(names()).toBe("aiko's");
  });

  it('after a sign-in that named nobody is of whoever is here', () => {
    const failed = turns.claim();
    set('traits');
    turns.settled(failed);
    come('aiko');
    expect(names()).toBe('traits');
  });

  it('for somebody whom the back end refused does not go to another', () => {
    come('aiko');
    set("aiko's");
    come('ben');
    expect(names()).toBe('');
  });

  it('goes where somebody leaves in another tab', () => {
    set('early');
    come('aiko');
    set("aiko's");
    over(turns.gone());
    expect(names()).toBe('');
  });

  it('for somebody who is just coming stays where another one leaves in another tab', () => {
    come('aiko');
    set("aiko's");
    turns.claim();
    set("ben's");
    over(turns.gone());
    expect(names()).toBe("ben's");
  });
});
