import { enBot } from '../i18n/en-bot.js';
import { addEnglish, translate } from '../i18n/translate.js';

addEnglish(enBot);

/** What a flow says of itself, by the key without `bot-`. */
export type Words = { [K in keyof typeof enBot as K extends `bot-${infer Name}` ? Name : never]: string };

/**
 * In the visitor's language, in English until that is loaded; a flow's own texts come from its file. `isAlone`: there are no people to
 * hand over to.
 */
export function words(locale: string, isAlone = false): Words {
  const t = translate(locale);
  const said = (Object.keys(enBot) as (keyof typeof enBot)[]).map((key) => [key.slice(4), t(key)]);
  const all = Object.fromEntries(said) as Words;
  return isAlone ? { ...all, person: '', lost: all.lostAlone, handoff: all.handoffAlone } : all;
}

const ASKS = [
  /^(an? |the )?(real |live |human )?(agent|human|person|operator|representative)( please)?\W*$/i,
  /\b(talk|speak|chat|connect|transfer)\b.*\b(person|human|agent|someone|somebody|operator|representative)\b/i,
  /^(担当者?|オペレーター?|有人|人間)(を|に|と|で)?(対応|チャット|お願い|希望|$)/,
  /(担当者?|オペレーター?|スタッフ|人間?)(の(方|かた))?[とにへ]\S{0,3}(話|はな|つな|繋|代わ|替わ|かわ)/,
  // German, French, Spanish, Portuguese
  /\b(sprechen|reden|verbinden|chatten)\b.*\b(mensch|person|mitarbeiter|kundenservice)|\b(mensch|person|mitarbeiter)\S* (sprechen|reden|verbinden|chatten)\b/i,
  /\b(parler|discuter|échanger)\b.*\b(conseiller|humain|personne|agent|quelqu[’']un)/i,
  /\b(hablar|chatear|comunicar\S*|conectar\S*)\b.*\b(agente|persona|humano|alguien|operador)/i,
  /\b(falar|conversar)\b.*\b(atendente|pessoa|humano|alguém|agente|operador)/i,
  /^((echter |ein(en)? )?(mensch|mitarbeiter)|(un )?(conseiller|humain)|(un )?(agente|humano)|(um )?(atendente|humano))\W*$/i,
  // Chinese, Korean, Arabic
  /^(转|找|要|我要|联系|请转)?(人工|真人)(客服|服务)?\W*$|(转|找|联系|接)\S{0,2}(人工|真人)/,
  /^(상담원|상담사|사람)\S{0,2}( ?(연결|부탁).*)?$|(상담원|상담사|사람)(과|이랑|하고|에게|한테)? ?(통화|대화|연결|얘기|이야기|상담)/,
  /(التحدث|اتحدث|أتحدث|تحدث|التكلم|اتكلم|أتكلم|تحويلي|حولني|كلم)\S* .*(شخص|موظف|إنسان|انسان|وكيل|مندوب|الفريق)/,
];

/** Whether the visitor asks for a person, in one of our languages. Longer texts are taken as content. */
export const asksForPerson = (text: string): boolean =>
  text.length <= 80 && ASKS.some((one) => one.test(text.normalize('NFKC').trim()));
