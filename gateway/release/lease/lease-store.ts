/** The lease's row: taken, renewed, acknowledged, left. Truth about who may send is here, not in any node. */
import { findRootAt } from '../../audit/log-store.ts';
import { columnsOf, findRows, type Queryable } from '../../database/queryable.ts';
import type { TreeHead } from './head-witness.ts';
import type { Cut } from './in-flight.ts';
import { LEASE_TTL } from './lease.ts';

/** A revocation record as a node must obey it; `agencyId` null binds everybody. */
export interface Mark {
  readonly index: number;
  readonly agencyId: number | null;
}

const EXPIRY = `clock_timestamp() + interval '${LEASE_TTL} milliseconds'`;
const NEWEST_HEAD = 'SELECT size, root FROM log_checkpoint ORDER BY size DESC LIMIT 1';

/**
 * Takes a new generation. Records up to `acknowledged` need no fence: what is committed under the new
 * generation stands above them.
 * @param logKeys ids of the keys with which the node signs heads
 */
export async function takeLease(
  db: Queryable,
  nodeId: string,
  logKeys: readonly string[] = [],
): Promise<{ readonly generation: number; readonly acknowledged: number }> {
  const { rows } = await db.query(
    `INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged, log_keys)
     SELECT $1, nextval('node_generation'), 0, ${EXPIRY}, coalesce(max(index), 0), $2 FROM mark
     ON CONFLICT (node_id) DO UPDATE SET generation = excluded.generation, renewals = 0,
       expires_at = excluded.expires_at, acknowledged = excluded.acknowledged,
       log_keys = excluded.log_keys
     RETURNING generation, acknowledged`,
    [nodeId, logKeys],
  );
  return rows[0];
}

export interface Renewal {
  readonly renewed: boolean;
  /** The row stands, renewed or not. False: the lease is gone, and with it all that was in flight. */
  readonly stands: boolean;
  /** Revocation records above those known, in the order of the log. */
  readonly marks: readonly Mark[];
  readonly head: TreeHead;
  /** Root of the tree of the size that was asked for; null where the log has none of that size. */
  readonly rootThen: Buffer | null;
}

/**
 * Renews the lease. INVARIANT: revocations and renewal come from one snapshot, so whoever is renewed knows
 * all before. Refused after the lease expired, and while one older than a second is not acknowledged.
 */
export async function renewLease(
  db: Queryable,
  { nodeId, generation }: LeaseKey,
  known: number,
  seenSize: number,
): Promise<Renewal> {
  const { rows } = await db.query(
    `WITH renewed AS (
       UPDATE node_lease SET renewals = renewals + 1, expires_at = ${EXPIRY}
       WHERE node_id = $1 AND generation = $2 AND expires_at > clock_timestamp()
         AND NOT EXISTS (SELECT FROM mark WHERE index > node_lease.acknowledged
           AND marked_at < clock_timestamp() - interval '1 second')
       RETURNING 1)
     SELECT EXISTS (SELECT FROM renewed) AS renewed,
       EXISTS (SELECT FROM node_lease WHERE node_id = $1 AND generation = $2
         AND expires_at > clock_timestamp()) AS stands,
       (SELECT coalesce(json_agg(json_build_object('index', index, 'agencyId', agency_id) ORDER BY index), '[]')
         FROM mark WHERE index > $3) AS marks,
       h.size, h.root, (SELECT root FROM log_checkpoint WHERE size = $4) AS root_then
     FROM (${NEWEST_HEAD}) AS h`,
    [nodeId, generation, known, seenSize],
  );
  const { renewed, stands, marks, size, root, root_then: stored } = rows[0];
  // A node that was paused for a day asks for a head that is not kept any more.
  const isThinned = stored === null && seenSize > 0 && seenSize < size;
  const rootThen = isThinned ? await findRootAt(db, seenSize) : stored;
  return { renewed, stands, marks, head: { size, root }, rootThen };
}

export interface LeaseKey {
  readonly nodeId: string;
  readonly generation: number;
}

/** Marks above `known`, in the order of the log, which is the order in which they were committed. */
export const findMarks = (db: Queryable, known: number) =>
  findRows<Mark>(db, 'SELECT index, agency_id AS "agencyId" FROM mark WHERE index > $1 ORDER BY index', [
    known,
  ]);

/**
 * Acknowledges these revocations and with them every one before, if the generation still stands. Not flushed
 * to disk: anyone who waits for it sees it at once and flushes more by what it writes next, and one that a
 * crash forgets is waited for again. Where the answer to it was lost it is repeated.
 */
export async function acknowledge(
  db: Queryable,
  { nodeId, generation }: LeaseKey,
  cuts: readonly (Cut & { readonly mark: number })[],
): Promise<void> {
  await db.query({
    name: 'acknowledge',
    text: `WITH held AS (
       UPDATE node_lease SET acknowledged = $3 WHERE node_id = $1 AND generation = $2
       RETURNING set_config('synchronous_commit', 'off', true))
     INSERT INTO mark_acknowledgement (mark, node_id, generation, drained, aborted)
     SELECT a.mark, $1, $2, a.drained, a.aborted
     FROM held, unnest($4::bigint[], $5::integer[], $6::integer[]) AS a (mark, drained, aborted)
     ON CONFLICT DO NOTHING`,
    values: [
      nodeId,
      generation,
      Math.max(...cuts.map(({ mark }) => mark)),
      ...columnsOf(cuts, 'mark', 'drained', 'aborted'),
    ],
  });
}

/** Leaves the lease, once the node has ended everything in flight. */
export async function leaveLease(db: Queryable, { nodeId, generation }: LeaseKey): Promise<void> {
  await db.query('DELETE FROM node_lease WHERE node_id = $1 AND generation = $2', [nodeId, generation]);
}
