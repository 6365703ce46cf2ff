/** Reads the state of the whole gateway for alerts; it is the same on every node. */
import { type Queryable, readRow } from '../../database/queryable.ts';
import { OVERDUE_DUTIES } from '../../oversight/processes/processes-store.ts';
import { LIFE_SAFETY_HELD } from '../../release/held/life-safety-store.ts';

export interface Standing {
  readonly halted: boolean;
  /** Releases for a danger to life that are overdue for review, counted up to a thousand. */
  readonly exigentOverdue: number;
  /** Held queries about a danger to life that wait for a reviewer, counted up to a thousand. */
  readonly lifeSafetyHeld: number;
  /** Duties under served process that are overdue, counted up to a thousand. */
  readonly dutiesOverdue: number;
  /** Other gateways that are not asked again until a person has looked. */
  readonly peersStopped: number;
  /** Differences between the logs of others and ours that were found within a day, counted up to a thousand. */
  readonly peerDifferences: number;
  /** Seconds that the oldest revocation has taken that is not yet in force everywhere; 0 if there is none. */
  readonly drainSeconds: number;
  /** The database's time. */
  readonly now: Date;
}

const STANDING = `
  SELECT (SELECT halted FROM sharing_state) AS halted,
    (SELECT count(*) FROM (SELECT FROM exigent_release
      WHERE status = 'open' AND due_at <= statement_timestamp() LIMIT 1000) AS few) AS "exigentOverdue",
    (SELECT count(*) FROM (SELECT ${LIFE_SAFETY_HELD} LIMIT 1000) AS few) AS "lifeSafetyHeld",
    (SELECT count(*) FROM (SELECT ${OVERDUE_DUTIES} LIMIT 1000) AS few) AS "dutiesOverdue",
    (SELECT count(*) FROM network_peer WHERE asking_stopped_at IS NOT NULL) AS "peersStopped",
    (SELECT count(*) FROM (SELECT FROM network_difference
      WHERE found_at > statement_timestamp() - interval '1 day' LIMIT 1000) AS few) AS "peerDifferences",
    (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(begun_at)), 0)::float8
      FROM drain WHERE effective_at IS NULL) AS "drainSeconds",
    clock_timestamp() AS now`;

export const findStanding = (db: Queryable) => readRow<Standing>(db, STANDING);
