/** The log as the checker sees it: public entries, and the release that each of them names. */
import type pg from 'pg';

/** The kinds of entries that lower a right in a run. */
export const LOWERINGS: ReadonlySet<string> = new Set(['revoked', 'halted', 'subject_suspended']);

export interface LogLine {
  readonly index: number;
  readonly kind: string;
  /** ORI; null: nobody in particular, or everybody. */
  readonly agency: string | null;
  readonly grant: string | null;
  readonly effect: string | null;
  readonly epoch: number;
  readonly leafHash: string;
  readonly releaseId: string | null;
}

export async function logSize(db: pg.Pool): Promise<number> {
  const { rows } = await db.query('SELECT max(size) AS size FROM log_checkpoint');
  return rows[0].size as number;
}

export async function readLog(db: pg.Pool): Promise<LogLine[]> {
  const { rows } = await db.query(
    `SELECT l.index, l.entry, encode(l.leaf_hash, 'base64') AS leaf_hash,
       coalesce(d.asker_detail::json ->> 'id', d.owner_detail::json #>> '{searchedBy,releaseId}') AS release_id
     FROM log_entry l LEFT JOIN audit_detail d ON d.index = l.index ORDER BY l.index`,
  );
  return rows.map(({ entry, index, leaf_hash: leafHash, release_id: releaseId }) => {
    const { agency, effect, epoch, grant, kind } = JSON.parse(entry);
    return { index, kind, agency, effect, grant, epoch, leafHash, releaseId };
  });
}
