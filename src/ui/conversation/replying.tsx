import { CLOSE, Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { REPLY } from './drawings.js';
import { focusComposer } from './go-on.js';
import { isOwn, nameOf, plain } from './words.js';

/** Above the composer: which message is being answered, and the way to answer none. */
export function Replying({ id }: { id: string }) {
  const panel = usePanel();
  const { state, replies, t } = panel;
  const original = useValue(replies).get(id);
  if (!original) return null;
  const name = nameOf(t, state.options.value, original.author);
  const leave = () => {
    const others = new Map(replies.value);
    others.delete(id);
    replies.value = others;
    focusComposer(panel);
  };
  return (
    <div class="replying small">
      <Icon d={REPLY} flip />
      <p>
        <strong>{t(isOwn(original) ? 'replyingToOwn' : 'replyingTo', { name })}</strong>
        <span dir="auto">{plain(t, original)}</span>
      </p>
      <button type="button" aria-label={t('noReply')} onClick={leave}>
        <Icon d={CLOSE} />
      </button>
    </div>
  );
}
