/** A query that ended in a fault of ours is in the log like any other, as far as the log can be written. */
import type pg from 'pg';
import { appendOwnerEvent } from '../audit/owner-event.ts';
import { searchedBy } from '../audit/searched-by.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { findAgencyById } from '../registry/agencies/agencies-store.ts';
import type { PendingQuery } from '../release/facts/pending-query.ts';

export interface FaultDeps {
  readonly pool: pg.Pool;
  readonly log: { error(fields: object, message: string): void };
}

/** `question_cut`: a revocation ended the question to a source outside before it was answered. */
export type QueryFault = 'reads_unavailable' | 'question_cut';

/** Records the fault and never throws: the asker is answered 503 either way, and nothing was released. */
export function recordFault({ pool, log }: FaultDeps) {
  return async (pending: PendingQuery, fault: QueryFault, questionId?: string): Promise<void> => {
    const { subject, query, queryHash, traceparent } = pending;
    try {
      await inTransaction(pool, async (trx) => {
        const agency = await findAgencyById(trx, subject.agencyId);
        const at = new Date().toISOString();
        await appendOwnerEvent(trx, {
          kind: 'fault',
          agency,
          asker: { agency: subject.ori, at, fault, officer: query.onBehalfOf ?? null, queryHash },
          owner: {
            ...{ query, subject, traceparent },
            searchedBy: searchedBy({ purpose: query.purpose.code, releaseId: questionId }),
          },
        });
      });
    } catch (error) {
      log.error(
        { fault, code: (error as { code?: unknown }).code },
        'a fault could not be written to the log',
      );
    }
  };
}
