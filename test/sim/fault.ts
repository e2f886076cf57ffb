/** What a fault is made of. */
import type { Device, World } from './world.js';

export interface Fault {
  /** Its number among the faults that are promised to be survived, and what it is. */
  name: string;
  strike(world: World, device: Device): void;
}

export const later = (world: World, from: number, to: number, run: () => void) =>
  void world.scheduler.schedule(world.weather, world.scheduler.between(from, to), run);

/** A state of a device that lasts a while. */
export const spell = (
  name: string,
  change: (device: Device, isOn: boolean, world: World) => void,
  most = 20_000,
): Fault => ({
  name,
  strike(world, device) {
    world.scheduler.log(device.browser.name, 'fault begins', name);
    change(device, true, world);
    later(world, 100, most, () => {
      world.scheduler.log(device.browser.name, 'fault ends', name);
      change(device, false, world);
    });
  },
});

/** Something that happens to one tab that is open. */
export const toTab = (
  name: string,
  strike: (world: World, device: Device, tab: Device['tabs'][number]) => void,
): Fault => ({
  name,
  strike(world, device) {
    if (device.tabs.length) strike(world, device, world.scheduler.pick(device.tabs));
  },
});
