import { Fragment } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { number } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { DOWN } from './drawings.js';
import { Gap, gapOf } from './gap.js';
import { MessageRow } from './message.js';
import { type Row, rows } from './rows.js';
import { Skeleton } from './skeleton.js';
import { useFrameValue } from './use-frame-value.js';
import { useTranscriptScroll } from './use-transcript-scroll.js';
import { day, nameOf } from './words.js';

/** Messages on screen before the visitor asks for earlier ones, and how many more each time. */
const WINDOW = 200;

export function Transcript({ id }: { id: string }) {
  const { state, actions, t } = usePanel();
  const messages = useFrameValue(state.messages(id));
  const typing = useValue(state.typing(id));
  const options = useValue(state.options);
  const isRestored = useValue(state.restored);
  const isOpen = useValue(state.isOpen);
  const status = useValue(state.conversations).find((it) => it.id === id)?.status;
  const [limit, setLimit] = useState(WINDOW);
  const [atStart, setAtStart] = useState(false);
  const [loading, setLoading] = useState<'busy' | 'failed' | ''>('');
  const shown = messages.length > limit ? messages.slice(-limit) : messages;

  const { box, hasNew, below, onScroll, toEnd } = useTranscriptScroll(shown);
  useEffect(() => {
    const seen = () => {
      if (isOpen && messages[0] && !below.current && document.visibilityState === 'visible') actions.seen(id);
    };
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [isOpen, hasNew, messages]);

  const earlier = async () => {
    if (loading === 'busy') return;
    setLoading('busy');
    try {
      if (messages.length <= limit && !(await actions.earlier(id))) setAtStart(true);
      setLimit(limit + WINDOW);
      setLoading('');
    } catch {
      // the button stays: it is the way to try again
      setLoading('failed');
    }
  };
  const oldest = messages.find(({ seq }) => seq);
  const canLoad = messages.length > limit || (number(oldest?.seq) > 1 && !atStart);

  return (
    <section part="conversation">
      <div class="scroll" ref={box} onScroll={onScroll}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <div part="messages" role="log" aria-live="off" aria-label={t('messages')} tabIndex={0}>
          {!isRestored && !messages[0] && <Skeleton />}
          {canLoad && !(shown[0] && gapOf(shown[0])?.reason === 'skipped') && (
            <button type="button" class="pill" disabled={loading === 'busy'} onClick={earlier}>
              {t('earlier')}
            </button>
          )}
          {loading === 'failed' && (
            <p role="alert" class="line error small">
              {t('loadFailed')}
            </p>
          )}
          {rows(shown).map((row) => {
            const gap = gapOf(row.message);
            const isActive = row.message === messages[messages.length - 1] && status !== 'resolved';
            return (
              <Fragment key={row.message.id}>
                {row.isNewDay && <p class="day small">{day(t, row.message.at)}</p>}
                {gap ? (
                  <Gap reason={gap.reason} load={canLoad ? earlier : undefined} />
                ) : (
                  <KeptRow row={row} isActive={isActive} />
                )}
              </Fragment>
            );
          })}
          {typing && (
            <p class="typing">
              <i />
              <i />
              <i />
              <span class="hide">{t('typing', { name: nameOf(t, options, typing) })}</span>
            </p>
          )}
        </div>
      </div>
      {hasNew && (
        <div class="float">
          <button type="button" class="pill" onClick={toEnd}>
            <Icon d={DOWN} />
            {t('newMessages')}
          </button>
        </div>
      )}
    </section>
  );
}

/** A row that is drawn again only when something of it has changed: a message that comes must not cost all those before it. */
function KeptRow({ row, isActive }: { row: Row; isActive: boolean }) {
  const { t } = usePanel();
  const { message, isFirst, isLast, isQuiet, saysState } = row;
  return useMemo(
    () => <MessageRow row={row} isActive={isActive} />,
    [message, isFirst, isLast, isQuiet, saysState, isActive, t],
  );
}
