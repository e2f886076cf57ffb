import { expect } from 'vitest';
import { journey } from '../support/journey.js';

/** Which way it goes: the panel, what is in its bar, and the two messages. */
const laidOut = () => {
  const root = document.querySelector('sobani-messenger')!.shadowRoot!;
  const box = (css: string) => root.querySelector(css)!.getBoundingClientRect();
  const panel = box('[part="panel"]');
  const middle = panel.left + panel.width / 2;
  return {
    dir: getComputedStyle(root.querySelector('[part="panel"]')!).direction,
    isBackRight: box('[part="back"]').left > middle,
    isCloseLeft: box('[part="close"]').right < middle,
    isSendLeft: box('[part="send"]').right < middle,
    own: [...root.querySelectorAll('[role="log"] .own .bubble')].map((it) => getComputedStyle(it).direction),
    wide: root.querySelector('[part="panel"]')!.scrollWidth <= Math.ceil(panel.width),
  };
};

export default journey(
  'in Arabic everything is the other way round, and each message goes its own',
  async ({ person }) => {
    await person.visit();
    await person.call('setLocale', 'ar');
    await person.open();
    await person.sees('مرحبًا، كيف يمكننا المساعدة؟');
    await person.say('أين طلبي؟');
    await person.say('Order HK-20418');
    expect(await person.tab.ask(laidOut)).toEqual({
      dir: 'rtl',
      isBackRight: true,
      isCloseLeft: true,
      isSendLeft: true,
      own: ['rtl', 'ltr'],
      wide: true,
    });
  },
);
