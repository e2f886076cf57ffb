import { expect } from 'vitest';
import { journey } from '../support/journey.js';

export default journey(
  'a conversation follows who signs in, and a forged token makes nobody anybody',
  async (stage) => {
    const { person } = stage;
    await person.visit();
    await person.open();
    await person.say('I was a guest when I asked');
    await person.hears('Sent');
    await person.signIn('Aiko');
    await person.open();
    await person.sees('Hi Aiko');
    await person.call('open', 'conversation');
    await person.hears('I was a guest when I asked');
    const forge = async () => {
      const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=/g, '');
      const exp = Math.floor(Date.now() / 1000) + 600;
      const forged = `${part({ alg: 'none' })}.${part({ sub: 'ben', aud: 'hinoki', exp })}.`;
      const { sobani } = window as unknown as { sobani(...call: unknown[]): Promise<unknown> };
      return sobani('identify', { getToken: () => forged }).then(
        () => 'accepted',
        (error: { code: string }) => error.code,
      );
    };
    expect(await person.tab.ask(forge)).toBe('auth');
  },
);
