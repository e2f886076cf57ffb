/** What people do meanwhile: visitors write, read and load pages, agents answer. */
import { reply, resolve } from '../../src/relay/desk-rules.js';
import type { World } from './world.js';

const AGENT = { id: 'ann', name: 'Ann' };

/** Somebody does something. */
export function act(world: World): void {
  const { scheduler } = world;
  const device = scheduler.pick(world.devices);
  const tab = device.tabs.length ? scheduler.pick(device.tabs) : world.openTab(device);
  const dice = scheduler.random() * (world.hasAccounts ? 1 : 0.91);
  if (dice < 0.55) {
    const burst = scheduler.chance(0.2) ? scheduler.between(2, 5) : 1;
    for (let i = 0; i < burst; i++) {
      const one = scheduler.chance(0.8) ? tab : scheduler.pick(device.tabs);
      const text = `words ${++world.words}`;
      world.do(one, () => one.send(text, scheduler.chance(0.05)), scheduler.chance(0.5) ? 0 : scheduler.between(0, 5));
    }
  } else if (dice < 0.72) {
    agent(world);
  } else if (dice < 0.78) {
    world.do(tab, () => {
      const failed = tab.messages().find((message) => message.state === 'failed');
      const said = failed && world.records.byId.get(failed.id);
      if (!failed || !said) return;
      const isRetry = scheduler.chance(0.7);
      scheduler.log(tab.name, isRetry ? 'retry' : 'discard', said.text);
      if (isRetry) said.isRetried = true;
      else said.isDiscarded = true;
      if (isRetry) tab.rooms.retry(failed.id);
      else tab.rooms.discard(failed.id);
    });
  } else if (dice < 0.84) {
    world.do(tab, () => {
      for (const { id } of tab.store.conversations.value) tab.rooms.seen(id);
    });
  } else if (dice < 0.88) {
    world.endTab(device, tab, 'reloads');
    world.openTab(device);
  } else if (dice < 0.91) {
    if (device.tabs.length < 4) world.openTab(device);
  } else if (dice < 0.955) {
    device.user = scheduler.pick(['aiko', 'ben']);
    world.do(tab, () => world.identify(device, tab));
  } else {
    world.do(tab, () => world.signOut(device, tab));
  }
}

function agent(world: World): void {
  const { scheduler, server } = world;
  const rows = [...server.log.conversations.values()];
  const { process, store } = server;
  if (!rows.length || !process || !store) return;
  const { id } = scheduler.pick(rows);
  const text = `answer ${++world.words}`;
  const isEnd = scheduler.chance(0.05);
  scheduler.schedule(process, 0, () => {
    const said = reply({ id: `agent${world.words}`.padEnd(22, '-'), text }, AGENT);
    const later: typeof said = (current) => {
      const decision = said(current);
      for (const one of decision?.messages ?? []) one.parts = [{ type: 'video', text, length: 5 } as never];
      return decision;
    };
    const decide = isEnd ? resolve(AGENT) : server.isLater ? later : said;
    store.commit({ conversation: id, message: `agent${world.words}`.padEnd(22, '-'), decide }).catch(() => {});
  });
}
