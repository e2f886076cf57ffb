import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import {
  conversation,
  createFakeRelay,
  listed,
  MINUTE,
  mara,
  message,
  NOW,
  press,
  showDesk,
  stopDesks,
  tomas,
} from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

const list = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const openRow = async (name: RegExp) => fireEvent.click(await screen.findByRole('button', { name }));

describe('the lists', () => {
  const all = [
    conversation('late', { waitingSince: NOW - 2 * MINUTE }),
    conversation('early', { waitingSince: NOW - 40 * MINUTE }),
    conversation('urgent', { waitingSince: NOW - MINUTE, priority: 'urgent', tags: ['urgent'] }),
    conversation('mine', { status: 'open', assignee: mara, at: NOW - 5 * MINUTE }),
    conversation('theirs', { status: 'open', assignee: tomas, at: NOW - MINUTE }),
    conversation('bot', { status: 'bot' }),
    conversation('done', { status: 'resolved', assignee: mara }),
  ];

  test('show who waits: urgent first, then the longest wait', async () => {
    const { container } = await showDesk(createFakeRelay(all));
    expect(listed(container)).toEqual(['Name urgent', 'Name early', 'Name late']);
  });

  test('show the newest first where nobody is queued, and count what is in them', async () => {
    const { container } = await showDesk(createFakeRelay(all));
    list(/^Open\s*2/);
    expect(listed(container)).toEqual(['Name theirs', 'Name mine']);
    list(/^Mine\s*1/);
    expect(listed(container)).toEqual(['Name mine']);
    list(/^With the bot\s*1/);
    expect(listed(container)).toEqual(['Name bot']);
    list(/^Resolved\s*1/);
    expect(listed(container)).toEqual(['Name done']);
  });

  test('follow what the relay tells, and the title counts who waits', async () => {
    const relay = createFakeRelay(all);
    const { container } = await showDesk(relay);
    await waitFor(() => expect(document.title).toBe('(3) Sobani desk'));
    relay.emit({ t: 'conversation', conversation: conversation('early', { status: 'open', assignee: mara }) });
    relay.emit({ t: 'gone', conversation: 'late' });
    await waitFor(() => expect(listed(container)).toEqual(['Name urgent']));
    await waitFor(() => expect(document.title).toBe('(1) Sobani desk'));
  });

  test('say what an empty list is for', async () => {
    await showDesk(createFakeRelay());
    for (const [name, text] of [
      [/^Mine/, 'Nothing on your plate'],
      [/^Open/, 'No open conversations'],
      [/^With the bot/, 'The bot is idle'],
      [/^Resolved/, 'Nothing resolved yet'],
      [/^Waiting/, 'Nobody is waiting'],
    ] as const) {
      list(name);
      await screen.findByText(text);
    }
  });

  test('are walked and filtered by keyboard', async () => {
    const relay = createFakeRelay(all);
    const { container } = await showDesk(relay);
    const focused = () => document.activeElement?.querySelector('.row-name')?.textContent;
    press(document.body, 'j');
    expect(focused()).toBe('Name urgent');
    press(document.activeElement!, 'ArrowDown');
    expect(focused()).toBe('Name early');
    press(document.activeElement!, 'k');
    expect(focused()).toBe('Name urgent');
    press(document.activeElement!, '/');
    const field = screen.getByRole('textbox', { name: 'Filter' });
    expect(document.activeElement).toBe(field);
    fireEvent.input(field, { target: { value: 'LATE' } });
    await waitFor(() => expect(listed(container)).toEqual(['Name late']));
    press(field, 'j');
    expect(document.activeElement).toBe(field);
    press(field, 'Escape');
    await waitFor(() => expect(listed(container)).toHaveLength(3));
  });
});

describe('an open conversation', () => {
  test('is loaded, shown and marked as read up to the visitor’s last message', async () => {
    const relay = createFakeRelay([conversation('a', { unread: 2 })]);
    relay.loads.set('a', { messages: [message(1, 'Hello?'), message(2, 'Anybody?'), message(3, 'Yes', 'bot')] });
    await showDesk(relay);
    await openRow(/Name a/);
    await screen.findByText('Anybody?');
    await waitFor(() => expect(relay.of('read')).toEqual([{ t: 'read', conversation: 'a', seq: 2 }]));
    relay.emit({ t: 'message', message: message(4, 'Ah, there you are') });
    await waitFor(() => expect(relay.of('read').at(-1)).toEqual({ t: 'read', conversation: 'a', seq: 4 }));
  });

  test('tells bot, people, history and unknown parts apart', async () => {
    const relay = createFakeRelay([conversation('a', { status: 'open', assignee: mara, readTo: 6 })]);
    relay.loads.set('a', {
      messages: [
        message(1, 'Choose', 'bot', {
          parts: [{ type: 'choices', text: 'Choose', choices: [{ id: 'x', label: 'A refund' }] }],
        }),
        message(2, '', 'bot', { parts: [{ type: 'article', article: 'r', title: 'Returns', description: '30 days' }] }),
        message(3, '', 'bot', { parts: [{ type: 'handoff', team: 'Billing', reason: 'Charged twice' }] }),
        message(4, '', 'system', { parts: [{ type: 'event', event: 'assigned', name: 'Mara Lindqvist' }] }),
        { ...message(5, ''), parts: [{ type: 'hologram', text: 'A picture of a shoe' }] },
        message(6, 'On its way', 'agent', { author: { kind: 'agent', ...mara } }),
      ],
      notes: [{ id: 'n', conversation: 'a', by: tomas, text: 'Called the bank', at: NOW + 10 }],
    });
    const { container } = await showDesk(relay, { open: 'a' });
    const log = within(await screen.findByRole('log'));
    await log.findByText('A refund');
    expect(container.querySelector('.group.bot')?.textContent).toContain('Bot');
    log.getByText('Returns');
    log.getByText('Handed to a person in Billing: Charged twice');
    log.getByText('Assigned to Mara Lindqvist');
    log.getByText('A picture of a shoe');
    log.getByText('Seen');
    const note = log.getByText('Note — only the team sees this').closest('li');
    expect(note?.textContent).toContain('Called the bank');
    expect(note?.textContent).toContain(tomas.name);
  });

  test('shows who is typing, until they stop or the message is there', async () => {
    const relay = createFakeRelay([conversation('a')]);
    await showDesk(relay, { open: 'a' });
    await screen.findByRole('log');
    const author = { kind: 'visitor', name: 'Anna' };
    relay.emit({ t: 'typing', conversation: 'a', author, on: true });
    await screen.findByText('Anna is typing…');
    relay.emit({ t: 'message', message: message(1, 'Done') });
    await waitFor(() => expect(screen.queryByText('Anna is typing…')).toBeNull());
  });

  test('does not move under an agent who reads further up', async () => {
    const relay = createFakeRelay([conversation('a')]);
    relay.loads.set('a', { messages: Array.from({ length: 60 }, (_, i) => message(i + 1, `Line ${i + 1}`)) });
    await showDesk(relay, { open: 'a' });
    const log = await screen.findByRole('log');
    await screen.findByText('Line 60');
    await waitFor(() => expect(log.scrollHeight - log.scrollTop - log.clientHeight).toBeLessThan(2));
    log.scrollTop = 0;
    fireEvent.scroll(log);
    relay.emit({ t: 'message', message: message(61, 'Line 61') });
    fireEvent.click(await screen.findByRole('button', { name: 'New messages' }));
    await waitFor(() => expect(log.scrollHeight - log.scrollTop - log.clientHeight).toBeLessThan(2));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'New messages' })).toBeNull());
  });

  test('can be taken, assigned, put back, resolved and reopened', async () => {
    const relay = createFakeRelay([conversation('a')]);
    await showDesk(relay, { open: 'a' });
    await screen.findByRole('log');
    const change = (part: object) =>
      relay.emit({ t: 'conversation', conversation: conversation('a', { status: 'open', assignee: mara, ...part }) });

    fireEvent.click(screen.getByRole('button', { name: 'Take' }));
    await waitFor(() => expect(relay.of('assign').at(-1)).toMatchObject({ conversation: 'a', agent: 'mara' }));
    change({});
    await screen.findByText('Yours');
    expect(screen.queryByRole('button', { name: 'Take' })).toBeNull();

    const assign = screen.getByRole('button', { name: 'Assign' });
    await waitFor(() => expect(assign.matches(':disabled')).toBe(false));
    fireEvent.click(assign);
    const menu = await screen.findByRole('menu', { name: 'Assign to' });
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Mara Lindqvist (you)'));
    press(document.activeElement!, 'ArrowDown');
    expect(document.activeElement?.textContent).toContain(tomas.name);
    fireEvent.click(document.activeElement!);
    await waitFor(() => expect(relay.of('assign').at(-1)).toMatchObject({ agent: 'tomas' }));
    expect(menu.isConnected).toBe(false);
    change({ assignee: tomas });
    await screen.findByText(`With ${tomas.name}`);

    await waitFor(() => expect(assign.matches(':disabled')).toBe(false));
    fireEvent.click(assign);
    fireEvent.click(await screen.findByRole('menuitemradio', { name: /back to waiting/ }));
    await waitFor(() => expect(relay.of('assign').at(-1)).toMatchObject({ agent: null }));

    const resolve = screen.getByRole('button', { name: 'Resolve' });
    await waitFor(() => expect(resolve.matches(':disabled')).toBe(false));
    fireEvent.click(resolve);
    await waitFor(() => expect(relay.of('resolve')).toHaveLength(1));
    change({ status: 'resolved' });
    await screen.findByText('This conversation is resolved. Reopen it to reply.');
    expect(screen.queryByRole('textbox', { name: 'Your reply' })).toBeNull();
    fireEvent.click(screen.getAllByRole('button', { name: 'Reopen' })[0]!);
    await waitFor(() => expect(relay.of('reopen')).toHaveLength(1));
  });

  test('says why an action failed', async () => {
    const relay = createFakeRelay([conversation('a')]);
    relay.held.add('resolve');
    await showDesk(relay, { open: 'a' });
    fireEvent.click(await screen.findByRole('button', { name: 'Resolve' }));
    await waitFor(() => expect(relay.of('resolve')).toHaveLength(1));
    relay.refuse(relay.of('resolve')[0]!, 'rate', 'wait a moment');
    expect((await screen.findByRole('alert')).textContent).toContain('That did not work: wait a moment');
  });
});

describe('when the connection is lost', () => {
  test('everything stays readable, and after it is back lists and conversation are loaded again', async () => {
    const all = [conversation('a')];
    const relay = createFakeRelay(all);
    relay.loads.set('a', { messages: [message(1, 'Before')] });
    const { container } = await showDesk(relay, { open: 'a' });
    await screen.findByText('Before');
    relay.goDown();
    await screen.findByText('Connection lost. Trying again…');
    screen.getByText('Before');
    expect(listed(container)).toEqual(['Name a']);
    expect(screen.getByRole('button', { name: 'Resolve' }).matches(':disabled')).toBe(true);

    all.push(conversation('b'));
    relay.loads.set('a', { messages: [message(1, 'Before'), message(2, 'Meanwhile')] });
    relay.comeUp();
    await screen.findByText('Meanwhile');
    expect(listed(container)).toContain('Name b');
    await waitFor(() => expect(screen.queryByText('Connection lost. Trying again…')).toBeNull());
    expect(relay.of('load')).toHaveLength(2);
  });

  test('a session that ended leaves what was written where it is', async () => {
    const relay = createFakeRelay([conversation('a')]);
    await showDesk(relay, { open: 'a' });
    const field = await screen.findByRole('textbox', { name: 'Your reply' });
    fireEvent.input(field, { target: { value: 'Half a sentence' } });
    relay.close(4401);
    await screen.findByText('You were signed out.');
    expect((field as HTMLTextAreaElement).value).toBe('Half a sentence');
  });
});
