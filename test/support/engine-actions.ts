/** What mouse and keys do, in the words that WebDriver and WebDriver BiDi share: one source of input each. */
import type { Key } from './engine.js';

const SHIFT = '\uE008';
const KEYS: Record<Key, string[]> = {
  Enter: ['\uE007'],
  Tab: ['\uE004'],
  'Shift+Tab': [SHIFT, '\uE004'],
  Escape: ['\uE00C'],
  Space: [' '],
  ArrowDown: ['\uE015'],
  ArrowUp: ['\uE013'],
  Home: ['\uE011'],
  End: ['\uE010'],
};

const keys = (actions: { type: string; value: string }[]) => ({ type: 'key', id: 'keys', actions });
const down = (value: string) => ({ type: 'keyDown', value });
const up = (value: string) => ({ type: 'keyUp', value });

export const pressed = (key: Key) => keys([...KEYS[key].map(down), ...[...KEYS[key]].reverse().map(up)]);

export const typed = (text: string) => keys([...text].flatMap((letter) => [down(letter), up(letter)]));

export const clicked = ([x, y]: [number, number]) => ({
  type: 'pointer',
  id: 'mouse',
  parameters: { pointerType: 'mouse' },
  actions: [
    { type: 'pointerMove', duration: 0, x, y, origin: 'viewport' },
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ],
});
