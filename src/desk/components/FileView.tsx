import { useEffect, useRef, useState } from 'preact/hooks';
import type { FilePart } from '../../types.js';
import { useDesk } from '../context.js';
import { fileSize } from '../format-file.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Icon } from './Icon.js';

/** As high as this many times its width. */
const HIGHEST = 1.5;

/** What somebody attached: a picture in its box, sound with a player, all else to be downloaded. */
export function FileView({ part }: { part: FilePart }) {
  const desk = useDesk();
  const conversation = useValue(desk.state.openId);
  const isOnline = useValue(desk.state.connection) === 'online';
  const { id, name, media, size, width, height } = part;
  const [found, find] = useState<{ url: string; until: number } | 'failed' | null>(null);
  /** The click that comes now is our own. */
  const following = useRef(false);
  const [hasRetried, retried] = useState(false);

  const ask = async () => {
    if (!conversation) return null;
    try {
      const { url, expires } = await desk.files.url(conversation, id);
      const next = { url, until: performance.now() + expires };
      find(next);
      return next;
    } catch {
      find('failed');
      return null;
    }
  };
  useEffect(() => {
    if (isOnline && (!found || found === 'failed')) void ask();
  }, [isOnline, conversation]);

  /** Once more with another URL: this one may have expired. */
  const again = () => {
    if (hasRetried) return find('failed');
    retried(true);
    return void ask();
  };
  const renew = (event: MouseEvent) => {
    const isNew = following.current;
    following.current = false;
    if (isNew || !found || found === 'failed' || performance.now() < found.until) return;
    event.preventDefault();
    const link = event.currentTarget as HTMLAnchorElement;
    void ask().then((next) => {
      if (!next) return;
      link.href = next.url;
      following.current = true;
      link.click();
    });
  };
  const url = found && found !== 'failed' ? found.url : undefined;

  if (media.startsWith('image/') && width && height && found !== 'failed') {
    const style = { aspectRatio: `${1 / Math.min(height / width, HIGHEST)}`, maxWidth: `${width}px` };
    return (
      <div class="file-picture" style={style}>
        {url && (
          <a href={url} target="_blank" rel="noopener noreferrer" aria-label={strings.files.open(name)} onClick={renew}>
            <img src={url} alt={name} decoding="async" onError={again} />
          </a>
        )}
      </div>
    );
  }
  return (
    <div class="article file">
      <Icon name="page" />
      <div>
        <p class="article-title">
          <bdi>{name}</bdi>
        </p>
        <p class="article-text">{found === 'failed' ? strings.files.gone : fileSize(size)}</p>
        {url && media.startsWith('audio/') && (
          // biome-ignore lint/a11y/useMediaCaption: there are no captions of what somebody has recorded
          <audio controls preload="none" src={url} aria-label={name} onError={again} />
        )}
      </div>
      {url && (
        <a
          class="icon-button"
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          download={name}
          aria-label={strings.files.download(name)}
          onClick={renew}
        >
          <Icon name="down" />
        </a>
      )}
    </div>
  );
}
