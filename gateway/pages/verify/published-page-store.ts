/** Reads what the log says of the page `/verify`. */
import type { Queryable } from '../../database/queryable.ts';

/** Finds the newest entry that tells a page's hash; null if there is none, or its detail is gone. */
export async function findNewestPublished(
  db: Queryable,
): Promise<{ readonly index: number; readonly detail: string } | null> {
  const { rows } = await db.query<{ index: number | string; detail: string }>(
    `SELECT index, asker_detail AS detail FROM audit_detail WHERE kind = 'page_published' ORDER BY index DESC LIMIT 1`,
  );
  const [row] = rows;
  return row === undefined ? null : { index: Number(row.index), detail: row.detail };
}
