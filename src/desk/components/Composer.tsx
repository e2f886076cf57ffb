import { useLayoutEffect, useRef } from 'preact/hooks';
import * as LIMITS from '../../core/limits.js';
import type { DeskConversation } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import type { Mode } from '../drafts.js';
import { personName } from '../format.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { AttachButton, AttachedList } from './Attachments.js';
import { Icon } from './Icon.js';
import { Quote } from './Quote.js';

const MODES: readonly Mode[] = ['reply', 'note'];

/** Where the agent writes: to the visitor, or for the team only. */
export function Composer({ conversation }: { conversation: DeskConversation }) {
  const desk = useDesk();
  const { id } = conversation;
  useValue(desk.drafts.all);
  const { mode, text: texts, sending, failure, to } = desk.drafts.get(id);
  const text = texts[mode];
  const isNote = mode === 'note';
  const blocked = !isNote && conversation.status === 'resolved';
  const over = text.length - LIMITS.text;
  const files = useValue(desk.files.attached).get(id) ?? [];
  const isComing = !isNote && files.some(({ state }) => state === 'uploading');
  const hasFiles = !isNote && files.some(({ state }) => state === 'ready');
  const cannot = sending || blocked || over > 0 || isComing || !(text.trim() || hasFiles);
  const field = useRef<HTMLTextAreaElement>(null);

  // as high as its text, within the limits of the style sheet
  useLayoutEffect(() => {
    const el = field.current;
    if (!el) return;
    el.style.height = 'auto';
    el.style.height = `${el.scrollHeight}px`;
  }, [text, mode, blocked]);

  // mounted anew for each conversation
  useLayoutEffect(() => field.current?.focus(), [to]);

  const send = () => {
    if (!cannot) void desk.send(id);
    field.current?.focus();
  };

  return (
    <section class={`composer ${mode}`}>
      <div class="modes" role="radiogroup" aria-label={strings.composer.mode}>
        {MODES.map((each) => (
          <label key={each} class={`mode ${each}`}>
            <input
              type="radio"
              name="mode"
              checked={each === mode}
              disabled={sending}
              onChange={() => {
                desk.setMode(id, each);
                field.current?.focus();
              }}
            />
            <span>
              {each === 'note' && <Icon name="lock" />}
              {strings.composer[each]}
            </span>
          </label>
        ))}
      </div>
      {to && !isNote && !blocked && (
        <Quote to={to} visitor={personName(conversation.person)} onLeave={() => desk.answer(id, null)} />
      )}
      {blocked ? (
        <p class="composer-blocked">
          <span>{strings.composer.resolved}</span>
          <button type="button" class="button small" onClick={() => void desk.reopen(id)}>
            {strings.actions.reopen}
          </button>
        </p>
      ) : (
        <textarea
          ref={field}
          rows={2}
          dir="auto"
          aria-label={isNote ? strings.composer.noteLabel : strings.composer.replyLabel}
          aria-describedby="composer-hint"
          placeholder={
            isNote
              ? strings.composer.notePlaceholder
              : strings.composer.replyPlaceholder(personName(conversation.person))
          }
          readOnly={sending}
          value={text}
          onInput={(event) => desk.write(id, event.currentTarget.value)}
          onKeyDown={(event) => {
            // keys of a composition in progress; Safari tells the last of them by the code alone
            if (event.isComposing || event.keyCode === 229) return;
            // out of the field, so that the list's keys work again
            if (event.key === 'Escape') event.currentTarget.blur();
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            send();
          }}
        />
      )}
      {!isNote && !blocked && <AttachedList conversation={id} />}
      <div class="composer-foot">
        {failure ? (
          <p class="composer-failure" role="alert" id="composer-hint">
            <Icon name="alert" />
            {strings.composer.failed(failure)}
          </p>
        ) : (
          <p class={over > 0 ? 'composer-failure' : 'composer-hint'} id="composer-hint">
            {over > 0 ? strings.composer.tooLong(over) : blocked ? '' : strings.composer.keys}
          </p>
        )}
        {!isNote && !blocked && <AttachButton conversation={id} />}
        {!blocked && (
          <button type="button" class={`button ${isNote ? 'amber' : 'primary'}`} disabled={cannot} onClick={send}>
            {sending
              ? strings.composer.sending
              : failure
                ? strings.composer.retry
                : isNote
                  ? strings.composer.addNote
                  : strings.composer.sendReply}
          </button>
        )}
      </div>
    </section>
  );
}
