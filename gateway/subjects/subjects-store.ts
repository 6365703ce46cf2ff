/** Officers of the agencies, by opaque ids; enrolled at their first query, never deleted. */
import type { Ori } from '../../sharing-rules/terms.ts';
import type { Queryable } from '../audit/log-store.ts';
import type { Transaction } from '../db-transaction.ts';

export interface EnrolledSubject {
  readonly id: string;
  readonly agencyId: number;
  /** The main ORI of the officer's agency. */
  readonly agency: Ori;
  /** The agency's own id of the officer. */
  readonly reference: string;
  readonly name: string;
  readonly status: 'active' | 'held' | 'suspended';
  readonly enrolledAt: Date;
}

const SELECT = `
  SELECT o.id, o.agency_id AS "agencyId", a.ori AS agency, o.reference, o.name, o.status,
    o.enrolled_at AS "enrolledAt"
  FROM officer o JOIN agency a ON a.id = o.agency_id`;

/** Null for an unknown id; the id must be a UUID. */
export async function findSubject(db: Queryable, id: string): Promise<EnrolledSubject | null> {
  const { rows } = await db.query<EnrolledSubject>(`${SELECT} WHERE o.id = $1`, [id]);
  return rows[0] ?? null;
}

export interface SubjectFilter {
  readonly agencyId?: number;
  readonly status?: string;
  /** Id of the last subject of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** By ascending id. */
export async function findSubjects(db: Queryable, filter: SubjectFilter): Promise<EnrolledSubject[]> {
  const { rows } = await db.query<EnrolledSubject>(
    `${SELECT}
     WHERE ($1::bigint IS NULL OR o.agency_id = $1) AND ($2::text IS NULL OR o.status = $2)
       AND ($3::uuid IS NULL OR o.id > $3)
     ORDER BY o.id LIMIT $4`,
    [filter.agencyId ?? null, filter.status ?? null, filter.after ?? null, filter.limit],
  );
  return rows;
}

export async function setSubjectStatus(
  trx: Transaction,
  id: string,
  status: 'active' | 'suspended',
): Promise<void> {
  await trx.query('UPDATE officer SET status = $2 WHERE id = $1', [id, status]);
}
