/** What goes wrong. */
import type { Fault } from './fault.js';
import { DEVICE_FAULTS } from './faults-device.js';
import { LINE_FAULTS } from './faults-line.js';

export const ALL: Fault[] = [...LINE_FAULTS, ...DEVICE_FAULTS];

/**
 * Not drawn unless they are asked for (`--only F27`), because what is promised of them does not hold yet, in more than one
 * of a hundred runs in which they are.
 * F15, where people sign in: a sign-in that is lost with what was said before it leaves some of that to be read only, or not
 * at all.
 * F26 slow, where people sign in: what another tab is just giving to the known user is shown as kept a moment too early; and
 * a row that was written after all, when it had been given up, stays until the next page load.
 * F27: what a page knows is not saved anew when the disk was erased under it: what waits in a tab that does not hold the
 * connection never leaves, other tabs and reloads show holes, and whoever reloads is somebody new.
 * F23: a page that may not open what a later one has left becomes a new visitor, beside others that are loaded anew.
 */
const HELD = /^F27|^F23 later/;
const HELD_WITH_ACCOUNTS = /^F15|^F26 disk slow/;

export const faultsFor = (hasAccounts: boolean) =>
  ALL.filter(({ name }) => !HELD.test(name) && !(hasAccounts && HELD_WITH_ACCOUNTS.test(name)));

/** Those that end a tab or the relay. */
export const KILLS = ALL.filter(({ name }) => /^F(12|16|17|18|21) /.test(name));
