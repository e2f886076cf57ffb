import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/handoff/language.js';

const everywhere = 'en de fr es it pt nl sv da nb fi pl cs tr id vi ru uk bg ar fa ja ko zh th el he hi'.split(' ');

describe('the language of a text', () => {
  it.each([
    ['en', 'Where is my order?'],
    ['en', 'I would like to return the tea bowl, how do I do that'],
    ['en', 'The “Min Kan Var Har” set, please'],
    ['de', 'Wo ist meine Bestellung?'],
    ['de', 'Ich habe eine Frage zu der Rechnung'],
    ['fr', 'Où est ma commande ?'],
    ['fr', 'Bonjour, je voudrais retourner la théière'],
    ['es', '¿Dónde está mi pedido?'],
    ['es', 'Hola, quiero devolver la taza que compré'],
    ['it', 'Dove è il mio ordine?'],
    ['it', 'Vorrei sapere quando arriva il pacco, non ho ricevuto la mail'],
    ['pt', 'Olá, onde está a minha encomenda?'],
    ['nl', 'Waar is mijn bestelling?'],
    ['sv', 'Var är mitt paket? Jag har inte fått det'],
    ['da', 'Hvornår kommer min pakke, og hvad koster det at bytte?'],
    ['nb', 'Når kommer pakken min, og hva koster det å bytte?'],
    ['fi', 'Missä tilaukseni on?'],
    ['pl', 'Gdzie jest moja paczka? Czy mogę ją zwrócić'],
    ['cs', 'Kde je můj balík?'],
    ['tr', 'Siparişim nerede, ne zaman gelir?'],
    ['id', 'Di mana pesanan saya?'],
    ['vi', 'Đơn hàng của tôi ở đâu?'],
    ['ru', 'Здравствуйте, где мой заказ?'],
    ['uk', 'Коли буде моє замовлення? Я не маю листа'],
    ['bg', 'Къде е моят пакет?'],
    ['ar', 'أين طلبي؟ هل يمكن إلغاء هذا'],
    ['fa', 'سفارش من کجا است؟'],
    ['ja', '注文はどこですか'],
    ['ja', 'iPhone の PayPay で払えますか'],
    ['ko', '주문은 어디에 있나요?'],
    ['th', 'คำสั่งซื้อของฉันอยู่ที่ไหน'],
    ['el', 'Πού είναι η παραγγελία μου;'],
    ['he', 'איפה ההזמנה שלי?'],
    ['hi', 'मेरा ऑर्डर कहाँ है?'],
  ])('is %s: %s', (locale, text) => {
    expect(languageOf(text, everywhere)).toBe(locale);
    expect(languageOf(text, ['en', 'ja'])).toBe(['en', 'ja'].includes(locale) ? locale : undefined);
  });

  it.each([
    ['', everywhere],
    ['1042', everywhere],
    ['🙂!', everywhere],
    ['Anna Berg', everywhere],
    ['DHL', ['en']],
    ['min', ['sv', 'da', 'nb']],
    ['返品', ['zh', 'ja']],
    ['Where is my order?', []],
    ['Where is my order?', ['__proto__', 'constructor']],
  ])('is not told of %j', (text, locales) => {
    expect(languageOf(text, locales)).toBeUndefined();
  });

  it('is a locale of the site, the first of that language', () => {
    expect(languageOf('Where is my order?', ['ja', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(languageOf('Hvor er pakken min, og hva koster det å bytte?', ['da', 'no'])).toBe('no');
    expect(languageOf('返品方法', ['en', 'ja'])).toBe('ja');
    expect(languageOf('退货方法', ['en', 'zh-Hans'])).toBe('zh-Hans');
    expect(languageOf('Возврат', ['en', 'ru'])).toBe('ru');
  });

  it('is one of the site’s, or not told, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.subarray(everywhere), (text, locales) => {
        expect([undefined, ...locales]).toContain(languageOf(text, locales));
      }),
    );
  });
});
