/** Conversations of which the states are made. */
import type { Part } from '../../src/types.js';
import { BOT, MIKA, replay, SYSTEM, TALK, type Talk, YOU } from './log.js';
import type { State } from './stage.js';
import type { Words } from './words.js';

export const talk = (
  title: string,
  lines: (words: Words) => Talk['lines'],
  more: Partial<State> & { talk?: Partial<Talk> } = {},
): State => {
  const { talk: how, ...state } = more;
  return {
    title,
    at: { conversation: TALK },
    log: (w) => replay({ lines: lines(w), ...how }),
    until: '[role=log] .bubble',
    ...state,
  };
};
export const says = (title: string, parts: (words: Words) => Part[], more: Parameters<typeof talk>[2] = {}) =>
  talk(
    title,
    (w) => [
      [YOU, w.small],
      [BOT, parts(w)],
    ],
    more,
  );
export const chat = (w: Words): Talk['lines'] => [
  [BOT, w.hello],
  [YOU, w.small],
  [BOT, [{ type: 'handoff' }]],
  [SYSTEM, [{ type: 'event', event: 'assigned', name: 'Mika Sato' }]],
  [MIKA, w.sorry],
  [YOU, w.picture],
  [MIKA, w.soon],
  [MIKA, w.link],
  [YOU, w.thanks],
];
