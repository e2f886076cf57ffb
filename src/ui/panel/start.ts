import type { Panel } from './context.js';

/** Opens a new conversation and goes there, with what is written to conversation `from` and not sent yet. */
export const start = ({ messenger, actions, drafts }: Panel, from: string) =>
  messenger.newConversation().then(
    (id) => {
      actions.draft(id, drafts.value.get(from) ?? '');
      actions.draft(from, '');
      actions.go({ screen: 'conversation', id });
    },
    () => {}, // the messenger has told the host page
  );
