import { beforeEach, describe, expect, it } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import { parseOfficeHours } from '../../src/core/parse-office-hours.js';
import { referenceOf } from '../../src/core/reference.js';
import { signal } from '../../src/core/signal.js';
import { createStore, newConversation, type Store } from '../../src/core/store.js';
import { type AvailabilityHost, attachAvailability } from '../../src/handoff/availability.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import type { Author, ConversationStatus, Part } from '../../src/types.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Friday. */
const TEN = Date.parse('2026-06-05T10:00Z');
const hours = parseOfficeHours({
  shop: { zone: 'UTC', week: { 'mon-fri': ['09:00-18:00'] }, reply: 30 },
  billing: { zone: 'UTC', week: { mon: ['09:00-10:00'] }, reply: 30 },
});
const channels = { phone: '+81 3-1234-5678', email: 'help@example.com' };

let store: Store;
let clock: FakeClock;
let posted: [conversation: string, parts: Part[]][];
let errors: SobaniError[];
let line: AvailabilityHost['line'];

beforeEach(() => {
  store = createStore({ app: 'shop' }, 'en');
  clock = fakeClock(TEN);
  [posted, errors, line] = [[], [], signal('')];
});

const attach = (more: Partial<AvailabilityHost> = {}) =>
  attachAvailability({
    ...{ store, clock, hours, channels, line, isSpeaker: () => true, referenceOf },
    onError: (error) => void errors.push(error),
    post: async (conversation, parts) => {
      posted.push([conversation, parts]);
      write(conversation, { kind: 'bot' }, parts);
    },
    ...more,
  });
let count = 0;
const write = (conversation: string, author: Author, parts: Part[] = [{ type: 'text', text: 'hello' }]) =>
  store.apply(
    { type: 'message', message: { id: `m${++count}`, conversation, author, parts, at: clock.date(), seq: count } },
    'backend',
  );
const become = (id: string, status: ConversationStatus) =>
  store.apply({ type: 'conversation', conversation: { ...newConversation(id, clock.date()), status } }, 'backend');
const look = (id?: string) =>
  store.apply({ type: 'view', view: id ? { screen: 'conversation', id } : { screen: 'home' } }, 'visitor');
const asks = (team?: string): Part[] => [{ type: 'handoff', text: 'I am passing you on.', ...(team && { team }) }];
const kinds = (parts: readonly Part[]) => parts.map(({ type }) => type);
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('the line on screen', () => {
  it('is of whoever answers first on the first screen, and of the team that was asked for in its conversation', () => {
    attach();
    look();
    expect(plain(line.value)).toBe('We usually reply within 30 minutes.');
    become('c', 'waiting');
    write('c', { kind: 'bot' }, asks('billing'));
    look('c');
    expect(plain(line.value)).toBe('We answer from Monday 9:00 AM, your time.');
  });

  it('goes with the time while the panel is open, without a timer while it is not', async () => {
    const { detach } = attach();
    expect(clock.pending).toBe(0);
    store.apply({ type: 'panel', isOpen: true }, 'host');
    await clock.advance(8 * HOUR);
    expect(plain(line.value)).toBe('We answer from Monday 9:00 AM, your time.');
    detach();
    expect(clock.pending).toBe(0);
    expect(line.value).toBe('');
  });

  it('is empty where the conversation has ended, on other screens, and without hours', () => {
    attach();
    become('c', 'resolved');
    look('c');
    expect(line.value).toBe('');
    store.apply({ type: 'view', view: { screen: 'help', query: '' } }, 'visitor');
    expect(line.value).toBe('');
    look();
    expect(line.value).not.toBe('');
    line.value = '';
    attach({ hours: null });
    look();
    expect(line.value).not.toContain('undefined');
  });
});

describe('a hand-off by a flow', () => {
  it('says within what time, and offers nothing else, while somebody is there', () => {
    const [part, ...more] = attach().complete({ conversation: 'c', parts: asks() }, 'shop', 'Nobody is here.');
    expect(plain((part as { text: string }).text)).toBe('I am passing you on. We usually reply within 30 minutes.');
    expect(more).toEqual([]);
  });

  it('says from when, and offers other ways with the reference, while nobody is', () => {
    const [part, offer] = attach().complete(
      { conversation: 'c', parts: asks('billing') },
      'billing',
      'Nobody is here.',
    );
    expect(plain((part as { text: string }).text)).toBe('Nobody is here. We answer from Monday 9:00 AM, your time.');
    expect(offer).toMatchObject({
      type: 'channels',
      reference: referenceOf('c'),
      channels: [
        { kind: 'phone', to: '+81312345678' },
        { kind: 'email', to: 'help@example.com' },
      ],
    });
    // for whoever cannot draw it
    for (const said of ['+81312345678', 'help@example.com', referenceOf('c')])
      expect(offer).toMatchObject({ text: expect.stringContaining(said) });
  });

  it('stays as it is where the host has no hours', () => {
    const parts = asks();
    expect(attach({ hours: null }).complete({ conversation: 'c', parts })).toEqual(parts);
  });
});

describe('where there is no flow', () => {
  it('a visitor who asks at night is told from when they are answered, once', () => {
    clock = fakeClock(TEN + 10 * HOUR);
    const { answer } = attach();
    become('c', 'waiting');
    write('c', { kind: 'visitor' });
    answer('c');
    answer('c');
    expect(posted.map(([id, parts]) => [id, kinds(parts)])).toEqual([['c', ['text', 'channels']]]);
    expect(plain((posted[0]![1][0] as { text: string }).text)).toBe(
      'We are away now. We answer from Monday 9:00 AM, your time. What you write stays here until then.',
    );
  });

  it('nothing is said by day', () => {
    attach().answer('c');
    expect(posted).toEqual([]);
  });
});

describe('a visitor who waits', () => {
  const wait = () => {
    become('c', 'waiting');
    write('c', { kind: 'visitor' });
  };

  it('for longer than was said is offered other ways, once', async () => {
    attach();
    wait();
    become('c', 'waiting');
    await clock.advance(29 * MINUTE);
    expect(posted).toEqual([]);
    await clock.advance(2 * MINUTE);
    become('c', 'waiting');
    await clock.advance(HOUR);
    expect(posted.map(([, parts]) => kinds(parts))).toEqual([['channels']]);
  });

  it('waits no longer for writing again', async () => {
    attach();
    wait();
    become('c', 'waiting');
    await clock.advance(20 * MINUTE);
    write('c', { kind: 'visitor' });
    become('c', 'waiting');
    await clock.advance(11 * MINUTE);
    expect(posted).toHaveLength(1);
  });

  it('is offered them when they come back too', async () => {
    wait();
    await clock.advance(2 * HOUR);
    attach();
    expect(posted).toHaveLength(1);
  });

  it('where nothing was promised has ten minutes of patience', async () => {
    attach({ hours: null });
    wait();
    become('c', 'waiting');
    await clock.advance(9 * MINUTE);
    expect(posted).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(posted).toHaveLength(1);
  });

  it.each([
    ['was answered', () => write('c', { kind: 'agent', name: 'Mika' })],
    ['is with a person', () => become('c', 'open')],
    ['has ended it', () => become('c', 'resolved')],
    [
      'was offered them already',
      () => write('c', { kind: 'bot' }, [{ type: 'channels', reference: 'x', channels: [] }]),
    ],
  ])('is offered nothing where the visitor %s', async (_, then) => {
    attach();
    wait();
    await clock.advance(1);
    then();
    await clock.advance(2 * HOUR);
    expect(posted).toEqual([]);
  });

  it('is offered them by one tab of several', async () => {
    attach({ isSpeaker: () => false });
    wait();
    become('c', 'waiting');
    await clock.advance(2 * HOUR);
    expect(posted).toEqual([]);
  });
});

it('channels that cannot be read are reported, and the times are said all the same', () => {
  attach({ channels: { fax: '1' } });
  expect(errors).toMatchObject([{ code: 'invalid', path: 'channels.fax' }]);
  expect(line.value).not.toBe('');
});
