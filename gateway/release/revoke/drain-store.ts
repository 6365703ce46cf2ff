/** Keeps a revocation's drain: which nodes it waits for, and its end, written once by the first to come. */
import { columnsOf, findColumn, type Queryable } from '../../database/queryable.ts';
import type { Cut } from '../lease/in-flight.ts';
import { LEASE_MARGIN, LEASE_TTL } from '../lease/lease.ts';

/** A node as others see it. */
export interface SeenNode {
  readonly nodeId: string;
  readonly generation: number;
  readonly renewals: number;
  readonly acknowledged: number;
}

/** The figures that "revocation effective" tells. */
export interface Drained {
  /** Responses in flight when the fences were set; none of them sends another byte. */
  readonly drained: number;
  /** The number of these that were cut in the middle of an answer. */
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
  const { rows } = await db.query({
    name: 'nodes',
    text: 'SELECT node_id AS "nodeId", generation, renewals, acknowledged FROM node_lease',
  });
  return rows;
}

/** Removes a node that has not renewed since it was seen so; after that it cannot, it must take a new generation. */
export async function dropNodes(db: Queryable, nodes: readonly SeenNode[]): Promise<void> {
  if (nodes.length === 0) return;
  await db.query(
    `DELETE FROM node_lease l USING unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS n (id, generation, renewals)
     WHERE l.node_id = n.id AND l.generation = n.generation AND l.renewals = n.renewals`,
    [...columnsOf(nodes, 'nodeId', 'generation', 'renewals')],
  );
}

export async function findAcknowledged(db: Queryable, mark: number): Promise<Set<number>> {
  const { rows } = await db.query('SELECT generation FROM mark_acknowledgement WHERE mark = $1', [mark]);
  return new Set(rows.map((row) => row.generation as number));
}

export interface AwaitedDrain {
  readonly mark: number;
  /** The waiting node's generation, if it has set the fence itself: it knows what it would acknowledge. */
  readonly barred: number | null;
}

export interface DrainState {
  readonly mark: number;
  /** The figures at its end; null while it is open. */
  readonly ended: Drained | null;
  /** True if every node that holds a lease, except the waiting one, has acknowledged the revocation. */
  readonly obeyed: boolean;
  /** The cuts of the nodes that acknowledged, except the waiting one. */
  readonly cut: Cut;
}

/** Finds drains in the order of their records. @throws Error if one of them has no drain */
export async function findDrains(db: Queryable, awaited: readonly AwaitedDrain[]): Promise<DrainState[]> {
  const { rows } = await db.query({
    name: 'drains',
    text: `SELECT d.mark, d.effective_at IS NULL AS open, d.drained, d.aborted, d.expired_nodes AS "expiredNodes",
        NOT EXISTS (SELECT FROM node_lease n
          WHERE n.acknowledged < d.mark AND n.generation IS DISTINCT FROM w.barred) AS obeyed,
        (SELECT json_build_object('drained', coalesce(sum(a.drained), 0), 'aborted', coalesce(sum(a.aborted), 0))
          FROM mark_acknowledgement a WHERE a.mark = d.mark AND a.generation IS DISTINCT FROM w.barred) AS cut
      FROM unnest($1::bigint[], $2::bigint[]) AS w (mark, barred) JOIN drain d ON d.mark = w.mark
      ORDER BY d.mark`,
    values: [awaited.map(({ mark }) => mark), awaited.map(({ barred }) => barred)],
  });
  if (rows.length < awaited.length) throw new Error(`of ${awaited.length} marks ${rows.length} have a drain`);
  return rows.map(({ cut, mark, obeyed, open, ...ended }) => ({
    mark,
    ended: open ? null : ended,
    obeyed,
    cut,
  }));
}

/** INVARIANT: under the head lock, and only where `findDrains` has shown under it that the drains are open. */
export async function endDrains(
  trx: Queryable,
  ended: readonly { readonly mark: number; readonly drained: Drained }[],
): Promise<void> {
  const column = (of: keyof Drained) => ended.map(({ drained }) => drained[of]);
  await trx.query({
    name: 'end-drains',
    text: `UPDATE drain SET effective_at = clock_timestamp(), drained = e.drained, aborted = e.aborted,
        expired_nodes = e.expired_nodes
      FROM unnest($1::bigint[], $2::integer[], $3::integer[], $4::integer[])
        AS e (mark, drained, aborted, expired_nodes)
      WHERE drain.mark = e.mark`,
    values: [ended.map(({ mark }) => mark), column('drained'), column('aborted'), column('expiredNodes')],
  });
}

/** The revocation records whose drain has not ended. */
export const findOpenDrains = (db: Queryable) =>
  findColumn<number>(db, 'SELECT mark FROM drain WHERE effective_at IS NULL');

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
