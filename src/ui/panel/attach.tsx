import { useEffect, useState } from 'preact/hooks';
import { EmojiButton } from '../conversation/emoji-button.js';
import { useValue } from '../kit/use-value.js';
import type { Composer } from './composer.js';
import { usePanel } from './use-panel.js';

type Views = typeof import('../attach/attach.js');
type Props = { id: string; composer: Composer };

/** A way to attach files, where the back end takes any. */
const way = (name: 'Attach' | 'Clip') =>
  function Way(props: Props) {
    const can = useValue(usePanel().canAttach);
    const [views, got] = useState<Views>();
    useEffect(() => {
      if (can) import('../attach/attach.js').then(got, () => {});
    }, [can]);
    const View = views?.[name];
    return can && View ? <View {...props} /> : null;
  };

export const Attach = way('Attach');
const Clip = way('Clip');

/** What stands beside the words: a clip, and a face. */
export const Tools = (props: Props & { field: HTMLTextAreaElement | null }) => (
  <>
    <Clip {...props} />
    <EmojiButton field={props.field} />
  </>
);
