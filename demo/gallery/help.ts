/** The shop's articles, a few of each collection, as files that `sobani build-help` would write. */
import { compileHelp } from '../playground/compile-help.js';

const sources = import.meta.glob<string>('../help/en/{shipping,returns,refunds,tracking,delivery-abroad,warranty}.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const arabic: Record<string, string> = {
  'ar/shipping.md':
    '---\ntitle: مدة التوصيل وتكلفته\ndescription: متى يصل الطرد، وكم يكلف، ومتى يكون مجانيًا.\n---\n\nيغادر كل شيء مستودعنا في برلين. ما تطلبه قبل الساعة 14:00 يُرسل في اليوم نفسه.\n\n| الوجهة | المدة | التكلفة |\n| --- | --- | --- |\n| ألمانيا | 1–3 أيام | €4.90 |\n| اليابان | 7–14 يومًا | €24.90 |\n\n## من الجيد أن تعرف\n\n- الأباريق ثقيلة، ولا يكلف إرسالها أكثر.\n- الطرود فوق €150 تُسلَّم بتوقيع.\n',
  'ar/returns.md':
    '---\ntitle: إرجاع المنتجات\ndescription: ثلاثون يومًا لتغيير رأيك، وكيف ترسل المنتج.\n---\n\nيمكنك إرجاع ما لم يُستعمل خلال 30 يومًا.\n\n1. افتح صفحة طلباتك.\n2. ضع المنتج في علبته.\n',
  'ar/tracking.md':
    '---\ntitle: تتبع الطرد\ndescription: أين تجد الرابط، وماذا يعني كل سطر.\n---\n\nيصلك رابط التتبع بالبريد.\n',
};

const COLLECTIONS = {
  en: [
    ['orders', 'Orders and delivery', 'From the cart to your door, and what can happen in between.'],
    ['returns', 'Returns and warranty', 'Sending back, money back, and things that arrive broken.'],
  ],
  ar: [
    ['orders', 'الطلبات والتوصيل', 'من السلة إلى بابك.'],
    ['returns', 'الإرجاع والضمان', 'إرجاع المنتج واسترداد المبلغ.'],
  ],
};
const IS_RETURNS = /returns|refunds|warranty/;

/** By name; `help.json` is the manifest. */
export function helpFiles(): Record<string, string> {
  const named = Object.entries(sources).map(([path, text]) => [
    path.replace('../help/', ''),
    text.replaceAll(/\[([^\]]+)\]\([\w-]+\.md\)/g, '$1'),
  ]);
  // an article alone knows nothing of those it names that are not here
  const articles = {
    ...Object.fromEntries(named.map(([path, text]) => [path, text!.replace(/^related:.*\n/m, '')])),
    ...arabic,
  };
  const { files } = compileHelp(articles);
  for (const [locale, collections] of Object.entries(COLLECTIONS)) {
    const name = `index-${locale}.json`;
    const index = JSON.parse(files[name]!);
    index.collections = collections.map(([id, title, description]) => ({ id, title, description }));
    for (const article of index.articles) {
      article.collection = IS_RETURNS.test(article.id) ? 'returns' : 'orders';
      if (article.id === 'shipping') article.related = ['tracking', 'returns'];
    }
    files[name] = JSON.stringify(index);
  }
  return files;
}
