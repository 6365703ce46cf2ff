/**
 * Exports the releases for a case as a case-file package, before the reads expire (Policy 420.7: evidence
 * goes to the case file on evidence.com). The reads themselves are purged with the rest.
 */

import type { KeyObject } from 'node:crypto';
import type pg from 'pg';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { findContradictions } from '../../audit/kept/find-contradictions.ts';
import { findKeptEntries } from '../../audit/kept/kept-entries-store.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { signNote, verifierKey } from '../../audit/signed-note.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import type { FoundReads } from '../../reads/reads-store.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { hashOf, readAgain } from './read-again.ts';
import { EVIDENCE_DAYS, findCaseReleases, findImages } from './released-reads-store.ts';
import { writeBag } from './write-bag.ts';

export interface EvidenceDeps {
  /** The gateway's database; the next pool reads the store as its owner. */
  readonly pool: pg.Pool;
  readonly reads: pg.Pool;
  readonly findReceipt: (index: number) => Promise<Receipt>;
  readonly logOrigin: string;
  readonly logKey: KeyObject;
}

export interface EvidenceOrder {
  readonly caseNumber: string;
  /** Any ORI of the agency to which the reads were released. */
  readonly agency: string;
  /** Path of a directory that does not exist yet. */
  readonly directory: string;
  /** The name of the one who exports, for the log. */
  readonly by: string;
  readonly now: Date;
}

export interface ExportedEvidence {
  readonly releases: number;
  readonly reads: number;
  /** Number of releases whose reads changed since: some were purged, or late ones came. */
  readonly changed: number;
  /** SHA-256 (hex) of the bag's tag manifest, which is logged and signed. */
  readonly bag: string;
  /** Log index of the export's entry. */
  readonly index: number;
}

/** @throws Error for an unknown ORI, nothing released, altered entries, or an existing directory */
export async function exportEvidence(deps: EvidenceDeps, order: EvidenceOrder): Promise<ExportedEvidence> {
  const { agency, caseNumber, directory, now } = order;
  const known = await findAgencyByOri(deps.pool, agency);
  if (known === null) throw new Error(`no agency has the ORI \`${agency}\`: see \`agencies list\``);
  await upToNow(deps.pool);
  const releases = await findCaseReleases(deps.pool, { agency: known.ori, caseNumber });
  if (releases.length === 0) {
    throw new Error(`nothing was released for this case to this agency in ${EVIDENCE_DAYS} days`);
  }
  const kept = await findKeptEntries(
    deps.pool,
    releases.map(({ index }) => index),
  );
  const altered = kept.filter((one) => findContradictions(one).length > 0).map(({ index }) => index);
  if (altered.length > 0) {
    throw new Error(
      `what is kept of log entry ${altered.join(', ')} is not what the log commits to: somebody has altered it, so it is ` +
        'no evidence; see `audit show`, and tell the Chief',
    );
  }
  const payload = new Map<string, string>();
  const nexts = new Map<string, FoundReads['next']>();
  let reads = 0;
  let changed = 0;
  for (const release of releases) {
    const found = await readAgain(deps.reads, release, nexts);
    const asReleased = hashOf(found) === release.readsHash;
    const ids = (JSON.parse(found.text) as { readId: string }[]).map(({ readId }) => readId);
    const images = await findImages(deps.reads, ids, new Date(release.query.from));
    reads += found.count;
    changed += asReleased ? 0 : 1;
    const { index, query, readsHash, releaseId } = release;
    const facts = canonicalJson({ asReleased, images, index, query, readsHash, releaseId });
    payload.set(`releases/${releaseId}.json`, facts);
    payload.set(`releases/${releaseId}-reads.json`, found.text);
    payload.set(`receipts/${index}.json`, JSON.stringify(await deps.findReceipt(index)));
  }
  const bag = await writeBag({
    directory,
    payload,
    info: {
      'Source-Organization': 'Commerce City Police Department (CO0010300)',
      'External-Identifier': caseNumber,
      'External-Description': `license-plate reads released to ${agency}, for the case file`,
      'Bagging-Date': utcDay(now),
    },
  });
  const index = await record(deps.pool, order, { releases: releases.length, reads, changed, bag: bag.hash });
  const name = `${deps.logOrigin}/evidence`;
  const text = `alpr evidence bag v1\n${caseNumber}\n${bag.hash}\n${index}\n`;
  await bag.finish(
    new Map([
      ['signature.note', signNote(text, name, deps.logKey)],
      ['signature-key.txt', `${verifierKey(name, deps.logKey)}\n`],
      ['export-receipt.json', JSON.stringify(await deps.findReceipt(index))],
    ]),
  );
  return { releases: releases.length, reads, changed, bag: bag.hash, index };
}

/** Logs the export. INVARIANT (P4): this is committed before the package is in its place. */
async function record(
  pool: pg.Pool,
  { agency, by, caseNumber }: EvidenceOrder,
  facts: Readonly<Record<string, unknown>>,
): Promise<number> {
  return inTransaction(pool, async (trx) => {
    const found = await findAgencyByOri(trx, agency);
    const { index } = await appendOwnerEvent(trx, {
      kind: 'evidence_exported',
      agency: found && { id: found.id, ori: found.ori },
      owner: { by, caseNumber, ...facts },
    });
    return index;
  });
}
