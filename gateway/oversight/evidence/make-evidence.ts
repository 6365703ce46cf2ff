/**
 * Makes the evidence of one release for a case file and its prosecutor (Policy 420.7): the reads as stored
 * now, a flag if they are those that left, and receipts by which anyone can check it. Each time is logged.
 */

import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import type { FoundReads } from '../../reads/reads-store.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { findPerson } from '../../registry/identities/persons-store.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { refuseAltered, type TellAltered } from '../held/hold-against-log.ts';
import { hashOf, readAgain } from '../retention/read-again.ts';
import { EVIDENCE_DAYS } from '../retention/released-reads-store.ts';
import { type EvidenceRelease, findEvidenceRelease, findPageBefore } from './evidence-store.ts';

export interface EvidenceDeps {
  readonly pool: pg.Pool;
  readonly owner: Ori;
  /** Pool that sees only the agency's shared reads, none too old; null if a vendor keeps what is released. */
  readonly readsPool: pg.Pool | null;
  readonly findReceipt: (index: number) => Promise<Receipt>;
  readonly tellAltered: TellAltered;
}

export type EvidenceFormat = 'csv' | 'json' | 'print';

export interface EvidenceOrder {
  /** Log index of the release. */
  readonly index: number;
  readonly caseNumber: string;
  readonly format: EvidenceFormat;
  readonly by: Grantor;
}

export interface Evidence {
  readonly release: EvidenceRelease;
  /** The reads as canonical JSON, as it is hashed. */
  readonly reads: FoundReads;
  /** True if they are exactly the reads that left. */
  readonly asReleased: boolean;
  readonly receipt: Receipt;
  /** Receipt of the log entry that records this evidence. */
  readonly exportReceipt: Receipt;
  /** The agency whose reads these are. */
  readonly sharedBy: { readonly ori: Ori; readonly name: string | null };
  readonly made: { readonly by: string; readonly at: Date };
}

/** Number of pages read again at most: an answer has no more reads than a day's quota. */
const MOST_PAGES = 500;

/**
 * @throws GatewayError `not_found` if the entry is not a release for the case in the last `EVIDENCE_DAYS`;
 * `conflict` as `refuseAltered`
 */
export async function makeEvidence(deps: EvidenceDeps, order: EvidenceOrder): Promise<Evidence> {
  const { readsPool } = deps;
  if (readsPool === null) {
    throw new GatewayError(
      'conflict',
      'a vendor keeps the reads that this gateway releases: take them from the vendor, whose own audit names the case, and the receipt from who asked',
    );
  }
  await upToNow(deps.pool);
  const release = await findEvidenceRelease(deps.pool, order);
  if (release === null) {
    throw new GatewayError(
      'not_found',
      `this log entry is not a release for this case in the last ${EVIDENCE_DAYS} days: take both numbers from the receipt, or from the answer’s page`,
    );
  }
  const reads = await readWithPagesBefore(deps, readsPool, release);
  const asReleased = hashOf(reads) === release.readsHash;
  const exportIndex = await record(deps.pool, release, { ...order, reads: reads.count, asReleased });
  const [receipt, exportReceipt] = await Promise.all([release.index, exportIndex].map(deps.findReceipt));
  const receipts = { receipt: receipt as Receipt, exportReceipt: exportReceipt as Receipt };
  return { release, reads, asReleased, ...receipts, ...(await whoAndWhen(deps, order)) };
}

async function whoAndWhen(
  { owner, pool }: EvidenceDeps,
  { by }: EvidenceOrder,
): Promise<Pick<Evidence, 'made' | 'sharedBy'>> {
  const person = await findPerson(pool, by.personId);
  const agency = await findAgencyByOri(pool, owner);
  const made = { by: person?.name ?? by.personId, at: new Date(await readNow(pool)) };
  return { made, sharedBy: { ori: owner, name: agency?.name ?? null } };
}

/** Reads all pages again from the first on, since a page begins where the one before it ended. */
async function readWithPagesBefore(
  { pool, tellAltered }: EvidenceDeps,
  readsPool: pg.Pool,
  release: EvidenceRelease,
): Promise<FoundReads> {
  const pages = [release];
  for (let first = release; first.follows !== null; ) {
    const before = await findPageBefore(pool, first);
    if (before === null || pages.length === MOST_PAGES) {
      throw new GatewayError(
        'not_found',
        'the pages before this one are not kept any more: take the first page',
      );
    }
    pages.unshift(before);
    first = before;
  }
  await refuseAltered(
    pool,
    pages.map(({ index }) => index),
    tellAltered,
  );
  const nexts = new Map<string, FoundReads['next']>();
  for (const page of pages.slice(0, -1)) await readAgain(readsPool, page, nexts);
  return readAgain(readsPool, release, nexts);
}

interface Made extends EvidenceOrder {
  readonly reads: number;
  readonly asReleased: boolean;
}

/** Logs the export. INVARIANT (P4): this is committed before any of it is sent. */
function record(
  pool: pg.Pool,
  { agency, agencyId, index, releaseId }: EvidenceRelease,
  { asReleased, by, caseNumber, format, reads }: Made,
): Promise<number> {
  const { personId, secondFactor } = by;
  return inTransaction(pool, async (trx) => {
    await refuseIfRemoved(trx, by);
    const made = await appendOwnerEvent(trx, {
      kind: 'evidence_exported',
      agency: { id: agencyId, ori: agency },
      owner: {
        ...{ by: personId, secondFactor, caseNumber, releases: 1, reads, format },
        ...{ release: releaseId, entry: index, asReleased },
      },
    });
    return made.index;
  });
}
