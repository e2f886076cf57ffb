import { safeUrl } from '../../core/url.js';
import type { Part, RowItem } from '../../types.js';
import { list, text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { linkTo } from '../kit/url.js';
import { Said } from './said.js';
import { Thumb } from './thumb.js';

/** Lines with a title each, and as many as there are. */
export function ListView({ part }: { part: Extract<Part, { type: 'list' }> }) {
  return (
    <div class="several">
      <Said words={part.text} />
      <ul class="sheet titles">
        {list(part.items).map((item, i) => (
          <li key={i}>
            <Row item={item} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({ item }: { item: RowItem }) {
  const url = text(item.url) ? safeUrl(text(item.url), location.href) : undefined;
  const words = (
    <>
      <Thumb picture={item.image} />
      <span>
        <strong dir="auto">{text(item.title)}</strong>
        {text(item.text) && <span dir="auto">{text(item.text)}</span>}
      </span>
      {url && <Icon d={NEXT} flip />}
    </>
  );
  return url ? (
    <a class="words" {...linkTo(url)}>
      {words}
    </a>
  ) : (
    <div class="words">{words}</div>
  );
}
