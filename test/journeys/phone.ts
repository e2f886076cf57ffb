import { expect } from 'vitest';
import { journey } from '../support/journey.js';

/** How much of the window, but for a scrollbar of the page's, the open panel takes, and what became of the page behind. */
const taken = () => {
  const panel = document.querySelector('sobani-messenger')!.shadowRoot!.querySelector('[part="panel"]')!;
  const { left, top, right, bottom } = panel.getBoundingClientRect();
  return {
    rest: [left, top, document.documentElement.clientWidth - right, innerHeight - bottom].map(Math.round),
    modal: panel.getAttribute('aria-modal'),
    styles: [document.documentElement.getAttribute('style'), document.body.getAttribute('style')],
  };
};

export default journey(
  'in a narrow window the open panel is all there is, and the page gets no style',
  async ({ person }) => {
    await person.tab.resize(390, 700);
    await person.visit();
    await person.open();
    await person.until('the panel to be modal, where it will stay', () => {
      const panel = document.querySelector('sobani-messenger')!.shadowRoot!.querySelector('[part="panel"]')!;
      return panel.hasAttribute('aria-modal') && panel.getBoundingClientRect().top === 0;
    });
    expect(await person.tab.ask(taken)).toEqual({ rest: [0, 0, 0, 0], modal: 'true', styles: [null, null] });
    await person.say('From a small screen');
    await person.close();
  },
);
