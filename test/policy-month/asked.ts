/** A query of the simulated month, before it is asked: when, by whom, what for, and what ought to become of it. */
import type { AreaTarget, Offense, PlateTarget, Purpose } from '../../sharing-rules/terms/query.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

/** 2026-10-01T06:00Z: midnight in Colorado, in daylight-saving time. */
export const MONTH_BEGINS = Date.UTC(2026, 9, 1, 6);

export interface Officer {
  readonly agency: string;
  readonly id: string;
}

export interface Asked {
  /** Ms since the epoch. */
  readonly at: number;
  readonly officer: Officer;
  /** ORI given for the officer, where it is another than the agency's. */
  readonly officerOri?: string;
  /** The client that asks, where it is not the agency's usual one. */
  readonly clientId?: string;
  readonly purpose: Purpose;
  readonly plate?: PlateTarget;
  readonly area?: AreaTarget;
  /** Hours of the window, which ends when it is asked. */
  readonly hours: number;
  /** Reads that would be found. */
  readonly finds: number;
  /** Name of the planted case that it belongs to; null: honest work. */
  readonly planted: string | null;
  /** Honest work that the policy holds for a person to look at, no matter who asks. */
  readonly heldByPolicy?: true;
  /** Asked only what would be decided. */
  readonly dryRun?: true;
  /** An honest slip that is rightly refused, and corrected. It must not be reported. */
  readonly slip?: true;
}

export function plateTarget(number: string, match: PlateTarget['match'] = 'exact'): PlateTarget {
  return { number, match };
}

export function nibrs(code: string): Offense {
  return { system: 'nibrs', code };
}
