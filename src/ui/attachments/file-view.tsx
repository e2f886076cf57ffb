import type { ComponentChildren } from 'preact';
import type { FilePart, Message } from '../../types.js';
import { line, number, text } from '../kit/gate.js';
import { CLOSE, Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { Drawing, Kind } from './drawing.js';
import { sizeWords } from './size-words.js';
import { useProgress, useSource } from './use-source.js';

const DOWN = 'M12 4v11m-5-5 5 5 5-5M5 20h14';
/** As wide as the bubble, and no higher than this many times its width. */
const HIGHEST = 1.5;
const WIDEST = 400;

/** A file in a conversation: a picture in its box, sound with a player, all else by its name. */
export function FileView({ part, message }: { part: FilePart; message: Message }) {
  const media = text(part.media);
  const [width, height] = [number(part.width), number(part.height)];
  const name = line(part.name);
  const size = number(part.size);
  const known = { id: text(part.id), name, media, size };
  const isPicture = media.startsWith('image/') && width > 0 && height > 0;
  return (
    <div class="file" data-kind={isPicture ? 'picture' : media.startsWith('audio/') ? 'sound' : 'other'}>
      {isPicture ? (
        <PictureFile {...known} width={width} height={height} message={message} />
      ) : (
        <OtherFile {...known} message={message} />
      )}
      <Progress id={known.id} name={name} />
    </div>
  );
}

interface Known {
  id: string;
  name: string;
  media: string;
  size: number;
  message: Message;
}

function PictureFile({ id, name, media, width, height, message }: Known & { width: number; height: number }) {
  const { t } = usePanel();
  const { box, source, hasFailed, renew, again } = useSource(message, id);
  const style = { aspectRatio: `${1 / Math.min(height / width, HIGHEST)}`, maxInlineSize: `${width}px` };
  let shown: ComponentChildren = null;
  if (hasFailed) {
    shown = (
      <p class="small">
        <bdi>{name}</bdi> <span>{t('noFile')}</span>
        <button type="button" onClick={again}>
          {t('retry')}
        </button>
      </p>
    );
  } else if (source && 'blob' in source) {
    shown = <Drawing bytes={source.blob} media={media} width={WIDEST} label={name} />;
  } else if (source) {
    shown = (
      <a
        href={source.url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={t('openPicture', { name })}
        onClick={renew}
      >
        <img src={source.url} alt={name} decoding="async" referrerpolicy="no-referrer" onError={again} />
      </a>
    );
  }
  return (
    <div class="box" style={style} ref={box}>
      {shown}
    </div>
  );
}

function OtherFile({ id, name, media, size, message }: Known) {
  const { t } = usePanel();
  const { box, source, hasFailed, renew, again } = useSource(message, id);
  const url = source && 'url' in source ? source.url : undefined;
  const words = (
    <span>
      <bdi>{name}</bdi>
      <small>{hasFailed ? t('noFile') : sizeWords(t, size)}</small>
    </span>
  );
  return (
    <div class="bubble row" ref={box}>
      <Kind media={media} />
      {words}
      {hasFailed ? (
        <button type="button" onClick={again}>
          {t('retry')}
        </button>
      ) : (
        url && (
          <a
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            download={name}
            aria-label={t('downloadFile', { name })}
            onClick={renew}
          >
            <Icon d={DOWN} />
          </a>
        )
      )}
      {url && media.startsWith('audio/') && (
        // biome-ignore lint/a11y/useMediaCaption: there are no captions of what somebody has recorded
        <audio controls preload="none" src={url} aria-label={name} onError={again} />
      )}
    </div>
  );
}

/** While it is on its way, how much has left, and the way to stop it. */
function Progress({ id, name }: { id: string; name: string }) {
  const { t } = usePanel();
  const it = useProgress();
  const share = useValue(it.progress).get(id);
  if (share === undefined) return null;
  // said in four steps, not at each of a hundred
  const said = t('uploading', { name, n: Math.floor(share * 4) * 25 });
  return (
    <div class="progress small">
      <progress max={1} value={share} aria-label={name} />
      <span role="status" class="hide">
        {said}
      </span>
      <button type="button" aria-label={t('stopUpload', { name })} onClick={() => it.cancel(id)}>
        <Icon d={CLOSE} />
      </button>
    </div>
  );
}
