/** Keeps sources of pushed reads. A name has at most one that is active, and one that is proposed. */
import type { Transaction } from '../../database/db-transaction.ts';
import {
  changesOne,
  countChanged,
  findColumn,
  findRow,
  findRows,
  type Queryable,
} from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { Vendor } from '../../reads/pushed/vendors.ts';
import type { SourceMethod } from './source-secret.ts';

export const SOURCE_STATUSES = ['proposed', 'active', 'replaced', 'removed'] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

export interface SourceTerms {
  readonly name: string;
  readonly vendor: Vendor;
  readonly method: SourceMethod;
  /** The text before the vendor's camera ids. No source's begins with another's. */
  readonly cameraPrefix: string;
  readonly requestsPerMinute: number;
  readonly readsPerMinute: number;
  readonly bodyBytes: number;
}

export interface ReadsSource extends SourceTerms {
  readonly id: string;
  readonly status: SourceStatus;
  readonly setBy: string;
  readonly setByName: string;
  readonly setAt: Date;
  readonly approvedBy: string | null;
  readonly approvedByName: string | null;
  readonly approvedAt: Date | null;
  readonly endsAt: Date | null;
}

/** A source by whose secret reads are taken now, as far as the intake needs it. */
export interface TakingSource extends SourceTerms {
  readonly id: string;
  readonly secretHash: Buffer | null;
  readonly secretSalt: Buffer | null;
}

const TERMS = `s.id, s.name, s.vendor, s.method, s.camera_prefix AS "cameraPrefix",
  s.requests_per_minute AS "requestsPerMinute", s.reads_per_minute AS "readsPerMinute", s.body_bytes AS "bodyBytes"`;
const SHOWN = `
  SELECT ${TERMS}, s.status, s.set_by AS "setBy", p.name AS "setByName", s.set_at AS "setAt",
    s.approved_by AS "approvedBy", a.name AS "approvedByName", s.approved_at AS "approvedAt", s.ends_at AS "endsAt"
  FROM reads_source s JOIN person p ON p.id = s.set_by LEFT JOIN person a ON a.id = s.approved_by`;

/** Returns sources by name, the active one first; an ended one if it still takes, or is its name's newest. */
export const findReadsSources = (db: Queryable, name: string | null) =>
  findRows<ReadsSource>(
    db,
    `${SHOWN} WHERE ($1::text IS NULL OR s.name = $1) AND (s.status IN ('proposed', 'active')
       OR s.ends_at > clock_timestamp() OR NOT EXISTS (SELECT FROM reads_source o WHERE o.name = s.name AND o.set_at > s.set_at))
     ORDER BY s.name, s.status = 'active' DESC, s.set_at DESC`,
    [name],
  );

export const findReadsSource = (db: Queryable, id: string) =>
  findRow<ReadsSource>(db, `${SHOWN} WHERE s.id = $1`, [id]);

/** Returns the sources whose secrets open these names now: the active one, and for an hour the one before. */
export const findTaking = (db: Queryable, names: readonly string[]) =>
  findRows<TakingSource>(
    db,
    `SELECT ${TERMS}, s.secret_hash AS "secretHash", s.secret_salt AS "secretSalt" FROM reads_source s
     WHERE s.name = ANY ($1) AND (s.status = 'active' OR (s.status = 'replaced' AND s.ends_at > clock_timestamp()))
     ORDER BY s.status`,
    [names],
  );

/** The table's trigger, by which a vendor's camera id never reads like another's. */
const PREFIXES_APART = 'reads_source_prefixes_apart';

/**
 * Resolves to its id; null if one of this name waits already.
 * @throws GatewayError `conflict` if its prefix overlaps with that of another source
 */
export async function addReadsSource(
  trx: Transaction,
  terms: SourceTerms,
  setBy: string,
): Promise<string | null> {
  const { bodyBytes, cameraPrefix, method, name, readsPerMinute, requestsPerMinute, vendor } = terms;
  const { rows } = await trx
    .query(
      `INSERT INTO reads_source (name, vendor, method, camera_prefix, requests_per_minute, reads_per_minute, body_bytes, set_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) WHERE status = 'proposed' DO NOTHING RETURNING id`,
      [name, vendor, method, cameraPrefix, requestsPerMinute, readsPerMinute, bodyBytes, setBy],
    )
    .catch((error: { readonly constraint?: unknown; readonly detail?: unknown }) => {
      if (error.constraint !== PREFIXES_APART) throw error;
      throw new GatewayError(
        'conflict',
        `cameras of the source \`${error.detail}\` could be taken for those of this one: choose another \`cameraPrefix\`; ` +
          'neither of the two may begin with the other',
      );
    });
  return rows[0]?.id ?? null;
}

export interface ApprovedSecret {
  readonly hash: Buffer | null;
  readonly salt: Buffer | null;
}

/** Ends all of them at once, as the owner of the database. Resolves to their names. */
export const endAllReadsSources = (trx: Transaction) =>
  findColumn<string>(
    trx,
    `WITH ended AS (
       UPDATE reads_source SET status = 'removed', ends_at = clock_timestamp()
       WHERE status IN ('proposed', 'active', 'replaced') RETURNING name)
     SELECT DISTINCT name FROM ended ORDER BY name`,
  );

/** Activates it; the one before goes on for an hour. Returns false if it does not wait for approval. */
export async function setReadsSourceActive(
  trx: Transaction,
  { id, name }: Pick<ReadsSource, 'id' | 'name'>,
  { hash, salt }: ApprovedSecret,
  approvedBy: string,
): Promise<boolean> {
  await trx.query(
    `UPDATE reads_source SET status = 'removed', ends_at = clock_timestamp() WHERE name = $1 AND status = 'replaced'`,
    [name],
  );
  await trx.query(
    `UPDATE reads_source SET status = 'replaced', ends_at = clock_timestamp() + interval '1 hour'
     WHERE name = $1 AND status = 'active'`,
    [name],
  );
  return changesOne(
    trx,
    `UPDATE reads_source SET status = 'active', secret_hash = $2, secret_salt = $3, approved_by = $4,
       approved_at = clock_timestamp() WHERE id = $1 AND status = 'proposed'`,
    [id, hash, salt, approvedBy],
  );
}

/** Ends all of this name, one that waits included. Resolves to how many there were. */
export const endReadsSource = (trx: Transaction, name: string) =>
  countChanged(
    trx,
    `UPDATE reads_source SET status = 'removed', ends_at = clock_timestamp() WHERE name = $1 AND status <> 'removed'`,
    [name],
  );
