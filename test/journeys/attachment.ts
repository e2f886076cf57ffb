import { expect } from 'vitest';
import { journey } from '../support/journey.js';

/** Four pixels by three. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR42mPYbGwMRww4OQAHEA0tS4W+igAAAABJRU5ErkJggg==';
const COUNT = btoa('four large, nine small');

/** In the page: whether the picture is in the transcript as the relay serves it, and the text to be downloaded. */
const areServed = () => {
  const root = document.querySelector('sobani-messenger')!.shadowRoot!;
  const picture = root.querySelector<HTMLImageElement>('[role="log"] img[alt="tea bowl.png"]');
  return picture?.naturalWidth === 4 && !!root.querySelector('[aria-label="Download pieces.txt"]');
};

export default journey(
  'files go along with a message and reach the agent, but not a program nor one that was taken away again',
  async (stage) => {
    const { person, demo, another } = stage;
    await person.signIn('Ben');
    await person.open();
    await person.sees('Hi Ben');
    await person.say('The bowl came in pieces');
    await person.hears('Sent');

    await person.attach('setup.exe', 'TVqQAAMAAAAEAAAA//8AALgAAAA=');
    await person.sees('setup.exe is of a type that cannot be sent here.');
    await person.attach('tea bowl.png', PICTURE);
    await person.sees('tea bowl.png');
    await person.attach('wrong.txt', COUNT);
    await person.sees('wrong.txt');
    await person.press('Remove wrong.txt');
    await person.misses('wrong.txt');
    await person.attach('pieces.txt', COUNT);
    await person.sees('pieces.txt');
    await person.write('See the picture');
    await person.press('Send');
    await person.hears('See the picture');
    await person.hears('pieces.txt');

    const agent = await another();
    await agent.tab.goto(demo.desk('Mika Sato'));
    await agent.tab.click({ css: 'nav button', has: 'With the bot', isOutside: true });
    await agent.tab.click({ css: 'button.row', has: 'Ben Novak', isOutside: true });
    await agent.until('the picture at the desk', () =>
      [...document.querySelectorAll('img')].some((it) => it.alt === 'tea bowl.png' && it.naturalWidth === 4),
    );

    await person.reload();
    await person.open();
    await person.call('open', 'conversation');
    await person.until('both from the relay', areServed);
    expect((await person.bubbles()).filter((text) => text === 'See the picture')).toHaveLength(1);
  },
);
