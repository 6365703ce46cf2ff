/** A trouble that is found again with every look: told once, then rarely, and its end. */

export interface TroubleLog {
  warn(fields: object, message: string): void;
}

export interface LastingTrouble {
  /** It is there, or still there. */
  lasts(fields: object): void;
  /** It is not, or no longer. */
  isOver(): void;
}

/** Ms between two lines of the same trouble. */
const TOLD_EVERY = 600_000;

/** @param now monotonic, ms */
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
