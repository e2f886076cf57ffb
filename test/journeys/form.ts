import { journey } from '../support/journey.js';

export default journey(
  'a form says what is missing, takes the focus there, and is sent once it is right',
  async ({ person }) => {
    await person.visit();
    await person.open();
    await person.press('Start a conversation');
    await person.press('Returns & refunds');
    await person.press('Yes, please');
    await person.finds({ css: 'form select' });
    await person.press('Send');
    await person.until('the focus to be at the first field', () => {
      const focused = document.querySelector('sobani-messenger')?.shadowRoot?.activeElement;
      return focused?.localName === 'input' && focused.getAttribute('aria-invalid') === 'true';
    });
    await person.tab.type('HK-20418');
    await person.tab.click({ css: 'form input', has: 'Which pieces?' });
    await person.tab.type('The red teapot');
    await person.tab.choose({ css: 'form select', has: 'Why?' }, 'It looks different');
    await person.tab.choose({ css: 'form select', has: 'What would you like?' }, 'A gift card');
    await person.tab.click({ css: 'form label', has: 'It is unused' });
    await person.press('Send');
    await person.hears('The red teapot');
    await person.hears('It looks different');
    await person.hears('A gift card');
  },
);
