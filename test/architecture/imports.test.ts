/** Imports point down, files stay small, and there is one barrel. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = new URL('../../src/', import.meta.url).pathname;
const all = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).sort();
const files = all.filter((file) => /\.tsx?$/.test(file));
const read = (file: string) => readFileSync(join(SRC, file), 'utf8');

/** The room a file lives in; files at the top are rooms of their own. */
const roomOf = (file: string) => (file.includes('/') ? file.split('/')[0]! : file);

/** Which rooms a room may import, itself apart. `types.ts` may name what the handle is made of. */
const MAY: Record<string, string[]> = {
  'types.ts': ['core', 'forms.ts', 'handoff-details.ts', 'parts.ts', 'situation.ts'],
  'forms.ts': [],
  'handoff-details.ts': [],
  'parts.ts': ['forms.ts', 'situation.ts'],
  'situation.ts': ['types.ts'],
  core: ['types.ts'],
  wire: ['types.ts', 'core'],
  context: ['types.ts', 'core', 'wire'],
  flows: ['types.ts', 'core', 'wire', 'i18n'],
  handoff: ['types.ts', 'core', 'i18n'],
  help: ['types.ts', 'core', 'wire'],
  matcher: ['types.ts', 'core', 'i18n'],
  proactive: ['types.ts', 'core'],
  storage: ['types.ts', 'core', 'wire'],
  surveys: ['types.ts', 'core'],
  transport: ['types.ts', 'core', 'wire'],
  theme: ['types.ts', 'core'],
  i18n: ['types.ts', 'core'],
  // of what the room of a file may not have, that one file
  inspector: ['types.ts', 'core', 'wire', 'theme', 'context/context.ts'],
  ui: ['types.ts', 'core', 'i18n', 'theme', 'context/context.ts'],
  testing: ['types.ts', 'core', 'wire', 'transport'],
  relay: ['types.ts', 'core', 'wire'],
  desk: ['types.ts', 'core', 'wire', 'i18n', 'theme', 'ui/kit/rich-text.ts'],
  // for authors; nothing that ships to a page imports it
  lint: ['types.ts', 'core', 'help'],
  cli: ['types.ts', 'core', 'wire', 'i18n', 'help', 'flows', 'handoff', 'proactive', 'surveys', 'relay', 'lint'],
  // what gathers is begun before the messenger
  loader: ['types.ts', 'core', 'context', 'ui', 'face.ts', 'messenger.ts'],
  'outreach.ts': [
    'types.ts',
    'core',
    'context',
    'proactive',
    'i18n',
    'ui',
    'engine.ts',
    'messenger.ts',
    'outreach-show.ts',
  ],
  'outreach-show.ts': ['types.ts', 'core', 'proactive', 'ui', 'engine.ts', 'messenger.ts'],
  'actions.ts': ['types.ts', 'core', 'ui'],
  'face.ts': ['ui', 'drawn-rooms.ts', 'messenger.ts'],
  'drawn-rooms.ts': ['types.ts', 'messenger.ts', 'inspector', 'ui', 'attention.ts', 'outreach.ts', 'rooms.ts'],
  'headless.ts': ['types.ts', 'core', 'ui', 'messenger.ts', 'rooms.ts'],
  'messenger.ts': ['types.ts', 'core', 'context', 'transport', 'ui', 'actions.ts', 'drawn-rooms.ts', 'rooms.ts'],
  'rooms.ts': [
    ...['types.ts', 'core', 'context', 'inspector', 'assist.ts', 'engine.ts', 'feedback.ts', 'people.ts'],
    ...['known.ts', 'reach.ts', 'drawn-rooms.ts', 'consents.ts', 'files.ts', 'messenger.ts'],
  ],
  'consents.ts': ['types.ts', 'core', 'context', 'engine.ts', 'messenger.ts'],
  'known.ts': ['types.ts', 'core', 'context', 'engine.ts', 'messenger.ts'],
  'feedback.ts': ['types.ts', 'core', 'surveys', 'ui', 'engine.ts', 'messenger.ts'],
  'assist.ts': [
    'types.ts',
    'core',
    'context',
    'flows',
    'matcher',
    'help-centre.ts',
    'bot.ts',
    'matching.ts',
    'engine.ts',
    'messenger.ts',
  ],
  'bot.ts': ['types.ts', 'core', 'context', 'flows', 'handoff', 'i18n', 'engine.ts', 'messenger.ts'],
  'matching.ts': ['types.ts', 'core', 'help', 'i18n', 'matcher'],
  'help-centre.ts': ['types.ts', 'core', 'context', 'help', 'engine.ts', 'messenger.ts'],
  'reach.ts': ['types.ts', 'core', 'handoff.ts', 'attention.ts', 'engine.ts', 'messenger.ts'],
  'handoff.ts': ['types.ts', 'core', 'handoff', 'i18n', 'engine.ts', 'messenger.ts'],
  'attention.ts': ['types.ts', 'core', 'i18n', 'ui', 'engine.ts', 'messenger.ts'],
  'people.ts': ['types.ts', 'core', 'context', 'engine.ts', 'messenger.ts'],
  'engine.ts': ['types.ts', 'core', 'storage', 'files.ts', 'messenger.ts'],
  'files.ts': ['types.ts', 'core', 'ui'],
  'index.ts': ['types.ts', 'core', 'context', 'ui', 'face.ts', 'messenger.ts'],
};

const imports = (file: string) =>
  [...read(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    relative(SRC, join(SRC, dirname(file), path!))
      .replace(/\.js$/, '.ts')
      .replace(/\?.*$/, ''),
  );

describe('imports', () => {
  test.each(files)('%s imports only what lies below it', (file) => {
    const room = roomOf(file);
    expect(MAY).toHaveProperty([room]);
    const may = (path: string) => [room, ...MAY[room]!].some((it) => it === path || it === roomOf(path));
    const strays = imports(file).filter((path) => !may(path));
    expect(strays).toEqual([]);
  });

  test('the linter is for the command alone', () => {
    const users = files.filter((file) => imports(file).some((path) => roomOf(path) === 'lint'));
    expect(new Set(users.map(roomOf))).toEqual(new Set(['lint', 'cli']));
  });

  test('code is fetched later in few places', () => {
    const lazy = files.filter((file) => /[^.\w]import\((?!\.meta)/.test(read(file).replace(/typeof import\(/g, '')));
    expect(lazy).toEqual([
      'assist.ts',
      'bot.ts',
      'cli/cli.ts',
      'consents.ts',
      'context/activity.ts',
      'context/collect.ts',
      'drawn-rooms.ts',
      'engine.ts',
      'face.ts',
      'flows/host.ts',
      'handoff.ts',
      'headless.ts',
      'help-centre.ts',
      'i18n/languages.ts',
      'inspector/inspector.tsx',
      'known.ts',
      'loader/loader.ts',
      'matching.ts',
      'messenger.ts',
      'outreach.ts',
      'reach.ts',
      'relay/sqlite.ts',
      'rooms.ts',
      'transport/relay.ts',
      'ui/attach/attach.tsx',
      'ui/conversation/emoji-button.tsx',
      'ui/conversation/failed.tsx',
      'ui/conversation/message.tsx',
      'ui/emoji/picker.tsx',
      'ui/help/help.tsx',
      'ui/home/extras.tsx',
      'ui/masking/masking.tsx',
      'ui/panel/attach.tsx',
      'ui/panel/composer.tsx',
      'ui/panel/panel.tsx',
      'ui/parts/parts.tsx',
      'ui/proactive/show.tsx',
      'ui/share/link.tsx',
      'ui/share/share.tsx',
      'wire/parse.ts',
    ]);
  });

  test('nothing but the entries of the package is an index', () => {
    expect(files.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([
      'index.ts',
      'relay/index.ts',
      'testing/index.ts',
    ]);
  });
});

describe('headless', () => {
  /** What remains of it once the types are gone: as `imports`, those that come later too. */
  const code = (file: string) =>
    read(file)
      .replace(/^(?:import|export) type [^;]*;/gm, '')
      .replace(/typeof import\([^)]*\)|import\([^)]*\)\./g, '');
  const runs = (file: string) =>
    [...code(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, path]) =>
      path!.startsWith('.')
        ? join(dirname(file), path!.replace(/\?.*$/, '')).replace(
            /\.js$/,
            files.includes(join(dirname(file), path!).replace(/\.js$/, '.ts')) ? '.ts' : '.tsx',
          )
        : path!,
    );
  const reached = (from: string, seen = new Set<string>()) => {
    if (seen.has(from)) return seen;
    seen.add(from);
    if (files.includes(from)) for (const next of runs(from)) reached(next, seen);
    return seen;
  };
  const draws = (path: string) => /^(ui|theme|inspector)\/|^preact|^@floating-ui|\.css$/.test(path);

  test('brings nothing that draws, neither at once nor later', () => {
    const all = [...reached('headless.ts')];
    expect(all).toContain('rooms.ts');
    expect(all).toContain('flows/run.ts');
    expect(all.filter(draws)).toEqual([]);
    // the other door does
    expect([...reached('index.ts')].filter(draws)).toEqual(expect.arrayContaining(['preact', 'ui/mount.ts']));
  });
});

describe('files', () => {
  // languages and data are as long as they are
  const lengths = files
    .filter((file) => !/^i18n\/[\w-]+\.ts$/.test(file))
    .map((file) => [file, read(file).split('\n').length] as const);

  test('none is over 300 lines', () => {
    expect(lengths.filter(([, length]) => length > 300)).toEqual([]);
  });

  test('nine in ten have at most 200 lines', () => {
    const sorted = lengths.map(([, length]) => length).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length * 0.9)]).toBeLessThanOrEqual(200);
  });

  test('none that ships to a page makes markup or code of strings, or measures in rem', () => {
    const shipped = files.filter((file) => !/^(relay|cli|desk)\//.test(file));
    const sinks =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|new Function|[^.\w]eval\(|dangerouslySetInnerHTML|setAttribute\(['"]style|cssText/;
    expect(shipped.filter((file) => sinks.test(read(file)))).toEqual([]);
    const sheets = all.filter((file) => file.endsWith('.css') && !file.startsWith('desk/'));
    expect(sheets.filter((file) => /\drem\b|@import|url\(/.test(read(file)))).toEqual([]);
  });
});
