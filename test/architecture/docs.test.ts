/** What the documents say of the code, compared with the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PARTS } from '../../src/theme/parts.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** An exported interface or type, up to the empty line or the next declaration. */
const declared = (file: string, name: string) =>
  new RegExp(`^export (?:interface|type) ${name}\\b[\\s\\S]*?(?=^\\n|^export )`, 'm').exec(`${read(file)}\n`)![0];
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);

/** Each table row's first cell, under its nearest heading of level 2. */
const cells = (file: string) => {
  const found: Record<string, string[]> = {};
  let heading = '';
  for (const line of read(file).split('\n')) {
    if (line.startsWith('## ')) heading = line.slice(3);
    if (!line.startsWith('| ')) continue;
    found[heading] = [...(found[heading] ?? []), ...matches(line.split(' | ')[0]!, /`(\w[\w-]*)[`(]/g)];
  }
  return found;
};

describe('docs/theming.md', () => {
  const doc = read('docs/theming.md');
  const rows = doc.split('\n').filter((line) => line.startsWith('| `--'));
  const css = read('src/theme/host.css').split('/* What a page may set')[1]!;
  /** Each token, with its value or its two. */
  const tokens = [...css.matchAll(/^ {2}(--[\w-]+): (.*);$/gm)].map(([, name, value]) => ({
    name: name!,
    values: /^var/.test(value!) ? matches(value!, /var\(--sobani-[ld], (#\w+)\)/g) : [value!],
  }));

  test('names every custom property with its defaults', () => {
    expect(tokens.length).toBeGreaterThan(10);
    for (const { name, values } of tokens) {
      const row = rows.find((line) => line.includes(`\`${name}\``));
      expect(row, name).toContain(values.map((value) => `\`${value}\``).join(', '));
    }
    const named = rows.flatMap((line) => matches(line.split(' | ')[0]!, /`(--[\w-]+)`/g));
    const ofLauncher = ['--sobani-accent', '--sobani-on-accent', '--sobani-z-index'];
    expect(named.sort()).toEqual([...tokens.map(({ name }) => name), ...ofLauncher].sort());
  });

  test('names every part, and each is drawn', () => {
    const table = doc.slice(doc.indexOf('| Part |'), doc.indexOf('Properties and parts'));
    const named = table.split('\n').flatMap((line) => matches(line.split(' | ')[0]!, /`(\w+)`/g));
    expect(named.sort()).toEqual([...PARTS, 'launcher'].sort());
    const files = readdirSync(join(ROOT, 'src/ui'), { recursive: true, encoding: 'utf8' });
    const drawn = files.filter((file) => /\.tsx?$/.test(file)).map((file) => read(`src/ui/${file}`));
    for (const part of named) {
      const says = new RegExp(`part(="|: '|\\.add\\(')${part}\\b`);
      expect([part, drawn.some((code) => says.test(code))]).toEqual([part, true]);
    }
  });
});

describe('docs/api.md names every', () => {
  const api = read('docs/api.md');
  const tables = cells('docs/api.md');
  const members = matches(declared('src/types.ts', 'Messenger'), /^ {2}(\w+)[(<]/gm);

  test('method, with as many as there are', () => {
    expect(members).toContain('on');
    expect(tables.Methods!.sort()).toEqual(members.filter((name) => name !== 'on').sort());
    expect(api).toContain('`on(event, listener)`');
  });

  test('option, with its attribute', () => {
    const options = matches(declared('src/core/options.ts', 'Options'), /^ {2}(\w+)\??:/gm);
    expect(tables.Options!.sort()).toEqual(options.sort());
    for (const option of options.filter((name) => !/^(transport|matcher|functions|styles)$/.test(name))) {
      const attribute = `data-${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      expect(api).toContain(`| \`${option}\` | \`${attribute}\` |`);
    }
  });

  test('event, with the members of its detail', () => {
    const map = declared('src/types.ts', 'EventMap');
    expect(tables.Events!.sort()).toEqual(matches(map, /^ {2}'?([\w-]+)'?: /gm).sort());
    for (const [, event, detail] of map.matchAll(/^ {2}'?([\w-]+)'?: \{([\s\S]*?)\};$/gm)) {
      const row = api.split('\n').find((line) => line.startsWith(`| \`${event}\` | `));
      for (const member of matches(detail!, /(\w+\??): /g)) expect(row).toContain(member);
    }
  });

  test('error code', () => {
    const codes = matches(declared('src/core/errors.ts', 'ErrorCode'), /\| '([\w-]+)'/g);
    expect(codes.length).toBeGreaterThan(10);
    expect(tables.Errors!.sort()).toEqual(codes.sort());
  });

  test('status', () => {
    const states = matches(declared('src/types.ts', 'Status'), /'(\w+)'/g);
    expect(tables.Signals!.filter((name) => name !== 'status').sort()).toEqual(states.sort());
  });
});

test('docs/guarantees.md names tests that exist', () => {
  const named = matches(read('docs/guarantees.md'), /`(test\/[\w./-]+\.tsx?)`/g);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

describe('the stub', () => {
  const lines = (text: string) => text.replace(/\s+/g, ' ').trim();
  const stubOf = (file: string) => lines(/\(w => w\.sobani[\s\S]*?\(window\)/.exec(read(file))![0]);

  test('of docs/start.md is the one that the demo runs', () => {
    expect(stubOf('docs/start.md')).toBe(stubOf('demo/shop/index.html'));
  });
});

describe('links', () => {
  const files = [
    'README.md',
    ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`),
  ];
  const prose = (file: string) => read(file).replace(/^```[\s\S]*?^```/gm, '');
  /** As code hosts make them of headings. */
  const anchors = (file: string) =>
    matches(prose(file), /^#+ (.+)$/gm).map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    );

  test.each(files)('of %s lead somewhere', (file) => {
    const links = matches(prose(file).replace(/`[^`\n]*`/g, ''), /\]\(([^)\s]+)\)/g);
    const dead = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path, anchor] = link.split('#') as [string, string?];
      const target = path ? relative(ROOT, join(ROOT, dirname(file), path)) : file;
      return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchors(target).includes(anchor));
    });
    expect(dead).toEqual([]);
  });
});
