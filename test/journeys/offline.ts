import { expect } from 'vitest';
import { journey } from '../support/journey.js';

const UNSENT = 'Saved on this device, not sent yet';

export default journey(
  'what is written without a connection survives a reload and arrives later, once',
  async (stage) => {
    const { person, demo } = stage;
    await person.visit();
    await person.open();
    await person.say('Good morning');
    await person.hears('Sent');
    await demo.killRelay();
    try {
      await person.sees('What you write is saved on this device until it can be sent.');
      await person.say('Said into the dark');
      await person.hears(UNSENT);
      await person.reload();
      await person.open();
      await person.call('open', 'conversation');
      await person.hears('Said into the dark');
      await person.hears(UNSENT);
    } finally {
      await demo.startRelay();
    }
    await person.misses(UNSENT);
    expect((await person.bubbles()).filter((text) => text === 'Said into the dark')).toHaveLength(1);
  },
);
