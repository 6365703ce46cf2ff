/** Decides who closes a report of misuse (Policy 420.9.1): the Chief, or an auditor if about the Chief. */
import { maySeeTo } from '../review.ts';
import type { Role } from '../terms/asker.ts';

export const REPORT_CLOSERS = ['chief', 'auditor'] as const satisfies readonly Role[];
export type ReportCloser = (typeof REPORT_CLOSERS)[number];

/**
 * Returns who closes the report. Auditors grant nothing, review nothing and answer to no administrator here
 * (CJISSECPOL AC-5), so they can judge the Chief.
 * @param concerned the roles of the person whom the report concerns; empty if nobody registered
 */
export function closerOf(concerned: readonly string[]): ReportCloser {
  return concerned.includes('chief') ? 'auditor' : 'chief';
}

/** The facts of a report that decide who closes it. */
export interface ToBeClosed {
  readonly closer: ReportCloser;
  /** The id of the person whom the report concerns. */
  readonly concerns: string | null;
  /** The id of the person who opened the report; null if the gateway did. */
  readonly openedBy: string | null;
}

export type ClosingAnswer = 'allowed' | 'concerned' | 'reporter' | 'role_missing';

/** Decides whether a person may close it: never the person concerned, nor anyone who accused the Chief. */
export function mayClose(
  { closer, concerns, openedBy }: ToBeClosed,
  { personId, roles }: { readonly personId: string; readonly roles: readonly string[] },
): ClosingAnswer {
  if (!maySeeTo({ concerns, personId })) return 'concerned';
  if (!roles.includes(closer)) return 'role_missing';
  return closer === 'auditor' && openedBy === personId ? 'reporter' : 'allowed';
}
