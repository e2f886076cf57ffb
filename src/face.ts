/** Part of the composition root: what draws, for a page that lets the messenger draw. Without it one is headless. */
import type { Face, LauncherOf } from './messenger.js';
import { afterPaint } from './ui/after-paint.js';
import { mount } from './ui/mount.js';

export const faceOf = (launcherOf: LauncherOf): Face => ({
  launcherOf,
  mount,
  afterPaint,
  rooms: () => import('./drawn-rooms.js'),
  places: () => import('./ui/places/places.js'),
});
