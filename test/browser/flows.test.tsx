/** Flows in the messenger as a page has it: what begins them, what they call, what a person is told of it. */
import { waitFor } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import type { HandoffRequest } from '../../src/core/ports.js';
import type { FlowFile } from '../../src/flows/format.js';
import type { EventMap } from '../../src/types.js';
import { type Inspecting, startMessenger } from './inspector-host.js';

const file: FlowFile = {
  v: 1,
  messages: { en: { hello: 'Trouble paying, {{vars.message|dear customer}}?' } },
  flows: [
    {
      id: 'trouble',
      version: 1,
      trigger: { on: 'event', event: 'declined', every: 24 },
      start: 'hello',
      steps: {
        hello: { say: { text: '@hello', delay: 50 }, next: 'card' },
        card: {
          ask: { text: 'Which card?', save: 'card', options: [{ label: 'Visa' }, { label: 'JCB' }] },
          next: 'look',
        },
        look: {
          call: { name: 'check', input: { card: '{{vars.card}}' }, save: 'found', error: 'person' },
          next: 'note',
        },
        note: { trait: { card: 'vars.card' }, next: 'tell' },
        tell: { say: 'Your bank says: {{vars.found.reason}}', next: 'person' },
        person: { handoff: { team: 'payments', tags: ['declined'] } },
      },
    },
  ],
};

let given: Inspecting;
afterEach(() => given.messenger.destroy());

it('a flow that begins by an event calls the page, notes a trait, and hands over with it', async () => {
  const url = URL.createObjectURL(new Blob([JSON.stringify(file)]));
  const asked: HandoffRequest[] = [];
  const called: unknown[] = [];
  const check = async (input: unknown) => {
    called.push(input);
    return { reason: 'limit reached' };
  };
  const handoff = async (request: HandoffRequest) => {
    asked.push(request);
    return { id: request.message.id, seq: 1, at: 1 };
  };
  given = startMessenger({ abilities: { handoff } }, { flows: url, functions: { check } });
  const { messenger } = given;
  const told: EventMap['flow'][] = [];
  messenger.on('flow', (detail) => told.push(detail));
  const said = () =>
    document.querySelector('sobani-messenger')!.shadowRoot!.querySelector('[role=log]')?.textContent ?? '';
  await messenger.set({ traits: { plan: 'pro' } });
  await messenger.open('conversation');
  await waitFor(() => expect(said).not.toThrow());
  // it is heard from when the flows are there
  await waitFor(async () => {
    await messenger.track('declined');
    expect(said()).toContain('Which card?');
  });
  expect(said()).toContain('Trouble paying, dear customer?');
  expect(told[0]).toMatchObject({ trigger: 'event', flow: 'trouble', why: {} });
  // nobody has answered yet: it is on screen only
  expect(given.transport.attempts).toEqual([]);
  await messenger.send('jcb');
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(called).toEqual([{ card: 'JCB' }]);
  expect(said()).toContain('Your bank says: limit reached');
  expect(asked[0]).toMatchObject({ team: 'payments', tags: ['declined'] });
  expect(asked[0]!.snapshot.traits).toEqual({ plan: 'pro', card: 'JCB' });
  URL.revokeObjectURL(url);
});
