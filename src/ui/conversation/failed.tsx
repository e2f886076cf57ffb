import { useState } from 'preact/hooks';
import type { Message } from '../../types.js';
import { copy } from '../kit/copy.js';
import { list } from '../kit/gate.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { answered } from './acts.js';
import { announce } from './announcer.js';
import { State } from './delivery.js';
import { ALERT } from './drawings.js';
import { focusComposer, goOn, putBack } from './go-on.js';
import { isOverFor } from './reasons.js';
import { failure, plain } from './words.js';

/** Under an own message that did not arrive: why, and what can be done about it. */
export function Failed({ message }: { message: Message }) {
  const panel = usePanel();
  const { state, actions, replies, root, t } = panel;
  const { id, conversation, reason } = message;
  const status = useValue(state.conversations).find((it) => it.id === conversation)?.status;
  const isOver = status === 'resolved' || isOverFor(reason);
  const [done, setDone] = useState('');
  const parts = list(message.parts);
  const spoken = parts.filter(({ type }) => type !== 'file');
  const words = plain(t, { ...message, parts: spoken });

  const edit = async () => {
    try {
      if (spoken.length < parts.length) await (await import('../attach/attach.js')).takeBack(panel, message);
    } catch {
      return; // the message stays as it is
    }
    const to = state.messages(conversation).value.find((one) => one.id === answered(message));
    if (to) replies.value = new Map(replies.value).set(conversation, to);
    putBack(panel, conversation, words);
    focusComposer(panel);
    actions.discard(id);
  };
  const goOnAnew = async () => {
    await edit();
    await goOn(panel, conversation);
  };
  const button = (label: string, act: () => unknown) => (
    <button type="button" onClick={() => void act()}>
      {label}
    </button>
  );
  return (
    <div class="failed small">
      <State icon={ALERT} words={failure(t, reason)} />
      <span>
        {isOver ? (
          button(t('startNewWith'), goOnAnew)
        ) : (
          <>
            {button(t('retry'), () => actions.retry(id))}
            {button(t('edit'), edit)}
          </>
        )}
        {button(t('copy'), async () => {
          const done = t((await copy(words, root)) ? 'copied' : 'notCopied');
          setDone(done);
          announce(panel, done);
        })}
        {button(t('discard'), () => actions.discard(id))}
      </span>
      <span>{done}</span>
    </div>
  );
}
