import { useEffect } from 'preact/hooks';
import { DeskContext } from '../context.js';
import type { Desk } from '../desk.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Banner } from './Banner.js';
import { Inbox } from './Inbox.js';
import { Nav } from './Nav.js';
import { Thread } from './Thread.js';

export function App({ desk }: { desk: Desk }) {
  const { waiting } = useValue(desk.state.counts);
  useEffect(() => {
    document.title = strings.waitingTitle(waiting);
  }, [waiting]);
  return (
    <DeskContext.Provider value={desk}>
      <div class="desk">
        <Banner />
        <div class="columns">
          <Nav />
          <Inbox />
          <Thread />
        </div>
      </div>
    </DeskContext.Provider>
  );
}
