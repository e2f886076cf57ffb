import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarize } from '../../src/handoff/summary.js';
import type { Author, Message, Part } from '../../src/types.js';

const say = (kind: Author['kind'], ...parts: (Part | string)[]): Message => ({
  id: 'm',
  conversation: 'c',
  author: { kind },
  parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
  at: 0,
});
const choices = (text: string | undefined, ...labels: string[]): Part => ({
  type: 'choices',
  ...(text && { text }),
  choices: labels.map((label, i) => ({ id: String(i + 1), label })),
});
const article = (id: string, title: string): Part => ({ type: 'article', article: id, title });

describe('a summary', () => {
  it('says what was asked, tried, answered and collected', () => {
    const messages = [
      say('bot', choices('Hello! What is it about?', 'My order', 'Something else')),
      say('visitor', 'my order.'),
      say('bot', 'What is your order number?'),
      say('visitor', '1042'),
      say('bot', 'This may help:', article('shipping', 'Shipping times'), article('tracking', 'Where is my parcel?')),
      say('bot', choices(undefined, 'That helped', 'Talk to a person')),
      say('visitor', 'It says delivered, but nobody rang   the bell'),
      say('bot', choices('Please choose one of these.', 'That helped', 'Talk to a person')),
      say('visitor', '2'),
    ];
    expect(
      summarize(messages, { message: '2', order: '1042', isLate: true, cart: [1], none: null, empty: '' }),
    ).toEqual({
      asked: ['It says delivered, but nobody rang the bell'],
      tried: [
        { article: 'shipping', title: 'Shipping times' },
        { article: 'tracking', title: 'Where is my parcel?' },
      ],
      answered: [
        { question: 'Hello! What is it about?', answer: 'My order' },
        { question: 'Please choose one of these.', answer: 'Talk to a person' },
      ],
      collected: { order: '1042', isLate: true },
    });
  });

  it('works in Japanese', () => {
    const messages = [
      say('visitor', 'こんにちは'),
      say('visitor', '急須の蓋が割れていました'),
      say('bot', '注文番号をご入力ください。'),
      say('visitor', 'どこに書いてありますか'),
      say('bot', 'メールに記載しています。', 'いつ届きましたか？'),
      say('visitor', '昨日'),
      say('bot', choices('次の中からお選びください。', '交換', '返金')),
      say('visitor', '２'),
    ];
    expect(summarize(messages)).toEqual({
      asked: ['急須の蓋が割れていました', 'どこに書いてありますか'],
      tried: [],
      answered: [
        { question: 'いつ届きましたか？', answer: '昨日' },
        { question: '次の中からお選びください。', answer: '返金' },
      ],
      collected: {},
    });
  });

  it('takes a question for none of the answers', () => {
    const messages = [say('bot', 'Please enter your email address.'), say('visitor', 'What for?')];
    expect(summarize(messages)).toMatchObject({ asked: ['What for?'], answered: [] });
  });

  it('takes only what comes next for the answer', () => {
    const messages = [say('bot', 'What is your name?'), say('visitor', 'Anna'), say('visitor', 'The lid is broken')];
    expect(summarize(messages)).toMatchObject({
      asked: ['The lid is broken'],
      answered: [{ question: 'What is your name?', answer: 'Anna' }],
    });
  });

  it('has the first thing that was asked and the last ones, each once', () => {
    const messages = ['a', 'b', 'c', 'd', 'E!', 'e', 'f', 'thanks!', 'OK'].map((text) => say('visitor', text));
    expect(summarize(messages).asked).toEqual(['a', 'c', 'd', 'e', 'f']);
  });

  it('shortens what is long, and never within a character', () => {
    const [line] = summarize([say('visitor', `ab${'🙂'.repeat(300)}`)]).asked;
    expect(line).toBe(`ab${'🙂'.repeat(98)}…`);
  });

  it('leaves out what people and the messenger said', () => {
    const messages = [say('agent', 'What is your name?'), say('system', 'x'), say('visitor', 'Anna')];
    expect(summarize(messages)).toMatchObject({ asked: ['Anna'], answered: [] });
  });

  it('is short, whatever was said', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('1', 'yes', 'why?', 'x'.repeat(500)));
    const part = fc.oneof(
      text.map((one): Part => ({ type: 'text', text: one })),
      fc.tuple(text, fc.array(text, { maxLength: 3 })).map(([one, labels]) => choices(one, ...labels)),
      fc.tuple(text, text).map(([id, title]) => article(id, title)),
      fc.constant<Part>({ type: 'gap', reason: 'lost' }),
    );
    const message = fc
      .tuple(fc.constantFrom('bot', 'visitor', 'agent', 'system'), fc.array(part, { maxLength: 3 }))
      .map(([kind, parts]) => say(kind as Author['kind'], ...parts));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 60 }), fc.dictionary(fc.string(), fc.string()), (messages, vars) => {
        const { asked, tried, answered, collected } = summarize(messages, vars);
        expect(asked.length).toBeLessThanOrEqual(5);
        for (const list of [tried, answered, Object.keys(collected)]) expect(list.length).toBeLessThanOrEqual(20);
        for (const line of [...asked, ...answered.flatMap(Object.values), ...Object.values(collected)]) {
          expect(String(line).length).toBeLessThanOrEqual(200);
        }
        for (const { article: id } of tried) {
          expect(messages.some(({ parts }) => parts.some((one) => one.type === 'article' && one.article === id))).toBe(
            true,
          );
        }
      }),
    );
  });
});
