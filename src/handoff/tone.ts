/**
 * The tone of what a visitor wrote: angry, urgent or plain. A small model of rules for English and Japanese, no more: words and
 * signs that speak for a tone are counted, two points or one each, and two points make it. It knows no irony, and what it
 * does not know it takes for plain: of lines that it has not seen it finds half of the angry and the urgent ones, and of what it
 * calls so next to nothing is plain. Pure. The tables: `npm run bench:tone`.
 */

import type { Tone } from '../types.js';

/** Words by what they say: for English from their beginning, where `~` is any ending; for Japanese wherever they stand. */
const words = (english: string, japanese: string): RegExp =>
  new RegExp(
    `\\b(?:${english
      .trim()
      .replace(/\s*\n\s*/g, '|')
      .replaceAll('~', '\\w*')})\\b|${japanese.trim().replace(/\s+/g, '|')}`,
    'gi',
  );

/** Says the opposite of what its words would: taken out first. */
const DENIED = words(
  `(?:not|isn't|no) (?:\\w+ )?(?:angry|upset|urgent|emergency|rush|hurry)
  never ?mind|do not worry|don't worry|no need to|hate to`,
  `[怒急][^。、]{0,8}?(?:では|じゃ)(?:な|あり) 最悪の場合 お急ぎ便 お待たせ 早く届いて 最低(?:限|購入|注文)`,
);

/** For each tone what gives two points, and what gives one. */
const CUES: [tone: Tone, strong: RegExp, weak: RegExp][] = [
  [
    'angry',
    words(
      `ridiculous|unacceptable|unbelievable|disgust~|outrag~|furious|livid|angry|fed up|sick (?:and tired )?of|worst|useless|pathetic
      garbage|trash|rubbish|crap|bullshit|terrible|horribl[ey]|awful|appalling|atrocious|dreadful|abysmal|shocking|disgrac~|shame on|ashamed
      idiots?|stupid|incompeten~|unprofessional|rude|clueless|liars?|lied|lies|cheat~|thie(?:f|ves)|scam~|fraud~|rip-?off|joke|nonsense|nightmare
      wtf|damn|hell|bloody|insult~|thanks for nothing|you people|kidding me|do you even|how hard can|wrong with you|patience|(?:had|is) enough
      (?:bad|negative) review|one star|zero stars|ruin(?:ed|s)?|embarrass~|what is the point|(?:not|n't) care|go(?:ne)? silent|copy-?paste|(?:take|took) my money
      stole|disaster|catastroph~|amateur~|laughable|absurd|insane|fuck~|shit~|suck~|lousy|dismal|run-?around|hung up|how dare|enough of|god's sake
      not good enough|wast(?:e|ed|ing) (?:of )?(?:my |of )?(?:\\w+ )?(?:time|money)|being ignored|been ignored|ignor(?:e|ing) me|hate|annoy~|frustrat~
      report you|consumer protection|lawyer|legal action|sue you|chargeback|money back now|never .{0,30}again
      (?:third|fourth|fifth|\\d(?:rd|th)) time|(?:told|asked|written|emailed|called) .{0,20}(?:times|already)`,
      `いい加減 ふざけ ひど[いすく] 酷[いすく] 最悪 最低 二度と 詐欺 騙さ だまさ 嘘 我慢の限界 腹が?立 むかつ ムカつ 頭に[き来] 怒 呆れ あきれ
      うんざり イライラ いらいら ばかに バカ(?!ンス) 馬鹿 ゴミ(?!袋|箱|の日|に出) クズ お前 やる気 話にならな 責任者 上の[人者方](?:を|に|と) 消費者(?:センター|庁)
      弁護士 訴え(?:る|ま) 無視 不愉快 不快 不誠実 不親切 失礼(?:です|だ|な(?:対応|態度)) 態度[がも] 誠意 納得(?:でき|いか) 信じられな 信用でき 信頼でき ありえな あり得な
      どういう(?:こと(?:だ|です|な)|つもり) 何(?:度|回)も(?:同じ|言|問|連絡|メール) 気が済む 何だと思 待たせ 待たされ どれだけ待 いつになったら たらい回し 言わせ ごまか
      なめて 舐めて 信じませ 言うことが違 店を閉め こんな(?:店|会社|対応|サービス) (?:口コミ|レビュー)に書 カード会社 連絡(?:ひとつ|一つ|も)(?:な|あ) 一切(?:な|連絡) 不良品を くそ クソ 論外
      あんまりで 後悔し ガッカリ 意味が?ない 金返 返金しろ 誤魔化 泣き寝入り おかしい(?:でしょ|だろ) 返せ(?!ま|る|な) がっかり 失望 許せ 許さ じゃないか(?!と) [悪遅]すぎ 無駄 約束[がと]違 使えない(?:チャット|ボット|店|サイト) 苦情`,
    ),
    words(
      `nobody|no one|still (?:no|not|waiting|nothing)|never|(?:weeks|months)|disappoint~|unhappy|not happy|complain~|manager|supervisor`,
      `[!?]{2,} 間も [かヶカ]月も ずっと どうなって 何[度回]も 全然 まったく 全く いつまで ちゃんと`,
    ),
  ],
  [
    'urgent',
    words(
      `urgent~|emergency|asap|as (?:soon|quickly|fast) as|immediately|right (?:now|away)|straight away|hurry|rush|quickly|at once|time-?sensitive
      deadline|last minute|running out of time|within (?:the|an|one|\\d+) (?:hour|minutes?)|in (?:an|one|two|three|\\d+) (?:hours?|minutes?)
      by (?:today|tonight|tomorrow|noon|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|before (?:it|they|you) (?:ships?|leaves?|goes|close)|in time
      in my name|(?:strange|unknown|suspicious) (?:\\w+ )?(?:mail|charge|payment|login|order)|swallow~|poison~|electric shock|sparks|already at|(?:block|freeze) my|minutes? ago
      before (?:noon|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|too late|stranded|locked out|waiting outside|last (?:day|chance)|expires?
      can(?:'t|not) wait|hacked|stolen|compromised|unauthori[sz]ed|without (?:my )?permission|(?:did not|didn't) (?:make|order|authori[sz]e)
      (?:someone|somebody) (?:else )?(?:is|has) (?:us|log)~|smoking|on fire|injur~|bleeding|is hurt|hospital|allergic|stop the (?:shipment|order|delivery|parcel)|help(?=!)`,
      `至急 急[いぎ用] 早急 お?早め なるはや 朝イチ できるだけ早 一刻も早 今すぐ すぐに?(?:確認|対応|返|欲し|ほし|お願い|来) 緊急 締め?切り?[がは] (?:今日|本日|今週)中 必着
      までに?(?:必要|欲しい|ほしい) 間に合 待て[まな] 時間が(?:な|迫) 迫って 乗っ取 盗まれ 身に覚え 不正(?:利用|アクセス) 知らない人 不審な 煙が 火が 発火 怪我 ケガ 病院 アレルギー
      急遽 飲み込 誤飲 感電 火傷 やけど 爆発 不正に 名義で 勝手に(?:注文|使|ログイン) (?:発送|出荷)前 たった今 前に(?:受け取|届|必要) 期限が 本日限 最終日 入院 水漏れ
      危険 あと.{1,6}(?:時間|分)で 助けて(?:くだ|$)`,
    ),
    words(
      `today|tonight|tomorrow|this (?:morning|afternoon|evening)|now|fast|need|must|get it|arrive|twice|birthday|wedding|funeral|flight|airport|train|party|event`,
      `今日 本日 明日 今夜 今朝 夕方 止めて 早く すぐ までに 誕生日 結婚式 葬 旅行 飛行機 出発 明後日 今から 先ほど パーティー \\d時までに`,
    ),
  ],
];

/** The tone of one text, in English or Japanese. Anger outdoes urgency. */
export function toneOf(text: string): Tone {
  const said = text.normalize('NFKC').replaceAll('’', "'").replace(DENIED, ' ');
  const letters = said.replace(/[^A-Za-z]/g, '');
  const isShouted = letters.length > 7 && letters === letters.toUpperCase();
  const count = (cue: RegExp) => said.match(cue)?.length ?? 0;
  const found = CUES.find(
    ([tone, strong, weak]) => 2 * count(strong) + count(weak) + +(isShouted && tone === 'angry') > 1,
  );
  return found?.[0] ?? 'plain';
}
