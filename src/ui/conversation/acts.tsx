import { useState } from 'preact/hooks';
import type { Message } from '../../types.js';
import { copy } from '../kit/copy.js';
import { text } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';
import { announce } from './announcer.js';
import { CHECK, COPY, REPLY } from './drawings.js';
import { focusComposer } from './go-on.js';
import { isOwn, nameOf, plain } from './words.js';

/** What can be done with a message that arrived: few see it, so it shows itself on hover, with the focus, and on touch. */
export function Acts({ message, isCurrent, canReply }: { message: Message } & ActsProps) {
  const panel = usePanel();
  const { state, replies, root, t } = panel;
  const [isCopied, setCopied] = useState(false);
  const name = nameOf(t, state.options.value, message.author);
  const reply = () => {
    replies.value = new Map(replies.value).set(message.conversation, message);
    focusComposer(panel);
  };
  const take = async () => {
    const isDone = await copy(plain(t, message), root);
    setCopied(isDone);
    announce(panel, t(isDone ? 'copied' : 'notCopied'));
  };
  const button = (label: string, icon: string, act: () => unknown) => (
    <button type="button" aria-label={label} tabIndex={isCurrent ? 0 : -1} onClick={() => void act()}>
      <Icon d={icon} flip={icon === REPLY} />
    </button>
  );
  return (
    <div class="acts">
      {canReply && button(t(isOwn(message) ? 'replyToOwn' : 'replyTo', { name }), REPLY, reply)}
      {button(t('copy'), isCopied ? CHECK : COPY, take)}
    </div>
  );
}

export interface ActsProps {
  /** The one of all rows whose acts are reached with Tab; the arrow keys lead to the others. */
  isCurrent: boolean;
  canReply: boolean;
}

/** Up and down lead from the acts of one message to those of the next. */
export function step(event: KeyboardEvent, list: HTMLElement): void {
  const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
  const all = [...list.querySelectorAll<HTMLElement>('.acts')];
  const at = all.findIndex((acts) => acts.contains(event.target as Node));
  const next = all[at + by];
  if (!by || at < 0 || !next) return;
  event.preventDefault();
  next.querySelector('button')!.focus();
}

/** Which message this one answers, by its id; empty where it answers none. */
export function answered({ parts }: Message): string {
  const [part] = Array.isArray(parts) ? parts : [];
  return part?.type === 'text' ? text(part.to) : '';
}

interface QuoteProps {
  /** Null where it is not loaded. */
  original: Message | null;
  onPress(): void;
}

/** Above a message, the one that it answers, in one line. */
export function Quote({ original, onPress }: QuoteProps) {
  const { state, t } = usePanel();
  return (
    <button type="button" class="quote small" onClick={onPress}>
      <Icon d={REPLY} flip />
      <span class="hide">{t('inReply')}</span>
      {original && <strong>{nameOf(t, state.options.value, original.author)}</strong>}
      <span dir="auto">{original ? plain(t, original) || t('cannotShow') : t('earlierOne')}</span>
    </button>
  );
}
