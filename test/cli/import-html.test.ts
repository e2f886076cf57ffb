import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToMarkdown } from '../../src/cli/import-html.js';
import { parseMarkdown } from '../../src/help/blocks.js';

const FIXTURES = 'test/cli/fixtures';

describe('hostile HTML', () => {
  it('becomes text that the compiler takes, without anything that acts', async () => {
    const { markdown, notes: told } = htmlToMarkdown(await readFile(`${FIXTURES}/hostile-html.txt`, 'utf8'));
    expect(markdown).toMatchInlineSnapshot(`
      "Words that **stay**.

      javascript broken javascript data vbscript no scheme [good](https://good.example/\\(a\\))

      ![three \\](javascript:alert(1)) \\<b>](https://good.example/three.png)

      | | |
      | - | - |
      | outerinner cell | second \\| pipe |

      \\<script>alert('text')\\</script> stays text, as do \\[brackets]\\(javascript:alert(7)) and !\\[pictures]\\(https://evil.example/x.png) and | pipes | and \\\`code\\\`

      cdata]]>word

      - ## heading in a list

        and\\
        a break
      - unclosed

        - deep

      never closed **_crossed_** [link  end](https://good.example)

      ![in a link](https://good.example/in.png)
      "
    `);
    expect(told).toMatchInlineSnapshot(`
      [
        "<script> was left out",
        "<iframe> was left out",
        "<object> was left out",
        "<embed> was left out",
        "<input> was left out",
        "<button> was left out",
        "<svg> was left out",
        "<math> was left out",
        "<template> was left out",
        "the link to "javascript:alert(1)" was taken off its words",
        "the link to " java\\nscript:alert(1)" was taken off its words",
        "the link to "data:text/html,<script>alert(1)</script>" was taken off its words",
        "the link to "vbscript:x" was taken off its words",
        "the link to "//evil.example/x" was taken off its words",
        "the picture "javascript:alert(1)" was left out; put it on your site, and link to it by https: or a path from /",
        "the picture "data:image/svg+xml,<svg onload=alert(1)>" was left out; put it on your site, and link to it by https: or a path from /",
        "the picture "x" was left out; put it on your site, and link to it by https: or a path from /",
      ]
    `);
  });

  it('is held to what articles may contain, whatever it is', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<b>',
      '</i>',
      '<ul><li>',
      '</ul>',
      '<table><tr><td>',
      '</table>',
      '<a href="javascript:x">',
      '<a href="https://a.example">',
      '</a>',
      '<img src="https://a.example/x.png" alt="x">',
      '<img src=x>',
      '<script>',
      '</script>',
      '<h1>',
      '</h1>',
      '<pre>',
      '</pre>',
      '<br>',
      '<!--',
      '-->',
      '<svg>',
      'text',
      '`',
      '|',
      '* a',
      '# b',
      '&lt;b&gt;',
      '[x](javascript:y)',
      '<code>',
      '</code>',
      '<blockquote>',
      '<hr>',
      '\n\n',
      '<dl><dt>',
      '<select>',
      '<th>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const { markdown, notes: told } = htmlToMarkdown(pieces.join(''));
        const { blocks } = parseMarkdown({ text: markdown, hasArticle: () => false });
        expect(JSON.stringify(blocks)).not.toMatch(/"(a|img)":"(?!https:)/i);
        expect(told.filter((note) => /not allowed|not supported|must be|use ##/.test(note))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('with blocks in code keeps them code, whatever they look like', () => {
    expect(htmlToMarkdown('<code>&lt;b&gt;<p>* a').markdown).toBe('```\n<b>\n\n* a\n```\n');
    expect(htmlToMarkdown('<p>Run <code>&lt;b&gt;<br><br># a</code> now</p>').markdown).toBe('Run `<b> # a` now\n');
  });

  it('that is huge, or nested without end, is left out and told', () => {
    expect(htmlToMarkdown('x'.repeat(1_000_001))).toEqual({
      markdown: '',
      notes: ['it is over 1000000 characters, and was left out'],
    });
    for (const tag of ['div', 'table><tr><td', 'ul><li', 'blockquote', 'b']) {
      expect(htmlToMarkdown(`<${tag}>`.repeat(20_000))).toEqual({
        markdown: '',
        notes: ['its elements are nested too deep, and it was left out'],
      });
    }
  });
});
