/** The ways past a network that lets no WebSocket through, in a real browser and to a relay of another origin. */

import { describe, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours } from './pages.js';
import { noSocket, prepareSite, tag } from './set-up.js';

const { site, open, expectTrouble } = prepareSite({ sdk: 'dist/cdn' });
const LADDER = /\/sdk\/c\/ladder-[\w-]+\.js$/;

test('nothing of them is fetched where a socket gets through', async () => {
  const { page, requests } = await open({ head: tag(`data-relay="${site().relay}"`) });
  await launcher(page).click();
  await composer(page).fill('Hello');
  await composer(page).press('Enter');
  await pw.poll(async () => call(page, 'status')).toEqual({ value: 'online' });
  expect(requests.filter((path) => LADDER.test(path) || path.startsWith('/sobani/'))).toEqual([]);
});

describe.each(['stream', 'poll'] as const)('by %s', (way) => {
  test('what is written arrives, and is answered', async () => {
    // the browser itself writes what was aborted here
    if (way === 'poll') expectTrouble(/Failed to load resource: net::ERR_FAILED/);
    const { page, requests } = await open(
      { init: noSocket, head: tag(`data-relay="${site().relay}"`) },
      (it) => way === 'poll' && it.route('**/v1/stream', (route) => route.abort()),
    );
    await launcher(page).click();
    await composer(page).fill('One');
    await composer(page).press('Enter');
    await pw.poll(async () => call(page, 'status')).toEqual({ value: 'online' });
    await composer(page).fill('Two');
    await composer(page).press('Enter');
    await pw(ours(page).getByRole('log')).toContainText('Sent');
    await pw(ours(page).getByRole('log')).not.toContainText('Sending');
    expect(requests.filter((path) => LADDER.test(path))).toHaveLength(1);
    expect(requests).toContain(`/sobani/v1/${way}`);
    expect(requests).toContain('/sobani/v1/frames');
  });
});
