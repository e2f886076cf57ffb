import { useDesk } from '../context.js';
import { personName } from '../format.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Card } from './Card.js';
import { Composer } from './Composer.js';
import { Icon } from './Icon.js';
import { ThreadHeader } from './ThreadHeader.js';
import { Transcript } from './Transcript.js';

function NothingOpen() {
  return (
    <main class="thread blank">
      <div class="empty">
        <span class="empty-mark">
          <Icon name="bubble" />
        </span>
        <h2 class="empty-title">{strings.thread.none}</h2>
        <p>{strings.thread.noneMore}</p>
        <dl class="keys">
          {strings.thread.keys.map(([first, second, what]) => (
            <div key={what}>
              <dt>
                {`${first} ${second}`
                  .trim()
                  .split(' ')
                  .map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </div>
    </main>
  );
}

/** The open conversation and the customer's card beside it. */
export function Thread() {
  const desk = useDesk();
  const thread = useValue(desk.state.thread);
  const conversation = useValue(desk.state.current);
  if (!thread) return <NothingOpen />;
  const { phase, messages } = thread;
  if (phase === 'gone') {
    return (
      <main class="thread blank">
        <p class="empty" role="status">
          {strings.thread.gone}
        </p>
      </main>
    );
  }
  const bare = messages.length === 0;
  return (
    <>
      <main class="thread">
        {conversation && <ThreadHeader conversation={conversation} />}
        {phase === 'failed' && (
          <div class="problem" role="alert">
            <span>{strings.thread.failed}</span>
            <button type="button" class="button small" onClick={desk.reload}>
              {strings.thread.retry}
            </button>
          </div>
        )}
        {phase === 'loading' && bare ? (
          <p class="transcript empty late" role="status">
            {strings.thread.loading}
          </p>
        ) : (
          <Transcript
            key={thread.id}
            thread={thread}
            visitor={conversation ? personName(conversation.person) : strings.thread.visitor}
            readTo={conversation?.readTo ?? 0}
          />
        )}
        {conversation && <Composer key={`composer ${thread.id}`} conversation={conversation} />}
      </main>
      <Card thread={thread} conversation={conversation} />
    </>
  );
}
