/** What a page pays, in bytes of brotli 11. The README quotes these figures; a test holds them together. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';

const CDN = new URL('../../dist/cdn/', import.meta.url).pathname;
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
const size = (file: string) => brotliCompressSync(readFileSync(`${CDN}${file}`), { params }).length;
/** The hash has seven characters: another name may begin with this one. */
const isOf = (name: string) => (file: string) =>
  file.startsWith(`${name}-`) && file.length === `${name}-1234567.js`.length;
const chunk = (name: string) => `c/${readdirSync(`${CDN}c`).find(isOf(name))}`;
const untilUsable = () => size('sobani.js') + size(chunk('messenger')) + size(chunk('relay'));

beforeAll(() => {
  if (!existsSync(`${CDN}sobani.js`)) throw new Error('dist/cdn is not there: run `npm run build` first');
});

describe('what is fetched', () => {
  test('until the launcher shows is one file of at most 2.8 kB', () => {
    expect(size('sobani.js')).toBeLessThanOrEqual(2_800);
    // it fetches by name what comes later, and imports nothing
    expect(readFileSync(`${CDN}sobani.js`, 'utf8')).not.toMatch(/\bimport\s*[{*'"]|\bexport\b/);
  });

  test('until the composer is usable is three files of at most 21 kB, styles and the relay transport included', () => {
    const messenger = readFileSync(`${CDN}${chunk('messenger')}`, 'utf8');
    expect(messenger).not.toMatch(/\bimport\s*[{*'"]/);
    expect(messenger).toContain('[part=panel]');
    const relay = readFileSync(`${CDN}${chunk('relay')}`, 'utf8');
    expect(relay.match(/\bfrom"[^"]*"/g)).toEqual([expect.stringContaining('messenger-')]);
    expect(relay).toContain('/v1/socket');
    expect(untilUsable()).toBeLessThanOrEqual(21_000);
  });

  test.each([
    ['screens', 14_350],
    // each screen with its own press; where a conversation is not known; where the host has cards, or no messenger
    ['conversations', 2_200],
    ['settings', 2_400],
    ['home-cards', 1_900],
    // where the option `attention` is set, with the first message that is unread, or when something is chosen
    ['attention', 1_900],
    ['notify-me', 500],
    // with the first message that has any, or is still being said
    ['markdown', 2_650],
    // when it is opened; with it one of the others, in the language of the texts
    ['picker', 25_100],
    ['emoji-ar', 32_500],
    ['emoji-de', 29_000],
    ['emoji-es', 20_000],
    ['emoji-fr', 28_500],
    ['emoji-ja', 25_000],
    ['emoji-ko', 31_500],
    ['emoji-pt', 27_000],
    ['emoji-zh', 28_000],
    // with home, where the host has a help centre, or with help
    ['help-views', 3_750],
    // what the host has asked for: a box of theirs, a launcher, a font, the page's theme; or a modal
    ['places', 2_500],
    // with the joints of all that follows
    ['rooms', 14_250],
    ['open-storage', 5_850],
    // readers of parts with the first that few conversations have, or with flows; and what draws those with much to them
    ['rich-parts', 1_000],
    ['context', 6_650],
    // with the first trait that a flow or a survey notes, and where some are stored
    ['answered', 1_050],
    // where the visitor agrees to analytics
    ['kept-journey', 1_300],
    ['share', 5_750],
    ['register', 1_100],
    ['attach-consent', 1_150],
    // where the option `context` names sources, in idle time; the second with one of the shops
    ['collect', 8_000],
    ['shops', 1_100],
    // where it names none, with the first words
    ['collector', 1_700],
    ['keep-told', 1_250],
    // where the option `consentFrom` names any
    ['consent-signals', 1_200],
    // search with what it takes for mistyped, what was read, and what is suggested for the page
    ['load', 4_900],
    // flows: the reducer with twenty kinds of steps, what runs it, and what lends it the messenger; the file's reader
    ['bot', 11_200],
    ['flow-file', 2_900],
    // what flows say of themselves to visitors who read Japanese
    // where a flow asks for them
    ['office-hours', 750],
    // where the option `answers` or `matcher` is set, when a conversation is opened: the answer model, its trainer, and what
    // takes in a matcher's answers
    ['matching', 5_050],
    ['train', 1_250],
    ['consult', 2_300],
    // where articles have conditions
    ['conditions', 200],
    // with the first draft that may hold a card number or the like
    ['masking', 1_600],
    // with the first picture, card, form or rating of a conversation; and with the first survey
    ['parts', 6_500],
    // with the first carousel, list, row of buttons, order, cart or picker
    ['more-parts', 4_300],
    ['survey', 3_500],
    // where the option `rules` is set, and with the first answer to a form or a survey
    ['feedback', 3_000],
    // where the back end takes files: the button; with the first file, what shows it; what sends it; the relay's way of that
    ['attach', 800],
    ['attachments', 4_550],
    ['files', 800],
    ['put-file', 900],
    // when a person is asked for, or where the host says when they answer, or how else
    ['handoff', 1_050],
    // with the first request for a person: rules for tone and language
    ['assemble', 6_350],
    // where the options `hours` or `channels` are set; the second with hours
    ['availability', 3_050],
    ['hours', 1_200],
    // on “What we share”, where there is a conversation
    ['keep-transcript', 1_800],
    // where the option `rules` is set, in idle time: reads them and decides
    ['outreach', 6_500],
    // with the first thing that is shown; with the first hint, of which most is @floating-ui/dom; with news
    ['outreach-show', 2_800],
    ['follow', 6_900],
    ['news', 550],
    // for developers
    ['inspector', 11_600],
    ['explain', 400],
  ])('%s comes when it is needed, with at most %i bytes', (name, most) => {
    expect(size(chunk(name))).toBeLessThanOrEqual(most);
  });
});

test('the README quotes what was measured', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const quoted = (label: string) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${label}`)) ?? '';
    return Number(/ ([\d.]+) kB/.exec(row)?.[1]) * 1000;
  };
  // rounded, and the hashes in the files are some bytes longer or shorter with each build
  const ROUGHLY = 75;
  const expectQuoted = (label: string, bytes: number) =>
    expect(Math.abs(quoted(label) - bytes), label).toBeLessThan(ROUGHLY);
  expectQuoted('until the launcher shows', size('sobani.js'));
  expectQuoted('until the composer is usable', untilUsable());
  expectQuoted('conversation screens', size(chunk('screens')));
  expectQuoted('help screens', size(chunk('help-views')));
  expectQuoted('sources of what the customer does', size(chunk('collect')));
});

test('sri.json holds the hash of every file', async () => {
  const { createHash } = await import('node:crypto');
  const sri = JSON.parse(readFileSync(`${CDN}sri.json`, 'utf8')) as Record<string, string>;
  const files = ['sobani.js', ...readdirSync(`${CDN}c`).map((file) => `c/${file}`)];
  expect(Object.keys(sri).sort()).toEqual(files.sort());
  for (const [file, hash] of Object.entries(sri)) {
    expect(hash).toBe(
      `sha384-${createHash('sha384')
        .update(readFileSync(`${CDN}${file}`))
        .digest('base64')}`,
    );
  }
});
