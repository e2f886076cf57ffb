/** Reads comma-separated values as RFC 4180 has them; parted by semicolons or tabs where the first line is. Pure. */
import { SobaniError } from '../core/errors.js';

export interface CsvRow {
  /** From 1; where the row begins. */
  line: number;
  fields: string[];
}

/** The sign that parts the first line most often, outside of quotes. */
function separatorOf(text: string): string {
  const [first = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n/);
  const count = (sign: string) => first.split(sign).length;
  return [',', ';', '\t'].reduce((most, sign) => (count(sign) > count(most) ? sign : most));
}

/** All rows that hold something. Throws `invalid` with the line of a quote that is out of place. */
export function parseCsv(source: string): CsvRow[] {
  const text = source.replace(/^\ufeff/, '');
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, fields: [] };
  let line = 1;
  let at = 0;
  const refuse = (of: number, what: string): never => {
    throw new SobaniError('invalid', `line ${of}: ${what}`, { path: `${of}` });
  };
  const endRow = () => {
    if (row.fields.some((field) => field.trim())) rows.push(row);
    row = { line, fields: [] };
  };
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      const from = line;
      let end = at + 1;
      for (; text[end] !== '"' || text[end + 1] === '"'; end += text[end] === '"' ? 2 : 1) {
        if (end >= text.length) refuse(from, 'a quote is opened and not closed');
        if (text[end] === '\n') line++;
      }
      field = text
        .slice(at + 1, end)
        .replaceAll('""', '"')
        .replaceAll('\r\n', '\n');
      at = end + 1;
      const after = text[at];
      if (after !== undefined && after !== separator && after !== '\n' && after !== '\r') {
        refuse(line, 'something follows a closing quote; write a quote inside of quotes twice');
      }
    } else {
      const from = at;
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
      field = text.slice(from, at);
      if (field.includes('"')) refuse(line, 'a field with a quote in it must be in quotes');
    }
    row.fields.push(field);
    if (text[at] === separator) {
      at++;
      if (at === text.length) row.fields.push('');
      continue;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    endRow();
  }
  endRow();
  return rows;
}
