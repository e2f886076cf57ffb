import { useEffect, useState } from 'preact/hooks';
import { useValue } from '../kit/use-value.js';
import type { Composer } from './composer.js';
import { usePanel } from './use-panel.js';

type Views = typeof import('../attach/attach.js');

/** The way to attach files, where the back end takes any. */
export function Attach(props: { id: string; composer: Composer }) {
  const can = useValue(usePanel().canAttach);
  const [views, got] = useState<Views>();
  useEffect(() => {
    if (can) import('../attach/attach.js').then(got, () => {});
  }, [can]);
  return can && views ? <views.Attach {...props} /> : null;
}
