/**
 * Job: brings the gateway's own hot list at the vendor in step with the standing queries in force, and ends only when the
 * vendor, asked again, has it so. A revocation does not wait for it: from its COMMIT the gateway's own judgment bars
 * every hit. What this adds is that the vendor stops looking.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import {
  changesAtVendor,
  isInStep,
  type VendorChanges,
  type VendorEntry,
  type WaitingPlate,
  wantedAtVendor,
} from '../../../sharing-rules/hot-lists/vendor-list.ts';
import { isLasting } from '../../../sharing-rules/right-to-hits.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { endJob, type Job } from '../../jobs/outbox-store.ts';
import type { Preview } from '../../release/commit/preview.ts';
import { withoutRight } from '../hits/without-right.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { asWhoWaits } from '../lists/pending-exchange.ts';
import { enqueueVendorSync, findWaitingPlates, recordVerified } from '../lists/vendor-list-store.ts';
import { alertKey } from './alert-key.ts';
import {
  addEntries,
  findEntries,
  findOwnLists,
  type ListedEntry,
  removeEntries,
  subscribe,
} from './flock-hot-lists.ts';
import type { VendorSide } from './vendor-side.ts';

export interface VendorSyncDeps {
  readonly pool: pg.Pool;
  /** Null if the reads are in a store of the agency's own. */
  readonly vendor: VendorSide | null;
  readonly endpointKey: Buffer;
  readonly preview: Preview;
  readonly now: () => number;
}

/** Tells that the vendor's list is not as the vendor said that it made it. The job keeps its code. */
class NotInStep extends Error {
  readonly code = 'vendor_not_in_step';
}

/** @throws FlockFault, or `NotInStep`: the job is tried again */
export async function syncVendorList(job: Job, deps: VendorSyncDeps): Promise<void> {
  const { endpointKey, now, pool, vendor } = deps;
  if (vendor === null) return endJob(pool, job, 'refused');
  const wanted = await findWanted(deps);
  const otherSubscriptions = await subscribe(vendor, alertKey(endpointKey, now()));
  await bringInStep(vendor, wanted, pool);
  await inTransaction(pool, async (trx) => {
    await recordVerified(trx, job, { wanted: digestOf(wanted), entries: wanted.length, otherSubscriptions });
    await endJob(trx, job, 'done');
  });
}

/** Looks whether there is something to do for the vendor's list. Resolves to the id of the job that is due, or null. */
export async function watchVendorList(
  deps: Pick<VendorSyncDeps, 'pool' | 'preview' | 'now'>,
): Promise<string | null> {
  return enqueueVendorSync(deps.pool, digestOf(await findWanted(deps)));
}

async function bringInStep(vendor: VendorSide, wanted: readonly VendorEntry[], pool: pg.Pool): Promise<void> {
  const lists = await findOwnLists(vendor);
  const changes = changesAtVendor(wanted, await entriesOf(vendor, lists));
  if (changes.add.length + changes.remove.length === 0) return;
  await recordChanges(pool, changes);
  await removeEntries(vendor, changes.remove);
  await addEntries(vendor, lists[0], changes.add);
  if (!isInStep(wanted, await entriesOf(vendor, lists))) {
    throw new NotInStep('the vendor did not do what it was asked');
  }
}

async function entriesOf(vendor: VendorSide, lists: readonly string[]): Promise<ListedEntry[]> {
  const found: ListedEntry[] = [];
  for (const id of lists) found.push(...(await findEntries(vendor, id)));
  return found;
}

/** Logs how many plates the vendor is told, and their standing queries' numbers, before it is told any. */
async function recordChanges(pool: pg.Pool, { add, remove }: VendorChanges): Promise<void> {
  const owner = {
    direction: 'vendor',
    added: add.map(({ caseNumber }) => caseNumber),
    removed: remove.map(({ caseNumber }) => caseNumber),
  };
  await inTransaction(pool, (trx) => appendOwnerEvent(trx, { kind: 'hot_list_sync', agency: null, owner }));
}

function digestOf(wanted: readonly VendorEntry[]): string {
  return createHash('sha256').update(JSON.stringify(wanted)).digest('base64');
}

/**
 * Finds what the vendor's hot list must hold now, by the rules that judge a hit: while an agency may not be answered
 * (a halt, a suspension, an agreement that has expired), the vendor does not look for its plates. @throws the database's error
 */
async function findWanted(deps: Pick<HotListDeps, 'pool' | 'preview' | 'now'>): Promise<VendorEntry[]> {
  const waiting = await findWaitingPlates(deps.pool);
  const behind = waiting.map(({ officer, position, subject }) => ({
    ...{ officer, position },
    asker: asWhoWaits(subject, deps.now()),
  }));
  const barred = new Set(await withoutRight(behind, isLasting, deps));
  const wanted: readonly WaitingPlate[] = waiting.filter(({ position }) => !barred.has(position));
  return wantedAtVendor(wanted, deps.now());
}
