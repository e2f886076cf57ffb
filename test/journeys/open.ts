import { expect } from 'vitest';
import { journey } from '../support/journey.js';

const NOTHING = { cookies: '', local: [], session: [], databases: [] };

export default journey('the launcher opens the messenger, and nothing is kept before that', async ({ person }) => {
  await person.visit();
  expect(await person.kept()).toEqual(NOTHING);
  await person.open();
  await person.sees('Hello, how can we help?');
  await person.isAt('input');
  await person.close();
  await person.isAt('launcher');
});
