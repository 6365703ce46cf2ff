/** Shows the progress of long work on standard error: a bar on a terminal, else a line now and then. */
import cliProgress from 'cli-progress';

export interface Progress {
  update(done: number, total: number, note: string): void;
  stop(): void;
}

/** Milliseconds between two lines if standard error is not a terminal; shorter work prints none there. */
const LINE_EVERY = 10_000;

/** @param unit of what is counted, e.g. `MB` */
export function showProgress(unit: string, quiet: boolean): Progress {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? barOf(unit) : linesOf(unit);
}

function barOf(unit: string): Progress {
  const bar = new cliProgress.SingleBar({
    format: `{bar} {percentage}% | {value}/{total} ${unit} | {note}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  let started = false;
  return {
    update: (done, total, note) => {
      if (!started) bar.start(total, done, { note });
      started = true;
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}

function linesOf(unit: string): Progress {
  let last = performance.now();
  return {
    update: (done, total, note) => {
      if (performance.now() - last < LINE_EVERY) return;
      last = performance.now();
      process.stderr.write(`${Math.round(done)} of ${Math.round(total)} ${unit}: ${note}\n`);
    },
    stop: () => undefined,
  };
}
