/** Finds jobs for a person who looks at them: one by its id, and those that failed for good. */
import { findRow, findRows, type Queryable } from '../database/queryable.ts';
import type { JobKind } from './outbox-store.ts';

export interface JobView {
  readonly id: string;
  readonly kind: JobKind;
  readonly status: 'waiting' | 'done' | 'refused' | 'dead';
  readonly attempts: number;
  /** A code; null if nothing went wrong. */
  readonly fault: string | null;
  readonly list: string | null;
  /** The partner's ORI. */
  readonly partner: string | null;
  readonly madeAt: Date;
  readonly endedAt: Date | null;
}

const JOB = `
  SELECT o.id, o.kind, o.status, o.attempts, o.fault, coalesce(s.list_name, l.name) AS list, a.ori AS partner,
    o.made_at AS "madeAt", o.ended_at AS "endedAt"
  FROM outbox o LEFT JOIN list_source s ON o.kind = 'list_fetch' AND s.id = o.target
  LEFT JOIN list_push p ON o.kind = 'list_push' AND p.id = o.target
  LEFT JOIN hot_list l ON l.id = p.list_id
  LEFT JOIN agency a ON a.id = coalesce(o.agency_id, s.agency_id)`;

export const findJob = (db: Queryable, id: string) => findRow<JobView>(db, `${JOB} WHERE o.id = $1`, [id]);

/** Returns the jobs that failed for good, newest first. */
export const findDeadJobs = (db: Queryable, limit: number) =>
  findRows<JobView>(db, `${JOB} WHERE o.status = 'dead' ORDER BY o.ended_at DESC LIMIT $1`, [limit]);
