/** What the network and the relay do. */
import { type Fault, later, spell } from './fault.js';
import { type Between, calm, type Line } from './line.js';
import type { Pair } from './network.js';
import type { Device, World } from './world.js';

/** The way to the relay is like this for a while. */
const line = (name: string, make: (world: World) => Partial<Line>): Fault =>
  spell(name, ({ browser }, isOn, world) => {
    const usual = calm(browser.abilities.way);
    const changed = make(world);
    for (const key of Object.keys(changed) as (keyof Line)[]) {
      Object.assign(browser.line, { [key]: isOn ? changed[key] : usual[key] });
    }
  });

const toPairs = (world: World, { browser }: Device, act: (pair: Pair) => void) => {
  for (const pair of [...world.network.pairs]) if (pair.browser === browser) act(pair);
};

const PORTAL = '<!doctype html><title>Welcome</title><form>Please accept the terms.</form>';
const ANSWERS: Between[] = [
  ...[429, 500, 503, 413].map((status) => ({ status })),
  { status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' },
  { status: 200, body: PORTAL },
  { status: 200, body: '{"code":"o' },
  ...(['unreadable', 'short', 'garbage'] as const),
];
/** By proxies, and by a relay that is overloaded or restarts. 4400 and 4401 end it for good, and are for the relay alone to say. */
const CLOSES = [1001, 1008, 1009, 1011, 1012, 1013, 4408, 4429, 4999];

const restart = (world: World) => later(world, 0, 10_000, () => world.startServer());
const crash = (name: string, at: 'before' | 'after' | null): Fault => ({
  name,
  strike(world) {
    if (at) world.server.crashAt = at;
    else world.crashServer();
    restart(world);
  },
});

export const LINE_FAULTS: Fault[] = [
  {
    name: 'F1 reset',
    strike(world, device) {
      world.scheduler.log(device.browser.name, 'fault', 'F1 reset');
      toPairs(world, device, (pair) => pair.reset());
    },
  },
  spell('F2 offline', (device, isOn, world) => {
    device.browser.line.isOffline = isOn;
    if (isOn) toPairs(world, device, (pair) => pair.reset());
  }),
  line('F3 black hole up', () => ({ isBlackUp: true })),
  line('F4 black hole down', () => ({ isBlackDown: true })),
  line('F4 black hole', () => ({ isBlackUp: true, isBlackDown: true })),
  line('F5 latency', () => ({ latency: 3_000 })),
  line('F6 8 kB/s', () => ({ speed: 8 })),
  line('F7 one-byte slices', () => ({ isSliced: true })),
  {
    name: 'F8 cut',
    strike(world, { browser }) {
      browser.line.cutIn = world.scheduler.between(0, 2_000);
    },
  },
  line('F9 duplicate', () => ({ isDuplicating: true })),
  line('F10 overtaking', () => ({ jitter: 8_000 })),
  line('F11 answers', ({ scheduler }) => ({ between: scheduler.pick(ANSWERS) })),
  {
    name: 'F11 close code',
    strike(world, device) {
      const code = world.scheduler.pick(CLOSES);
      world.scheduler.log(device.browser.name, 'fault', `F11 close code ${code}`);
      toPairs(world, device, (pair) => pair.end?.(code));
    },
  },
  spell('F11 no WebSocket', (device, isOn, world) => {
    const { browser } = device;
    const usual = calm(browser.abilities.way).sockets;
    browser.line.sockets = isOn ? world.scheduler.pick(['refused', 'refused', 'silent'] as const) : usual;
    if (isOn) toPairs(world, device, (pair) => pair.end?.(1006));
  }),
  crash('F12 relay killed', null),
  crash('F12 relay killed before commit', 'before'),
  crash('F12 relay killed after commit', 'after'),
  {
    name: 'F13 relay drained',
    strike: (world) => world.drainServer(),
  },
  spell('F14 relay disk full', (_, isOn, world) => {
    world.server.isFull = isOn;
  }),
  {
    // the log goes back to a backup, as another life of it
    name: 'F15 restore',
    strike(world) {
      if (!world.server.hasBackup) return;
      world.restoreServer();
      later(world, 0, 5_000, () => world.startServer());
    },
  },
];
