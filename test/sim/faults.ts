/** What goes wrong. */
import type { Fault } from './fault.js';
import { DEVICE_FAULTS } from './faults-device.js';
import { LINE_FAULTS } from './faults-line.js';

export const ALL: Fault[] = [...LINE_FAULTS, ...DEVICE_FAULTS];

/**
 * Not drawn unless they are asked for (`--only F15`), because what is promised of them does not hold yet, in more than one
 * of a hundred runs in which they are.
 * F15: where the relay has lost the session too, what waits goes to a new conversation under the old id, and is shown between
 * what was said before; a sign-in that is lost with it is not repeated.
 * F27: what a page knows is not saved anew when the disk was erased under it: what waits in a tab that does not hold the
 * connection never leaves, other tabs and reloads show holes, and whoever reloads is somebody new.
 * F23: a page that may not open what a later one has left becomes a new visitor within seconds, and the first one again.
 */
const HELD = /^F15|^F27|^F23 later/;

export const FAULTS = ALL.filter(({ name }) => !HELD.test(name));

/** Those that end a tab or the relay. */
export const KILLS = FAULTS.filter(({ name }) => /^F(12|16|17|18|21) /.test(name));
