/** What must be true once everybody is well again. */
import { markKey } from '../../src/core/mark.js';
import { isGiven } from '../../src/core/marker.js';
import type { Message } from '../../src/types.js';
import { isMarker } from './losses.js';
import type { Said } from './records.js';
import type { Tab } from './tab.js';
import type { Device, World } from './world.js';

const waits = (message: Message) => message.state === 'queued' || message.state === 'sending';

/** What is still missing, or null. */
function gap(world: World, device: Device, tab: Tab): string | null {
  const { log } = world.server;
  const person = tab.store.person.value;
  const wanted = device.user ? `u:${device.user}` : 'a';
  if (tab.principal !== wanted) return `${tab.name} is of ${tab.principal}, not of ${wanted}`;
  const waiting = tab.messages().find(waits);
  if (waiting) return `${tab.name} still has one to send: ${JSON.stringify(waiting.parts)}`;
  const rows = [...log.conversations.values()].filter((row) => row.person === person?.id);
  for (const row of rows) {
    const shown = tab.store.messages(row.id).value.filter((message) => message.seq && !isMarker(message));
    const all = log.messages.get(row.id)!;
    const there = device.browser.wasErased ? all.slice(-Math.max(1, shown.length)) : all;
    const isSame =
      shown.length === there.length &&
      there.every(({ message }, i) => message.id === shown[i]!.id && shown[i]!.seq === message.seq);
    if (!isSame) return `${tab.name} shows ${shown.length} of ${there.length} messages of ${row.id}`;
  }
  const losses = person ? world.losses.filter((one) => one.person === person.id) : [];
  const unsaid = losses.find((loss) => {
    const back = new Set(log.messages.get(loss.conversation)?.map(({ message }) => message.id));
    const missed = [...loss.heldBy(device)].some((id) => !back.has(id) || !loss.isElsewhere(device, id));
    return missed && !tab.store.messages(loss.conversation).value.some(isMarker);
  });
  if (unsaid) return `O3 ${tab.name} does not say that something is missing of ${unsaid.conversation}`;
  // what somebody said whom the restored relay does not know can still be read
  const ended = world.losses.filter((one) => !one.isPersonKnown);
  const known = new Set([...rows.map(({ id }) => id), ...ended.map(({ conversation }) => conversation)]);
  const stray = tab.messages().find((message) => message.seq && !isMarker(message) && !known.has(message.conversation));
  if (stray) return `${tab.name} shows a message that ${wanted} has not: ${stray.id}`;
  if (rows.length && tab.store.status.value !== 'online') return `${tab.name} is ${tab.store.status.value}`;
  // a tab in which nobody has acted touches no storage, and knows of no other; nor does any after a logout
  const seats = world.devices
    .filter((one) => one === device || (device.user && one.user === device.user))
    .map(({ tabs, browser }) => {
      const canShare = browser.isKnown && browser.abilities.hasChannel;
      const sharing = canShare ? tabs.filter(({ isSharing }) => isSharing).length : 0;
      return tabs.length - sharing + Math.min(1, sharing);
    })
    .reduce((sum, count) => sum + count, 0);
  const connections = person ? world.server.connections(person.id) : 0;
  if (connections > seats) return `G7 ${person!.id} has ${connections} connections where ${seats} would do`;
  return null;
}

/** A known user's by now, who has signed in since it was written and is not here: it waits until they are again. */
const isGivenAway = ({ browser: { local }, user }: Device, row: string) => {
  const { epoch } = JSON.parse(row) as { epoch?: string };
  const [now = ''] = (local.get(markKey('shop')) ?? '').split(' ');
  return !user && epoch !== undefined && isGiven(now, epoch);
};

export const firstGap = (world: World): string | null => {
  // a disk that is slow to come back may still be asked for it, and the end must not come in between
  const saving = [...world.records.said.values()].find(({ state, error, tab }) => !state && !error && !tab.isDead);
  if (saving) return `"${saving.text}" is still being said`;
  for (const device of world.devices) {
    // a tab that has only just opened shows nothing yet, but there is something
    const outbox = device.user ? `u:${encodeURIComponent(device.user)}/o/` : 'a/o/';
    const left = device.browser.databases
      .rows()
      .find(([key, row]) => key.startsWith(outbox) && !row.includes('"failed":') && !isGivenAway(device, row));
    if (left) return `${device.browser.name} still has one to send on disk: ${left[0]}`;
    for (const tab of device.tabs) {
      const found = gap(world, device, tab);
      if (found) return found;
    }
  }
  return null;
};

/** Of what the relay has lost: nobody can know of it any more, or it can be read only, by whom the relay has forgotten. */
function isOver(world: World, device: Device, { id }: Said): boolean {
  const loss = [...world.losses].reverse().find(({ ids }) => ids.has(id));
  if (!loss || loss.isWaitingAt(device, id)) return false;
  if (!loss.heldBy(device).has(id)) return true;
  const isSame = device.tabs.some(({ store }) => store.person.value?.id === loss.person);
  return !isSame && device.tabs.some((tab) => tab.messages().some((message) => message.id === id));
}
/** What it was saved in was erased since, and no page lives that showed it. */
const isErased = ({ erased }: Said) => erased?.every(({ process }) => process.isDead) ?? false;
/** Written in one tab while another one was signing out, on a disk so slow that it was saved after that had read it. */
const isUnread = ({ calledAt }: Said, { slowLogouts }: Device) =>
  slowLogouts.some(({ from, to }) => from < calledAt && calledAt < to);
/** Shown as failed where it cannot be saved. */
const isShown = ({ erased, id }: Said) =>
  erased?.some((tab) => !tab.process.isDead && tab.messages().some((one) => one.id === id && one.state === 'failed'));

/** O1, O2, and what is left over on disk. */
export function checkEnd(world: World): void {
  const { scheduler, server, records } = world;
  const places = new Map<string, { conversation: string; seq: number }[]>();
  for (const list of server.log.messages.values()) {
    for (const { message } of list) {
      const part = message.parts[0]!;
      const text = ('text' in part && part.text) || '';
      if (records.said.has(text)) places.set(text, [...(places.get(text) ?? []), message]);
    }
  }
  for (const said of records.said.values()) {
    const { length } = places.get(said.text) ?? [];
    if (length > 1) scheduler.problem(`O1 "${said.text}" is in the log ${length} times`);
    if (length || said.state !== 'queued' || said.isDiscarded) continue;
    // without accounts nobody has left
    if (said.isReported && world.hasAccounts) continue;
    const device = world.devices.find(({ browser }) => browser === said.browser)!;
    const { user } = device;
    if (isOver(world, device, said) || isErased(said) || isShown(said) || isUnread(said, device)) continue;
    const isKept = said.browser.databases.rows().some(([key, row]) => {
      // what the relay has lost of somebody else is offered when they are here again
      const isOthers = !key.startsWith(user ? `u:${user}/` : 'a/') || isGivenAway(device, row);
      if (isOthers && key.endsWith(`/${said.id}`) && records.rolledBack.has(said.id)) return true;
      if (!key.includes('/o/') || !row.includes(`"${said.id}"`) || !row.includes(`"${said.text}"`)) return false;
      // of somebody else it waits until they are here again
      return row.includes('"failed":') || isOthers;
    });
    if (!isKept) scheduler.problem(`O1 "${said.text}" (${said.id}) of ${[...said.principals]} was queued, and is lost`);
  }

  const inLog = (said: Said) => places.get(said.text)?.[0];
  const list = [...records.said.values()].filter(
    (said) => said.state === 'queued' && !said.isRetried && inLog(said) && !records.rolledBack.has(said.id),
  );
  for (const first of list) {
    for (const second of list) {
      const [one, two] = [inLog(first)!, inLog(second)!];
      if (first.browser !== second.browser || one.conversation !== two.conversation || one.seq < two.seq) continue;
      if (first.tab !== second.tab && first.isAside !== second.isAside) continue;
      // in one tab as they resolved; over tabs where the second was said after the first had resolved
      const isBefore =
        first.tab === second.tab ? first.resolvedAt! < second.resolvedAt! : first.resolvedAt! < second.calledAt;
      if (isBefore) scheduler.problem(`O2 "${second.text}" (${two.seq}) is before "${first.text}" (${one.seq})`);
    }
  }
}
