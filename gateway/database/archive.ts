/** Tells how the archive of PostgreSQL's write-ahead log does: the one part of a backup that a database knows of. */
import { type Queryable, readRow } from './queryable.ts';

export interface FoundArchive {
  /** False if nothing is archived. */
  readonly isOn: boolean;
  /** True if the newest try failed. */
  readonly fails: boolean;
  /** Seconds since the newest file was archived; null: none ever was. */
  readonly age: number | null;
}

export const findArchive = (db: Queryable) =>
  readRow<FoundArchive>(
    db,
    `SELECT current_setting('archive_mode') <> 'off' AS "isOn",
       coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS fails,
       extract(epoch FROM now() - last_archived_time)::int AS age
     FROM pg_stat_archiver`,
  );
