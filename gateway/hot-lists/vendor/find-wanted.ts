/**
 * Finds what the vendor's hot list must hold now: the standing queries whose officers could be told of a hit
 * at this moment. While an agency may not be answered (a halt, a suspension, an agreement that has expired),
 * the vendor does not look for its plates; they come back when it may be again.
 */
import {
  type VendorEntry,
  type WaitingPlate,
  wantedAtVendor,
} from '../../../sharing-rules/hot-lists/vendor-list.ts';
import { isLasting } from '../../../sharing-rules/right-to-hits.ts';
import { withoutRight } from '../hits/without-right.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { asWhoWaits } from '../lists/pending-exchange.ts';
import { findWaitingPlates } from '../lists/vendor-list-store.ts';

/** Finds them by the rules that judge a hit. @throws the database's error */
export async function findWanted(
  deps: Pick<HotListDeps, 'pool' | 'preview' | 'now'>,
): Promise<VendorEntry[]> {
  const waiting = await findWaitingPlates(deps.pool);
  const behind = waiting.map(({ officer, position, subject }) => ({
    ...{ officer, position },
    asker: asWhoWaits(subject, deps.now()),
  }));
  const barred = new Set(await withoutRight(behind, isLasting, deps));
  const wanted: readonly WaitingPlate[] = waiting.filter(({ position }) => !barred.has(position));
  return wantedAtVendor(wanted, deps.now());
}
