import { expect } from 'vitest';
import { journey } from '../support/journey.js';

export default journey(
  'the bot greets, asks, checks what is answered, and ends when that helped',
  async ({ person }) => {
    await person.visit();
    await person.open();
    await person.press('Start a conversation');
    await person.hears('welcome to Hinoki');
    await person.press('Where is my order?');
    await person.hears('What is your order number?');
    await person.say('?');
    await person.hears('does not look like an order number');
    await person.say('HK-20418');
    await person.press('Nothing has moved for days');
    await person.hears('Look here first');
    await person.press('Yes, thank you');
    await person.hears('Glad to help');
    const said = await person.bubbles();
    expect(said.indexOf('HK-20418')).toBeGreaterThan(said.indexOf('?'));
  },
);
