/** What goes wrong. */
import type { Fault } from './fault.js';
import { DEVICE_FAULTS } from './faults-device.js';
import { LINE_FAULTS } from './faults-line.js';

export const ALL: Fault[] = [...LINE_FAULTS, ...DEVICE_FAULTS];

/**
 * Not drawn unless they are asked for (`--only F27`), because what would be promised of them does not hold.
 * F15, where people sign in: a sign-in that is lost is made once more with the secret from before it, and takes along what was
 * said; but in about three of a hundred runs in which backups are restored, most of them several times and while somebody
 * signs in or out, some of it can only be read, or is not shown on another device, or the loss is not said.
 * F27 is not promised (docs/guarantees.md): what a page knows is not saved anew when the disk was erased under it. What waits
 * in a tab that does not hold the connection never leaves, other tabs and reloads show holes, and whoever reloads is somebody
 * new. To write back what was erased would be against whoever erased it, and may be of somebody who has left in another tab.
 */
const HELD = /^F27/;
const HELD_WITH_ACCOUNTS = /^F15/;

export const faultsFor = (hasAccounts: boolean) =>
  ALL.filter(({ name }) => !HELD.test(name) && !(hasAccounts && HELD_WITH_ACCOUNTS.test(name)));

/** Those that end a tab or the relay. */
export const KILLS = ALL.filter(({ name }) => /^F(12|16|17|18|21) /.test(name));
