import { journey } from '../support/journey.js';

const field = { css: 'input[type="search"], [role="searchbox"]' };

export default journey(
  'help is found as one types, read inside, and left again to where one was',
  async ({ person }) => {
    await person.visit();
    await person.open();
    await person.tab.click(field);
    await person.tab.type('refund');
    await person.pick('When your money arrives');
    await person.finds({ css: 'h1' });
    await person.sees('Refunds');
    await person.press('Back');
    await person.sees('When your money arrives');
    await person.press('Back');
    await person.sees('Hello, how can we help?');
    await person.tab.click(field);
    await person.tab.type('qqqqqq');
    await person.sees('Nothing found for');
  },
);
