/** Reports trouble that each look finds again: once, then rarely, and its end. */

export interface TroubleLog {
  warn(fields: object, message: string): void;
}

export interface LastingTrouble {
  /** Notes that it is there, or still there. */
  lasts(fields: object): void;
  /** Notes that it is not there, or no longer. */
  isOver(): void;
}

/** Milliseconds between two lines of the same trouble. */
const TOLD_EVERY = 600_000;

/** Makes a reporter. @param now milliseconds, monotonic */
export function lastingTrouble(
  log: TroubleLog,
  words: { readonly trouble: string; readonly end: string },
  now: () => number = () => performance.now(),
): LastingTrouble {
  let toldAt: number | null = null;
  return {
    lasts: (fields) => {
      if (toldAt !== null && now() - toldAt < TOLD_EVERY) return;
      toldAt = now();
      log.warn(fields, words.trouble);
    },
    isOver: () => {
      if (toldAt === null) return;
      toldAt = null;
      log.warn({}, words.end);
    },
  };
}
