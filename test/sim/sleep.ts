/** Pages that stop for a while: frozen ones, and those that a browser keeps for the visitor to come back to. */
import type { Tab } from './tab.js';
import type { Device, World } from './world.js';

/** Stops it as soon as a browser may: never in the middle of a transaction. */
function stop(world: World, device: Device, tab: Tab, then: () => void): void {
  const { scheduler, weather } = world;
  if (tab.process.isDead || !tab.sleep) return;
  if (device.browser.databases.isUsedBy(tab.process)) {
    scheduler.schedule(weather, 5, () => stop(world, device, tab, then));
    return;
  }
  scheduler.log(tab.name, 'is frozen');
  tab.process.isFrozen = true;
  then();
}

export function freeze(world: World, device: Device, tab: Tab, ms: number, isTold: boolean): void {
  const { scheduler, weather } = world;
  if (tab.sleep) return;
  tab.sleep = isTold ? 'frozen' : 'suspended';
  if (isTold) world.tell(tab, 'freeze');
  const begin = () => stop(world, device, tab, () => scheduler.schedule(weather, ms, () => thaw(world, tab)));
  scheduler.schedule(weather, isTold ? 20 : 0, begin);
}

/** The visitor goes to another page of the site in the same tab and, if the browser has kept the first one, comes back. */
export function visitAndReturn(world: World, device: Device, tab: Tab): void {
  const { scheduler, weather } = world;
  if (tab.sleep) return;
  tab.sleep = 'cached';
  world.tell(tab, 'pagehide');
  const begin = () =>
    stop(world, device, tab, () => {
      const next = world.openTab(device);
      scheduler.schedule(weather, scheduler.between(500, 40_000), () => {
        const isKept = tab.sleep !== null && !tab.process.isDead && scheduler.chance(0.7);
        if (!isKept) return tab.process.isDead || world.endTab(device, tab, 'is not kept');
        world.tell(next, 'pagehide');
        scheduler.schedule(weather, 1, () => next.process.isDead || world.endTab(device, next, 'is left'));
        thaw(world, tab);
      });
    });
  scheduler.schedule(weather, 1, begin);
}

export function thaw(world: World, tab: Tab): void {
  const { sleep, process } = tab;
  if (!sleep || process.isDead) return;
  world.scheduler.log(tab.name, 'thaws');
  tab.sleep = null;
  // the page hears that it goes on before anything else
  process.isFrozen = false;
  if (sleep !== 'suspended') world.tell(tab, 'resume');
  if (sleep === 'cached') for (const type of ['pageshow', 'visibilitychange']) world.tell(tab, type);
  world.scheduler.thaw(process);
}
