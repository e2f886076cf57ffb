import type { SourceHost } from '../../source.js';
import type { Note } from './signals.js';

/** What goes on in the page on our behalf, until all of it ends at once. */
export interface Scope {
  now(): number;
  /** Events by name, with spaces between them, of the window unless another is given: seen first, and never held up. */
  on<E extends Event>(types: string, listener: (event: E) => void, target?: EventTarget): void;
  /** Once after so many milliseconds, and once when the page rests. The undo may be called at any time. */
  after(time: number, run: () => void): () => void;
  idle(run: () => void): () => void;
  /** Called at the end, unless the undo that it returns was called before; that calls it, too. */
  atEnd(end: () => void): () => void;
  end(): void;
}

/** Listens for one kind of trouble until the scope ends. */
export type Watch = (note: Note, scope: Scope) => void;

export function createScope(host: SourceHost): Scope {
  const ends = new Set<() => void>();
  const atEnd = (end: () => void) => {
    const undo = () => {
      if (ends.delete(undo)) end();
    };
    ends.add(undo);
    return undo;
  };
  const once = (start: (run: () => void) => () => void, run: () => void) => {
    const undo = atEnd(
      start(() => {
        ends.delete(undo);
        run();
      }),
    );
    return undo;
  };
  return {
    now: host.now,
    on(types, listener, target = window) {
      for (const type of types.split(' ')) {
        // what leaves an element is looked at there alone, not on its way down to each within
        const options = { capture: target === window, passive: true };
        target.addEventListener(type, listener as EventListener, options);
        atEnd(() => target.removeEventListener(type, listener as EventListener, options));
      }
    },
    after: (time, run) =>
      once((go) => {
        const timer = setTimeout(go, time);
        return () => clearTimeout(timer);
      }, run),
    idle: (run) => once(host.idle, run),
    atEnd,
    end() {
      for (const undo of ends) undo();
    },
  };
}
