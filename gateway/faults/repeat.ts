/** What is done by the clock, again and again. */

export interface Repeated {
  /** No run begins any more. Resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/**
 * Runs `every` ms after the end of the run before, so never twice at once; does not keep the process.
 * @param run does not reject: what to do about a failure is its own to know
 * @param first ms until the first run
 */
export function repeat(every: number, run: () => Promise<unknown>, first = every): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  const again = (after: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      underWay = run().finally(() => again(every));
    }, after);
    timer.unref();
  };
  again(first);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
