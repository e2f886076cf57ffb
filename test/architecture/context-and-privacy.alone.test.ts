// @vitest-environment happy-dom
/** What docs/context-and-privacy.md says is collected and stored, compared with the code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Source } from '../../src/context/source.js';
import { takenBack } from '../../src/context/withdraw.js';
import { databaseName, markKey } from '../../src/core/mark.js';
import * as rows from '../../src/core/rows.js';

/** Sources that the collector was given; in place of a page that they would watch. */
const followed: Source[] = [];
vi.mock('../../src/context/collector.js', () => ({
  createCollector: () => ({ follow: (source: Source) => followed.push(source) }),
}));

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const names = (text: string, pattern = /`([^`]+)`/g) => [...text.matchAll(pattern)].map(([, name]) => name!);
const doc = read('docs/context-and-privacy.md');

/** Cells of each table row below that heading. */
const tableOf = (heading: string) => {
  const [, section] = doc.split(`\n## ${heading}\n`);
  const lines = section!
    .split(/\n## /)[0]!
    .split('\n')
    .filter((line) => /^\| `/.test(line));
  return lines.map((line) => line.slice(2, -2).split(' | '));
};
/** Members of an exported interface. */
const membersOf = (file: string, name: string) => {
  const [, body] = new RegExp(`^export interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(read(file))!;
  return names(body!, /^ {2}(\w+)\??:/gm);
};

describe('the table of what is collected', () => {
  const table = tableOf('What is collected');
  const keys = table.map(([key]) => names(key!)[0]!);

  test('has a row for each key of a snapshot, and no other', () => {
    const inCode = [...membersOf('src/situation.ts', 'HostContext'), ...membersOf('src/situation.ts', 'Snapshot')];
    const told = inCode.filter((key) => !['v', 'about'].includes(key));
    expect(keys.sort()).toEqual([...told, 'x-…'].sort());
  });

  test('says which of them the relay makes a timeline of', () => {
    const [, parts] = /const READ = \[([^\]]*)\]/.exec(read('src/relay/happenings.ts'))!;
    const inTable = table.filter(([, , , , , kept]) => kept!.includes('timeline')).map(([key]) => names(key!)[0]);
    expect(inTable.sort()).toEqual(names(parts!, /'(\w+)'/g).sort());
  });

  test('names all that is asked back where everything is taken back, also what only other pages know', () => {
    const all = { functional: true, analytics: true };
    const taken = takenBack(all, { functional: false, analytics: false }, [], 1).map(([key]) => key);
    const asked = taken.filter((key) => key.startsWith(rows.withdrawnPrefix));
    const optional = table.filter(([key, , , , category]) => !key!.includes('x-…') && category !== 'necessary');
    expect(asked.sort()).toEqual(optional.map(([key]) => rows.withdrawnKey(names(key!)[0]!)).sort());
  });

  test('says why, of every row, and leaves no cell empty', () => {
    expect(table.filter((cells) => cells.length !== 6 || cells.some((cell) => !cell.trim()))).toEqual([]);
  });

  test('has each source by its name in the option, under the category that it has', async () => {
    const { collect } = await import('../../src/context/collect.js');
    const listed = /SOURCES[^{]*\{([^}]*)\}/.exec(read('src/context/collect.ts'))![1]!;
    const inCode = names(listed, /^ +(\w+):/gm);
    expect(inCode).toContain('dataLayer');
    const inTable = new Set(table.flatMap(([, , , from]) => names(from!)));
    expect([...inTable].sort()).toEqual([...inCode, 'host', 'flow', 'survey'].sort());
    for (const name of inCode) {
      followed.length = 0;
      collect({ context: [name] });
      const [source] = followed;
      const under = table.filter(([, , , from]) => names(from!).includes(name)).map(([, , , , category]) => category);
      expect([name, ...new Set(under)]).toEqual([name, source!.category]);
      // one word for it in the option, to the team, and on “What we share”
      expect(source!.name).toBe(name);
    }
  });
});

test('redaction is said to know each kind that it knows', () => {
  const [, kinds] = /type SensitiveKind = ([^;]+);/.exec(read('src/context/redact/rule.ts'))!;
  const inCode = names(kinds!, /'(\w+)'/g);
  expect(inCode.length).toBeGreaterThan(5);
  const [said] = doc.split('\n\n').filter((paragraph) => paragraph.includes('•••• 1234'));
  expect(inCode.filter((kind) => !said!.includes(`\`${kind}\``))).toEqual([]);
});

describe('what is stored on the device', () => {
  const heading = 'What is stored on the device';

  test('has every row by its key, the markers and the database', () => {
    const keys = [
      rows.sessionKey,
      rows.consentKey,
      rows.settingsKey,
      rows.conversationKey('ID'),
      rows.messageKey({ conversation: 'CONVERSATION', id: 'ID' }),
      rows.outboxKey(1, 'ID').replace(/\d+/, 'N'),
      rows.fileKey('ID'),
      rows.withdrawnKey('PART'),
      rows.surveyKey('ID'),
      rows.ratingKey('ID'),
      rows.visitsKey,
      rows.journeyKey,
      rows.answeredKey,
      rows.recentKey,
      rows.proactiveKey,
      rows.flowKey('CONVERSATION'),
      rows.takenKey,
    ];
    const inCode = Object.keys(rows).filter((name) => name.endsWith('Key'));
    expect(inCode).toHaveLength(keys.length);
    const inTable = tableOf(heading).map(([key]) => names(key!)[0]!);
    expect(inTable.filter((key) => /^(survey|rating|[a-z])(\/|$)/.test(key)).sort()).toEqual(keys.sort());
    for (const key of [`database \`${databaseName('APP')}\``, `localStorage | \`${markKey('APP')}\``])
      expect(doc).toContain(key);
    expect(doc).toContain(`sessionStorage | \`${markKey('APP')}\``);
  });

  test('is written by these files alone, and no cookie is among it', () => {
    const shipped = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/^(relay|cli|desk)\//.test(file))
      .filter((file) => /localStorage|sessionStorage|indexedDB\.|caches\.|document\.cookie/.test(read(`src/${file}`)));
    expect(shipped.sort()).toEqual([
      'core/mark.ts',
      'core/marker.ts',
      'loader/loader.ts',
      'storage/drafts.ts',
      'storage/indexeddb.ts',
      'storage/open-storage.ts',
      'storage/session.ts',
    ]);
    expect(shipped.filter((file) => read(`src/${file}`).includes('cookie'))).toEqual([]);
    expect(doc).toMatch(/\n## Cookies\n\nNone/);
  });
});

test('what the relay stores has each table of its database', () => {
  const inCode = names(read('src/relay/sqlite-schema.ts'), /CREATE TABLE (\w+)/g);
  expect(inCode).toContain('conversation');
  expect(
    tableOf('What the relay stores')
      .map(([name]) => names(name!)[0])
      .sort(),
  ).toEqual(inCode.sort());
});
