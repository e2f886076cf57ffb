/** Every screen, part and state, by the name in the address. */

import type { State } from './stage.js';
import { CONVERSATION } from './states-conversation.js';
import { SCREENS } from './states-screens.js';
import { UNASKED } from './states-unasked.js';

export const STATES: Readonly<Record<string, State>> = { ...SCREENS, ...CONVERSATION, ...UNASKED };
