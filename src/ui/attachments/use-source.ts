import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileSource } from '../../core/file-ports.js';
import { signal } from '../../core/signal.js';
import { safeUrl } from '../../core/url.js';
import type { Message } from '../../types.js';
import type { Attachments } from '../host.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';

/** So much earlier a URL counts as expired, milliseconds: it has to be used still. */
const EARLY = 10_000;

type Source = FileSource & { until: number };

/**
 * How to get at a file: asked for when its box comes into sight, again when it has expired. One that waits to be sent is
 * here already.
 */
export function useSource({ conversation, seq }: Message, id: string) {
  const { actions, root, state } = usePanel();
  const isOnline = useValue(state.status) === 'online';
  const box = useRef<HTMLDivElement>(null);
  const [source, setSource] = useState<Source>();
  const [hasFailed, fail] = useState(false);
  const [isSeen, see] = useState(false);
  const isHere = useRef(true);
  /** The click that comes now is our own. */
  const following = useRef(false);
  /** Asked anew since it was last good. */
  const retried = useRef(false);

  const get = async (): Promise<Source | undefined> => {
    try {
      const it = await actions.attachments();
      const held = await it.held(id);
      const found: FileSource = held ? { blob: held } : await it.source(conversation, id);
      if ('url' in found && !/^https?:$/.test(safeUrl(found.url, location.href)?.protocol ?? '')) throw found;
      const until = 'url' in found ? performance.now() + found.expires - EARLY : Number.POSITIVE_INFINITY;
      const next = { ...found, until };
      if (isHere.current) setSource(next);
      return next;
    } catch {
      // offline it is asked for again as soon as there is a connection
      if (isHere.current) fail(isOnline);
      return undefined;
    }
  };
  useEffect(() => {
    const seen = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && see(true),
      // a screen ahead of the reader
      { root: root.querySelector('.scroll'), rootMargin: '100%' },
    );
    seen.observe(box.current!);
    return () => {
      isHere.current = false;
      seen.disconnect();
    };
  }, []);
  const isSent = seq !== undefined;
  useEffect(() => {
    if (isSeen && !source && (isOnline || !isSent)) void get();
  }, [isSeen, isOnline, isSent]);

  return {
    box,
    source,
    hasFailed,
    /** It could not be had: once more with another URL, and then when the visitor says so. */
    again() {
      const isAsked = hasFailed;
      if (!isAsked && retried.current) return fail(true);
      retried.current = !isAsked;
      fail(false);
      setSource(undefined);
      return void get();
    },
    /** A click on a link that has expired follows a new one. */
    renew(event: MouseEvent) {
      const isNew = following.current;
      following.current = false;
      if (isNew || !source || performance.now() < source.until) return;
      event.preventDefault();
      const link = event.currentTarget as HTMLAnchorElement;
      void get().then((next) => {
        if (!next || !('url' in next)) return;
        link.href = next.url;
        following.current = true;
        link.click();
      });
    },
  };
}

const NONE: Pick<Attachments, 'progress' | 'cancel'> = { progress: signal(new Map()), cancel() {} };

/** What is on its way. */
export function useProgress(): Pick<Attachments, 'progress' | 'cancel'> {
  const { actions } = usePanel();
  const [it, set] = useState(NONE);
  useEffect(() => {
    let isHere = true;
    actions.attachments().then(
      (got) => isHere && set(got),
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, []);
  return it;
}
