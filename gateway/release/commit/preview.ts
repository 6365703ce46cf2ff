/**
 * Previews what a commit would decide now: nothing is locked, counted or logged, so nothing may leave by it.
 * It serves to leave out refused items, of which neither answer, count nor public log may tell.
 */
import type pg from 'pg';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import type { JudgeDeps } from '../facts/batch-facts.ts';
import { readUnderLocks } from '../facts/batch-facts-store.ts';
import { readCaseHistories } from '../facts/case-histories-store.ts';
import { officersOf, placesOn } from '../facts/enrol-officers.ts';
import type { PendingQuery } from '../facts/pending-query.ts';
import { judgeBatch } from './judge-batch.ts';

/**
 * Resolves to the reasons against each, in the order of the batch, those before it counted; none where it may leave, or
 * where only the commit can tell. What is remembered of earlier words is not looked at: hits have none.
 * @throws the database's error
 */
export type Preview = (batch: readonly PendingQuery[]) => Promise<readonly (readonly Reason[])[]>;

export interface PreviewDeps extends JudgeDeps {
  readonly plateKeys: PlateKeys;
}

export function previewer(pool: pg.Pool, deps: PreviewDeps): Preview {
  return async (batch) => {
    if (batch.length === 0) return [];
    const agencyIds = batch.map(({ subject }) => subject.agencyId);
    const asking = batch.flatMap(({ subject, query }) => officersOf(subject, query));
    // An agency that names nobody still has its records of the day read.
    const officers = [...asking, ...agencyIds.map((agencyId) => ({ agencyId, reference: '' }))];
    const read = await readUnderLocks(pool, { agencyIds, officers, codes: [], proofs: [], leavesFrom: null });
    const { facts, standings, history, freeProofs, head } = read;
    const nothing = { codes: [], knownWords: new Set<number>(), held: new Map() };
    const batchFacts = {
      ...{ registry: facts, standings, history, freeProofs, now: head.now },
      ...{ ...nothing, places: placesOn(facts) },
      caseHistories: await readCaseHistories(pool, [], batch),
    };
    const plateKey = deps.plateKeys(utcDay(head.now));
    const { judgements } = judgeBatch(batch, batchFacts, plateKey, deps);
    return judgements.map((judgement) =>
      judgement.kind === 'entry' ? judgement.judged.decision.reasons : [],
    );
  };
}
