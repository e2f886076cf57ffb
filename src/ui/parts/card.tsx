import { safeUrl } from '../../core/url.js';
import type { RowItem } from '../../types.js';
import { text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { linkTo } from '../kit/url.js';
import { Picture } from './picture.js';

/** Something to look at. With an address the whole of it is the link, but for a picture that is asked for. */
export function CardView({ part }: { part: RowItem }) {
  const { image } = part;
  const url = text(part.url) ? safeUrl(text(part.url), location.href) : undefined;
  const words = (
    <>
      <span>
        <strong dir="auto">{text(part.title)}</strong>
        {text(part.text) && <span dir="auto">{text(part.text)}</span>}
      </span>
      {url && <Icon d={NEXT} flip />}
    </>
  );
  return (
    <div class="sheet">
      {typeof image === 'object' && image && <Picture picture={image} />}
      {url ? (
        <a class="words" {...linkTo(url)}>
          {words}
        </a>
      ) : (
        <div class="words">{words}</div>
      )}
    </div>
  );
}
