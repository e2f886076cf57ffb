import { describe, expect, it, vi } from 'vitest';
import { createEmitter } from '../../src/core/emitter.js';
import { newConversation, type StoreEvent } from '../../src/core/store.js';
import { fromAgent, ids, message, newStore } from './world.js';

const conversation = (id: string, more = {}) => ({ ...newConversation(id, 1), ...more });

describe('the store', () => {
  it('shows every listener the events in the order of the calls, also when one of them applies', () => {
    const store = newStore();
    const seen: string[] = [];
    const note = (who: string) => (event: StoreEvent) => seen.push(`${who} ${event.type}`);
    store.listen((event) => {
      note('first')(event);
      if (event.type === 'panel') store.apply({ type: 'status', status: 'online' }, 'system');
      if (event.type === 'status') store.apply({ type: 'restored' }, 'disk');
    });
    store.listen(note('second'));
    store.apply({ type: 'panel', isOpen: true }, 'host');
    const order = ['panel', 'status', 'restored'];
    expect(seen).toEqual(order.flatMap((type) => [`first ${type}`, `second ${type}`]));
    expect([store.isOpen.value, store.status.value, store.restored.value]).toEqual([true, 'online', true]);
  });

  it('has applied an event before anyone hears of it', () => {
    const store = newStore();
    const seen: unknown[] = [];
    store.listen(() => seen.push(store.isOpen.value));
    store.apply({ type: 'panel', isOpen: true }, 'host');
    expect(seen).toEqual([true]);
  });

  it('skips nobody when a listener leaves while it is told', () => {
    const store = newStore();
    const seen: string[] = [];
    const leave = store.listen(() => {
      seen.push('leaves');
      leave();
    });
    store.listen(() => seen.push('stays'));
    store.apply({ type: 'restored' }, 'disk');
    store.apply({ type: 'restored' }, 'disk');
    expect(seen).toEqual(['leaves', 'stays', 'stays']);
  });

  it('still works after a listener threw', () => {
    const store = newStore();
    const undo = store.listen(() => {
      throw new Error('mine');
    });
    expect(() => store.apply({ type: 'restored' }, 'disk')).toThrow('mine');
    undo();
    store.apply({ type: 'panel', isOpen: true }, 'host');
    expect(store.isOpen.value).toBe(true);
  });

  it('counts unread messages over all conversations', () => {
    const store = newStore();
    for (const id of ['c', 'd']) {
      store.apply({ type: 'message', message: fromAgent(`${id}1`, 1, { conversation: id }) }, 'backend');
      store.apply({ type: 'message', message: fromAgent(`${id}2`, 2, { conversation: id }) }, 'backend');
    }
    expect(store.unread.value).toBe(4);
    store.apply({ type: 'conversation', conversation: conversation('c', { readTo: 2 }) }, 'visitor');
    expect(store.unread.value).toBe(2);
    store.apply({ type: 'conversation', conversation: conversation('c', { readTo: 0 }) }, 'backend');
    expect(store.unread.value).toBe(2);
  });

  it('forgets what was unread in a log that starts anew', () => {
    const store = newStore();
    store.apply({ type: 'message', message: fromAgent('a', 1) }, 'backend');
    store.apply({ type: 'message', message: message('mine', { state: 'queued' }) }, 'visitor');
    store.apply({ type: 'reset', conversation: 'c' }, 'backend');
    expect(ids(store.messages('c').value)).toEqual(['mine']);
    expect(store.unread.value).toBe(0);
  });

  it('lists conversations newest first', () => {
    const store = newStore();
    store.apply({ type: 'message', message: message('a', { conversation: 'old', at: 5 }) }, 'visitor');
    store.apply({ type: 'message', message: message('b', { conversation: 'new', at: 9 }) }, 'visitor');
    expect(ids(store.conversations.value)).toEqual(['new', 'old']);
    store.apply({ type: 'message', message: message('c', { conversation: 'old', at: 10 }) }, 'visitor');
    expect(ids(store.conversations.value)).toEqual(['old', 'new']);
  });

  it('marks own messages as read when the agent has seen them', () => {
    const store = newStore();
    store.apply({ type: 'message', message: message('a', { seq: 1, state: 'sent' }) }, 'backend');
    store.apply({ type: 'conversation', conversation: conversation('c', { agentReadTo: 1 }) }, 'backend');
    expect(store.messages('c').value[0]!.state).toBe('read');
    store.apply({ type: 'message', message: message('a', { seq: 1, state: 'sent' }) }, 'backend');
    expect(store.messages('c').value[0]!.state).toBe('read');
  });

  it('shows who is typing until they have said it', () => {
    const store = newStore();
    const author = { kind: 'agent' as const, name: 'Ann' };
    store.apply({ type: 'typing', conversation: 'c', author }, 'backend');
    store.apply({ type: 'message', message: message('mine', { state: 'queued' }) }, 'visitor');
    expect(store.typing('c').value).toEqual(author);
    store.apply({ type: 'message', message: fromAgent('a', 1) }, 'backend');
    expect(store.typing('c').value).toBeNull();
  });

  it('ignores the delivery of a message that it does not have', () => {
    const store = newStore();
    store.apply({ type: 'delivery', id: 'x', conversation: 'c', state: 'sent', seq: 1 }, 'system');
    expect(store.messages('c').value).toEqual([]);
    expect(store.conversations.value).toEqual([]);
  });

  it('has nothing of the person left once cleared, in any signal that somebody holds', () => {
    const store = newStore();
    const held = { messages: store.messages('c'), typing: store.typing('c') };
    store.apply({ type: 'person', person: { id: 'aiko', verified: true } }, 'backend');
    store.apply({ type: 'consent', consent: { functional: true, analytics: true } }, 'host');
    store.apply({ type: 'message', message: fromAgent('secret', 1) }, 'backend');
    store.apply({ type: 'typing', conversation: 'c', author: { kind: 'agent', name: 'Ann' } }, 'backend');
    store.apply({ type: 'view', view: { screen: 'conversation', id: 'c' } }, 'visitor');
    store.apply({ type: 'cleared' }, 'system');
    expect(held.messages.value).toEqual([]);
    expect(held.typing.value).toBeNull();
    expect(store.unread.value).toBe(0);
    expect(store.conversations.value).toEqual([]);
    expect(store.person.value).toBeNull();
    expect(store.consent.value).toEqual({ functional: false, analytics: false });
    expect(store.view.value).toEqual({ screen: 'home' });
    store.apply({ type: 'message', message: fromAgent('next', 1, { conversation: 'd' }) }, 'backend');
    expect(store.unread.value).toBe(1);
  });
});

describe('what the host can listen to', () => {
  it('is told by name, and no more after its undo', () => {
    const store = newStore();
    const { on } = createEmitter(store);
    const counts: number[] = [];
    const undo = on('unread', ({ count }) => counts.push(count));
    store.apply({ type: 'message', message: fromAgent('a', 1) }, 'backend');
    undo();
    store.apply({ type: 'message', message: fromAgent('b', 2) }, 'backend');
    expect(counts).toEqual([1]);
  });

  it('goes on when one listener throws, and says so on the console', () => {
    const store = newStore();
    const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {});
    const { on } = createEmitter(store);
    const heard: string[] = [];
    on('status', () => {
      throw new Error('the host broke');
    });
    on('status', ({ status }) => heard.push(status));
    store.apply({ type: 'status', status: 'online' }, 'system');
    expect(heard).toEqual(['online']);
    expect(console).toHaveBeenCalledOnce();
  });

  it('leaves out what was only read back from the disk', () => {
    const store = newStore();
    const { on } = createEmitter(store);
    const heard: string[] = [];
    on('message', () => heard.push('message'));
    on('conversation', () => heard.push('conversation'));
    on('identify', () => heard.push('identify'));
    store.apply({ type: 'message', message: fromAgent('a', 1) }, 'disk');
    store.apply({ type: 'conversation', conversation: conversation('c') }, 'disk');
    store.apply({ type: 'person', person: { id: 'a', verified: true } }, 'disk');
    expect(heard).toEqual([]);
  });

  it('tells of what a matcher says once it is said, and not while it grows', () => {
    const store = newStore();
    const heard: string[] = [];
    createEmitter(store).on('message', ({ message }) => heard.push(message.parts.map((part) => part.type).join()));
    const said = message('a', { author: { kind: 'bot' } });
    store.apply({ type: 'message', message: { ...said, parts: [], partial: true } }, 'bot');
    expect(store.messages('c').value).toMatchObject([{ id: 'a', partial: true }]);
    store.apply({ type: 'message', message: said }, 'bot');
    expect(heard).toEqual(['text']);
    expect(store.messages('c').value[0]).not.toHaveProperty('partial');
  });

  it('tells what is shown when the panel opens', () => {
    const store = newStore();
    const { on } = createEmitter(store);
    const heard: unknown[] = [];
    on('open', ({ target }) => heard.push(target));
    on('close', () => heard.push('closed'));
    store.apply({ type: 'view', view: { screen: 'article', id: 'returns' } }, 'visitor');
    store.apply({ type: 'panel', isOpen: true }, 'host');
    store.apply({ type: 'panel', isOpen: false }, 'host');
    store.apply({ type: 'view', view: { screen: 'collection', id: 'orders' } }, 'visitor');
    store.apply({ type: 'panel', isOpen: true }, 'host');
    expect(heard).toEqual([{ article: 'returns' }, 'closed', { collection: 'orders' }]);
  });
});
