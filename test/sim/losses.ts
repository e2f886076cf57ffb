/** What a relay that was restored from a backup has lost, and what is promised of it. */
import type { Log } from './memory-store.js';
import type { Process } from './scheduler.js';
import type { Device } from './world.js';

/** A marker that something is missing, which the device has set itself: no message of the log. */
export const isMarker = ({ parts }: { parts: readonly { type: string }[] }) => parts.some(({ type }) => type === 'gap');

/** Of one conversation, in one restore. */
export class Loss {
  private readonly onDisk = new Map<Device, Set<string>>();
  /** Ids that were on each device then. */
  private readonly held: [Device, Set<string>][];
  /** What it had still to send, for all it knew. */
  private readonly waiting = new Map<Device, Set<string>>();
  private inTabs: { device: Device; tab: Process; shown: Set<string> }[] = [];

  constructor(
    readonly conversation: string,
    readonly person: string,
    /** The known user whose it was. */
    readonly user: string | null,
    /** Not so, nothing can be offered to the restored relay: whoever comes is somebody new to it. */
    readonly isPersonKnown: boolean,
    readonly ids: ReadonlySet<string>,
    devices: readonly Device[],
  ) {
    for (const device of devices) {
      const keys = device.browser.databases.rows().map(([key]) => key);
      const among = (part: RegExp) =>
        new Set(keys.flatMap((key) => part.exec(key)?.[1] ?? []).filter((id) => ids.has(id)));
      this.onDisk.set(device, among(/\/m\/[^/]+\/(.+)$/));
      const waiting = among(/\/o\/\d+\/(.+)$/);
      this.waiting.set(device, waiting);
      for (const { process, store } of device.tabs) {
        const shown = store.messages(conversation).value.filter(({ seq, id }) => seq && ids.has(id));
        this.inTabs.push({ device, tab: process, shown: new Set(shown.map(({ id }) => id)) });
        // it has heard that it is sent, and the disk not yet
        for (const { id } of shown) waiting.delete(id);
      }
    }
    this.held = devices.map((device) => [device, this.heldBy(device)]);
  }

  /** What the device can still know that it was there: on its disk, or in a tab that lives. */
  heldBy(device: Device): Set<string> {
    const alive = this.inTabs.filter((one) => one.device === device && !one.tab.isDead);
    return new Set([...(this.onDisk.get(device) ?? []), ...alive.flatMap(({ shown }) => [...shown])]);
  }
  /** Another device had it as well, and may have offered it before this one came. */
  isElsewhere = (device: Device, id: string) => this.held.some(([other, ids]) => other !== device && ids.has(id));
  isWaitingAt = (device: Device, id: string) => this.waiting.get(device)?.has(id) ?? false;
  /** Its disk was erased. */
  forget(device: Device): void {
    this.onDisk.delete(device);
  }
  /** Who was there has left, and nothing of theirs stayed. */
  leave(device: Device): void {
    this.forget(device);
    this.waiting.delete(device);
    this.inTabs = this.inTabs.filter((one) => one.device !== device);
  }
}

export function lossesOf(before: Log, after: Log, devices: readonly Device[]): Loss[] {
  return [...before.messages].flatMap(([id, list]) => {
    const kept = new Set(after.messages.get(id)?.map(({ message }) => message.id));
    const lost = new Set(list.flatMap(({ message }) => (kept.has(message.id) ? [] : message.id)));
    if (!lost.size) return [];
    const { person } = before.conversations.get(id)!;
    const user = before.people.get(person)?.user ?? null;
    return new Loss(id, person, user, after.people.has(person), lost, devices);
  });
}
