import type { Panel } from './context.js';

/** Opens a new conversation and goes there, with what is written to conversation `from` and not sent yet. */
export const start = ({ messenger, actions, drafts }: Panel, from: string) =>
  messenger.newConversation().then(
    (id) => {
      drafts.set(id, drafts.get(from) ?? '');
      drafts.delete(from);
      actions.go({ screen: 'conversation', id });
    },
    () => {}, // the messenger has told the host page
  );
