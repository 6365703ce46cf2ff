/**
 * Names the entries that are dated before the one before them. The gateway takes none since its database compares each
 * with its clock, but for withdrawals behind a clock that was set back; so it is told, but is not a fault: an honest log that
 * has such a step, from a clock of long ago, has it for ever, and what it says is to be looked at by people.
 */

/** Ms that the minutes of neighbors may go back: servers' clocks differ, and a minute is cut off. */
const TOLERANCE = 120_000;
/** Bounds the report on a log that is nothing but steps. */
const MOST = 100;

export interface StepBack {
  readonly index: number;
  /** Both as the entries name them: this one, and the one before it. */
  readonly minute: string;
  readonly before: string;
}

export interface MinuteChecker {
  /** Takes the next entry's minute. */
  next(index: number, minute: string): void;
  /** The first hundred. */
  readonly stepsBack: readonly StepBack[];
}

export function checkMinutes(): MinuteChecker {
  const stepsBack: StepBack[] = [];
  let before: string | null = null;
  return {
    stepsBack,
    next(index, minute) {
      // A text that is not a minute is told, too.
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
