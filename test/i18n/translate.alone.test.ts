import { describe, expect, it, vi } from 'vitest';
import { enScreens } from '../../src/i18n/en-screens.js';
import { addEnglish, isLoaded, languageOf, loadLanguage, translate } from '../../src/i18n/translate.js';

addEnglish(enScreens);

describe('translate', () => {
  it('takes the language of a regional locale, and English where there is none', () => {
    expect(languageOf('ja-JP')).toBe('ja');
    expect(languageOf('JA')).toBe('ja');
    expect(languageOf('fr-CA')).toBe('fr');
    expect(languageOf('sv-SE')).toBe('en');
    for (const locale of ['pt', 'pt-PT', 'pt-BR']) expect(languageOf(locale)).toBe('pt');
    for (const locale of ['en_US', 'ja_JP', 'x', '', 'en-']) expect(languageOf(locale)).toBe('en');
    expect(languageOf('__proto__')).toBe('en');
    expect(languageOf('constructor')).toBe('en');
  });

  it('takes simplified Chinese for whoever reads it, and English for whoever reads traditional characters', () => {
    for (const locale of ['zh', 'zh-CN', 'zh-SG', 'zh-Hans', 'zh-Hans-HK']) expect(languageOf(locale)).toBe('zh');
    for (const locale of ['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-CN']) expect(languageOf(locale)).toBe('en');
  });

  it('says in English also what locale that is, until a language is there', async () => {
    vi.resetModules();
    const fresh = await import('../../src/i18n/translate.js');
    expect(fresh.translate('de-AT').locale).toBe('en');
    await fresh.loadLanguage('de-AT');
    expect(fresh.translate('de-AT').locale).toBe('de-AT');
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
    const locales = ['en-gb', 'ja-JP', 'sv-SE', 'zh-TW', 'en_US', 'english please'];
    expect(locales.map((locale) => translate(locale).locale)).toEqual(['en-GB', 'ja-JP', 'en', 'en', 'en', 'en']);
  });

  it('writes numbers as the locale writes its times', async () => {
    await loadLanguage('ar');
    expect(translate('en')('left', { n: 1234 })).toBe('1,234 characters left');
    expect(translate('ar-EG')('left', { n: 3 })).toBe('بقيت ٣ أحرف');
    expect(translate('ar-AE')('left', { n: 3 })).toBe('بقيت 3 أحرف');
    // where the page calls its language something that is none
    expect(translate('en_US')('left', { n: 1234 })).toBe('1,234 characters left');
  });

  it('chooses among all the forms of Arabic', async () => {
    await loadLanguage('ar');
    const t = translate('ar');
    expect([0, 1, 2, 3, 11, 100].map((n) => t('inTopic', { n }))).toEqual([
      ...['0 مقال', 'مقال واحد', 'مقالان', '3 مقالات', '11 مقالًا', '100 مقال'],
    ]);
  });

  it('says nothing for a text that is not there yet', async () => {
    vi.resetModules();
    const fresh = await import('../../src/i18n/translate.js');
    expect(fresh.translate('en')('earlier')).toBe('');
    expect(fresh.translate('en')('send')).toBe('Send');
  });
});
