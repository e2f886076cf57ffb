import { useEffect, useState } from 'preact/hooks';

/** What is fetched when it is first shown, if it is wanted; undefined while it comes, and where it could not be had. */
export function useLater<T>(load: () => Promise<T>, isWanted = true): T | undefined {
  const [it, drawn] = useState<T>();
  useEffect(() => {
    if (isWanted) load().then(drawn, () => {});
  }, [isWanted]);
  return it;
}
