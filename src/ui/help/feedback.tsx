import { useRef, useState } from 'preact/hooks';
import { usePanel } from '../panel/use-panel.js';

/** Characters of a reason. */
const LONGEST = 500;

/**
 * Whether an article helped, and if wanted why. What is pressed is told at once, and again where a reason follows: whoever
 * leaves before that has answered.
 */
export function Feedback({ onSaid }: { onSaid: (isHelpful: boolean, reason?: string) => void }) {
  const { t } = usePanel();
  const [isHelpful, setHelpful] = useState<boolean>();
  const [isDone, setDone] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLFormElement>(null);
  const answer = (it: boolean) => {
    if (it !== isHelpful) onSaid(it);
    setHelpful(it);
    setDone(false);
  };
  const send = (event: Event) => {
    event.preventDefault();
    const reason = field.current?.value.trim();
    if (reason) onSaid(isHelpful!, reason);
    setDone(true);
    // to where the thanks are, not to nowhere with the button that is gone
    box.current!.focus();
  };
  const why = t(isHelpful ? 'whatHelped' : 'whatMissed');
  return (
    <form class="feedback" aria-label={t('wasHelpful')} tabIndex={-1} ref={box} onSubmit={send}>
      <p>{t('wasHelpful')}</p>
      <div class="choices">
        {[true, false].map((it) => (
          <button key={`${it}`} type="button" aria-pressed={isHelpful === it} onClick={() => answer(it)}>
            {t(it ? 'helpfulYes' : 'helpfulNo')}
          </button>
        ))}
      </div>
      {/* always there, so that what comes into it is spoken */}
      <p role="status" class="small">
        {isHelpful !== undefined && t('thanks')}
      </p>
      {isHelpful !== undefined && !isDone && (
        <label class="small">
          {why}
          <span class="reason">
            <input ref={field} maxLength={LONGEST} dir="auto" autocomplete="off" />
            <button type="submit">{t('sendReason')}</button>
          </span>
        </label>
      )}
    </form>
  );
}
