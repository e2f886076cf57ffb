/**
 * The source of all texts, here those of the first screen. `{name}` is put in; an object holds plural forms, chosen by `{n}`.
 * Its keys are the type: a language has all of them, and those of `en-screens.ts`.
 */
export const en = {
  team: 'Support',
  hello: 'Hello, how can we help?',
  helloName: 'Hi {name}, how can we help?',
  back: 'Back',
  close: 'Close',
  start: 'Start a conversation',
  searchHelp: 'Search help',
  retry: 'Retry',

  write: 'Write a message',
  send: 'Send',

  failed: 'Something went wrong.',
  loadFailed: 'This could not be loaded.',
};
