import { expect } from 'vitest';
import { journey } from '../support/journey.js';

export default journey(
  'after a reload the conversation is there, and so is what was half written',
  async ({ person }) => {
    await person.visit();
    await person.open();
    await person.say('Is the kettle back?');
    await person.hears('Sent');
    await person.write('I would take tw');
    await person.until('the draft to be kept', () => sessionStorage.length > 0);
    await person.reload();
    await person.tab.click({ css: '[part="launcher"]' });
    await person.call('open', 'conversation');
    await person.hears('Is the kettle back?');
    await person.holds('I would take tw');
    await person.tab.click({ css: '[part="input"]' });
    await person.tab.press('End');
    await person.tab.type('o');
    await person.tab.press('Enter');
    await person.hears('I would take two');
    expect((await person.bubbles()).filter((text) => text === 'Is the kettle back?')).toHaveLength(1);
  },
);
