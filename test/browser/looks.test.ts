import { afterEach, describe, expect, it } from 'vitest';
import { contrasts } from '../../src/inspector/looks.js';
import { add, cleanUp, type Started, start, until } from './places-host.js';

afterEach(async () => {
  document.body.removeAttribute('class');
  document.documentElement.removeAttribute('class');
  await cleanUp();
});

const page = (css: string) => add('style', { text: css });
const panelStyle = ({ part }: Started) => getComputedStyle(part('panel'));
const opened = async (...how: Parameters<typeof start>) => {
  const it = start(...how);
  await it.messenger.open();
  await it.opened();
  return it;
};

describe('the theme inherit', () => {
  it.each([
    ['the page is light, by what it does not say', '', 'light'],
    ['the page is dark', 'html { color-scheme: dark }', 'dark'],
    ['the body is dark', 'html { color-scheme: light } body { color-scheme: dark }', 'dark'],
    ['the page is either, and the system light', 'html { color-scheme: light dark }', 'light'],
  ])('where %s', async (_what, css, theme) => {
    page(css);
    const { host } = start({ theme: 'inherit' });
    await until(() => expect(host.getAttribute('theme')).toBe(theme));
  });

  it('follows a switch of the page, its meta tag, and the box that the panel is put into', async () => {
    page('html.dark { color-scheme: dark } body.light { color-scheme: light }');
    const { host, messenger } = start({ theme: 'inherit' });
    const is = (theme: string) => until(() => expect(host.getAttribute('theme')).toBe(theme));
    await is('light');
    document.documentElement.className = 'dark';
    await is('dark');
    document.body.className = 'light';
    await is('light');
    const box = add('div', { style: 'color-scheme: dark' });
    await messenger.mount(box);
    await is('dark');
    await messenger.mount(null);
    await is('light');
    await messenger.update({ theme: 'dark' });
    await is('dark');
    document.documentElement.className = '';
    await messenger.update({ theme: 'light' });
    await is('light');
  });
});

describe('what a page sets', () => {
  it('as tokens on the element is what the panel looks like', async () => {
    page('sobani-messenger { --sobani-bg: #fffdf8; --sobani-radius: 4px; --sobani-font: monospace }');
    const it = await opened();
    expect(panelStyle(it)).toMatchObject({
      backgroundColor: 'rgb(255, 253, 248)',
      borderRadius: '4px',
      fontFamily: 'monospace',
    });
  });

  it('as a style sheet comes after ours, also after those that come later, and may be exchanged', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('[part="panel"] { border-radius: 3px } .scroll { scrollbar-width: none }');
    const it = await opened({ styles: sheet });
    expect(panelStyle(it).borderRadius).toBe('3px');
    expect(it.root.adoptedStyleSheets.at(-1)).toBe(sheet);
    expect(getComputedStyle(it.root.querySelector('.scroll')!).scrollbarWidth).toBe('none');
    const other = new CSSStyleSheet();
    await it.messenger.update({ styles: other });
    expect(it.root.adoptedStyleSheets.includes(sheet)).toBe(false);
    expect(it.root.adoptedStyleSheets.at(-1)).toBe(other);
  });

  it.each([
    ['font', 'x; color: red'],
    ['offsetX', -1],
    ['offsetY', 'high'],
    ['followDialogs', 'no'],
  ])('is refused as %s where it is %j, and changes nothing', async (path, value) => {
    const { messenger, root } = start();
    const before = root.adoptedStyleSheets;
    await expect(messenger.update({ [path]: value } as never)).rejects.toMatchObject({ code: 'invalid', path });
    expect(root.adoptedStyleSheets).toEqual(before);
  });

  it.each([
    ['styles', 'p { color: red }'],
    ['styles', {}],
    ['launcherSelector', '#('],
  ])('is told by on(error) as %s where it is %j, and nothing comes of it', async (path, value) => {
    const it = await opened();
    const told: unknown[] = [];
    it.messenger.on('error', ({ error }) => told.push(error));
    await it.messenger.update({ [path]: value } as never);
    await until(() => expect(told).toEqual([expect.objectContaining({ code: 'invalid', path })]));
    expect(panelStyle(it).display).toBe('flex');
  });

  it('as its font is ours too, with the option font', async () => {
    page('body { font-family: Georgia, serif }');
    const it = await opened({ font: 'inherit' });
    expect(panelStyle(it).fontFamily).toBe('Georgia, serif');
    await it.messenger.update({ font: 'cursive' });
    expect(panelStyle(it).fontFamily).toBe('cursive');
  });
});

describe('contrast', () => {
  const failing = ({ root }: Started) =>
    contrasts(root)
      .filter(({ isEnough }) => !isEnough)
      .map(({ token, on, ratio }) => `${token} on ${on}: ${ratio}`);

  it.each(['light', 'dark'] as const)('is enough everywhere in the theme %s', async (theme) => {
    const it = start({ theme });
    expect(contrasts(it.root)).toHaveLength(9);
    expect(failing(it)).toEqual([]);
  });

  it('is said to be missing where a page has taken it away, in any notation of colours', () => {
    page(`sobani-messenger { --sobani-quiet: #aaa; --sobani-bad: oklch(0.85 0.1 20); --sobani-note: blue;
      --sobani-accent: #ff0; --sobani-on-accent: white }`);
    expect(failing(start())).toEqual([
      'quiet on bg: 2.32',
      expect.stringMatching(/^bad on bg: 1\.\d+$/),
      'quiet on raised: 2.32',
      'ink on note: 2.08',
      'on-accent on accent: 1.07',
    ]);
  });

  it('is asked of what a colour is on, where that is none', () => {
    page('sobani-messenger { --sobani-bg: transparent }');
    expect(failing(start())).toContain('ink on bg: null');
  });

  it('of any accent that is given as the option is enough', async () => {
    const it = start({ accent: '#ff0' });
    expect(failing(it)).toEqual([]);
  });
});
