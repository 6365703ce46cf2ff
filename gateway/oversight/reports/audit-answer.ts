/** Describes one of the seven answers of the monthly audit, as it is stored and hashed into the log. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Limits } from '../../../sharing-rules/terms/decision.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { MonthReplayed } from '../replay/replay-month.ts';
import type { AuditAnswer, Discrepancy } from './monthly-audit.schema.ts';

/** The auditor's statements on what they checked outside the gateway. */
export interface ByHand {
  /**
   * True if a person read each release of the sample. The log knows which were shown to somebody, and answer
   * 5 counts those; only that person can state to have judged the reasons.
   */
  readonly sampleRead: boolean;
  /** True if each agency's roster was compared with its present employees. */
  readonly employeesCompared: boolean;
  /** True if the camera vendor's own sharing is off, since it would bypass the gateway. */
  readonly vendorSharingOff: boolean;
}

/** The facts from which the answers are computed. */
export interface AuditGround {
  readonly db: Queryable;
  readonly owner: Ori;
  readonly limits: Limits;
  readonly rulesRevision: string;
  /** Null if nobody has stated it yet; then the answers leave it out. */
  readonly byHand: ByHand | null;
  /** UTC; `to` is exclusive. */
  readonly month: { readonly name: string; readonly from: Date; readonly to: Date };
  readonly now: Date;
  /** The month's decisions, taken again; null if the month has no entries. */
  readonly replay: MonthReplayed | null | Promise<MonthReplayed | null>;
}

/** Builds an answer. @param judged true if there was anything that could have been wrong */
export function answer(
  question: string,
  judged: boolean,
  facts: Readonly<Record<string, unknown>>,
  discrepancies: readonly Discrepancy[],
): AuditAnswer {
  const ok = discrepancies.length > 0 ? false : judged || null;
  return { question, ok, facts, discrepancies };
}

/** Turns a yes into null: a month without log entries has nothing that a yes could be about. */
export function ofEmptyMonth(given: AuditAnswer): AuditAnswer {
  return given.ok === true ? { ...given, ok: null } : given;
}
