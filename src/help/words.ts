/**
 * Words of support in general: those that say little, and those that one says for another, and which of them a site needs.
 * Only words that it hardly uses itself are read as others too, since elsewhere synonyms blur what the site keeps apart.
 * Pure; runs where the help centre is compiled.
 */
import { fold, type Piece, pieces } from './tokenize.js';

/** Words that say little of what is meant. The index carries them to the page. */
export const STOP =
  'a about am an and any are as at be but by can cant could did do does dont for from get had has have how i id if ill im in into is isnt it its ive me my no not of off on or our out please should so some than that the their them then there these they this those to up us was we were what when where which who why will with wont would you your';

const STOPS: ReadonlySet<string> = new Set(STOP.split(' '));

/** As the page does it. */
export const tokenize = (text: string): Piece[] => pieces(text, STOPS);

/** Groups by language. Groups are parted by ;, words by commas. */
const GENERAL: Record<string, string> = {
  en: `abroad, overseas, international, foreign country; accept, approve, allow; access, open, reach; account, profile;
activate, enable, turn on, switch on; deactivate, disable, turn off, switch off, block, suspend;
add, insert, attach, include; address, location; administrator, admin, owner, manager;
ago, previous, earlier, former, older; answer, reply, response; attachment, attached file, file;
automatic, automatically, auto, by itself; autostart, auto start, start automatically; backup, back up, dump, copy;
bill, invoice, receipt; broken, damaged, defective, faulty, cracked, shattered, chipped, smashed;
bug, defect, issue, problem, error, fault; buy, purchase, order; cancel, cancellation, call off, revoke;
categorize, categorise, category, label, tag, topic; change, edit, modify, update, alter;
chart, diagram, graph, flowchart; chat, message, conversation; cheap, cheaper, price, cost, low cost;
child, children, kid; choose, select, pick; clean, cleaning, wash; close, terminate, end, quit;
colleague, coworker, teammate, member; comment, remark, feedback, review;
company, firm, business, organization, organisation; complain, complaint;
connect, connection, link, integrate, integration; contact, reach, get in touch, call, phone, write to;
cookie, tracking; copy, duplicate, clone; cost, price, fee, charge; crash, freeze, hang, stuck;
create, make, new, set up; credit, balance, points; customs, duty, duties, import tax;
delete, remove, erase, get rid of, wipe; deliver, delivery, ship, shipping, shipment, dispatch, send;
discount, coupon, promo, promotion, voucher, reduction; document, page, article, file;
down, unavailable, outage, not accessible, cannot access, unreachable; download, export, save;
downgrade, revert, roll back, rollback, go back, previous version, older version; draft, unfinished, work in progress;
email, mail; emoji, smiley, emoticon; employee, staff, person, user, member; exchange, swap, replace, replacement;
exclude, without, except, omit; expire, expiry, validity, valid, run out; extend, prolong, renew;
fast, quick, speed, performance; find, search, look for, look up; fix, repair, mend, solve, troubleshoot;
folder, directory; font, typeface; forgot, forgotten, lost, reset; format, style, layout;
free, gratis, at no cost, trial; gift, present; gift card, gift voucher, gift certificate;
guest, without account, anonymous; guide, manual, tutorial, instructions; hide, private, only me, secret, invisible;
hours, opening hours, opening times; image, picture, photo, photograph, screenshot;
import, migrate, migration, transfer; install, installation, set up, setup; invite, invitation, add member;
join, register, sign up, enrol, enroll, subscribe; kettle, teakettle; language, translation, locale;
laptop, computer, pc, desktop; late, delayed, delay, overdue; leave, retire, resign, quit; limit, quota, maximum;
list, overview, table; log in, login, sign in, signin, logon; log out, logout, sign out;
lost, missing, not arrived, disappeared; measure, analytics, statistics, analysis, track; minimum, least;
mobile, phone, smartphone, cell phone, telephone; money back, refund, reimbursement, repay; move, transfer, relocate;
name, title, rename; newsletter, mailing, marketing email; notify, notification, alert, reminder; offer, deal, sale;
old, outdated, obsolete; order number, order id, order reference; package, parcel, box;
page views, traffic, visits, analytics; password, passcode, pin; pay, payment, checkout;
permission, authority, access right, rights, role; person, human, agent, operator, representative;
plan, subscription, tier; print, printing, pdf; privacy, personal data, gdpr; proxy, gateway;
reboot, restart, boot, startup; recover, restore, undo, get back; reject, decline, refuse, deny;
return, send back, give back, bring back; share, publish, public; show, display, view, see, visible; shop, store;
shortcut, hotkey, keyboard; size, dimension, capacity, measurement; slack, teams, chat integration;
slide, presentation, slideshow; slow, lag, performance, memory; spreadsheet, table, excel, csv;
start, begin, launch, boot; stop, prevent, block, suspend, deactivate; storage, disk space, space; tax, vat, gst;
test, try, trial, demo; thumbs up, like, reaction; track, tracking, trace, follow;
two factor, 2fa, two step, mfa, multi factor, authenticator, otp; unsubscribe, opt out, stop receiving;
upgrade, update, newer version; upload, attach, add file; user, member, account; video, movie, clip;
wallet, payment method; warranty, guarantee; web site, website, site; wrap, wrapping, packaging`,
  ja: `アカウント, 会員, ユーザー;
アクセス解析, 解析, アナリティクス, analytics;
つながらない, つながりません, 接続できない, アクセスできない, 開かない, 開けない;
開く, 表示, アクセス; 安い, 料金, 価格, 値段, 低い; 絵文字, スマイリー, 顔文字;
以前, 前の, 旧, 過去; 一覧, リスト; 移す, 移行, 移動;
入れる, 導入, インストール, セットアップ; 印刷, プリント, pdf; インボイス, 請求書, 領収書;
受け取る, 受取, 届く; 売る, 販売; 遅い, 重い, 遅れ, 遅延; 送る, 送信, 配送, 発送;
教える, 案内, 連絡; 覚える, 記憶, 保存; 海外, 国外, 外国; 会社, 法人, 企業; 会議, ミーティング;
書く, 編集, 記入; カテゴリー, 分類, タグ, ラベル;
壊れた, 破損, 割れた, 割れて, 欠けた, 不良; 画像, 写真, 図, イラスト;
変える, 変更, 修正, 編集; かかる, 必要, 費用; 買う, 購入, 注文; 管理者, 管理, オーナー;
起動, 立ち上げ, スタート, 開始; 再起動, リブート, 起動; 自動, オート; 規約, ポリシー;
消す, 消したい, 削除, 消去, 取り除く; 共有, シェア, 公開;
キャンセル, 取り消し, 取消, 中止; 金額, 料金, 価格, 値段;
クーポン, 割引, ディスカウント, 値引き; グラフ, 図, ダイアグラム, チャート;
携帯, スマホ, スマートフォン, 電話; 検索, 探す, 探したい, 見つける;
権限, 許可, 公開範囲, 閲覧; 原因, 理由; 交換, 取り替え, 取替; 公開, 見える, 見られる;
ごみ箱, ゴミ箱, 削除; コピー, 複製; 作る, 作成, 新規;
下げる, 下げたい, ダウングレード, 変更;
戻す, 戻したい, ダウングレード, 復元, 復旧; サイズ, 大きさ, 寸法, 容量;
サイト, ページ, ウェブサイト; 支払い, 支払, 決済, お支払い;
資料, ドキュメント, 文書, ファイル; 自分だけ, 非公開, プライベート;
使用方法, 使い方, 利用方法; 使えない, 利用できない, 無効, 停止;
使えなく, 停止, 無効, 削除; 使う, 利用, 使用; 受信, 受け取る; 住所, 届け先, 送り先;
障害, 不具合, トラブル, 停止; 上限, 制限, 最大; 職員, 社員, スタッフ, メンバー;
資格情報, パスワード, 暗証番号; スライド, プレゼンテーション, 発表; 税, 消費税, 関税;
設定, セッティング, 構成; 添付, アップロード; 退会, 解約, 脱退, アカウント削除;
退職, 退社, 辞めた, 停止; 人, ユーザー, メンバー; 宅配, 配達, 配送, 荷物, 小包;
助けて, ヘルプ, サポート; ためす, 試す, トライアル, 体験, お試し; 違う, 間違い, 誤り;
知らせる, 通知, お知らせ; 贈り物, プレゼント, ギフト; 付ける, 追加; 手順, 方法, やり方;
手伝う, サポート; 電話番号, 電話; 問い合わせ, 問合せ, 連絡, お問い合わせ; どこ, 場所, 追跡;
届かない, 届いていない, 未着, 配達されない; 止める, 停止, 無効;
登録, 申し込み, 申込, 入会, サインアップ;
二段階認証, 二要素認証, 多要素認証, 2段階認証; 入る, ログイン, サインイン;
出る, ログアウト, サインアウト; 抜く, 除外, 除く; 値段, 料金, 価格, 費用; バージョン, 版;
バックアップ, 控え, 複製; パソコン, pc, コンピューター; 払い戻し, 返金, お金を返す; 表, テーブル;
表計算, エクセル, csv; ファイル, 添付;
不具合, バグ, 障害, エラー, 問題, トラブル; フォルダ, ディレクトリ; 包む, ラッピング, 包装;
返す, 返したい, 返品, 返送; 保証, 保障, 補償; マニュアル, 手引き, ガイド, 説明書; 招く, 招待;
無料, タダ, 無償; メール, eメール, 電子メール;
メルマガ, メールマガジン, ニュースレター; 文字, 文章, テキスト; ラベル, タグ;
履歴, 更新履歴, 過去; リンク, url; 連携, 統合, 接続; 忘れた, 紛失, リセット`,
};

/** What is hardly used: by at most so many articles. */
const RARE = 3;
const LETTERS = /^[\p{Script=Latin}\p{N}]/u;

/** As it is looked for in a text that `plain` has made: whole stemmed words, or in Japanese and the like any place. */
export const synonymKey = (word: string): string => {
  const folded = fold(word.trim());
  return LETTERS.test(folded)
    ? ` ${tokenize(folded)
        .map(([token]) => token)
        .join(' ')} `
    : folded;
};

/** A text as its folded characters and its stemmed words. */
const plain = (text: string): string => `${fold(text)} ${synonymKey(`a ${text}`)}`;

/**
 * Each rare word and what it may mean besides, as the page reads them. `texts`: one an article. `hasTerm`: whether any has
 * this token. `own`: groups of the site; they hold whether rare or not.
 */
export function pickSynonyms(
  texts: string[],
  hasTerm: (term: string) => boolean,
  locale: string,
  own: string[][] = [],
): string[][] {
  const plains = texts.map(plain);
  const uses = (word: string, key: string) =>
    tokenize(word).every(([term]) => hasTerm(term)) ? plains.filter((text) => text.includes(key)).length : 0;
  const general = (GENERAL[locale.split('-')[0]!] ?? '')
    .split(/;\s+/)
    .filter(Boolean)
    .map((group) => group.split(', '));
  const found = new Map<string, Set<string>>();
  for (const [groups, isOwn] of [
    [general, false],
    [own, true],
  ] as const) {
    for (const group of groups) {
      const used = group.map((word) => {
        const key = synonymKey(word);
        return { word: fold(word.trim()), key, uses: uses(word, key) };
      });
      for (const { key, uses } of used) {
        if (!isOwn && uses > RARE) continue;
        for (const other of used) {
          if (other.key === key || !other.uses) continue;
          found.set(key, (found.get(key) ?? new Set()).add(other.word));
        }
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, words]) => [key, ...[...words].sort()]);
}
