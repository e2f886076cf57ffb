import { expect } from 'vitest';
import { journey } from '../support/journey.js';

export default journey(
  'all of it goes by keyboard: open, search, read, write, close, and back to the launcher',
  async (stage) => {
    const { person } = stage;
    const { tab } = person;
    /** Tab until that is reached. */
    const reach = async (name: string, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
      const seen: string[] = [];
      for (let i = 0; i < 40; i++) {
        await tab.press(key);
        const { name: now } = await person.focused();
        if (now.startsWith(name)) return;
        seen.push(now.slice(0, 40));
      }
      throw new Error(`no ${name} by ${key}, but ${seen.join(' | ')}`);
    };
    await person.visit();
    await tab.ask(() => [...document.querySelectorAll<HTMLElement>('a[href], button')].at(-1)!.focus());
    await reach('Chat');
    await tab.press('Enter');
    await person.isAt('input');
    await reach('Search help', 'Shift+Tab');
    await tab.type('refund');
    await person.sees('When your money arrives');
    await reach('Refunds');
    await tab.press('Enter');
    await person.finds({ css: 'h1' });
    await reach('Back');
    await tab.press('Space');
    await person.sees('When your money arrives');
    await tab.press('Escape');
    await person.isAt('launcher');
    await tab.press('Space');
    await person.call('open', 'conversation');
    await person.isAt('input');
    await tab.type('Sent without a mouse');
    await tab.press('Enter');
    await person.hears('Sent without a mouse');
    await person.isAt('input');
    await tab.press('Escape');
    await person.isAt('launcher');
    expect(await person.focused()).toMatchObject({ element: 'button', part: 'launcher' });
  },
);
