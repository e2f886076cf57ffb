import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../kit/icon.js';

const PAGE = 'M6 3h8l4 4v14H6zM14 3v4h4';
const NOTE = 'M9 18V6l10-2v12M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm10-2a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z';

/** A drawing for what is no picture. */
export const Kind = ({ media }: { media: string }) => <Icon d={media.startsWith('audio/') ? NOTE : PAGE} />;

interface Props {
  bytes: Blob;
  media: string;
  /** Width at which it is drawn, CSS pixels. Default 40. */
  width?: number;
  /** Says what it is; without it, it is decoration. */
  label?: string;
}

/** A picture drawn from its bytes: no policy of the page has to allow an address for it. What is none shows its kind. */
export function Drawing({ bytes, media, width = 40, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hasFailed, fail] = useState(!media.startsWith('image/'));
  useEffect(() => {
    let isHere = true;
    if (hasFailed) return undefined;
    createImageBitmap(bytes).then(
      (bitmap) => {
        const element = canvas.current;
        if (isHere && element) {
          // no finer than the screen
          const scale = Math.min(1, (width * devicePixelRatio) / bitmap.width);
          element.width = Math.max(1, Math.round(bitmap.width * scale));
          element.height = Math.max(1, Math.round(bitmap.height * scale));
          element.getContext('2d')?.drawImage(bitmap, 0, 0, element.width, element.height);
        }
        bitmap.close();
      },
      () => isHere && fail(true),
    );
    return () => {
      isHere = false;
    };
  }, [bytes]);
  if (hasFailed) return <Kind media={media} />;
  return <canvas ref={canvas} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })} />;
}
