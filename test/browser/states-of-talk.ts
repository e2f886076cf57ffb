/** States of what is around the talk: files, answers to a message, emoji, all conversations, settings, ways to reach the team. */
import { vi } from 'vitest';
import type { FilePart } from '../../src/types.js';
import { AIKO, conversation, type FakeHost, helpCentre, MIKA, message, NOW } from './panel-host.js';
import { press, type State, screen, talk } from './state-of.js';

const file = (name: string, media: string, more: Partial<FilePart> = {}): FilePart => ({
  ...{ type: 'file', id: name.padEnd(22, '0').replace('.', '-'), name, size: 2_048, media, ...more },
});
const BOWL = file('bowl.png', 'image/png', { width: 400, height: 200 });
const BILL = file('bill.pdf', 'application/pdf');
const VOICE = file('voice.mp3', 'audio/mpeg');

const drop = (it: FakeHost, files: File[]) => {
  const data = new DataTransfer();
  for (const one of files) data.items.add(one);
  const { panel } = it;
  panel.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
};
const bytes = (size: number, name: string, type = 'application/pdf') =>
  new File([new Uint8Array(size)], name, { type });

/** What is attached is called by these. */
export const FILES = ['bill.pdf', 'a very long name of a file that nobody can read.pdf', 'scan.pdf', 'run.exe'];

/** A conversation where files can be attached. */
const attaching = (it: FakeHost) => {
  talk([message(MIKA, 'Hello')])(it);
  it.canAttach.value = true;
  it.files.limits = async () => ({ bytes: 1_048_576, types: ['application/pdf'] });
};
const QUESTION = message(MIKA, 'Which kettle was it?', { id: 'q'.repeat(22) });
const options = (it: FakeHost, more: Partial<FakeHost['state']['options']['value']>) => {
  it.state.options.value = { ...it.state.options.value, ...more };
};
const many = (it: FakeHost) => {
  it.state.conversations.value = [
    conversation({ id: 'c1', status: 'waiting' }),
    conversation({ id: 'c2', status: 'open', at: NOW - 1 }),
    conversation({ id: 'c3', status: 'resolved', at: NOW - 2 }),
  ];
  it.show([message(MIKA, 'Hello'), message(MIKA, 'My jacket is too small')]);
  it.show([message(AIKO, 'Hello', { state: 'failed', reason: 'rate' } as never)], 'c2');
  it.show([message(MIKA, 'My jacket is too small')], 'c3');
};
const notices = (it: FakeHost) => {
  options(it, { attention: 'sound, notifications' });
  vi.spyOn(Notification, 'permission', 'get').mockReturnValue('default');
  vi.spyOn(Notification, 'requestPermission').mockResolvedValue('denied');
};
/** Whoever has no messenger: what else there is to be reached by. */
const onlyHelp = (it: FakeHost) =>
  options(it, {
    modules: 'help',
    channels: {
      phone: '+81312345678',
      email: 'help@example.com',
      whatsapp: '+81312345678',
      line: '@kumo',
      sms: '+81312',
    },
  });

export const STATES_OF_TALK: Record<string, State> = {
  'files that are attached': {
    set: attaching,
    until: '.attach',
    next: [
      (it) => drop(it, [bytes(9, 'bill.pdf'), bytes(2_000, 'a very long name of a file that nobody can read.pdf')]),
      '.tray li + li',
    ],
  },
  'files that cannot go along': {
    set: attaching,
    until: '.attach',
    next: [
      (it) =>
        drop(it, [
          ...[bytes(0, 'bill.pdf'), bytes(1_048_577, 'scan.pdf'), bytes(9, 'run.exe', 'application/x-msdownload')],
          ...Array.from({ length: 11 }, () => bytes(9, 'bill.pdf')),
        ]),
      '.tray .error p',
    ],
  },
  'files of a conversation': { set: talk([message(MIKA, [BOWL]), message(MIKA, [BILL, VOICE])]), until: '.file audio' },
  'files that cannot be had': {
    set(it) {
      talk([message(MIKA, [BOWL, BILL])])(it);
      it.files.source = () => Promise.reject(new Error('no'));
    },
    until: '.file button',
  },
  'files on their way': {
    set(it) {
      talk([message(AIKO, [BILL], { state: 'sending', seq: undefined } as never)])(it);
      it.files.held = async () => bytes(2_048, 'bill.pdf');
      (it.files.progress as never as { value: ReadonlyMap<string, number> }).value = new Map([[BILL.id, 0.62]]);
    },
    until: 'progress',
  },
  'an upload that was stopped': {
    set: talk([message(AIKO, [BILL], { state: 'failed', reason: 'cancelled', seq: undefined } as never)]),
    until: '[role=log]',
  },
  'what can be done with a message': {
    set: talk([QUESTION, message(AIKO, 'Hello', { state: 'read' })]),
    until: '.acts',
  },
  'an answer to a message': {
    set: talk([QUESTION, message(AIKO, 'Hello', { state: 'read' })]),
    until: '.acts',
    next: [press('.acts button'), '.replying'],
  },
  'messages that answer others': {
    set: talk([
      QUESTION,
      message(AIKO, [{ type: 'text', text: 'Hello', to: QUESTION.id }], { state: 'sent' }),
      message(AIKO, [{ type: 'text', text: 'Hello', to: 'x'.repeat(22) }], { state: 'sent', seq: 900 }),
    ]),
    until: '.quote',
  },
  emoji: { set: talk([QUESTION]), until: 'button.emoji', next: [press('button.emoji'), '.picker [role=gridcell]'] },
  'no emoji of that name': {
    set: talk([QUESTION]),
    until: 'button.emoji',
    next: [
      async (it) => {
        press('button.emoji')(it);
        await vi.waitFor(() => {
          const field = it.panel.querySelector<HTMLInputElement>('.picker input')!;
          field.value = 'qqqq';
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        });
      },
      '.picker p:not(.hide)',
    ],
  },
  'home, with more than one conversation': { set: many, until: '.all' },
  'all conversations': {
    set(it) {
      many(it);
      it.state.view.value = { screen: 'conversations' };
    },
    until: 'li + li',
  },
  'no conversation': { set: screen({ screen: 'conversations' }), until: '[part=conversations] p' },
  'conversations that were found': {
    set(it) {
      many(it);
      it.state.view.value = { screen: 'conversations', query: 'jacket' };
    },
    until: 'mark',
  },
  'no conversation that was found': {
    set(it) {
      many(it);
      it.state.view.value = { screen: 'conversations', query: 'eels' };
    },
    until: '[aria-live] p + p',
  },
  'a conversation that is not there': {
    set(it) {
      many(it);
      it.state.view.value = { screen: 'conversation', id: 'unknown' };
    },
    until: '.none .all',
  },
  'a conversation that is not there yet': {
    set(it) {
      it.state.status.value = 'offline';
      it.state.view.value = { screen: 'conversation', id: 'unknown' };
    },
    until: '.none',
  },
  settings: {
    set(it) {
      notices(it);
      it.state.view.value = { screen: 'settings' };
    },
    until: '[role=switch]',
    next: [(it) => [...it.panel.querySelectorAll<HTMLElement>('[role=switch]')].at(-1)!.click(), '.error:not(:empty)'],
  },
  'settings that cannot be kept': {
    set(it) {
      options(it, { attention: 'sound' });
      it.chooses = () => Promise.reject(new Error('no'));
      it.state.view.value = { screen: 'settings' };
    },
    until: '[role=switch]',
    next: [press('[role=switch]'), '.error:not(:empty)'],
  },
  'an offer to be told of an answer': {
    set(it) {
      talk([QUESTION], { status: 'waiting' })(it);
      notices(it);
    },
    until: '.notify button',
    next: [press('.notify button'), '.notify:not(:has(button))'],
  },
  'home, with cards and ways to reach the team': {
    set(it) {
      onlyHelp(it);
      options(it, {
        cards: [
          { title: 'Track a parcel', text: 'See where it is', target: { url: '/orders' } },
          { title: 'Gift finder', target: { flow: 'gifts' } },
        ],
      });
    },
    until: '.card.host[href^="tel:"]',
  },
  'help alone': { set: onlyHelp, until: '.card' },
  'help alone, where nothing is found': {
    set(it) {
      onlyHelp(it);
      it.state.view.value = { screen: 'help', query: 'eels' };
    },
    until: '[part=help] p',
  },
  'help without an article': {
    set(it) {
      it.help = async () => helpCentre([]);
      it.state.view.value = { screen: 'help', query: '' };
    },
    until: '[part=help] p',
  },
  'help and a bot': {
    set(it) {
      options(it, { modules: 'help, bot' });
      it.state.view.value = { screen: 'article', id: 'returns' };
    },
    until: '.ask button',
  },
};
