/** The rules of every revision that has judged, as they were hashed. Insert-only. */
import type { Queryable } from '../../database/queryable.ts';

/** Keeps the rules of a revision, once. */
export async function keepRules(db: Queryable, revision: string, code: Buffer): Promise<void> {
  const { rows } = await db.query('SELECT FROM kept_rules WHERE revision = $1', [revision]);
  // Some hundred kilobytes: not sent at every start.
  if (rows.length > 0) return;
  await db.query('INSERT INTO kept_rules (revision, code) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    revision,
    code,
  ]);
}

/** Null where nobody has kept them. */
export async function findKeptRules(db: Queryable, revision: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ code: Buffer }>('SELECT code FROM kept_rules WHERE revision = $1', [
    revision,
  ]);
  return rows[0]?.code ?? null;
}
