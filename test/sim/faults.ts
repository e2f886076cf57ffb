/** What goes wrong. */
import type { Fault } from './fault.js';
import { DEVICE_FAULTS } from './faults-device.js';
import { LINE_FAULTS } from './faults-line.js';

export const ALL: Fault[] = [...LINE_FAULTS, ...DEVICE_FAULTS];

/**
 * Not drawn unless they are asked for (`--only F27`), because what is promised of them does not hold yet, in more than one
 * of a hundred runs in which they are.
 * F15, where people sign in: the sign-in is lost, and what the anonymous visitor had said is the anonymous visitor's again, whose
 * secret nobody has any more. It can be read only; in several restores one after the other, and on other devices, some of it
 * is not shown, or the loss is not said.
 * F26 slow, where people sign in: a tab that takes over has read how far another one was, and its messages not yet; until it has,
 * the beginning of a log is missing.
 * F27: what a page knows is not saved anew when the disk was erased under it: what waits in a tab that does not hold the
 * connection never leaves, other tabs and reloads show holes, and whoever reloads is somebody new. To write back what was erased
 * would be against whoever erased it, and may be of somebody who has left in another tab.
 */
const HELD = /^F27/;
const HELD_WITH_ACCOUNTS = /^F15|^F26 disk slow/;

export const faultsFor = (hasAccounts: boolean) =>
  ALL.filter(({ name }) => !HELD.test(name) && !(hasAccounts && HELD_WITH_ACCOUNTS.test(name)));

/** Those that end a tab or the relay. */
export const KILLS = ALL.filter(({ name }) => /^F(12|16|17|18|21) /.test(name));
