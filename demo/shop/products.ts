import type { Money } from './money.js';

type Both = { en: string; ja: string };

export interface Product {
  id: string;
  kind: 'tea' | 'paper' | 'home';
  name: Both;
  maker: Both;
  text: Both;
  /** Material, size, care: what people ask. */
  facts: Both[];
  price: Money;
}

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });

export const products: Product[] = [
  {
    id: 'tetsubin',
    kind: 'tea',
    name: { en: 'Arare iron kettle', ja: '南部鉄瓶 あられ' },
    maker: { en: 'Kanae foundry, Morioka', ja: '盛岡・鼎鋳造' },
    text: {
      en: 'Sand-cast in Morioka with the hailstone pattern of the 17th century. Water boiled in it loses its edge and pours in one clean line.',
      ja: '盛岡で一つずつ砂型鋳造される、あられ文様の鉄瓶です。沸かした湯は角が取れてまろやかになり、湯切れよく注げます。',
    },
    facts: [
      { en: 'Cast iron, unlined', ja: '鋳鉄(内側の加工なし)' },
      { en: '0.9 l, 1.6 kg', ja: '容量 0.9 L、重さ 1.6 kg' },
      { en: 'Gas, electric plate, induction up to 1.4 kW', ja: 'ガス・電熱器・IH(1.4 kW まで)対応' },
    ],
    price: eur(12800),
  },
  {
    id: 'kyusu',
    kind: 'tea',
    name: { en: 'Tokoname teapot', ja: '常滑急須' },
    maker: { en: 'Hibiki kiln, Tokoname', ja: '常滑・響窯' },
    text: {
      en: 'Red clay, thrown thin, with the handle at the side so that the wrist does the pouring. The clay softens the bitterness of green tea.',
      ja: '朱泥を薄く挽いた横手の急須。手首を返すだけで自然に注げ、土が煎茶の渋みをやわらげます。',
    },
    facts: [
      { en: 'Unglazed stoneware, ceramic strainer', ja: '無釉の炻器、陶製茶こし' },
      { en: '280 ml, for two or three cups', ja: '容量 280 ml(2〜3杯分)' },
      { en: 'Rinse with water only', ja: '洗剤を使わず水洗い' },
    ],
    price: eur(7400),
  },
  {
    id: 'yunomi',
    kind: 'tea',
    name: { en: 'Pair of yunomi cups', ja: '夫婦湯呑' },
    maker: { en: 'Ao studio, Mashiko', ja: '益子・青工房' },
    text: {
      en: 'Two everyday cups, one a finger wider than the other. Ash glaze over a foot left bare, so that no two are the same.',
      ja: '大きさの少し違う、ふだん使いの二客組。灰釉を掛け、高台は土のまま。一つとして同じものはありません。',
    },
    facts: [
      { en: 'Stoneware, ash glaze', ja: '陶器、灰釉' },
      { en: '180 ml and 220 ml', ja: '容量 180 ml と 220 ml' },
      { en: 'Dishwasher on a gentle programme', ja: '食洗機は弱コースで使用可' },
    ],
    price: eur(3800),
  },
  {
    id: 'chawan',
    kind: 'tea',
    name: { en: 'Matcha bowl, winter', ja: '抹茶碗 冬' },
    maker: { en: 'Mori Haruko, Karatsu', ja: '唐津・森春子' },
    text: {
      en: 'A deep bowl that keeps the warmth, glazed in straw white with one brush mark of iron.',
      ja: '冷めにくい深めの茶碗。藁灰の白釉に、鉄絵をひと筆だけ添えました。',
    },
    facts: [
      { en: 'Stoneware, straw-ash glaze', ja: '陶器、藁灰釉' },
      { en: '12 cm across, 8 cm high, 400 ml', ja: '径 12 cm、高さ 8 cm、容量 400 ml' },
      { en: 'Soak in warm water before the first use', ja: '使い始めはぬるま湯に浸してください' },
    ],
    price: eur(5600),
  },
  {
    id: 'chasen',
    kind: 'tea',
    name: { en: 'Bamboo whisk, 100 prongs', ja: '茶筅 百本立' },
    maker: { en: 'Kitano workshop, Takayama', ja: '高山・北野工房' },
    text: {
      en: 'Split by hand from a single piece of white bamboo. A hundred prongs raise a fine, even foam.',
      ja: '一本の白竹から手作業で割り出した茶筅。百本の穂先が、きめ細かな泡を点てます。',
    },
    facts: [
      { en: 'White bamboo, made in Nara', ja: '白竹、奈良県産' },
      { en: 'Lasts three to six months in daily use', ja: '毎日使って 3〜6か月が目安' },
      { en: 'Rinse in warm water, dry on a stand', ja: 'ぬるま湯ですすぎ、くせ直しで乾燥' },
    ],
    price: eur(2400),
  },
  {
    id: 'chazutsu',
    kind: 'tea',
    name: { en: 'Cherry-bark tea caddy', ja: '樺細工の茶筒' },
    maker: { en: 'Sugi studio, Kakunodate', ja: '角館・杉工房' },
    text: {
      en: 'Wrapped in polished bark of mountain cherry. The inner lid sinks by its own weight and keeps the leaves dry.',
      ja: '山桜の樹皮を磨いて巻いた茶筒。中蓋は自らの重みですっと沈み、茶葉を湿気から守ります。',
    },
    facts: [
      { en: 'Cherry bark over basswood', ja: '山桜樹皮、木地はシナノキ' },
      { en: 'Holds 150 g', ja: '茶葉 150 g 用' },
      { en: 'Wipe with a dry cloth', ja: '乾いた布で拭くだけ' },
    ],
    price: eur(6900),
  },
  {
    id: 'notebook',
    kind: 'paper',
    name: { en: 'Sewn notebook, indigo', ja: '糸綴じノート 藍' },
    maker: { en: 'Hane bindery, Kyoto', ja: '京都・羽根製本' },
    text: {
      en: 'Thread-sewn, so that it lies flat at every page. Paper that takes fountain-pen ink without a feather.',
      ja: '糸綴じなので、どのページも平らに開きます。万年筆のインクがにじみにくい筆記用紙です。',
    },
    facts: [
      { en: '144 pages, 81 g/m², dotted', ja: '144ページ、81 g/m²、ドット罫' },
      { en: 'A5', ja: 'A5判' },
      { en: 'Cover dyed with plant indigo', ja: '表紙は天然藍染め' },
    ],
    price: eur(1950),
  },
  {
    id: 'letter-set',
    kind: 'paper',
    name: { en: 'Washi letter set', ja: '和紙の便箋セット' },
    maker: { en: 'Minase mill, Mino', ja: '美濃・水瀬製紙' },
    text: {
      en: 'Twenty sheets and ten envelopes of mulberry paper, with the deckle edge left as the mould made it.',
      ja: '楮の美濃和紙の便箋20枚と封筒10枚。漉いたままの耳を残しました。',
    },
    facts: [
      { en: '20 sheets, 10 envelopes', ja: '便箋 20枚、封筒 10枚' },
      { en: '148 × 210 mm', ja: '148 × 210 mm' },
      { en: 'For pen and brush', ja: 'ペンにも筆にも' },
    ],
    price: eur(1600),
  },
  {
    id: 'ink',
    kind: 'paper',
    name: { en: 'Moss ink, 40 ml', ja: '万年筆インク 苔 40 ml' },
    maker: { en: 'Hama ink works, Kobe', ja: '神戸・浜インク工房' },
    text: {
      en: 'The green of a temple garden after rain. Water-based, slow to dry, with shades from olive to near black.',
      ja: '雨上がりの寺の庭の緑。水性で、オリーブから墨に近い緑まで濃淡が楽しめます。',
    },
    facts: [
      { en: 'Dye ink for fountain pens', ja: '万年筆用 染料インク' },
      { en: '40 ml glass bottle', ja: '40 ml ガラス瓶' },
      { en: 'Not waterproof', ja: '耐水性ではありません' },
    ],
    price: eur(2200),
  },
  {
    id: 'brush-pen',
    kind: 'paper',
    name: { en: 'Refillable brush pen', ja: '詰め替え式筆ペン' },
    maker: { en: 'Fude studio, Kumano', ja: '熊野・筆工房' },
    text: {
      en: 'A brush tip of Kumano on a slim lacquered body. Comes with three cartridges of carbon ink.',
      ja: '漆塗りの細軸に熊野の穂先。カーボンインクのカートリッジ3本付きです。',
    },
    facts: [
      { en: 'Synthetic hair, lacquered resin', ja: '人工毛、樹脂に漆塗り' },
      { en: '142 mm, 14 g', ja: '142 mm、14 g' },
      { en: 'Ink is waterproof when dry', ja: 'インクは乾くと耐水' },
    ],
    price: eur(2850),
  },
  {
    id: 'tray',
    kind: 'home',
    name: { en: 'Hinoki serving tray', ja: '檜のお盆' },
    maker: { en: 'Kinone joinery, Kiso', ja: '木曽・木の根木工' },
    text: {
      en: 'One board of cypress, planed and oiled. It smells faintly of the forest, most of all on the first day.',
      ja: '檜の一枚板に鉋をかけ、油で仕上げました。ほのかな森の香りは、使い始めの日がいちばんです。',
    },
    facts: [
      { en: 'Japanese cypress, plant oil', ja: '檜、植物油仕上げ' },
      { en: '36 × 24 cm', ja: '36 × 24 cm' },
      { en: 'Wipe with a damp cloth, never soak', ja: '固く絞った布で拭き、浸け置きは不可' },
    ],
    price: eur(4900),
  },
  {
    id: 'furoshiki',
    kind: 'home',
    name: { en: 'Furoshiki, seigaiha', ja: '風呂敷 青海波' },
    maker: { en: 'Nishi dye works, Kyoto', ja: '京都・西染工房' },
    text: {
      en: 'A wrapping cloth with the wave pattern. A bag, a gift wrap, a tablecloth: two knots decide.',
      ja: '青海波の風呂敷。結び方ひとつで、袋にも、贈り物の包みにも、卓布にもなります。',
    },
    facts: [
      { en: 'Cotton, 70 × 70 cm', ja: '綿、70 × 70 cm' },
      { en: 'Machine wash at 30 °C', ja: '30 ℃で洗濯機可' },
      { en: 'Colours hold after many washes', ja: '色落ちしにくい染め' },
    ],
    price: eur(2100),
  },
];

export const product = (id: string): Product | undefined => products.find((one) => one.id === id);
export const pictureOf = (id: string): string => `/pictures/${id}.svg`;
