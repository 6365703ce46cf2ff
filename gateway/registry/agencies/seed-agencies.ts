/** Imports the list of Colorado agencies into the registry; those that are there already stay as they are. */
import type pg from 'pg';
import type { AgencyStatus, Ori } from '../../../sharing-rules/terms/agency.ts';
import type { AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import { parseOri } from '../../../sharing-rules/terms/ori.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { insertAgency, notifyRegistry } from './agencies-store.ts';
import list from './colorado-agencies.json' with { type: 'json' };

export interface SeedOptions {
  /** True if a person has confirmed every row: drafts become active. Only a demo may do so for all. */
  readonly confirmed: boolean;
  /** The number of officers that each agency declares. */
  readonly roster: number;
}

export interface SeedCounts {
  readonly added: number;
  /** The number of agencies that were in the registry before, by main ORI. */
  readonly unchanged: number;
}

/** Imports the list with one log entry, or none if nothing was added. Safe to repeat. */
export function seedAgencies(
  { pool, owner }: { readonly pool: pg.Pool; readonly owner: Ori },
  options: SeedOptions,
): Promise<SeedCounts> {
  return inTransaction(pool, async (trx) => {
    const { counts, events } = await insertColoradoAgencies(trx, owner, options);
    if (events.length > 0) await appendEvents(trx, events);
    return counts;
  });
}

/** Does the same as `seedAgencies` in the caller's transaction, which appends the events. */
export async function insertColoradoAgencies(
  trx: Transaction,
  owner: Ori,
  { confirmed, roster }: SeedOptions,
): Promise<{ readonly counts: SeedCounts; readonly events: readonly AuditEvent[] }> {
  let added = 0;
  for (const row of list) {
    const status = row.status as AgencyStatus;
    const fields = {
      ...row,
      ori: oriOf(row.ori),
      oris: row.oris.map(oriOf),
      class: row.class as AgencyClass,
      status: confirmed && status === 'draft' ? 'active' : status,
      roster,
      agreement: null,
      certification: null,
    } as const;
    if ((await insertAgency(trx, fields, row.oris.includes(owner))) !== null) added += 1;
  }
  const counts = { added, unchanged: list.length - added };
  if (added === 0) return { counts, events: [] };
  await notifyRegistry(trx, null);
  const imported = { import: 'colorado-agencies', confirmed, ...counts };
  return { counts, events: [ownerEvent({ kind: 'agency_added', agency: null, owner: imported })] };
}

function oriOf(text: string): Ori {
  const ori = parseOri(text);
  if (ori === null) throw new Error('the list of agencies holds a malformed ORI');
  return ori;
}
