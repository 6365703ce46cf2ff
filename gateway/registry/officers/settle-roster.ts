/** Takes officers onto the roster of an agency, and keeps what it attests of them; or only says what it would do. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { type OwnerEvent, ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import { insertOfficers } from '../../release/facts/standing-store.ts';
import { lockAgencyExclusive, lockHead } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { requireAgency } from '../agencies/require-agency.ts';
import { findEnrolled, findSubjectsCalled, setAttestations } from './officers-store.ts';
import { keyOf, type PlannedRow, planRoster } from './plan-roster.ts';
import type { RosterLine } from './read-roster.ts';

interface HasPool {
  readonly pool: pg.Pool;
}

export interface RosterOrder {
  /** Any ORI of the agency. */
  readonly ori: string;
  readonly rows: readonly RosterLine[];
  readonly dryRun: boolean;
  readonly by: Grantor;
}

export interface SettledRoster {
  readonly agency: Agency;
  readonly rows: readonly PlannedRow[];
  /** The officers who have a place on the roster now. */
  readonly enrolled: number;
}

/** The officers of one transaction: every release waits while it holds the log's head. */
const AT_ONCE = 25;

/**
 * Settles a file piece by piece: if one fails, those before it are kept, and the same file says so.
 * @throws GatewayError `not_found`; as `refuseIfRemoved`
 */
export async function settleRoster(deps: HasPool, order: RosterOrder): Promise<SettledRoster> {
  const { by, dryRun, ori, rows } = order;
  if (dryRun) return plan(deps.pool, ori, rows);
  const done: PlannedRow[] = [];
  for (let from = 0; ; from += AT_ONCE) {
    const piece = await settlePiece(deps, { ori, by, rows: rows.slice(from, from + AT_ONCE) });
    done.push(...piece.rows);
    if (from + AT_ONCE >= rows.length) return { ...piece, rows: done };
  }
}

async function settlePiece(
  { pool }: HasPool,
  { by, ori, rows }: Omit<RosterOrder, 'dryRun'>,
): Promise<SettledRoster> {
  const { id } = await requireAgency(pool, ori);
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, id);
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, id);
    // The count of officers changes with the rows, and only under the head lock.
    await lockHead(trx);
    await refuseIfWithdrawn(trx);
    const settled = await plan(trx, ori, rows);
    await write(trx, settled, by);
    return settled;
  });
}

async function plan(db: Queryable, ori: string, rows: readonly RosterLine[]): Promise<SettledRoster> {
  const agency = await requireAgency(db, ori);
  const known = await findSubjectsCalled(db, rows.map(keyOf), { agencyId: agency.id, limit: rows.length });
  const enrolled = await findEnrolled(db, agency.id);
  const planned = planRoster(rows, {
    ...{ agency, places: agency.roster - enrolled, now: await readNow(db) },
    known: new Map(known.map((officer) => [officer.reference, officer])),
  });
  const added = planned.filter(({ standing }) => standing === 'active').length;
  return { agency, rows: planned, enrolled: enrolled + added };
}

async function write(trx: pg.PoolClient, { agency, rows }: SettledRoster, by: Grantor): Promise<void> {
  const { id: agencyId, ori, roster } = agency;
  const settled = rows.map((row) => ({ ...row, id: row.id ?? randomUUID() }));
  const added = settled.flatMap(({ id, key, name, standing }) =>
    standing === null ? [] : [{ id, agencyId, reference: key, name, status: standing }],
  );
  const attested = settled.flatMap(({ attest, id }) => (attest === null ? [] : [{ id, ...attest }]));
  if (added.length > 0) await insertOfficers(trx, added);
  if (attested.length > 0) await setAttestations(trx, attested, by.personId);
  await refuseIfRemoved(trx, by);
  const who = { by: by.personId, secondFactor: by.secondFactor };
  const event = (kind: OwnerEvent['kind'], officerId: string, facts: object) =>
    ownerEvent({ kind, agency: { id: agencyId, ori }, owner: { ...who, ...facts }, officerId });
  const events = [
    ...added.map(({ id, status }) =>
      event(status === 'active' ? 'subject_enrolled' : 'subject_held', id, { roster }),
    ),
    ...attested.map(({ id, ...facts }) => event('subject_attested', id, facts)),
  ];
  if (events.length > 0) await appendEvents(trx, events);
}
