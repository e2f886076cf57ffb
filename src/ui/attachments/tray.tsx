import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { UploadLimits } from '../../core/file-ports.js';
import * as LIMITS from '../../core/limits.js';
import { CLOSE, Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import type { Composer } from '../panel/composer.js';
import { usePanel } from '../panel/use-panel.js';
import { Drawing } from './drawing.js';
import { allPicked, NONE } from './picked.js';
import { sizeWords } from './size-words.js';

/** What is attached, above the field; it goes along with the next message. */
export function Tray({ id, composer }: { id: string; composer: Composer }) {
  const panel = usePanel();
  const { actions, root, t } = panel;
  const all = allPicked(panel);
  const { files, refused } = useValue(all).get(id) ?? NONE;
  const [limits, setLimits] = useState<UploadLimits | null>(null);
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    actions
      .attachments()
      .then((it) => it.limits())
      .then(setLimits, () => {});
  }, []);
  // with the list itself, so that what is seen is what goes
  useLayoutEffect(() => {
    composer.attached = files[0] && {
      async send(text, { replyTo: to } = {}) {
        const sent = await actions.sendFiles(id, text, { files, ...(to && { to }) });
        // what was attached meanwhile stays
        const { files: now } = all.value.get(id) ?? NONE;
        all.value = new Map(all.value).set(id, { files: now.filter((it) => !files.includes(it)), refused: [] });
        return sent;
      },
    };
    composer.forceUpdate();
    return () => {
      composer.attached = undefined;
    };
  }, [files]);

  const remove = (at: number) => {
    all.value = new Map(all.value).set(id, { files: files.filter((_, i) => i !== at), refused: [] });
    requestAnimationFrame(() => {
      const buttons = list.current?.querySelectorAll('button');
      (buttons?.[Math.min(at, buttons.length - 1)] ?? root.querySelector('textarea'))?.focus();
    });
  };
  const most = sizeWords(t, limits?.bytes ?? LIMITS.attachment);
  const why = ({ why: key, name }: (typeof refused)[number]) => {
    const size = key === 'filesHeavy' ? sizeWords(t, LIMITS.attachmentsWaiting) : most;
    return t(key, { name, size, n: LIMITS.attachments });
  };
  return (
    <div class="tray small">
      <p role="status" class="hide">
        {files.length > 0 && t('filesAdded', { n: files.length })}
      </p>
      {files.length > 0 && (
        <ul aria-label={t('attached')} ref={list}>
          {files.map(({ part, bytes }, i) => (
            <li key={part.id}>
              <Drawing bytes={bytes} media={part.media} />
              <span>
                <bdi>{part.name}</bdi>
                <small>{sizeWords(t, part.size)}</small>
              </span>
              <button type="button" aria-label={t('removeFile', { name: part.name })} onClick={() => remove(i)}>
                <Icon d={CLOSE} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {/* always there, so that what comes into it is spoken */}
      <div role="alert" class="error">
        {refused.map((one, i) => (
          <p key={i} dir="auto">
            {why(one)}
          </p>
        ))}
      </div>
      <p>{t('attachHint', { n: LIMITS.attachments, size: most })}</p>
    </div>
  );
}
