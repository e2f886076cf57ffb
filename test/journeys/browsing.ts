import { journey } from '../support/journey.js';

export default journey(
  'the panel stays open, with what is being written, while one goes from page to page',
  async (stage) => {
    const { person } = stage;
    const { tab } = person;
    await person.visit();
    await person.open();
    await person.tab.click({ css: 'button', name: 'No, thanks', isOutside: true });
    await person.write('Is this the one that');
    await tab.click({ css: 'main a', has: 'teapot', isOutside: true });
    await person.finds({ css: 'h1', isOutside: true });
    await person.holds('Is this the one that');
    await tab.back();
    await person.until('the catalogue', () => document.querySelectorAll('main .card').length > 4);
    await person.holds('Is this the one that');
    await tab.click({ css: '[part="input"]' });
    await tab.press('End');
    await tab.type(' pours well?');
    await tab.press('Enter');
    await person.hears('Is this the one that pours well?');
  },
);
