/** Gives preserved reads to the records clerk, for the case or the process that they were kept for: judged again, and logged first. */
import { createHash } from 'node:crypto';
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { insertBatch, lockAndReadHead } from '../../audit/log-writer-store.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { sealOn } from '../../audit/seal-events.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import {
  asApproved,
  type Judged,
  judgePreservation,
  type PreservationDeps,
  refuseDenied,
} from './judge-preservation.ts';
import { isSame, type KeptFor, memberOf } from './kept-for.ts';
import {
  findPreservation,
  lockPreservation,
  type Preservation,
  takePreserved,
} from './preservations-store.ts';

export interface Released {
  readonly preservation: Preservation;
  /** The canonical text of the reads, as it was hashed when they were taken. */
  readonly reads: string;
  readonly receipt: Receipt;
}

/** @throws GatewayError `not_found` if nothing is preserved for this by this id; `refused`; as `refuseIfRemoved` */
export async function releasePreserved(
  deps: PreservationDeps,
  id: string,
  { by, keptFor }: { readonly by: Administrator; readonly keptFor: KeptFor },
): Promise<Released> {
  const { findReceipt, pool, rulesRevision } = deps;
  const judged = await judgePreservation(deps, onlyFor(keptFor, await findPreservation(pool, id)), by);
  await refuseDenied(deps, judged);
  const approved = asApproved(judged);
  // Whatever else a rule may say one day: without a permit nothing leaves.
  if (approved.decision.effect !== 'permit') throw notThere();
  // INVARIANT (P4): the entry is committed before any of it is sent.
  const { index, ...released } = await inTransaction(pool, async (trx) => {
    await lockPreservation(trx, id);
    await refuseIfRemoved(trx, by);
    const preservation = onlyFor(keptFor, await findPreservation(trx, id));
    const entry = await record(trx, approved, { preservation, rulesRevision });
    const reads = await takePreserved(trx, id, { by: by.personId, ...keptFor });
    if (reads === null) throw notThere();
    if (createHash('sha256').update(reads).digest('base64') !== preservation.readsHash)
      throw new GatewayError(
        'conflict',
        'the copies are not those that were taken: nothing was released; tell the owner of the database',
      );
    return { preservation, reads, index: entry };
  });
  return { ...released, receipt: await findReceipt(index) };
}

async function record(
  trx: Transaction,
  { agency, by, decision, input, kept: { purpose } }: Judged,
  { preservation, rulesRevision }: { readonly preservation: Preservation; readonly rulesRevision: string },
): Promise<number> {
  const { caseNumber, id, proposedBy, reads, readsHash, source, takenAt } = preservation;
  // The receipt is to name the very minute of the entry.
  const head = await lockAndReadHead(trx, [agency.id]);
  const event = ownerEvent({
    kind: 'preserved_released',
    agency,
    asker: {
      ...{ agency: agency.ori, at: head.head.now.toISOString(), effect: decision.effect, id },
      ...{
        kind: 'preserved_released',
        purpose: { code: purpose.code, ...(caseNumber !== null && { caseNumber }) },
        reasons: withoutWords(decision.reasons),
        readsHash,
        records: reads,
      },
    },
    owner: {
      ...{ by: by.personId, secondFactor: by.secondFactor, preservation: id, proposedBy },
      ...memberOf(preservation),
      ...{ source, takenAt: takenAt?.toISOString() ?? null },
      ...{ input: { ...input }, obligations: decision.obligations, rulesRevision },
    },
  });
  const batch = sealOn(head, [{ ...event, effect: decision.effect }]);
  await insertBatch(trx, batch);
  return batch.sealed[0]?.index as number;
}

/** Throws the same error if there is none, if it is not approved, or if it is for another case: asking reveals nothing. */
function onlyFor(keptFor: KeptFor, found: Preservation | null): Preservation {
  if (found === null || found.approvedAt === null || !isSame(found, keptFor)) throw notThere();
  return found;
}

const notThere = () =>
  new GatewayError(
    'not_found',
    'no reads are preserved by this id for this case or process: see which are in the list',
  );
