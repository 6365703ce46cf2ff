/** Keeps up to which revocation record each gateway was told, and which signals were taken. */
import { changesOne, findRow, findRows, type Queryable } from '../../database/queryable.ts';

export interface DueTelling {
  readonly ori: string;
  readonly agencyId: number;
  /** Log index of the last record that needs no telling any more. */
  readonly mark: number;
  readonly tries: number;
}

/** A new peer is told of nothing that happened before. */
export async function followNewPeers(db: Queryable): Promise<void> {
  await db.query(
    `INSERT INTO network_told (ori, mark) SELECT p.ori, coalesce((SELECT max(index) FROM mark), 0) FROM network_peer p
     WHERE NOT EXISTS (SELECT FROM network_told t WHERE t.ori = p.ori) ON CONFLICT DO NOTHING`,
  );
}

/**
 * Takes, for one node at a time, the gateways that a revocation record is due to be told to.
 * @param underWay those that this node still tells
 */
export async function takeDue(db: Queryable, underWay: readonly string[]): Promise<DueTelling[]> {
  return findRows<DueTelling>(
    db,
    `UPDATE network_told t SET tries = t.tries + 1,
       next_at = clock_timestamp() + least(300, 5 * 2 ^ least(t.tries, 10)) * interval '1 second'
     FROM network_peer p WHERE p.ori = t.ori AND p.ori <> ALL ($1) AND t.next_at <= clock_timestamp()
       AND EXISTS (SELECT FROM mark m WHERE m.index > t.mark)
       AND EXISTS (SELECT FROM network_agreement n WHERE n.agency_id = p.agency_id AND n.approved_at IS NOT NULL)
     RETURNING t.ori, p.agency_id::float8 AS "agencyId", t.mark::float8 AS mark, t.tries`,
    [underWay],
  );
}

export interface MarkToTell {
  readonly index: number;
  readonly kind: string;
  /** Ms since the epoch. */
  readonly at: number;
  /** False for a record about others. */
  readonly concerns: boolean;
}

/** Returns the records after one, in their order. */
export async function findMarks(db: Queryable, after: number, agencyId: number): Promise<MarkToTell[]> {
  return findRows<MarkToTell>(
    db,
    `SELECT index::float8 AS index, kind, (extract(epoch FROM marked_at) * 1000)::float8 AS at,
       (agency_id = $2 OR agency_id IS NULL AND kind = 'halted') IS TRUE AS concerns
     FROM mark WHERE index > $1 ORDER BY index LIMIT 200`,
    [after, agencyId],
  );
}

export async function findOfficerReference(db: Queryable, id: string): Promise<string | null> {
  const row = await findRow<{ reference: string }>(db, 'SELECT reference FROM officer WHERE id::text = $1', [
    id,
  ]);
  return row?.reference ?? null;
}

export async function noteTold(db: Queryable, ori: string, mark: number): Promise<void> {
  await db.query(
    'UPDATE network_told SET mark = greatest(mark, $2), tries = 0, next_at = clock_timestamp() WHERE ori = $1',
    [ori, mark],
  );
}

/** Returns the ORI of the gateway of an agency; null if no agreement names one. */
export async function findPeerOri(db: Queryable, agencyId: number): Promise<string | null> {
  return (
    (await findRow<{ ori: string }>(db, 'SELECT ori FROM network_peer WHERE agency_id = $1', [agencyId]))
      ?.ori ?? null
  );
}

export interface TakenSignal {
  readonly ori: string;
  readonly jti: string;
  /** The reference of the officer whom alone it is about. */
  readonly officer: string | null;
}

/** Resolves to false if it was taken before. */
export async function insertSignal(trx: Queryable, { jti, officer, ori }: TakenSignal): Promise<boolean> {
  return changesOne(
    trx,
    'INSERT INTO network_signal (ori, jti, officer) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [ori, jti, officer],
  );
}

export async function forgetOldSignals(db: Queryable): Promise<void> {
  await db.query("DELETE FROM network_signal WHERE taken_at < clock_timestamp() - interval '1 day'");
}

export interface Withdrawn {
  readonly ori: string;
  readonly officer: string | null;
  /** Ms since the epoch. */
  readonly at: number;
  /** The agency whose officers asked. */
  readonly ownerId: number;
}

/** Returns the signals of the last minutes: open pages withdraw what they show of these agencies. */
export async function findWithdrawn(db: Queryable): Promise<Withdrawn[]> {
  return findRows<Withdrawn>(
    db,
    `SELECT s.ori, s.officer, (extract(epoch FROM s.taken_at) * 1000)::float8 AS at,
       (SELECT id FROM agency WHERE is_owner)::float8 AS "ownerId"
     FROM network_signal s WHERE s.taken_at > statement_timestamp() - interval '10 minutes' ORDER BY s.taken_at`,
  );
}

/** @throws Error for an agency that no agreement names */
export async function findPeerAgency(db: Queryable, ori: string): Promise<number> {
  const row = await findRow<{ id: number }>(
    db,
    'SELECT agency_id::float8 AS id FROM network_peer WHERE ori = $1',
    [ori],
  );
  if (row === null) throw new Error('no agreement names the agency');
  return row.id;
}
