/** A tab of the version before, beside those of this one: it shares their disk and their channel. */
import type { Device, World } from './world.js';

/** Its visitor writes something, which it puts where it used to: under the number alone. */
export function speakAsBefore(world: World, device: Device): void {
  const { scheduler, records, weather } = world;
  const { browser, tabs } = device;
  const known = tabs.flatMap(({ store }) => store.conversations.value);
  // who is signed in, and how, is nothing that this one knows
  if (world.hasAccounts || !browser.isKnown || !known.length) return;
  const id = `before${++world.words}`.padEnd(22, '-');
  const text = `words ${world.words}`;
  const conversation = scheduler.pick(known).id;
  const message = { id, conversation, by: 'visitor', parts: [{ type: 'text', text }] };
  const key = browser.databases.append('a/o/', (n) => {
    const own = `o/${String(n).padStart(12, '0')}`;
    return [`a/${own}`, { id, n, key: own, message, at: Date.UTC(2026, 0, 1) + Math.floor(scheduler.now) }];
  });
  if (!key) return void scheduler.schedule(weather, 5, () => speakAsBefore(world, device));
  scheduler.log(browser.name, 'a tab of the version before has queued', text);
  const said = records.say(text, browser, browser.process, 'a');
  Object.assign(said, { id, state: 'queued', resolvedAt: records.tick(), moment: 2 });
  records.byId.set(id, said);
  browser.post('sobani/shop/a', { t: 'rows', keys: [key.slice(2)] });
}
