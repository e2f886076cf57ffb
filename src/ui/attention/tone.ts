/** Two short notes, made on the device: there is no file to fetch. Before the visitor's first gesture a browser plays nothing. */
export interface Tone {
  /** Whether it may be played soon: then the next gesture unlocks it, where a browser asks for that. */
  want(isWanted: boolean): void;
  play(): void;
  leave(): void;
}

/** Hertz, and when each begins, in seconds. */
const NOTES = [
  [659.3, 0],
  [880, 0.12],
] as const;
const LENGTH = 0.3;
const LOUD = 0.08;

export function attachTone(): Tone {
  let context: AudioContext | undefined;
  let gestures: AbortController | undefined;
  let playing = 0;

  const hasGesture = () => navigator.userActivation?.hasBeenActive !== false;
  /** Only after a gesture, since it is refused, and written to the console, before. */
  const open = () => {
    try {
      if (hasGesture()) context ??= new AudioContext();
    } catch {} // there is none, or no room for another one
    return context;
  };
  const rest = () => {
    if (!playing) void context?.suspend().catch(() => {});
  };
  const unlock = () => {
    gestures?.abort();
    void open()
      ?.resume()
      .then(rest)
      .catch(() => {});
  };
  return {
    want(isWanted) {
      gestures?.abort();
      gestures = undefined;
      if (!isWanted) return;
      gestures = new AbortController();
      const { signal } = gestures;
      for (const type of ['pointerup', 'keydown']) addEventListener(type, unlock, { signal, capture: true });
    },
    play() {
      const at = open();
      if (!at) return;
      playing++;
      at.resume()
        .then(() => {
          const volume = at.createGain();
          volume.connect(at.destination);
          for (const [hertz, after] of NOTES) {
            const begin = at.currentTime + after;
            const note = at.createOscillator();
            const fade = at.createGain();
            note.frequency.value = hertz;
            // neither begins nor ends with a click
            fade.gain.setValueAtTime(0, begin);
            fade.gain.linearRampToValueAtTime(LOUD, begin + 0.01);
            fade.gain.exponentialRampToValueAtTime(0.0001, begin + LENGTH);
            note.connect(fade).connect(volume);
            note.start(begin);
            note.stop(begin + LENGTH);
            note.onended = () => {
              fade.disconnect();
              if (hertz !== NOTES.at(-1)![0]) return;
              volume.disconnect();
              playing--;
              rest();
            };
          }
        })
        .catch(() => {
          playing--;
        });
    },
    leave() {
      gestures?.abort();
      void context?.close().catch(() => {});
      context = undefined;
    },
  };
}
