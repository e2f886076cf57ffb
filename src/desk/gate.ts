/** From the printed link to the desk: which of the two is on the screen, and why. */
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { createDesk, type Desk, type DeskOptions } from './desk.js';
import { keepSession, keptSession, signIn, socketUrl, takeCode } from './session.js';

export type Screen =
  | { at: 'working' }
  | { at: 'signed-out'; problem: null | 'refused' | 'unreachable' }
  | { at: 'desk'; desk: Desk };

export interface Gate {
  screen: ReadonlySignal<Screen>;
  /** Signs in again with the code that the relay could not be asked about. */
  retry(): void;
}

/** The page that the gate stands on, and how it reaches the relay. */
export interface GateOptions extends Pick<Window, 'location' | 'history'>, Pick<DeskOptions, 'Socket'> {
  request?: typeof fetch;
}

export function createGate({ location, history, request = (...call) => fetch(...call), ...via }: GateOptions): Gate {
  const screen = signal<Screen>({ at: 'working' });
  let code: string | null = null;

  const current = () => {
    const now = screen.peek();
    return now.at === 'desk' ? now.desk : null;
  };

  function leave(problem: null | 'refused' | 'unreachable') {
    if (!current()) screen.value = { at: 'signed-out', problem };
  }

  function enter(session: string) {
    keepSession(session);
    const old = current();
    const hash = new URLSearchParams(location.hash.slice(1));
    const desk = createDesk({
      url: socketUrl(location.href),
      session,
      open: old?.state.openId.peek() ?? hash.get('c'),
      ...via,
      ...(old && { drafts: old.drafts.all.peek(), list: old.state.list.peek() }),
    });
    old?.stop();
    screen.value = { at: 'desk', desk };
    // a reload comes back to the same conversation
    effect(() => {
      const id = desk.state.openId.value;
      if (id && current() === desk) history.replaceState(history.state, '', `#${new URLSearchParams({ c: id })}`);
    });
    effect(() => {
      if (desk.state.connection.value !== 'refused') return;
      keepSession(null);
      // a desk that was in use stays readable, with what is written in it; a relay that started again may know the code
      if (desk.state.ready.peek()) {
        void useCode();
        return;
      }
      desk.stop();
      screen.value = { at: 'signed-out', problem: 'refused' };
    });
  }

  async function useCode() {
    if (code === null) return;
    if (!current()) screen.value = { at: 'working' };
    const answer = await signIn(code, location.href, request);
    if ('session' in answer) enter(answer.session);
    else leave(answer.problem);
  }

  function begin() {
    const found = takeCode(location, history);
    if (found !== null) {
      code = found;
      void useCode();
      return;
    }
    if (current()) return;
    const session = keptSession();
    if (session) enter(session);
    else leave(null);
  }

  begin();
  // the link opened in a tab that shows the desk already
  addEventListener('hashchange', begin);
  return { screen, retry: () => void useCode() };
}
