import { describe, expect, it, vi } from 'vitest';
import { enScreens } from '../../src/i18n/en-screens.js';
import { addEnglish, isLoaded, languageOf, loadLanguage, translate } from '../../src/i18n/translate.js';

addEnglish(enScreens);

describe('translate', () => {
  it('takes the language of a regional locale, and English where there is none', () => {
    expect(languageOf('ja-JP')).toBe('ja');
    expect(languageOf('JA')).toBe('ja');
    expect(languageOf('fr-CA')).toBe('en');
    expect(languageOf('__proto__')).toBe('en');
    expect(languageOf('constructor')).toBe('en');
  });

  it('speaks English until a language is there', async () => {
    vi.resetModules();
    const fresh = await import('../../src/i18n/translate.js');
    expect(fresh.isLoaded('ja')).toBe(false);
    expect(fresh.translate('ja')('send')).toBe('Send');
    await fresh.loadLanguage('ja');
    expect(fresh.isLoaded('ja')).toBe(true);
    expect(fresh.translate('ja')('send')).toBe('送信');
  });

  it('has English at once', () => {
    expect(isLoaded('en-GB')).toBe(true);
    expect(isLoaded('sv')).toBe(true);
  });

  it('puts values in as they are, whatever they look like', () => {
    const t = translate('en');
    expect(t('helloName', { name: '$& {name} $1' })).toBe('Hi $& {name} $1, how can we help?');
  });

  it('chooses the plural form', async () => {
    await loadLanguage('ja');
    expect(translate('en')('left', { n: 1 })).toBe('1 character left');
    expect(translate('en')('left', { n: 7 })).toBe('7 characters left');
    expect(translate('ja')('left', { n: 1 })).toBe('残り1文字');
  });

  it('says which locale its texts and times are in', () => {
    expect(['en-GB', 'ja-JP', 'fr-CA'].map((locale) => translate(locale).locale)).toEqual(['en-GB', 'ja-JP', 'en']);
  });

  it('says nothing for a text that is not there yet', async () => {
    vi.resetModules();
    const fresh = await import('../../src/i18n/translate.js');
    expect(fresh.translate('en')('earlier')).toBe('');
    expect(fresh.translate('en')('send')).toBe('Send');
  });
});
