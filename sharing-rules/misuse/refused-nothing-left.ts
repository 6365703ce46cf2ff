/**
 * Decides if a report of misuse may be closed as refusals by which nothing left, neither founded nor unfounded. Misuse
 * that was prevented stays misuse: prohibited uses and repetitions are for a person to judge (Policy 420.9.1).
 */
import judged from '../terms/data/needs-a-person.json' with { type: 'json' };
import type { ReportOutcome } from '../terms/statuses.ts';

const JUDGED: Readonly<Record<string, { readonly why: string }>> = judged;

/** The facts of a report that decide it. */
export interface MaybeNothingLeft {
  readonly kind: string;
  /** True if it names entries, and every one is a refusal. */
  readonly refusedAll: boolean;
  /** True if it follows a closed report of its pattern, or one of its kind on the same officer that was not unfounded. */
  readonly isRepeat: boolean;
}

/** True if a report of the kind is always for a person to judge. */
export function isJudged(kind: string): boolean {
  return Object.hasOwn(JUDGED, kind);
}

/** Returns why it may not be, to follow `since`; null if it may. */
export function whyNotNothingLeft({ isRepeat, kind, refusedAll }: MaybeNothingLeft): string | null {
  if (isJudged(kind)) return JUDGED[kind]?.why ?? null;
  if (isRepeat) return 'there was a report of the same before';
  return refusedAll ? null : 'not every entry that it names is a refusal';
}

/** Returns the outcomes with which it may be closed. */
export function outcomesOf(report: MaybeNothingLeft): readonly ReportOutcome[] {
  const both = ['founded', 'unfounded'] as const;
  return whyNotNothingLeft(report) === null ? [...both, 'refused_nothing_left'] : both;
}
