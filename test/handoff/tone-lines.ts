/** Lines as visitors write them, and their tone as a person would say it. All are written by hand. */
import type { Tone } from '../../src/types.js';

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

export type Lines = Record<'en' | 'ja', Record<Tone, string[]>>;

/** A hundred and thirty in each language, which were there when the rules were made: the rules know their words. */
export const LINES: Lines = {
  en: {
    angry: lines(`
      This is ridiculous. I have been waiting three weeks.
      WHERE IS MY ORDER???
      I am so fed up with your company
      Worst customer service I have ever had
      You people are useless
      what a joke, still no answer after 5 emails
      I want my money back NOW or I am calling my bank
      This is unacceptable!!
      Absolutely disgusted with how you treated me
      stop sending me the same stupid answer
      Nobody ever replies. Third time I am asking!!!
      I'm furious, the parcel was left in the rain again
      thanks for nothing
      never buying from you again
      your website is garbage
      How hard can it be to send a cup without breaking it?
      I've told you four times already
      this bot is an idiot
      scam. pure scam.
      I will report you to consumer protection
      Are you kidding me? The replacement is broken too
      it's a disgrace that you charge for returns
      Why does nobody in your shop do their job
      pathetic
      I'm sick and tired of this
      You lied to me about the delivery date
      great, another broken teapot. well done.
      wtf is going on with my refund
      Terrible experience, zero stars
      This has been a nightmare from start to finish
      I have written to you three times and got the same copy-paste reply
      So you take my money and then go silent. Great.
      This company clearly does not care about its customers
      I am extremely unhappy with how this was handled!!
      Unbelievable. Still nothing.
      If I do not get a refund I will leave a very bad review
      You have ruined my mother's birthday
      My patience is over
      Why is it always me who has to call? This is embarrassing for you
      what is the point of this chat if it cannot even answer
    `),
    urgent: lines(`
      I need this by tomorrow morning, please help
      urgent: wrong address on my order
      Can you stop the shipment? It leaves today
      asap please
      My flight is in two hours and I still need the invoice
      Please cancel order 1042 immediately, I ordered twice by mistake
      I think someone has hacked my account
      my card was charged twice, please help quickly
      It's an emergency, the gift is for a funeral this afternoon
      the wedding is on Saturday, will it arrive in time??
      Need an answer within the hour
      Could somebody look at this right away?
      deadline is tonight
      I have to leave in 10 minutes, can anyone reply
      The courier is at my door right now and asks for a code
      please hurry
      Can this be changed before it ships? It says it ships in an hour
      time-sensitive: customs needs the paper by noon
      There was a payment I did not make, block my account please
      I can't wait until Monday
      this is really urgent
      help!! I sent it to my ex's address
      Is there any way to get it today?
      I need to talk to somebody right now
      The kettle is smoking, what should I do
      quick question but I need it today: which size
      My password was stolen
      as soon as possible would be great, the event starts at six
      It has to be here by Friday at the latest
      can you still catch the parcel, it goes out this evening
      Hello, I need the parcel before Thursday noon, otherwise it is useless to me
      we are already at the airport and the voucher does not open
      Please block my card details, I got a strange mail from you
      I entered the wrong postcode a minute ago, can you still change it?
      this cannot wait, my guests arrive at seven
      can someone answer quickly please
      Somebody ordered something in my name
      Is express to Paris by Friday still possible?
      My kid swallowed a small part of the toy
      Please call me back as soon as you can
    `),
    plain: lines(`
      Hi, where can I find my invoice?
      Do you ship to Norway?
      What is the difference between the two tea bowls
      Hello
      thanks, that helped
      How do I clean a cast-iron kettle?
      My order 1042 has not arrived yet. Could you have a look?
      The handle broke after a week. What can I do?
      I would like to return the brush pen
      is it possible to change the colour
      My name is Anna Berg
      no
      order number is 1042
      I'm not angry, just curious how it happened
      No rush, whenever you have time
      It is not urgent
      Can I pay with PayPal?
      I'd like to change my delivery address
      Do you have this in the size L?
      When will the matcha whisk be back in stock?
      DHL or UPS?
      The discount code SAKURA10 does not work
      I received the wrong notebook
      Is the NOREN curtain washable?
      Great service, I love the cup!
      ok, I will wait for your mail
      could you send me the tracking link
      I forgot my password
      How long does delivery to Austria take?
      I cannot log in
      What are your opening hours today?
      is the teapot safe for induction
      Please delete my account
      Does express delivery cost extra?
      It arrived today, thank you so much!!
      the picture shows a lid but there was none in the box
      I have a question about my refund
      Sorry for the late reply
      Could you gift-wrap it?
      Can I collect the parcel myself
      Is this bowl dishwasher safe?
      My discount was not applied at checkout
      I want to send this as a present to my sister
      Can you tell me more about the glaze
      I think I was charged for two items instead of one
      Your site is lovely
      There is a scratch on the tray
      Could you tell me the weight of the kettle
      I have not got an answer to my mail from Monday
      yes please
    `),
  },
  ja: {
    angry: lines(`
      いい加減にしてください。
      もう三週間も待っています。どうなっているんですか
      ふざけるな
      対応がひどすぎます
      何度も同じことを言わせないでください
      二度と買いません
      返金してください！！今すぐ！！
      こんな対応は初めてです。責任者を出してください
      詐欺じゃないですか
      最悪です
      いつまで待たせるんですか
      もう我慢の限界です
      誰も返事をくれないのはおかしいでしょう
      使えないチャットだな
      消費者センターに相談します
      また壊れた物が届きました。どういうことですか？
      あなたでは話にならない
      腹が立って仕方がありません
      嘘をつかないでください
      メールも電話も無視されています
      呆れました
      お金を返せ
      信じられない。客をばかにしているのですか
      不愉快です
      何回問い合わせれば気が済むの
      説明と全然違うじゃないか
      がっかりしました。二度と利用しません
      ゴミが届いた
      納得できません。上の人と代わってください
      まったく誠意が感じられません
      ずっと待っているのに連絡ひとつありません。どういう会社ですか
      お客様をなめているとしか思えません
      不良品を送っておいて送料はこちら持ちですか？
      また同じ間違いですか。呆れてものが言えません
      返事が来ないのですが、やる気がないなら店を閉めてください
      こんな店だとは思いませんでした
      いつも言うことが違う。もう信じません
      クレジットカード会社に連絡します
      金返して
      ひどい目にあいました
    `),
    urgent: lines(`
      至急お願いします
      明日までに必要です
      急いでいます
      住所を間違えました。発送を止めてもらえますか、今日出てしまいます
      できるだけ早くお返事ください
      アカウントが乗っ取られたようです
      二重に請求されています。すぐに確認してください
      今日中に届きますか？夕方のお葬式に使います
      あと一時間で出発します
      締め切りが今夜です
      大至急
      今すぐ担当者と話したいです
      注文を取り消したいです。発送前に間に合いますか
      結婚式が土曜日なのですが、間に合うでしょうか
      身に覚えのない支払いがあります。止めてください
      早急にご対応いただけますと助かります
      鉄瓶から煙が出ています。どうすればいいですか
      配達員の方が今玄関に来ていて、番号を聞かれています
      急ぎです
      月曜まで待てません
      なるはやでお願いします
      正午までに書類が必要です
      急ぎ確認してほしいです
      助けてください、間違えて前の家に送ってしまいました
      パスワードが盗まれました
      今日の便に乗るので領収書をすぐ欲しいです
      金曜必着でお願いできますか
      一刻も早く直してほしいです
      緊急です。お店の予約が今夜なのにログインできません
      本日中の発送は可能でしょうか、明日の朝使います
      今夜のパーティーで使うのですが、まだ届きません
      先ほどの注文をすぐにキャンセルしたいです
      カードを不正に使われたかもしれません
      明後日から旅行なのでその前に受け取りたいです
      お急ぎでお願いできますか
      本日17時までに返信をいただきたいです
      今から取りに行きたいのですが
      住所を間違えたので発送前に直してください
      急遽必要になりました
      子どもが部品を飲み込みました
    `),
    plain: lines(`
      こんにちは
      領収書はどこで見られますか
      海外への発送はできますか
      鉄瓶のお手入れ方法を教えてください
      ありがとうございました
      注文1042がまだ届いていません。ご確認いただけますか
      急須の取っ手が取れてしまいました。どうすればよいですか
      返品したいです
      色の変更は可能ですか
      いいえ
      急ぎではありません
      お時間のあるときで大丈夫です
      怒っているわけではなく、理由を知りたいだけです
      クレジットカードは使えますか
      お届け先を変更したいです
      抹茶茶碗の再入荷はいつですか
      割引コードが使えません
      違う色の手帳が届きました
      素敵な湯呑みをありがとうございます！
      ログインできません
      パスワードを忘れました
      今日の営業時間を教えてください
      退会したいです
      お急ぎ便は有料ですか
      今日届きました。ありがとうございます！！
      箱に蓋が入っていませんでした
      返金について質問があります
      返信が遅くなってすみません
      ラッピングをお願いできますか
      店舗で受け取れますか
      注文番号は1042です
      田中と申します
      ポイントの使い方がわかりません
      サイズはどれがおすすめですか
      メールをお待ちしています
      食洗機で洗えますか
      早く届いて助かりました
      送料はいくらですか
      同じ物をもう一つ注文したいのですが
      最悪の場合は交換できますか
      お世話になっております
      送り状に金額は入りますか
      届いた皿に小さな傷がありました
      先週送ったメールの返事がまだのようです
      色は何色ありますか
      配送日時を指定できますか
      カートに商品が入りません
      領収書の宛名を変更できますか
      とても気に入りました。また注文します！！
      はい、お願いします
    `),
  },
};

/** Thirty in each, written after the rules, which have not been changed for them since: how the rules do with words of others. */
export const UNSEEN: Lines = {
  en: {
    angry: lines(`
      I have been transferred to four different chats today, this is absurd
      Your courier threw the box over the fence. Nice work, truly
      No reply, no refund, no parcel. I have had it with you
      Can you people please start reading what I write
      I paid for express and got snail mail. Give me my money back
      It broke on day one. Cheap rubbish
      I regret ever ordering here
      How dare you charge me for your own mistake
      If this is what you call support, good luck
      Honestly the most incompetent shop I have dealt with
    `),
    urgent: lines(`
      The event begins in three hours and nothing has come
      Could you please check this first, I board in twenty minutes
      I ordered to my old flat by mistake, please catch it before it leaves
      There are payments on my card that are not mine
      I need an answer today, my boss is waiting
      The glass burst and I cut my hand
      Kindly expedite, the customer is here
      It must be delivered on Friday, we move on Saturday
      I am locked out of my account and the sale ends tonight
      please reply soon, it is important
    `),
    plain: lines(`
      Do you have a shop in Hamburg
      I would like a smaller teapot
      The parcel is two days late, is there any news?
      May I change the gift message
      The lid does not fit well
      What does the warranty cover
      I cannot find the button to pay
      Two of the four cups are blue, I had ordered green
      Thank you for the quick answer!
      Could you resend the confirmation
    `),
  },
  ja: {
    angry: lines(`
      四回も電話したのに誰も出ません。どういうつもりですか
      もうこの店では買いません
      同じ質問ばかりしないで、ちゃんと読んでください
      届いた初日に壊れるなんて、お粗末にもほどがある
      謝罪もないんですか
      そちらのミスなのになぜこちらが送料を払うのですか
      あまりに対応が遅くて怒りを感じています
      話が通じない。人間を出して
      こんなサービスにお金を払った自分が情けない
      いい加減な会社ですね
    `),
    urgent: lines(`
      あと三十分で家を出るので、それまでに返事をください
      母の誕生日が今日なのにまだ届いていません
      カードに覚えのない請求があります
      ガラスが割れて手を切りました
      引っ越しが明日なので届け先を今日中に変えたいです
      すぐに注文を止めたいです
      セールが今夜までなのに支払いができません
      取り急ぎ確認をお願いします
      早めのご返信をお願いいたします
      旧住所に送ってしまいました。まだ間に合いますか
    `),
    plain: lines(`
      東京に店舗はありますか
      もう少し小さい急須を探しています
      二日ほど遅れているようですが、状況を教えてください
      ギフトメッセージを変更できますか
      蓋が少し合わないようです
      保証の内容を知りたいです
      支払いボタンが見つかりません
      緑を頼みましたが青が入っていました
      早速のご返信ありがとうございます
      確認メールを再送していただけますか
    `),
  },
};
