/**
 * Which of a site's languages a text is in: by the script of its letters, and within a script by common short words. Pure, and no more
 * than that: of a name, a number or one word it says nothing rather than something wrong.
 */

/** The languages that a script may be. */
const SCRIPTS: [script: RegExp, languages: string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh ja'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Devanagari}/gu, 'hi mr ne'],
  [/\p{Script=Arabic}/gu, 'ar fa ur'],
  [/\p{Script=Cyrillic}/gu, 'ru uk bg sr'],
  [/\p{Script=Latin}/gu, 'en de fr es it pt nl sv da nb fi pl cs tr id vi'],
];

/** Words that are common in a language, and as few as can be of them in another of the same script. */
const WORDS: Record<string, string> = {
  en: 'the and you is my to of it for have where how can do what not this with please when are was your me on at in be will from that there would an did does order any all set show get need want next',
  de: 'der die das und ich nicht ist mein meine meinen wo wie kann bitte ein eine einen zu zum mit wann habe sie für auf den dem des noch wir es im am an was mich mir bei wird alle welche von nach ob heute',
  fr: 'le la les et je ne pas est mon ma où comment une des vous avec pour mes quand que du puis bonjour suis au aux sur dans moi quel quelle il ce cette votre ai peut',
  es: 'el la los las yo no es mi dónde cómo una que con para mis cuándo por puedo hola está del pero en de al me qué hay tengo quiero se ha este mañana',
  it: 'il la gli le io non è mio mia dove come una che con per quando posso ciao del sono ho della di al mi nel alle un cosa questo più ha ai vorrei',
  pt: 'os não meu minha onde como uma que com para quando posso olá do está da em no na de um me ao meus qual você isso por quero tem',
  nl: 'de het een en ik niet is mijn waar hoe kan met voor wanneer heb van op zijn naar je nog dat te wat er om deze mij aan bij in of alle moet',
  sv: 'och jag inte är min mitt var hur kan en ett med för när har på det att som till mig av om vad ska',
  da: 'og jeg ikke er min mit hvor hvordan kan en et med for hvornår har på det at af til mig om hvad skal',
  nb: 'og jeg ikke er min mitt hvor hvordan kan en et med for når har på det å av til meg om hva skal',
  fi: 'ja minä ei on missä miten voin milloin se tämä mutta että kun olen minun kiitos hei onko mitä kuinka saanko',
  pl: 'nie jest mój moje moja gdzie jak mogę dla kiedy mam się na do to czy proszę co jaka jaki przy od',
  cs: 'není je můj moje kde jak mohu pro kdy mám se na do to prosím že jsem co bych můžu',
  tr: 've ben değil bir nerede nasıl için ne zaman var bu mi mı benim ile çok lütfen merhaba mu kadar istiyorum',
  id: 'dan saya tidak adalah di mana bagaimana bisa dengan untuk kapan yang ini itu ada ke dari apa pesanan',
  vi: 'và tôi không là của ở đâu như thế nào có với cho khi được này một các những',
  ru: 'не это мой где как можно для когда на что мне вы заказ здравствуйте моя по из если есть',
  uk: 'не це мій де як можна для коли на що мені ви є замовлення моє чи із якщо',
  bg: 'не моят къде как мога за кога ми на да ли от поръчка аз това със',
  fa: 'من نیست است کجا چگونه با برای در که این از را سفارش',
  ar: 'أنا لا هو أين كيف مع في من على هل هذا متى إلى طلبي',
};

const primary = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0]!.replace(/^no$/, 'nb');

/** The language whose words are the most, a word that several have shared among them; undefined without any, or when two are level. */
function byWords(said: string, languages: string[]): string | undefined {
  const scores = new Map<string, number>();
  for (const word of said.match(/[\p{L}\p{M}'’]+/gu) ?? []) {
    const having = languages.filter((one) => ` ${WORDS[one] ?? ''} `.includes(` ${word} `));
    for (const one of having) scores.set(one, (scores.get(one) ?? 0) + 1 / having.length);
  }
  const [first, second] = [...scores].sort(([, a], [, b]) => b - a);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}

/**
 * The one of `locales` (BCP 47) in whose language a text is; undefined when it is in none of them, or when that cannot be told.
 * Of two locales of one language the first is taken.
 */
export function languageOf(text: string, locales: readonly string[]): string | undefined {
  const said = text.normalize('NFC').toLowerCase();
  const scripts = SCRIPTS.map(([script, all]) => ({
    languages: all.split(' '),
    count: said.match(script)?.length ?? 0,
  }));
  const [kana] = scripts as [(typeof scripts)[0]];
  const total = scripts.reduce((sum, { count }) => sum + count, 0);
  if (!total) return undefined;
  // Japanese is written with Han, and names of things in Latin: one kana in five letters tells
  const { languages } =
    kana.count * 5 > total ? kana : scripts.reduce((most, one) => (one.count > most.count ? one : most));
  const here = [...new Set(locales.map(primary))].filter((one) => languages.includes(one));
  const isLatin = languages.includes('en');
  // any other script says enough where the site has one language in it, unless the words are another's
  const found = byWords(said, languages) ?? (here.length === 1 && !isLatin ? here[0] : undefined);
  return locales.find((locale) => primary(locale) === found);
}
