import { describe, expect, it } from 'vitest';
import { asksForPerson, words } from '../../src/flows/words.js';
import { languages } from '../../src/i18n/languages.js';
import { loadLanguage } from '../../src/i18n/translate.js';

describe('whoever asks for a person', () => {
  it.each(Object.keys(languages))('is understood by the label of the button, in %s', async (language) => {
    await loadLanguage(language);
    expect(words(language).person).not.toBe(words('en').person);
    expect(words(language).handoff).not.toBe('');
  });

  it.each([
    ...['I want to talk to a human', 'agent please', '担当者と話したい', 'オペレーター'],
    ...['Ich möchte mit einem Menschen sprechen', 'Bitte mit einem Mitarbeiter verbinden', 'Mitarbeiter'],
    ...['Je veux parler à un conseiller', 'parler à quelqu’un', 'un humain'],
    ...['Quiero hablar con una persona', 'hablar con un agente', 'agente'],
    ...['Quero falar com um atendente', 'falar com alguém', 'atendente'],
    ...[
      '转人工',
      '人工客服',
      '我要找人工',
      '상담원 연결해 주세요',
      '상담원과 통화하고 싶어요',
      '사람이랑 이야기할래요',
    ],
    ...['أريد التحدث إلى موظف', 'أود التحدث مع شخص حقيقي'],
  ])('is understood: %s', (text) => {
    expect(asksForPerson(text)).toBe(true);
  });

  it.each([
    ...['Does the agent of my bank pay?', 'Ist der Mensch auf dem Bild echt?', 'Wie viele Personen passen hinein?'],
    ...[
      'Combien de personnes ?',
      '¿Es para una persona?',
      'Quantas pessoas cabem?',
      '这是人工合成的吗',
      '사람이 많나요?',
    ],
    ...['هل يناسب شخصين؟', 'El agente de limpieza no funciona', 'Le conseiller m’a écrit hier'],
  ])('is not taken for it: %s', (text) => {
    expect(asksForPerson(text)).toBe(false);
  });
});
