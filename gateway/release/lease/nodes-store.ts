/** The nodes that may send now, or whose lease has not been cleared away: who holds which, and until when. */
import { findRows, type Queryable } from '../../database/queryable.ts';

export interface NodeLease {
  readonly id: string;
  readonly generation: number;
  readonly renewals: number;
  readonly expiresAt: Date;
  /** True if it may send now. */
  readonly holds: boolean;
  /** Log index of the newest revocation record that binds it. */
  readonly acknowledged: number;
}

/** The newest generation first. */
export const findNodes = (db: Queryable, limit: number) =>
  findRows<NodeLease>(
    db,
    `SELECT node_id AS id, generation, renewals, expires_at AS "expiresAt", expires_at > clock_timestamp() AS holds,
       acknowledged
     FROM node_lease ORDER BY generation DESC LIMIT $1`,
    [limit],
  );
