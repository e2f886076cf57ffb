import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { parseSurveys } from '../../src/surveys/parse.js';
import { surveyPart } from '../../src/surveys/part.js';

const after = { id: 'after', kind: 'csat', text: '@how', comment: { en: 'Why?', ja: '理由は？' }, auto: 'resolved' };
const messages = { en: { how: 'How did we do?' }, ja: { how: 'いかがでしたか？' } };
const file = (survey: object, more: object = {}) => ({ v: 1, rules: [], messages, surveys: [survey], ...more });
const pathOf = (value: unknown) => {
  try {
    parseSurveys(value);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SobaniError);
    expect((error as SobaniError).code).toBe('invalid');
    return (error as SobaniError).path;
  }
};

describe('surveys of a rules file', () => {
  it('are read as they are written, beside rules that are for others', () => {
    expect(parseSurveys(file(after)).surveys).toEqual([after]);
    expect(parseSurveys({}).surveys).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a file that is a list', [], 'rules'],
    ['surveys that are no list', file({}, { surveys: {} }), 'surveys'],
    ['a survey that is a text', file('after' as never), 'surveys[0]'],
    ['an id with a blank', file({ ...after, id: 'a b' }), 'surveys[0].id'],
    ['no kind', file({ ...after, kind: undefined }), 'surveys[0].kind'],
    ['a scale of its own', file({ ...after, scale: '0-5' }), 'surveys[0].scale'],
    ['no question', file({ ...after, text: undefined }), 'surveys[0].text'],
    ['a blank question', file({ ...after, text: ' ' }), 'surveys[0].text'],
    ['a question without English', file({ ...after, text: { ja: 'は？' } }), 'surveys[0].text.en'],
    ['a key that the messages lack', file({ ...after, text: '@who' }), 'surveys[0].text'],
    ['a key of a prototype', file({ ...after, text: '@constructor' }), 'surveys[0].text'],
    ['messages that are no texts', file(after, { messages: { en: { how: 1 } } }), 'messages.en.how'],
    ['an end that is too long', file({ ...after, low: 'x'.repeat(65) }), 'surveys[0].low'],
    ['a trait without a name', file({ ...after, save: '' }), 'surveys[0].save'],
    ['a trait by a name that means something else', file({ ...after, save: '__proto__' }), 'surveys[0].save'],
    ['hours below zero', file({ ...after, every: -1 }), 'surveys[0].every'],
    ['hours that are no number', file({ ...after, every: Number.NaN }), 'surveys[0].every'],
    ['a time that is not known', file({ ...after, auto: 'opened' }), 'surveys[0].auto'],
    ['a misspelt member', file({ ...after, coment: 'x' }), 'surveys[0].coment'],
    ['one id twice', file({}, { surveys: [after, after] }), 'surveys[1].id'],
  ])('are refused for %s, and the path says where', (_name, value, path) => {
    expect(pathOf(value)).toBe(path);
  });

  it('are read or refused with a typed error, whatever they are, and change no prototype', () => {
    const before = Reflect.ownKeys(Object.prototype);
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), fc.json(), (some, text) => {
        pathOf(some);
        pathOf(JSON.parse(text));
        pathOf(file(Object(some)));
      }),
      { numRuns: 500 },
    );
    pathOf(JSON.parse('{"messages":{"__proto__":{"how":"x"}},"surveys":[{"__proto__":{"id":"x"},"id":"a"}]}'));
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
  });
});

describe('a survey as somebody sees it', () => {
  const { surveys, messages: texts } = parseSurveys(file(after));
  const survey = surveys[0]!;
  it.each([
    ['ja-JP', 'いかがでしたか？', '理由は？'],
    ['ja', 'いかがでしたか？', '理由は？'],
    ['fr', 'How did we do?', 'Why?'],
  ])('is in their language, else in English: %s', (locale, text, comment) => {
    expect(surveyPart(survey, locale, texts)).toEqual({
      ...{ type: 'survey', survey: 'after', kind: 'csat', scale: 'faces' },
      ...{ text, comment },
    });
  });

  it.each([
    ['csat', 'faces'],
    ['nps', '0-10'],
    ['ces', '1-7'],
    ['custom', 'stars'],
  ] as const)('has the scale that is usual for %s', (kind, scale) => {
    expect(surveyPart({ id: 'a', kind, text: 'Well?' }, 'en', {}).scale).toBe(scale);
    expect(surveyPart({ id: 'a', kind, text: 'Well?', scale: 'thumbs' }, 'en', {}).scale).toBe('thumbs');
  });
});
