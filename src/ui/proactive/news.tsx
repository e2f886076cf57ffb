/** News on the home screen: a download of its own, where the rules file has any. */
import { adopt, styleSheet } from '../../theme/adopt.js';
import { Icon, NEXT } from '../kit/icon.js';
import type { Panel } from '../panel/context.js';
import css from './news.css?inline';

const sheet = styleSheet(css);

/** One card, in the visitor's language. */
export interface NewsItem {
  id: string;
  title: string;
  text?: string | undefined;
  image?: { url: string; alt: string } | undefined;
  /** What a press does; without it the card is not pressed. */
  press?: (() => void) | undefined;
}

export function News({ panel, items }: { panel: Panel; items: readonly NewsItem[] }) {
  adopt(panel.root, sheet);
  return (
    <>
      <h3 class="news">{panel.t('news')}</h3>
      {items.map(({ id, title, text, image, press }) => {
        const inside = (
          <>
            {image && <img src={image.url} alt={image.alt} loading="lazy" width="56" height="56" />}
            <span>
              <strong dir="auto">{title}</strong>
              {text && <small dir="auto">{text}</small>}
            </span>
            {press && <Icon d={NEXT} flip />}
          </>
        );
        return press ? (
          <button key={id} type="button" class="card item" onClick={press}>
            {inside}
          </button>
        ) : (
          <div key={id} class="card item">
            {inside}
          </div>
        );
      })}
    </>
  );
}
