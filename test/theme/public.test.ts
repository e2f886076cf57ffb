import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PARTS } from '../../src/theme/parts.js';

const css = ['theme/host.css', 'ui/launcher/launcher.css'].map((file) =>
  readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8'),
);

// pages of others rely on these: one may be added, and none be taken away
it('no part that a page may style has gone', () => {
  const promised =
    'panel header back close greeting availability home conversation messages message composer input send help article survey';
  expect(PARTS).toEqual(expect.arrayContaining(promised.split(' ')));
});

it('no custom property that a page may set has gone', () => {
  const promised =
    'accent on-accent bg raised sunken ink quiet line edge bad note font radius offset-x offset-y z-index';
  const missing = promised.split(' ').filter((name) => !css.join('').includes(`--sobani-${name}`));
  expect(missing).toEqual([]);
});
