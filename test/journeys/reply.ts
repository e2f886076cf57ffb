import { expect } from 'vitest';
import { journey } from '../support/journey.js';

const desk = (css: string, more = {}) => ({ css, isOutside: true, ...more });

export default journey('an agent answers from the desk, and the launcher counts what was not read', async (stage) => {
  const { person, demo, another } = stage;
  await person.signIn('Ben');
  await person.open();
  await person.sees('Hi Ben');
  await person.say('Do you engrave tea caddies?');
  await person.hears('Sent');
  const agent = await another();
  await agent.tab.goto(demo.desk('Mika Sato'));
  await agent.tab.click(desk('nav button', { has: 'With the bot' }));
  await agent.tab.click(desk('button.row', { has: 'Ben Novak' }));
  await agent.tab.click(desk('textarea', { name: 'Your reply' }));
  await agent.tab.type('We do, for €8.');
  await agent.tab.press('Enter');
  await person.hears('We do, for €8.');

  await person.close();
  await agent.tab.click(desk('textarea', { name: 'Your reply' }));
  await agent.tab.type('Which one is it?');
  await agent.tab.press('Enter');
  const counted = () =>
    document
      .querySelector('sobani-messenger')
      ?.shadowRoot?.querySelector<HTMLElement>('[part="launcher"]')
      ?.innerText.includes('1');
  await person.until('the launcher to count', counted);
  await person.tab.click({ css: '[part="launcher"]' });
  await person.hears('Which one is it?');
  expect((await person.bubbles()).filter((text) => text === 'We do, for €8.')).toHaveLength(1);
});
