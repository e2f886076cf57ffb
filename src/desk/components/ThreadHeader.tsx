import { useState } from 'preact/hooks';
import type { DeskConversation } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { personName } from '../format.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { AssignMenu } from './AssignMenu.js';
import { Icon } from './Icon.js';

function statusText({ status, assignee }: DeskConversation, me: string | undefined): string {
  if (status !== 'open' || !assignee) return strings.status[status];
  return assignee.id === me ? strings.status.openMine : strings.status.openWith(assignee.name);
}

/** Who it is, how it stands, and what can be done with the conversation. */
export function ThreadHeader({ conversation }: { conversation: DeskConversation }) {
  const desk = useDesk();
  const me = useValue(desk.state.me);
  const agents = useValue(desk.state.agents);
  const problem = useValue(desk.state.problem);
  const cardOpen = useValue(desk.state.cardOpen);
  const offline = useValue(desk.state.connection) !== 'online';
  const [busy, setBusy] = useState(false);
  const { id, status, assignee, person } = conversation;
  const resolved = status === 'resolved';
  const off = busy || offline;

  const run = (action: Promise<void>) => {
    setBusy(true);
    void action.finally(() => setBusy(false));
  };

  return (
    <>
      <header class="thread-head">
        <div class="thread-who">
          <h2>
            <bdi>{personName(person)}</bdi>
          </h2>
          <p class={`status ${status}`}>{statusText(conversation, me?.id)}</p>
        </div>
        <div class="thread-actions">
          {!resolved && me && assignee?.id !== me.id && (
            <button
              type="button"
              class={assignee ? 'button' : 'button primary'}
              disabled={off}
              onClick={() => run(desk.assign(id, me.id))}
            >
              {strings.actions.take}
            </button>
          )}
          {!resolved && (
            <AssignMenu
              agents={agents}
              assignee={assignee}
              me={me?.id}
              disabled={off}
              onPick={(agent) => run(desk.assign(id, agent))}
            />
          )}
          {resolved ? (
            <button type="button" class="button" disabled={off} onClick={() => run(desk.reopen(id))}>
              <Icon name="reopen" />
              {strings.actions.reopen}
            </button>
          ) : (
            <button type="button" class="button" disabled={off} onClick={() => run(desk.resolve(id))}>
              <Icon name="check" />
              {strings.actions.resolve}
            </button>
          )}
          <button
            type="button"
            class="icon-button card-toggle"
            aria-expanded={cardOpen}
            aria-controls="customer-card"
            aria-label={strings.actions.card}
            title={strings.actions.card}
            onClick={() => {
              desk.state.cardOpen.value = !cardOpen;
            }}
          >
            <Icon name="side" />
          </button>
        </div>
      </header>
      {problem && (
        <div class="problem" role="alert">
          <span>{strings.actions.failed(problem)}</span>
          <button
            type="button"
            class="icon-button small"
            aria-label={strings.actions.dismiss}
            onClick={() => {
              desk.state.problem.value = null;
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </>
  );
}
