import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endingOf, fileName } from '../../src/core/file-types.js';

it.each([
  ['photo.JPG', 'jpg'],
  ['archive.tar.gz', 'gz'],
  ['no ending', ''],
  ['x.a b', ''],
  ['.png', 'png'],
])('the ending of %j is %j', (name, ending) => expect(endingOf(name)).toBe(ending));

it('whatever a file is called, its name has no path, nothing invisible, no dot first, and is of bounded length', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('/', '\\', '..', '\u202e', '\0', '.png', ' ', '👩‍💻'),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const name = fileName(parts.join(''));
      expect(name).toMatch(/^[^./\\ ][^/\\]*$/u);
      expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Cs}/u);
      expect(name.length).toBeLessThanOrEqual(128);
      expect(fileName(name)).toBe(name);
    }),
  );
});
