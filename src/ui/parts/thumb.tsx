import { useState } from 'preact/hooks';
import type { Picture } from '../../types.js';
import { text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { kit } from './parts-kit.js';

/** A small picture beside a title. One that is not of the page's own origin or the relay's is left out: the title says it all. */
export function Thumb({ picture }: { picture: Picture | undefined }) {
  const { state } = usePanel();
  const [hasFailed, fail] = useState(false);
  const url = kit.nearUrl(text(picture?.url), state.options.value.relay);
  if (!url || hasFailed) return null;
  return (
    <img
      class="thumb"
      src={url.href}
      alt={text(picture?.alt)}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => fail(true)}
    />
  );
}
