/** Part of the composition root: the rooms, with what is drawn beside the panel. */
import type { LauncherOf, Parts } from './messenger.js';
import { joinRooms as join, type Rooms } from './rooms.js';
import type { Messenger } from './types.js';

/** Each a download of its own. Who draws by themselves has none of it. */
export interface Drawn {
  attention(): Promise<typeof import('./attention.js')>;
  inspector(): Promise<typeof import('./inspector/inspector.js')>;
  outreach(): Promise<typeof import('./outreach.js')>;
  survey(): Promise<typeof import('./ui/survey/survey.js')>;
}

export type JoinRooms = (
  parts: Parts,
  messenger: Messenger,
  launcher: () => ReturnType<LauncherOf> | undefined,
) => Rooms;

const drawn: Drawn = {
  attention: () => import('./attention.js'),
  inspector: () => import('./inspector/inspector.js'),
  outreach: () => import('./outreach.js'),
  survey: () => import('./ui/survey/survey.js'),
};

export const joinRooms: JoinRooms = (parts, messenger, launcher) => join(parts, messenger, launcher, drawn);
