import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';
import { SMILE } from './drawings.js';

type Emoji = typeof import('../emoji/picker.js');
let loaded: Emoji | undefined;

/** Opens the emoji picker, which is fetched then. A device that is touched has one in its keyboard. */
export function EmojiButton({ field }: { field: HTMLTextAreaElement | null }) {
  const { root, t } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const [emoji, setEmoji] = useState(loaded);
  useEffect(() => {
    if (!isOpen || emoji) return;
    import('../emoji/picker.js').then(
      (it) => {
        loaded = it;
        setEmoji(it);
      },
      () => setOpen(false),
    );
  }, [isOpen]);
  if (matchMedia('(pointer: coarse)').matches || !field) return null;

  // another root has other sheets
  if (isOpen) emoji?.prepare(root);
  const close = () => {
    setOpen(false);
    field.focus();
  };
  const pick = (one: string) => {
    field.setRangeText(one, field.selectionStart, field.selectionEnd, 'end');
    // the composer hears of it as of what is typed
    field.dispatchEvent(new Event('input', { bubbles: true }));
    close();
  };
  return (
    <>
      <button
        type="button"
        class="tool emoji"
        aria-label={t('emoji')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon d={SMILE} />
      </button>
      {isOpen && emoji && <emoji.Picker onPick={pick} onClose={close} />}
    </>
  );
}
