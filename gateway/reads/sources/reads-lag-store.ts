/** Measures how far a standby with the reads lags: by so much a query may miss the newest reads. */
import { type Queryable, readValue } from '../../database/queryable.ts';

// A standby that has all it was sent does not lag, however old the newest change, while somebody sends.
const LAG = `
  SELECT CASE
    WHEN NOT pg_is_in_recovery() THEN NULL
    WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
      AND EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL) THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
  END::float8 AS lag`;

/** Returns the lag in seconds; null where it is a primary, or has never heard of a change. */
export const findReadsLag = (db: Queryable) => readValue<number | null>(db, LAG);
