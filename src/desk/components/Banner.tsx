import { useDesk } from '../context.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';

/** Says that the connection is lost. The first connecting is no loss. */
export function Banner() {
  const desk = useDesk();
  const connection = useValue(desk.state.connection);
  const ready = useValue(desk.state.ready);
  const refused = connection === 'refused';
  const shown = refused || (connection !== 'online' && (ready || connection === 'offline'));
  return (
    <div class="banner-place" role="status">
      {shown && (
        <div class="banner">
          <strong>{refused ? strings.connection.refused : strings.connection.lost}</strong>
          <span>{refused ? strings.connection.refusedMore : strings.connection.lostMore}</span>
          {!refused && (
            <button type="button" class="button small" onClick={desk.retryConnection}>
              {strings.connection.retry}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
