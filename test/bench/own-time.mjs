/**
 * Processor time of a page's main thread in callbacks of some scripts, as Chromium's own trace tells it: of listeners, timers,
 * idle callbacks and observers, with all that they call of the browser. It is the thread's time, so that other work of the machine
 * is not in it, nor are the page's own scripts, its rendering, or the dispatch of its events.
 */

/** Which the browser begins for one callback alone: they are counted whole. */
const WRAPPERS = /^(TimerFire|FireIdleCallback)$/;

/** @returns `{ ms, calls, by }`, in all and by the name of the function */
function ownTime(events, isOwn) {
  const spans = events.filter(({ ph, tdur }) => ph === 'X' && tdur !== undefined);
  // what began at the same time as what it is in is shorter
  spans.sort((a, b) => a.pid - b.pid || a.tid - b.tid || a.ts - b.ts || b.dur - a.dur);
  const found = { ms: 0, calls: 0, by: new Map() };
  let open = [];
  for (const span of spans) {
    open = open.filter(({ pid, tid, ts, dur }) => pid === span.pid && tid === span.tid && ts + dur > span.ts);
    const parent = open.findLast(({ name }) => name === 'FunctionCall' || WRAPPERS.test(name));
    open.push(span);
    if (span.name !== 'FunctionCall' || !isOwn(span.args?.data?.url ?? '')) continue;
    // within another of them it is in that one's time
    if (open.some(({ isCounted }) => isCounted)) continue;
    const whole = parent && WRAPPERS.test(parent.name) ? parent : span;
    if (whole.isCounted) continue;
    whole.isCounted = true;
    const { functionName, lineNumber, columnNumber } = span.args.data;
    const name = `${functionName}:${lineNumber}:${columnNumber} ${whole.name}`;
    const ms = whole.tdur / 1_000;
    const one = found.by.get(name) ?? { ms: 0, calls: 0 };
    found.by.set(name, { ms: one.ms + ms, calls: one.calls + 1 });
    found.ms += ms;
    found.calls++;
  }
  return found;
}

/** Runs it, and answers what of the time was theirs. @param isOwn whether a script of that address is one of them */
export async function traced(browser, isOwn, run) {
  const devtools = await browser.newBrowserCDPSession();
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) events.push(event);
  });
  const complete = new Promise((done) => devtools.once('Tracing.tracingComplete', done));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] },
  });
  await run();
  await devtools.send('Tracing.end');
  const { dataLossOccurred } = await complete;
  if (dataLossOccurred) throw new Error('The trace has lost some of it: ask for fewer events');
  await devtools.detach();
  return ownTime(events, isOwn);
}
