/** Lifts the hold on incidents without words: two administrators do, once the records office answers. */
import type pg from 'pg';
import { GatewayError } from '../../faults/errors.ts';
import { requireAgency } from '../../registry/agencies/require-agency.ts';
import { type ByTwo, type ByTwoDone, changeByTwo } from '../../registry/two-people/change-by-two.ts';
import { findHolds, liftHolds } from './records-holds-store.ts';

export interface LiftOrder {
  /** Any ORI of the agency. */
  readonly ori: string;
  readonly word: ByTwo['word'];
}

/** @throws GatewayError `not_found`; `conflict` if nothing is held; as `changeByTwo` */
export async function liftRecordsHold(
  { pool }: { readonly pool: pg.Pool },
  { ori, word }: LiftOrder,
): Promise<ByTwoDone> {
  const agency = await requireAgency(pool, ori);
  const holds = await findHolds(pool, agency.id);
  if (holds.length === 0)
    throw new GatewayError('conflict', 'no hold of this agency is in force: there is nothing to lift');
  return changeByTwo(pool, agency, {
    takes: {
      ...{ act: 'lift_records_hold', about: String(agency.id), what: 'lifting the hold of a records office' },
      proposed: { recordsHold: null, lifted: holds },
    },
    word,
    change: (trx, now) => liftHolds(trx, agency.id, now),
  });
}
