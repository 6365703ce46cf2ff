/** Finds agencies that used up a day's refusals, as the commits count them. */
import type { Queryable } from '../../database/queryable.ts';

export interface SpentRefusals {
  readonly agencyId: number;
  readonly agency: string;
  /** SHA-256 of agency and day, so that one report is opened for each day. */
  readonly pattern: Buffer;
  /** Log indices of the day's last refusals. */
  readonly entries: readonly number[];
}

/** Number of entries that a person looks at; the log has the others. */
const SHOWN = 20;

const SPENT = `
  SELECT s.agency_id AS "agencyId", a.ori AS agency, s.pattern,
    ARRAY(SELECT d.index FROM audit_search d WHERE d.day = s.day AND d.agency_id = s.agency_id AND d.kind = 'refusal'
      ORDER BY d.index DESC LIMIT ${SHOWN}) AS entries
  FROM (
    SELECT u.agency_id, u.day,
      sha256(convert_to('refusals_spent ' || u.agency_id || ' ' || to_char(u.day, 'YYYY-MM-DD'), 'UTF8')) AS pattern
    FROM agency_usage u
    WHERE u.day >= (now() AT TIME ZONE 'UTC')::date - 1 AND u.refusals >= $1
  ) s JOIN agency a ON a.id = s.agency_id
  WHERE NOT EXISTS (SELECT FROM misuse_report m WHERE m.pattern = s.pattern)
  ORDER BY s.agency_id, s.day`;

/** Finds those of today and yesterday that are not reported yet. */
export async function findSpentRefusals(db: Queryable, refusalsPerDay: number): Promise<SpentRefusals[]> {
  const { rows } = await db.query(SPENT, [refusalsPerDay]);
  return rows.map((row) => ({ ...row, entries: row.entries.map(Number) }) as SpentRefusals);
}
