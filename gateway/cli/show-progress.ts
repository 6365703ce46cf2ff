/** Progress of long work, on standard error; none where nobody looks. */
import cliProgress from 'cli-progress';

export interface Progress {
  update(done: number, total: number, note: string): void;
  stop(): void;
}

/** @param unit what is counted, e.g. `MB`. */
export function showProgress(unit: string, quiet: boolean): Progress {
  const bar = new cliProgress.SingleBar({
    format: `{bar} {percentage}% | {value}/{total} ${unit} | {note}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  let started = false;
  return {
    update: (done, total, note) => {
      if (quiet) return;
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
