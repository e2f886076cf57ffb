import type { Message, Part } from '../../types.js';
import { list } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';

export type GapPart = Extract<Part, { type: 'gap' }>;

/** The part that says that messages are missing, where a message is that; a back end cannot make one. */
export function gapOf({ author, parts }: Message): GapPart | undefined {
  const [part] = list(parts);
  const isGap =
    author?.kind === 'system' && part?.type === 'gap' && (part.reason === 'lost' || part.reason === 'skipped');
  return isGap ? part : undefined;
}

/** In place of messages that are missing. `load` fetches them, where that can be. */
export function Gap({ reason, load }: { reason: GapPart['reason']; load: (() => void) | undefined }) {
  const { t } = usePanel();
  return (
    <article part="message" class="gap small">
      <p>{t(reason)}</p>
      {reason === 'skipped' && load && (
        <button type="button" class="pill" onClick={load}>
          {t('loadSkipped')}
        </button>
      )}
    </article>
  );
}
