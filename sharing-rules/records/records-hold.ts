/**
 * Says when queries of an agency that state an incident without words wait for a person: its records office does not
 * answer, or says of too many that they are not so (Policy 420.9.1).
 */
import { RECORDS_HOLDS, type RecordsHold } from '../terms/decision.ts';
import { DAY } from '../terms/retention.ts';

/** Within this time a requested check is to be answered. */
export const ANSWERED_WITHIN = 30 * DAY;

/** Within this time an agency explains a difference. */
export const EXPLAINED_WITHIN = 14 * DAY;

/** Counts the checks of one agency's releases of one month. */
export interface RecordsCounts {
  /** Requested so long ago that they should be answered. */
  readonly due: number;
  /** Counts the requested checks that were answered in time. */
  readonly inTime: number;
  readonly answered: number;
  /** Counts the answers that contradict the query: nobody explained the difference, or an auditor upheld it. */
  readonly contradicted: number;
}

const LEAST_IN_TIME = 0.9;
const MOST_CONTRADICTED = 0.02;

/** INVARIANT: every comparison is written so that a count that is not a number holds. */
export function recordsHoldsOf({ answered, contradicted, due, inTime }: RecordsCounts): RecordsHold[] {
  return RECORDS_HOLDS.filter((hold) =>
    hold === 'records_unanswered'
      ? !(inTime >= due * LEAST_IN_TIME)
      : !(contradicted <= answered * MOST_CONTRADICTED),
  );
}
