/** One job after another in each conversation. A failure does not hold up what follows. */
export function createQueue(): (conversation: string, job: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return (conversation, job) => {
    const run = (last.get(conversation) ?? Promise.resolve()).then(job);
    const settled = run
      .catch(() => {})
      .then(() => {
        if (last.get(conversation) === settled) last.delete(conversation);
      });
    last.set(conversation, settled);
    return run;
  };
}
