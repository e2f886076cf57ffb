import { expect } from 'vitest';
import { journey } from '../support/journey.js';

export default journey(
  'two tabs show the same conversation, and signing out in one empties the other',
  async (stage) => {
    const { person, another } = stage;
    const both = async (text: string, ...people: (typeof person)[]) => {
      for (const one of people) await one.hears(text);
    };
    await person.visit();
    await person.open();
    await person.say('From the first tab');
    const other = await another();
    await other.visit();
    await other.open();
    await other.call('open', 'conversation');
    await both('From the first tab', other);
    await other.say('From the second tab');
    await both('From the second tab', person, other);
    await person.say('And back');
    await both('And back', person, other);
    for (const one of [person, other]) {
      expect((await one.bubbles()).filter((text) => /^(From|And)/.test(text))).toEqual([
        'From the first tab',
        'From the second tab',
        'And back',
      ]);
    }
    await other.call('logout');
    await person.misses('From the first tab');
  },
);
