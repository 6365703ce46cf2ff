/** Tells up to where each projection is. */
import type { Queryable } from '../database/queryable.ts';

export const PROJECTION_NAMES = ['search', 'numbers'] as const;
export type ProjectionName = (typeof PROJECTION_NAMES)[number];

/** Tells how much of the log a projection covers. */
export interface Standing {
  readonly name: ProjectionName;
  /** All entries below this index are in it. */
  readonly size: number;
  /** It answers nobody until it has as many. */
  readonly builtAt: number;
  /** Number of entries of the log. */
  readonly head: number;
  /** Seconds that the first entry has waited that is not in it; 0 if all are. */
  readonly lag: number;
  /** The last entry that contradicted the log when it was read; null if none did. */
  readonly lastAltered: number | null;
}

const STANDING = `
  SELECT p.name, p.size, p.built_at AS "builtAt", p.last_altered AS "lastAltered", greatest(h.size, p.size) AS head,
    CASE WHEN p.size < h.size THEN coalesce((SELECT greatest(extract(epoch FROM clock_timestamp() - c.committed_at), 0)
      FROM log_checkpoint c WHERE c.size > p.size ORDER BY c.size LIMIT 1), 0) ELSE 0 END::float8 AS lag
  FROM projection p, (SELECT coalesce(max(size), 0) AS size FROM log_checkpoint) h`;

export async function findStandings(db: Queryable): Promise<Standing[]> {
  return (await db.query<Standing>(`${STANDING} ORDER BY p.name`)).rows;
}

/** @throws Error if the database has no such projection */
export async function findStanding(db: Queryable, name: ProjectionName): Promise<Standing> {
  const { rows } = await db.query<Standing>(`${STANDING} WHERE p.name = $1`, [name]);
  if (rows[0] === undefined)
    throw new Error(`the database lacks the projection \`${name}\`: run \`migrate\``);
  return rows[0];
}
