/** Names for `sobani-messenger::part(…)`: the hooks that a host's style sheet may rely on. */
export const PARTS = [
  'panel',
  'header',
  'back',
  'close',
  'greeting',
  'availability',
  'home',
  'conversation',
  'messages',
  'message',
  'composer',
  'input',
  'send',
  'help',
  'article',
  'survey',
] as const;
