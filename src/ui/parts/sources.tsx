import { safeUrl } from '../../core/url.js';
import type { Part } from '../../types.js';
import { list, text } from '../kit/gate.js';
import { linkTo } from '../kit/url.js';
import { usePanel } from '../panel/use-panel.js';

/** That a machine wrote what stands above, and where it has it from. A page of the web shows its host: a title can say anything. */
export function Sources({ part }: { part: Extract<Part, { type: 'sources' }> }) {
  const { actions } = usePanel();
  const words = text(part.text);
  const sources = list(part.sources);
  return (
    <div class="sources small">
      {words && <p>{words}</p>}
      {sources[0] && (
        <ul aria-label={words}>
          {sources.map((source, i) => {
            const [title, article, url] = [text(source.title), text(source.article), safeUrl(text(source.url))];
            return (
              <li key={i}>
                {article ? (
                  <button type="button" onClick={() => actions.go({ screen: 'article', id: article })}>
                    {title}
                  </button>
                ) : url ? (
                  <a {...linkTo(url)}>
                    <bdi>{title}</bdi> <bdi>({url.host || url.pathname})</bdi>
                  </a>
                ) : (
                  title
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
