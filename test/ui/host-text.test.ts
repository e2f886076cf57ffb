import { describe, expect, it } from 'vitest';
import { hostText } from '../../src/ui/panel/words.js';

describe('a text of the host', () => {
  it.each([
    ['Hi {{user.name|there}}', 'Aiko', 'Hi Aiko'],
    ['Hi {{ user.name | there }}', '', 'Hi  there '],
    ['Hi {{user.name|there}}', '', 'Hi there'],
    ['Hi {{user.name}}.', '', 'Hi .'],
    ['Hi {{user.name|there}}', '{{user.name}} $& $1', 'Hi {{user.name}} $& $1'],
    ['Hi {{user.id|you}}, {{constructor|x}}', 'Aiko', 'Hi you, x'],
    ['Hi {name}', 'Aiko', 'Hi {name}'],
  ])('“%s” for “%s” is “%s”', (given, name, expected) => {
    expect(hostText(given, 'en', name)).toBe(expected);
  });

  it('is the one for the locale, else for its language, else the English one', () => {
    const texts = { en: 'Hello', ja: 'こんにちは', 'pt-BR': 'Olá' };
    const all = ['ja-JP', 'pt-BR', 'pt', 'en-GB', 'constructor'].map((locale) => hostText(texts, locale, ''));
    expect(all).toEqual(['こんにちは', 'Olá', 'Hello', 'Hello', 'Hello']);
  });

  it.each([undefined, null, 5, {}, { en: 5 }, []])('is empty where it is %j', (given) => {
    expect(hostText(given as never, 'en', 'Aiko')).toBe('');
  });
});
