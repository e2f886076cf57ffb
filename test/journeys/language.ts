import { journey } from '../support/journey.js';

export default journey(
  'the language changes while one looks on, and help is found in that language',
  async ({ person }) => {
    await person.visit();
    await person.open();
    await person.sees('Hello, how can we help?');
    await person.call('setLocale', 'ja');
    await person.finds({ css: '[part="input"][placeholder="メッセージを入力"]' });
    await person.tab.click({ css: 'input[type="search"], [role="searchbox"]' });
    await person.tab.type('返品したい');
    await person.pick('返品');
    await person.finds({ css: 'h1' });
    await person.call('setLocale', 'en');
    await person.finds({ css: '[aria-label="Back"]' });
  },
);
