import { journey } from '../support/journey.js';

/** Rows of the messenger's database, where there is one. */
const rows = async () => {
  const isThere = (await indexedDB.databases()).some(({ name }) => name === 'sobani-hinoki');
  if (!isThere) return 0;
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('sobani-hinoki');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result);
  });
  if (!database.objectStoreNames.contains('rows')) return 0;
  const count = await new Promise<number>((resolve) => {
    const request = database.transaction('rows').objectStore('rows').count();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  return count;
};

export default journey('signing out leaves nothing of the user in the browser or on the screen', async ({ person }) => {
  await person.signIn('Aiko');
  await person.open();
  await person.sees('Hi Aiko');
  await person.say('Something private');
  await person.hears('Sent');
  await person.close();
  await person.tab.click({ css: 'button', name: 'Sign out', isOutside: true });
  await person.until('what was kept to go', () => Object.keys(localStorage).every((key) => !key.startsWith('sobani')));
  await person.until('rows to go', `async () => (await (${rows})()) === 0`);
  await person.open();
  await person.sees('Hello, how can we help?');
  await person.misses('Something private');
});
