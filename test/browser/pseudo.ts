/** A language that nobody speaks: English with accents, longer, and in brackets. What is without them was never translated. */
import type { Plural, Strings } from '../../src/i18n/en-screens.js';
import { languages } from '../../src/i18n/languages.js';
import { english } from '../i18n/english.js';

/** A private code of BCP 47. */
export const PSEUDO = 'qps';

const PLAIN = 'aceilnosuyzACEINOSUYZ';
const ACCENTS = 'áçéíłñóšúýžÁÇÉÍÑÓŠÚÝŽ';
const WORDS = 'øñé ťŵó ťĥŕéé ƒóúŕ ƒíṽé šíẋ šéṽéñ éíğĥť ñíñé ťéñ '.repeat(9);

/** 40 % longer, and two characters at the least. The values to put in stay as they are. */
function strange(text: string): string {
  const accented = text.replace(/\{\w+\}|[a-z]/gi, (one) =>
    one.length > 1 ? one : (ACCENTS[PLAIN.indexOf(one)] ?? one),
  );
  const more = WORDS.slice(0, Math.max(2, Math.ceil(text.length * 0.4))).trim();
  return `⟦${accented} ${more}⟧`;
}

const strings = Object.fromEntries(
  Object.entries(english as Record<string, string | Plural>).map(([key, text]) => [
    key,
    typeof text === 'string' ? strange(text) : { one: strange(text.one!), other: strange(text.other) },
  ]),
) as Strings;

/** From here on it can be set like any other. */
export function speakPseudo(): void {
  languages[PSEUDO] = async () => ({ strings });
}
