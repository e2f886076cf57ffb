import { useState } from 'preact/hooks';
import { safeUrl } from '../../core/url.js';
import type { Picture as PictureOf } from '../../types.js';
import { number, text } from '../kit/gate.js';
import { linkTo } from '../kit/url.js';
import { usePanel } from '../panel/use-panel.js';

/** As wide as the bubble, and no higher than this many times its width. */
const HIGHEST = 1.5;

/** Height by width of the box that is kept for it. */
function boxOf({ width, height }: PictureOf): number {
  const [w, h] = [number(width), number(height)];
  return w > 0 && h > 0 ? Math.min(h / w, HIGHEST) : 0.75;
}

/** The address of a picture of the page's own origin or of the relay's; undefined for any other. */
export function nearUrl(url: string, relay: string | undefined): URL | undefined {
  const found = url ? safeUrl(url, location.href) : undefined;
  const isNear = found && (found.origin === location.origin || found.origin === originOf(relay));
  return isNear && /^https?:$/.test(found.protocol) ? found : undefined;
}

const originOf = (url: string | undefined) => url && safeUrl(url, location.href)?.origin;

/**
 * A picture in a box that is there before it. One of the page's own origin or of the relay's is fetched at once; any other
 * server would learn who reads what, and is asked when the visitor wants to see it.
 */
export function Picture({ picture }: { picture: PictureOf }) {
  const { state, t } = usePanel();
  const [isWanted, want] = useState(false);
  const [hasFailed, fail] = useState(false);
  const alt = text(picture.alt);
  const url = safeUrl(text(picture.url), location.href);
  if (!url || !/^https?:$/.test(url.protocol) || hasFailed) {
    return (
      <p class="picture none small">
        {alt && <span dir="auto">{alt}</span>}
        <span>{t('noPicture')}</span>
        {hasFailed && url && <a {...linkTo(url)}>{url.hostname}</a>}
      </p>
    );
  }
  const isNear = !!nearUrl(url.href, state.options.value.relay);
  const style = { aspectRatio: `${1 / boxOf(picture)}`, maxInlineSize: `${number(picture.width) || 2_000}px` };
  if (!isNear && !isWanted) {
    return (
      <button type="button" class="picture held" style={style} onClick={() => want(true)}>
        <strong>{t('showPicture')}</strong>
        {alt && <span dir="auto">{alt}</span>}
        <small>{t('pictureFrom', { host: url.hostname })}</small>
      </button>
    );
  }
  return (
    <img
      class="picture"
      style={style}
      src={url.href}
      alt={alt}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => fail(true)}
    />
  );
}
