/** Who closes a report of misuse (Policy 420.9.1): the Chief; and where it is about the Chief, an auditor. */
import { maySeeTo } from '../review.ts';
import type { Role } from '../terms/asker.ts';

export const REPORT_CLOSERS = ['chief', 'auditor'] as const satisfies readonly Role[];
export type ReportCloser = (typeof REPORT_CLOSERS)[number];

/**
 * The auditors grant nothing, review nothing and answer to no administrator here (CJISSECPOL AC-5), so that they can
 * judge what the Chief is said to have done.
 * @param concerned roles of the person whom the report concerns; empty: of nobody who is registered
 */
export function closerOf(concerned: readonly string[]): ReportCloser {
  return concerned.includes('chief') ? 'auditor' : 'chief';
}

/** What of a report says who closes it. */
export interface ToBeClosed {
  readonly closer: ReportCloser;
  /** Person id. */
  readonly concerns: string | null;
  /** Person id; null: the gateway found it. */
  readonly openedBy: string | null;
}

export type ClosingAnswer = 'allowed' | 'concerned' | 'reporter' | 'role_missing';

/** Never the person concerned; and nobody accuses the Chief and then judges it. */
export function mayClose(
  { closer, concerns, openedBy }: ToBeClosed,
  { personId, roles }: { readonly personId: string; readonly roles: readonly string[] },
): ClosingAnswer {
  if (!maySeeTo({ concerns, personId })) return 'concerned';
  if (!roles.includes(closer)) return 'role_missing';
  return closer === 'auditor' && openedBy === personId ? 'reporter' : 'allowed';
}
