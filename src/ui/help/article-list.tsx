import type { ArticleLine } from '../../core/ports.js';
import type { Range, SearchHit } from '../../types.js';
import { list, number, text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';

interface Props {
  articles: readonly (Pick<ArticleLine, 'id' | 'title' | 'description'> & Pick<SearchHit, 'marks'>)[];
  /** What was searched for; it goes along with whoever asks a person after reading. */
  query?: string;
}

export function ArticleList({ articles, query }: Props) {
  const { actions } = usePanel();
  return (
    <ul class="found">
      {list([...articles]).map(({ id, title, description, marks }) => (
        <li key={id}>
          <button
            type="button"
            class="card"
            onClick={() => actions.go({ screen: 'article', id: text(id), ...(query && { query }) })}
          >
            <span>
              <strong dir="auto">{marked(text(title), marks?.title)}</strong>
              {text(description) && <small dir="auto">{marked(text(description), marks?.description)}</small>}
            </span>
            <Icon d={NEXT} flip />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A text in which ranges are set off. Those that do not come in order, or lie outside, are passed over. */
function marked(words: string, ranges: readonly Range[] | undefined) {
  const runs = [];
  let end = 0;
  for (const range of Array.isArray(ranges) ? (ranges as Range[]) : []) {
    const [from, to] = [number(range?.[0]), number(range?.[1])];
    if (from < end || to <= from || to > words.length) continue;
    runs.push(words.slice(end, from), <mark key={from}>{words.slice(from, to)}</mark>);
    end = to;
  }
  return [...runs, words.slice(end)];
}
