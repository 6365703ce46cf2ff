/** How the whole gateway stands, for those who are called when something is wrong: the same on every node. */
import type { Queryable } from '../../database/queryable.ts';
import { LIFE_SAFETY_HELD } from '../../release/held/life-safety-store.ts';

export interface Standing {
  readonly halted: boolean;
  /** Releases for danger to life that nobody has reviewed in time; counted up to a thousand. */
  readonly exigentOverdue: number;
  /** Held queries about a life in danger that wait for a reviewer; counted up to a thousand. */
  readonly lifeSafetyHeld: number;
  /** For how long the oldest revocation that is not in force everywhere yet has been on its way, s; 0: there is none. */
  readonly drainSeconds: number;
  /** The database's clock. */
  readonly now: Date;
}

const STANDING = `
  SELECT (SELECT halted FROM sharing_state) AS halted,
    (SELECT count(*) FROM (SELECT FROM exigent_release
      WHERE status = 'open' AND due_at <= statement_timestamp() LIMIT 1000) AS few) AS "exigentOverdue",
    (SELECT count(*) FROM (SELECT ${LIFE_SAFETY_HELD} LIMIT 1000) AS few) AS "lifeSafetyHeld",
    (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(begun_at)), 0)::float8
      FROM drain WHERE effective_at IS NULL) AS "drainSeconds",
    clock_timestamp() AS now`;

export async function findStanding(db: Queryable): Promise<Standing> {
  const { rows } = await db.query<Standing>(STANDING);
  return rows[0] as Standing;
}
