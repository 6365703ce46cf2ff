/** Repeats work by the clock. */

export interface Repeated {
  /** Lets no further run begin. Resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/**
 * Runs `every` milliseconds after the end of the last run, so never two at once; does not keep the process.
 * @param run does not reject: it handles its own failures
 * @param first milliseconds until the first run
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
