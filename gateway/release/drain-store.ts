/** The drain of a mark: which nodes it waits for, and its end, written once by whichever node comes first. */
import type { Queryable } from '../audit/log-store.ts';
import { LEASE_MARGIN, LEASE_TTL } from './lease.ts';

/** A node as others see it. */
export interface SeenNode {
  readonly nodeId: string;
  readonly generation: number;
  readonly renewals: number;
  readonly acknowledged: number;
}

/** What is told in "revocation effective". */
export interface Drained {
  /** Releases under way when the bars rose; none of them sends another byte. */
  readonly drained: number;
  /** Of these, how many were cut in the middle of an answer. */
  readonly aborted: number;
  /** Nodes that did not acknowledge and whose lease was waited out. */
  readonly expiredNodes: number;
}

export interface OpenDrain {
  readonly mark: number;
  readonly agency: { readonly id: number; readonly ori: string } | null;
  readonly grant: string | null;
}

export async function findNodes(db: Queryable): Promise<SeenNode[]> {
  const { rows } = await db.query(
    'SELECT node_id AS "nodeId", generation, renewals, acknowledged FROM node_lease',
  );
  return rows;
}

/** Removes a node that has not renewed since it was seen so; after that it cannot, it must take a new generation. */
export async function dropNode(db: Queryable, node: SeenNode): Promise<void> {
  await db.query('DELETE FROM node_lease WHERE node_id = $1 AND generation = $2 AND renewals = $3', [
    node.nodeId,
    node.generation,
    node.renewals,
  ]);
}

/** Which of these generations acknowledged the mark. */
export async function findAcknowledged(db: Queryable, mark: number): Promise<Set<number>> {
  const { rows } = await db.query('SELECT generation FROM mark_acknowledgement WHERE mark = $1', [mark]);
  return new Set(rows.map((row) => row.generation as number));
}

/** Ends the drain unless somebody has. Resolves to what it drained, or null if it was over before. */
export async function endDrain(trx: Queryable, mark: number, own: Drained): Promise<Drained | null> {
  const { rows } = await trx.query(
    `UPDATE drain SET effective_at = clock_timestamp(), expired_nodes = $4,
       drained = $2 + a.drained, aborted = $3 + a.aborted
     FROM (SELECT coalesce(sum(drained), 0)::integer AS drained, coalesce(sum(aborted), 0)::integer AS aborted
       FROM mark_acknowledgement WHERE mark = $1) AS a
     WHERE mark = $1 AND effective_at IS NULL
     RETURNING drain.drained, drain.aborted, drain.expired_nodes AS "expiredNodes"`,
    [mark, own.drained, own.aborted, own.expiredNodes],
  );
  return rows[0] ?? null;
}

/** How a drain ended. @throws Error if it has not. */
export async function findDrained(db: Queryable, mark: number): Promise<Drained> {
  const { rows } = await db.query(
    `SELECT drained, aborted, expired_nodes AS "expiredNodes" FROM drain
     WHERE mark = $1 AND effective_at IS NOT NULL`,
    [mark],
  );
  if (rows[0] === undefined) throw new Error(`the drain of mark \`${mark}\` has not ended`);
  return rows[0];
}

/** Drains that nobody has ended in the time that a lease needs to run out, and some more: their coordinator is gone. */
export async function findAbandoned(db: Queryable): Promise<OpenDrain[]> {
  const { rows } = await db.query(
    `SELECT d.mark, d.grant_id AS grant, a.id, a.ori
     FROM drain d JOIN mark m ON m.index = d.mark LEFT JOIN agency a ON a.id = m.agency_id
     WHERE d.effective_at IS NULL AND d.begun_at < clock_timestamp() - interval '${LEASE_TTL + LEASE_MARGIN} milliseconds'
     ORDER BY d.mark`,
  );
  return rows.map(({ mark, grant, id, ori }) => ({ mark, grant, agency: id === null ? null : { id, ori } }));
}
