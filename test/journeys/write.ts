import { expect } from 'vitest';
import { journey } from '../support/journey.js';

export default journey('what is written and sent by key is there once, and has arrived', async ({ person }) => {
  await person.visit();
  await person.open();
  await person.write('Ist die Kanne für 3 €');
  await person.tab.type(' zu haben?');
  await person.tab.press('Enter');
  await person.hears('Sent');
  await person.holds('');
  const said = await person.bubbles();
  expect(said.filter((text) => text === 'Ist die Kanne für 3 € zu haben?')).toHaveLength(1);
});
