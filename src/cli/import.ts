/** `sobani import`: what was written elsewhere, as Markdown that the other commands compile. */
import { parseArgs } from 'node:util';
import { SobaniError } from '../core/errors.js';
import { readJson } from '../lint/json-source.js';
import { readText } from './artefacts.js';
import { isJson } from './author-files.js';
import { importArticles } from './import-articles.js';
import { importCsv } from './import-csv.js';
import { folderOf, type Imported, writeImported } from './import-files.js';

const USAGE = `Usage: sobani import zendesk|intercom|csv <file> --out <folder> [--locale en] [--overwrite]

  zendesk   JSON with articles[]: title, body (HTML), locale, label_names. Makes <folder>/<language>/<article>.md for build-help.
  intercom  JSON with data[]: title, description, body (HTML), state. The same.
  csv       A table with the columns question and answer, and if wanted intent, title, article, flow, locale.
            Makes <folder>/<language>/<intent>.md for build-answers; rows with the same answer are one intent.

  --locale     Language of what does not say its own. Default en.
  --overwrite  Replace files that are there.

What cannot be kept is left out, and told. Exits with 0, with 1 where nothing could be imported, 2 when called wrongly.`;

function convert(kind: string, text: string, locale: string, file: string): Imported {
  if (kind !== 'csv' && kind !== 'zendesk' && kind !== 'intercom') {
    throw new Error(`"${kind}" is none of zendesk, intercom, csv`);
  }
  try {
    if (kind === 'csv') return importCsv(text, locale);
    const json = readJson(text);
    if (!isJson(json)) throw new SobaniError('invalid', `line ${json.line}: ${json.problem}`);
    return importArticles(kind, json.value, locale);
  } catch (thrown) {
    if (!(thrown instanceof SobaniError)) throw thrown;
    throw new SobaniError(thrown.code, `${file}: ${thrown.message}`, { cause: thrown });
  }
}

/** The command. Prints what it left out, and resolves with the exit code. */
export async function importCommand(argv: string[]): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        locale: { type: 'string' },
        overwrite: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    const [kind, file, ...more] = positionals;
    const { out, locale = 'en', overwrite = false } = values;
    if (!kind || !file || more.length || !out) throw new Error('name what it is, one file, and --out');
    if (folderOf(locale) === undefined) throw new Error(`--locale: "${locale}" is no language such as en or pt-BR`);
    const text = await readText(file).catch((cause: unknown) => {
      throw new SobaniError('not-found', `${file}: cannot be read`, { cause });
    });
    const imported = convert(kind, text, locale, file);
    for (const note of imported.notes) console.log(`${file}: ${note}`);
    await writeImported(out, imported, overwrite);
    console.log(`${imported.files.size} files in ${out}, ${imported.notes.length} notes`);
    return imported.files.size ? 0 : 1;
  } catch (thrown) {
    console.error((thrown as Error).message);
    if (!(thrown instanceof SobaniError)) console.error(USAGE);
    return thrown instanceof SobaniError ? 1 : 2;
  }
}
