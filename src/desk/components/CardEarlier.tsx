import { useState } from 'preact/hooks';
import type { DeskCard } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { strings } from '../strings.js';
import { Section } from './Section.js';
import { Ago } from './Time.js';

/** Other conversations of the same person, from every device. */
export function CardEarlier({ card: { earlier, hasEarlier }, thread }: { card: DeskCard; thread: string }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const more = () => {
    setBusy(true);
    void desk.people.earlier(thread).finally(() => setBusy(false));
  };
  return (
    <Section title={strings.card.earlier}>
      {earlier.length ? (
        <ul class="earlier">
          {earlier.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => desk.open(one.id)}>
                <span class="line" dir="auto">
                  {one.preview}
                </span>
                <span class="faint">
                  {strings.status[one.status]} · <Ago at={one.at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="faint">{strings.card.noEarlier}</p>
      )}
      {hasEarlier && (
        <button type="button" class="button small" disabled={busy} onClick={more}>
          {strings.card.moreEarlier}
        </button>
      )}
    </Section>
  );
}
