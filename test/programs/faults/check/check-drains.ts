/** Every mark has been made effective, once, and the log says so. */
import type pg from 'pg';

export async function checkDrains(db: pg.Pool, from: number): Promise<string[]> {
  const { rows } = await db.query(
    `SELECT m.index AS mark, count(d.index) AS ends FROM mark m
     LEFT JOIN audit_detail d ON d.kind = 'revocation_effective' AND d.index > $1
       AND (d.owner_detail::jsonb ->> 'mark')::bigint = m.index
     WHERE m.index >= $1 GROUP BY m.index ORDER BY m.index`,
    [from],
  );
  return rows.flatMap(({ ends, mark }) =>
    ends === 1 ? [] : [`mark ${mark} was made effective ${ends} times, not once`],
  );
}

/** Answers that were cut in the middle, as the log tells. */
export async function countCut(db: pg.Pool, from: number): Promise<number> {
  const { rows } = await db.query(
    `SELECT coalesce(sum((owner_detail::jsonb ->> 'aborted')::int), 0) AS cut FROM audit_detail
     WHERE kind = 'revocation_effective' AND index >= $1`,
    [from],
  );
  return Number(rows[0].cut);
}
