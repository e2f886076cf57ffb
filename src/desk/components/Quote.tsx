import { useDesk } from '../context.js';
import { quoteLabel } from '../quote.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Icon } from './Icon.js';

/** The message that is answered, in one line. With `onLeave` there is a button to answer none. */
export function Quote({ to, visitor, onLeave }: { to: string; visitor: string; onLeave?: () => void }) {
  const thread = useValue(useDesk().state.thread);
  const original = thread?.messages.find(({ id }) => id === to);
  return (
    <div class="quoted">
      <Icon name="reply" />
      <p>
        <span class="hidden">{strings.thread.inReply}</span>
        <bdi>{original ? quoteLabel(original, visitor) : strings.thread.earlierOne}</bdi>
      </p>
      {onLeave && (
        <button type="button" class="icon-button" aria-label={strings.composer.noReply} onClick={onLeave}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
