/**
 * Finds entries that are dated before the one before them. The gateway appends none since its database
 * compares each with its clock, except for withdrawals behind a clock that was set back. They are reported,
 * but are not a fault: an honest log that once had such a step has it forever; people should look at it.
 */

/** Milliseconds that neighbors' minutes may go back: servers' clocks differ, and a minute is cut off. */
const TOLERANCE = 120_000;
/** The most steps that are reported, of a log that may be nothing but steps. */
const MOST = 100;

export interface StepBack {
  readonly index: number;
  /** The minutes of this entry and of the one before it, as they stand there. */
  readonly minute: string;
  readonly before: string;
}

export interface MinuteChecker {
  /** Takes the next entry's minute. */
  next(index: number, minute: string): void;
  /** The first hundred steps back. */
  readonly stepsBack: readonly StepBack[];
}

export function checkMinutes(): MinuteChecker {
  const stepsBack: StepBack[] = [];
  let before: string | null = null;
  return {
    stepsBack,
    next(index, minute) {
      // A text that is not a minute is reported, too.
      const isBack = before !== null && !(Date.parse(minute) >= Date.parse(before) - TOLERANCE);
      if (isBack && stepsBack.length < MOST) stepsBack.push({ index, minute, before: before as string });
      before = minute;
    },
  };
}

export function sayStepBack({ before, index, minute }: StepBack): string {
  return (
    `entry ${index}: dated ${minute}, after an entry of ${before}: the clock was set back, or one of them is not of its ` +
    'time; ask the owner of the log which'
  );
}
