/** What a flow says of itself. English, and Japanese where the visitor's language is; a flow's own texts come from its file. */
const WORDS = {
  en: {
    person: 'Talk to a person',
    again: 'Try again',
    helped: 'That helped',
    skip: 'Skip',
    yes: 'Yes, thank you',
    no: 'No',
    pick: 'Please choose one of these.',
    lost: 'Sorry, I did not understand that. Would you like to talk to a person?',
    found: 'This may help:',
    suggest: 'Which of these is it about?',
    resolved: 'Did that solve it?',
    csat: 'How satisfied are you with this conversation?',
    form: 'Please fill in the form above.',
    text: 'Please write a little more, or a little less.',
    number: 'Please write a number.',
    email: 'Please write an email address, like name@example.com.',
    phone: 'Please write a phone number, like +44 20 7946 0000.',
    url: 'Please write a web address, like https://example.com.',
    date: 'Please write a date, like 2026-12-31.',
    restart: 'This chat has been updated, so let us start again.',
    handoff: 'I am passing you on to a person. They will answer here.',
  },
  ja: {
    person: '担当者と話す',
    again: 'もう一度試す',
    helped: '解決しました',
    skip: 'スキップ',
    yes: 'はい、解決しました',
    no: 'いいえ',
    pick: '次の中からお選びください。',
    lost: 'うまく理解できませんでした。担当者におつなぎしましょうか？',
    found: 'こちらをご覧ください。',
    suggest: 'どちらについてのご質問でしょうか？',
    resolved: '問題は解決しましたか？',
    csat: '今回の対応にどの程度ご満足いただけましたか？',
    form: '上のフォームにご入力ください。',
    text: '文字数をご確認のうえ、もう一度ご入力ください。',
    number: '数字でご入力ください。',
    email: 'メールアドレスをご入力ください（例：name@example.com）。',
    phone: '電話番号をご入力ください（例：03-1234-5678）。',
    url: 'URLをご入力ください（例：https://example.com）。',
    date: '日付をご入力ください（例：2026-12-31）。',
    restart: '内容が更新されたため、最初からご案内します。',
    handoff: '担当者におつなぎします。こちらでお返事します。',
  },
};

export type Words = typeof WORDS.en;

export const words = (locale: string): Words => WORDS[/^ja\b/i.test(locale) ? 'ja' : 'en'];

const ASKS = [
  /^(an? |the )?(real |live |human )?(agent|human|person|operator|representative)( please)?\W*$/i,
  /\b(talk|speak|chat|connect|transfer)\b.*\b(person|human|agent|someone|somebody|operator|representative)\b/i,
  /^(担当者?|オペレーター?|有人|人間)(を|に|と|で)?(対応|チャット|お願い|希望|$)/,
  /(担当者?|オペレーター?|スタッフ|人間?)(の(方|かた))?[とにへ]\S{0,3}(話|はな|つな|繋|代わ|替わ|かわ)/,
];

/** Whether the visitor asks for a person, in English or Japanese. Longer texts are taken as content. */
export const asksForPerson = (text: string): boolean =>
  text.length <= 80 && ASKS.some((one) => one.test(text.normalize('NFKC').trim()));
