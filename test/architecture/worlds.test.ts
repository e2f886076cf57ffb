import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('unit tests that replace modules or freeze what everything inherits have a world of their own', () => {
  const all = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => /\.test\.tsx?$/.test(file));
  const shared = all.filter((file) => !/^(browser|e2e)\/|\.alone\./.test(file));
  expect(shared.length).toBeGreaterThan(200);
  const changing =
    /\bvi\.(mock|doMock|resetModules)\(|Object\.(freeze|preventExtensions)\((prototype|[A-Z]\w+\.prototype)\)/;
  expect(shared.filter((file) => changing.test(readFileSync(`test/${file}`, 'utf8')))).toEqual([]);
});
