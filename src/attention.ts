/**
 * Part of the composition root: an answer that nobody sees is made noticed, in one tab; and what the visitor chose about that,
 * and about looks, is kept. A download of its own, which comes with the first message that is unread, or with a choice.
 */
import { settingsKey } from './core/rows.js';
import type { Change, Settings } from './core/settings.js';
import type { Origin, StoreEvent } from './core/store.js';
import type { Engine } from './engine.js';
import { enAttention } from './i18n/en-attention.js';
import { addEnglish, loadLanguage, translate } from './i18n/translate.js';
import type { Parts } from './messenger.js';
import type { Message, Messenger } from './types.js';
import { attachNotices } from './ui/attention/notices.js';
import { attachTitle } from './ui/attention/title.js';
import { attachTone } from './ui/attention/tone.js';

/** Milliseconds in which another tab, where the conversation is on screen, says that it was read. */
const SEEN_ELSEWHERE = 500;

/** @param isSpeaker this tab is the one that speaks for all of them */
export function joinAttention(
  { store, onError }: Parts,
  { accounts, act }: Engine,
  messenger: Messenger,
  isSpeaker: () => boolean,
) {
  addEnglish(enAttention);
  const wants = (what: string) => `${store.options.value.attention ?? ''}`.includes(what);
  const title = attachTitle();
  const tone = attachTone();
  const notices = attachNotices((conversation) => void messenger.open({ conversation }));
  let fresh: Message[] = [];
  let undoTimer = () => {};

  const isOnScreen = (conversation: string) => {
    const view = store.view.value;
    const isShown = view.screen === 'conversation' && view.id === conversation;
    return isShown && store.isOpen.value && document.visibilityState === 'visible';
  };
  const isUnread = ({ conversation, seq = 0 }: Message) =>
    seq > (store.conversation(conversation)?.readTo ?? seq) && !isOnScreen(conversation);
  const tell = async () => {
    const news = fresh.filter(isUnread);
    fresh = [];
    const [last] = news.slice(-1);
    if (!last || !isSpeaker()) return;
    const { sound, notifications } = store.settings.value;
    const isLoud = sound && wants('sound');
    if (isLoud) tone.play();
    if (!notifications || !wants('notifications') || document.visibilityState === 'visible') return;
    const { value: locale } = store.locale;
    await loadLanguage(locale).catch(() => {});
    const t = translate(locale);
    const { name: agent } = last.author;
    const team = store.options.value.name || t('team');
    const text = last.parts.map((part) => ('text' in part && part.text) || '').find(Boolean);
    notices.show(last.conversation, {
      title: agent ? `${agent} · ${team}` : `${team}`,
      body: text || t('newMessage'),
      lang: t.locale,
      // one sound is enough
      silent: !!isLoud,
    });
  };
  const look = () => {
    const { value: count } = store.unread;
    title.show(count && document.visibilityState === 'hidden' && isSpeaker() && wants('title') ? count : 0);
    if (!count || document.visibilityState === 'visible') notices.close();
  };
  const cleared = () => {
    fresh = [];
    undoTimer();
    notices.close();
  };
  const undo = [
    ...[store.unread, store.options].map((signal) => signal.subscribe(look)),
    // who speaks may be another tab by now
    store.listen(({ type }) => type === 'status' && look()),
    store.cleared.subscribe(cleared),
    store.settings.subscribe(({ sound }) => tone.want(!!sound && wants('sound'))),
  ];
  document.addEventListener('visibilitychange', look);

  return {
    /** Something happened while there is something unread. */
    heard(event: StoreEvent, origin: Origin) {
      if (event.type !== 'message' || origin !== 'backend' || event.message.author.kind !== 'agent') return;
      const { message } = event;
      const isChange = fresh.some(({ id }) => id === message.id);
      const isOlder = store.messages(message.conversation).value.some(({ seq = 0 }) => seq > message.seq!);
      if (isChange || isOlder || !isUnread(message)) return;
      fresh.push(message);
      undoTimer();
      undoTimer = accounts.clock.setTimeout(() => void tell().catch(onError), SEEN_ELSEWHERE);
    },
    async choose(change: Change) {
      await act();
      const all = Object.entries({ ...store.settings.value, ...change }).filter(([, value]) => value !== undefined);
      const settings = Object.fromEntries(all) as Settings;
      store.apply({ type: 'settings', settings }, 'visitor');
      // heard at once, it is known what was chosen
      if (change.sound && wants('sound')) tone.play();
      await accounts.scope.disk.write([[settingsKey, all.length ? settings : undefined]]);
    },
    leave() {
      for (const each of undo) each();
      document.removeEventListener('visibilitychange', look);
      cleared();
      title.show(0);
      title.leave();
      tone.leave();
    },
  };
}
