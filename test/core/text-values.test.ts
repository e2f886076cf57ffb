import { describe, expect, it } from 'vitest';
import { fill } from '../../src/core/text.js';

describe('a text', () => {
  it('gets values put in, or what follows the bar', () => {
    const data = { user: { name: 'Aiko', age: 0, vip: false, email: null, all: ['x'] }, long: 'x'.repeat(513) };
    const cases: [string, string][] = [
      ['{{user.name}}', 'Aiko'],
      ['{{ user.name | you }}', 'Aiko'],
      ['{{user.age|?}} {{user.vip|?}}', '0 false'],
      ['{{user.phone|none}}', 'none'],
      ['{{user.email|none}}', 'none'],
      ['{{user.all|none}}', 'none'],
      ['{{user|none}}', 'none'],
      ['{{long|short}}', 'short'],
      ['[{{missing}}]', '[]'],
      ['{{constructor.name|none}}', 'none'],
      ['{{user.__proto__|none}}', 'none'],
      ['{{user.name.length|none}}', 'none'],
      ['{user.name} {{}} {{|x}}', '{user.name} {{}} {{|x}}'],
    ];
    for (const [text, expected] of cases) expect(fill(text, data), text).toBe(expected);
  });

  it('does not expand what was put in', () => {
    expect(fill('{{a}}', { a: '{{b}} $& $1', b: 'secret' })).toBe('{{b}} $& $1');
  });

  it('has fallbacks only when the values would make it too long', () => {
    const text = '{{a|-}}'.repeat(30);
    expect(fill(text, { a: 'x'.repeat(500) })).toBe('-'.repeat(30));
    expect(fill('{{a|-}}', { a: 'x'.repeat(20) }, 10)).toBe('-');
  });
});
