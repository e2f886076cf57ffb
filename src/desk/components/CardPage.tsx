import type { Snapshot } from '../../types.js';
import { useDesk } from '../context.js';
import { momentLabel, pathLabel } from '../format.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Link } from './Link.js';
import { Section } from './Section.js';

interface Props {
  snapshot: Snapshot;
  at: number | null;
  online: boolean;
}

/** Where the customer is. */
export function CardPage({ snapshot: { page }, at, online }: Props) {
  const now = useValue(useDesk().state.now);
  const text = strings.card;
  return (
    <Section title={online ? text.page : text.lastPage}>
      <p class="line" dir="auto">
        {page.title || text.untitled}
      </p>
      <p class="path">
        <Link url={page.url}>{pathLabel(page.url)}</Link>
      </p>
      {page.referrer && <p class="faint">{text.referrer(page.referrer)}</p>}
      {at !== null && <p class="faint">{text.asOf(momentLabel(at, now))}</p>}
    </Section>
  );
}
