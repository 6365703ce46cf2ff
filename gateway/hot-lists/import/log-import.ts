/** The entry of an import: whose list, which version, what became of its rows; never a row itself. */
import type pg from 'pg';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { findAgencyById } from '../../registry/agencies/agencies-store.ts';
import type { HotList } from '../lists/hot-lists-store.ts';
import type { Layout } from '../lists/layout.ts';
import type { RowCounts, SetAside } from '../lists/row-counts.ts';

/** So many rows set aside are named, by line and reason, in the entry's detail. */
export const NAMED_IN_LOG = 100;

export interface ImportFacts {
  readonly version: string;
  readonly counts: RowCounts;
  readonly added: number;
  readonly removed: number;
  readonly aside: readonly SetAside[];
}

/** INVARIANT: last of all, since the head lock that it takes keeps every release waiting until the COMMIT. */
export async function logImport(
  trx: pg.ClientBase,
  order: { readonly listName: string; readonly layout: Layout | null; readonly rulesRevision: string },
  list: HotList | null,
  facts: ImportFacts,
): Promise<void> {
  const { listName: name, layout, rulesRevision } = order;
  const owner = { direction: 'in', layout, list: list?.id ?? null, name, rulesRevision, ...facts };
  const agency = list === null || list.agencyId === null ? null : await findAgencyById(trx, list.agencyId);
  await appendEvents(trx, [ownerEvent({ kind: 'hot_list_sync', agency, owner })]);
}
