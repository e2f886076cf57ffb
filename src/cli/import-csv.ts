/** Questions and answers in a table to intents: rows with the same answer are one intent with several questions. */
import { SobaniError } from '../core/errors.js';
import { sameness } from '../help/answers/read-intent.js';
import { type CsvRow, parseCsv } from './csv.js';
import { folderOf, freeName, type Imported, shorten, slugOf, withFrontMatter } from './import-files.js';

const COLUMNS = ['question', 'answer', 'intent', 'title', 'article', 'flow', 'locale'] as const;
type Column = (typeof COLUMNS)[number];

const LONGEST = { question: 500, title: 200, answer: 10_000 };

interface Group {
  id: string;
  row: CsvRow;
  title: string;
  questions: string[];
  answer: string;
  article: string;
  flow: string;
}

/** Throws `invalid` with the line where the table cannot be read. `locale`: of rows that do not say theirs. */
export function importCsv(text: string, locale: string): Imported {
  const [head, ...rows] = parseCsv(text);
  const names = head?.fields.map((field) => field.trim().toLowerCase()) ?? [];
  const column = (row: CsvRow, name: Column) => row.fields[names.indexOf(name)]?.trim() ?? '';
  if (!names.includes('question')) {
    const known = COLUMNS.join(', ');
    throw new SobaniError('invalid', `line 1: name the columns; "question" is needed, and there are ${known}`, {
      path: '1',
    });
  }
  const imported: Imported = { files: new Map(), notes: [] };
  const note = (row: CsvRow, what: string) => void imported.notes.push(`line ${row.line}: ${what}`);
  const groups = new Map<string, Group>();
  const asked = new Map<string, number>();
  for (const row of rows) {
    const [question, answer] = [column(row, 'question').replace(/\s+/g, ' '), column(row, 'answer')];
    const [article, flow] = [column(row, 'article'), column(row, 'flow')];
    const folder = folderOf(column(row, 'locale') || locale);
    const same = question && sameness(question);
    const why =
      folder === undefined
        ? `"${column(row, 'locale') || locale}" is no language`
        : !same || question.length > LONGEST.question
          ? `a question is 1 to ${LONGEST.question} characters with a word in them`
          : !answer && !article && !flow && !column(row, 'intent')
            ? 'there is no answer'
            : answer.length > LONGEST.answer
              ? `the answer is over ${LONGEST.answer} characters; make it an article`
              : asked.has(`${folder} ${same}`)
                ? `the same question is in line ${asked.get(`${folder} ${same}`)}`
                : undefined;
    if (why) {
      note(row, `${why}; it was left out`);
      continue;
    }
    asked.set(`${folder} ${same}`, row.line);
    const intent = column(row, 'intent');
    const key = JSON.stringify([folder, intent || answer || article || flow]);
    const group = groups.get(key);
    if (!group) {
      const taken = new Set([...imported.files.keys(), ...[...groups.values()].map(({ id }) => id)]);
      const name = slugOf(intent) || slugOf(question) || `intent-${row.line}`;
      const id = freeName(`${folder}/${name}`, taken);
      const title = shorten(column(row, 'title') || question, LONGEST.title);
      groups.set(key, { id, row, title, questions: [question], answer, article, flow });
      continue;
    }
    group.questions.push(question);
    group.answer ||= answer;
    group.article ||= article;
    group.flow ||= flow;
    if (answer && answer !== group.answer)
      note(row, `another answer than that of line ${group.row.line}, which is kept`);
  }
  for (const { id, row, title, questions, answer, article, flow } of groups.values()) {
    if (!answer && !article && !flow) {
      note(row, 'nothing follows in any row of this intent; it was left out');
      continue;
    }
    const follows = { ...(article && { article }), ...(flow && { flow }) };
    imported.files.set(`${id}.md`, withFrontMatter({ title, ...follows, questions }, answer));
  }
  return imported;
}
