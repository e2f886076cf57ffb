import type { View } from '../../core/state.js';
import { text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { teamName } from '../panel/words.js';
import { statusOf } from './words.js';

/** What the header says on every screen but the first: the agent or the team, and who answers now. */
export function Title({ view }: { view: View }) {
  const { state, t } = usePanel();
  const options = state.options.value;
  const conversations = state.conversations.value;
  if (view.screen !== 'conversation') {
    const screen = text(view.screen);
    return <h2>{t(/^(share|settings|conversations)$/.test(screen) ? (screen as 'share') : 'help')}</h2>;
  }
  const conversation = conversations.find(({ id }) => id === view.id);
  const agent = text(conversation?.assignee?.name);
  const status = statusOf(t, conversation);
  return (
    <h2>
      {agent || teamName(t, options)}
      {status && status !== agent && <small>{status}</small>}
    </h2>
  );
}
