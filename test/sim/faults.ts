/** What goes wrong. */
import type { Fault } from './fault.js';
import { DEVICE_FAULTS } from './faults-device.js';
import { LINE_FAULTS } from './faults-line.js';

export const ALL: Fault[] = [...LINE_FAULTS, ...DEVICE_FAULTS];

/**
 * Not drawn unless they are asked for (`--only F27`), because what would be promised of them does not hold.
 * F15, where tabs cannot talk to each other: each may be somebody new to a relay that was restored, and what waited goes on in
 * a new conversation of each.
 * F27 is not promised (docs/guarantees.md): what a page knows is not saved anew when the disk was erased under it. What waits
 * in a tab that does not hold the connection never leaves, other tabs and reloads show holes, and whoever reloads is somebody
 * new. To write back what was erased would be against whoever erased it, and may be of somebody who has left in another tab.
 */
const HELD = /^F27/;
const HELD_WITHOUT_CHANNEL = /^F15/;

export const faultsFor = (hasChannel: boolean) =>
  ALL.filter(({ name }) => !HELD.test(name) && (hasChannel || !HELD_WITHOUT_CHANNEL.test(name)));

/** Those that end a tab or the relay. */
export const KILLS = ALL.filter(({ name }) => /^F(12|16|17|18|21) /.test(name));
