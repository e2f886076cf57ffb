import { Fragment } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { number, text } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { answered, step } from './acts.js';
import { DOWN } from './drawings.js';
import { Gap, gapOf } from './gap.js';
import { MessageRow, type RowProps } from './message.js';
import { rowAt, sayersOf } from './rows.js';
import { Skeleton } from './skeleton.js';
import { useFrameValue } from './use-frame-value.js';
import { useTranscriptScroll } from './use-transcript-scroll.js';
import { day, nameOf } from './words.js';

export function Transcript({ id }: { id: string }) {
  const { state, actions, t } = usePanel();
  const messages = useFrameValue(state.messages(id));
  const typing = useValue(state.typing(id));
  const options = useValue(state.options);
  const isRestored = useValue(state.restored);
  const isOpen = useValue(state.isOpen);
  const status = useValue(state.conversations).find((it) => it.id === id)?.status;
  const [atStart, setAtStart] = useState(false);
  const [loading, setLoading] = useState<'busy' | 'failed' | ''>('');
  const [current, setCurrent] = useState('');
  const sayers = useMemo(() => sayersOf(messages), [messages]);
  const find = (sought: string) => messages.find((message) => message.id === sought);
  const { box, hasNew, below, onScroll, toEnd, goTo, rows: drawn, held } = useTranscriptScroll(messages);
  /** Shows another message, which may have to be loaded first. */
  const lead = useCallback(
    async (to: string) => {
      const isThere = () => state.messages(id).value.some((message) => message.id === to);
      try {
        while (!isThere() && (await actions.earlier(id)));
      } catch {}
      if (isThere()) goTo(to);
    },
    [id],
  );
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
      if (!(await actions.earlier(id))) setAtStart(true);
      setLoading('');
    } catch {
      // the button stays: it is the way to try again
      setLoading('failed');
    }
  };
  const oldest = messages.find(({ seq }) => seq);
  const canLoad = number(oldest?.seq) > 1 && !atStart;
  const last = messages[messages.length - 1];
  const reached = (current && find(current)) || last;

  return (
    <section part="conversation">
      <div class="scroll" ref={box} onScroll={onScroll}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <div part="messages" role="log" aria-live="off" aria-label={t('messages')} tabIndex={0}>
          {!isRestored && !messages[0] && <Skeleton />}
          {canLoad && !(messages[0] && gapOf(messages[0])?.reason === 'skipped') && (
            // not disabled, which would take the focus
            <button type="button" class="pill" aria-disabled={loading === 'busy'} onClick={earlier}>
              {t('earlier')}
            </button>
          )}
          {loading === 'failed' && (
            <p role="alert" class="line error small">
              {t('loadFailed')}
            </p>
          )}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears of what is done within */}
          <div
            class="rows"
            onFocusIn={({ target }) => {
              const row = (target as Element).closest<HTMLElement>('.row')?.dataset.id;
              if (!row) return;
              held.add(row);
              setCurrent(row);
            }}
            onFocusOut={() => held.clear()}
            onKeyDown={(event) => step(event, box.current!)}
          >
            {drawn.map(({ row: place, space }) => {
              const row = rowAt(messages, place, sayers);
              const { message } = row;
              const gap = gapOf(message);
              const to = answered(message);
              return (
                <Fragment key={message.id}>
                  {space > 0 && <div style={{ blockSize: `${space}px` }} />}
                  <div class="row" data-id={text(message.id)}>
                    {row.isNewDay && <p class="day small">{day(t, message.at)}</p>}
                    {gap ? (
                      <Gap reason={gap.reason} load={canLoad ? earlier : undefined} />
                    ) : (
                      <KeptRow
                        row={row}
                        isActive={message === last && status !== 'resolved'}
                        canReply={status !== 'resolved'}
                        isCurrent={message === reached}
                        original={to ? (find(to) ?? null) : undefined}
                        lead={lead}
                      />
                    )}
                  </div>
                </Fragment>
              );
            })}
          </div>
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
function KeptRow(it: RowProps) {
  const { t } = usePanel();
  const { row, isActive, isCurrent, canReply, original } = it;
  const { message, isFirst, isLast, isQuiet, saysState } = row;
  return useMemo(
    () => <MessageRow {...it} />,
    [message, isFirst, isLast, isQuiet, saysState, isActive, isCurrent, canReply, original, t],
  );
}
