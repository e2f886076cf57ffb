import { useEffect, useState } from 'preact/hooks';
import { EmojiButton } from '../conversation/emoji-button.js';
import { useValue } from '../kit/use-value.js';
import type { Composer } from './composer.js';
import { usePanel } from './use-panel.js';

type Views = typeof import('../attach/attach.js');
type Props = { id: string; composer: Composer };

/** The ways to attach files, where the back end takes any. */
function useViews() {
  const can = useValue(usePanel().canAttach);
  const [views, got] = useState<Views>();
  useEffect(() => {
    if (can) import('../attach/attach.js').then(got, () => {});
  }, [can]);
  return can && views;
}

export function Attach(props: Props) {
  const views = useViews();
  return views ? <views.Attach {...props} /> : null;
}

/** What stands beside the words: a clip, and a face. */
export function Tools(props: Props & { field: HTMLTextAreaElement | null }) {
  const views = useViews();
  return (
    <>
      {views && <views.Clip {...props} />}
      <EmojiButton field={props.field} />
    </>
  );
}
