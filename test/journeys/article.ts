import { expect } from 'vitest';
import { journey } from '../support/journey.js';

/** What is drawn of the article: a list with its numbers, in one column, with nothing that sticks out. */
const drawn = () => {
  const root = document.querySelector('sobani-messenger')!.shadowRoot!;
  const panel = root.querySelector('[part="panel"]')!.getBoundingClientRect();
  const items = [...root.querySelectorAll('ol li')].map((it) => it.getBoundingClientRect());
  return {
    items: items.length > 2,
    inside: items.every((box) => box.left >= panel.left && box.right <= panel.right && box.height > 0),
  };
};

export default journey(
  'a page opens an article, which says whether it helped and leads to others',
  async ({ person }) => {
    await person.visit();
    await person.call('open', { article: 'returns' });
    await person.sees('You may return anything');
    await person.sees('How it works');
    expect(await person.tab.ask(drawn)).toEqual({ items: true, inside: true });
    await person.press('Yes');
    await person.sees('Thank');
    await person.pick('Refunds');
    await person.sees('We check a return within two working days');
    await person.press('Back');
    await person.sees('How it works');
  },
);
