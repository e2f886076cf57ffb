/** The launcher, and what is said without being asked. */
import { MIKA, replay, TALK, YOU } from './log.js';
import type { State } from './stage.js';
import type { Words } from './words.js';

const rule = (title: string, show: (words: Words) => object, until: string): State => ({
  ...{ title, at: null, until },
  rules: (w) => ({ rules: [{ id: 'one', when: { on: 'page' }, show: show(w), ignoreLimits: true }] }),
});

export const UNASKED: Record<string, State> = {
  launcher: { title: 'The launcher', at: null, isNew: true },
  'launcher/start': {
    title: 'The launcher, at the other side',
    at: null,
    isNew: true,
    options: () => ({ side: 'start' }),
  },
  'launcher/unread': {
    title: 'The launcher, with two unread messages',
    at: null,
    log: (w) =>
      replay({
        id: TALK,
        lines: [
          [YOU, w.small],
          [MIKA, w.sorry],
          [MIKA, w.soon],
        ],
        seen: 1,
      }),
    until: '[part=launcher] b:not(:empty)',
  },
  'unasked/teaser': rule(
    'A teaser',
    (w) => ({ teaser: { text: w.teaser, avatar: '/pictures/furoshiki.svg' } }),
    '.teaser',
  ),
  'unasked/message': rule('A message', (w) => ({ message: { text: w.teaser } }), '.teaser'),
  'unasked/article': rule('An article', () => ({ article: 'returns' }), '.teaser'),
  'unasked/banner': rule(
    'A banner',
    (w) => ({ banner: { text: w.banner, action: { label: w.more, article: 'shipping' } } }),
    '.banner',
  ),
  'unasked/banner-below': rule('A banner below', (w) => ({ banner: { text: w.banner, place: 'bottom' } }), '.banner'),
  'unasked/hint': rule(
    'A hint',
    (w) => ({ hint: { at: '.buy', title: w.hintTitle, text: w.hint, action: { label: w.more, article: 'returns' } } }),
    '.hint:not(.off)',
  ),
};
