/** One of the seven answers of the monthly audit, as it is stored and hashed into the log. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Limits } from '../../../sharing-rules/terms/decision.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { MonthReplayed } from '../replay/replay-month.ts';

/** What is not as it ought to be: each opens a report to the Chief (Policy 420.9.1). */
export interface Discrepancy {
  /** Without plates, names and case numbers. */
  readonly summary: string;
  readonly agencyId?: number;
  readonly officerId?: string;
  readonly entries?: readonly number[];
}

export interface AuditAnswer {
  readonly question: string;
  /** Null: there was nothing to judge, which is neither yes nor no. */
  readonly ok: boolean | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly discrepancies: readonly Discrepancy[];
}

/** What the auditor has looked at outside the gateway, and says so by name. */
export interface ByHand {
  /**
   * Each release of the sample was read by a person. The log knows which were shown to one, and the facts of answer 5
   * count them; that somebody has judged their reasons, only that person can say.
   */
  readonly sampleRead: boolean;
  /** The roster of each agency was compared with its present employees. */
  readonly employeesCompared: boolean;
  /** The camera vendor's own sharing is off: it would go around the gateway. */
  readonly vendorSharingOff: boolean;
}

/** On what the answers are computed. */
export interface AuditGround {
  readonly db: Queryable;
  readonly owner: Ori;
  readonly limits: Limits;
  readonly rulesRevision: string;
  /** Null: nobody has said it yet, and the answers that rest on it are without it. */
  readonly byHand: ByHand | null;
  /** Half-open, UTC. */
  readonly month: { readonly name: string; readonly from: Date; readonly to: Date };
  readonly now: Date;
  /** Decisions of the month, taken again; null where it has none with details. */
  readonly replay: MonthReplayed | null;
}

/** @param judged whether anything was there that could have been wrong */
export function answer(
  question: string,
  judged: boolean,
  facts: Readonly<Record<string, unknown>>,
  discrepancies: readonly Discrepancy[],
): AuditAnswer {
  const ok = discrepancies.length > 0 ? false : judged || null;
  return { question, ok, facts, discrepancies };
}

/** A month without an entry of the log has nothing in it that a yes could be about. */
export function ofEmptyMonth(given: AuditAnswer): AuditAnswer {
  return given.ok === true ? { ...given, ok: null } : given;
}
