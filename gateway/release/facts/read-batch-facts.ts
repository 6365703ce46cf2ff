/** First round trip of a commit: the locks, then everything that the decision under them rests on. */
import { HEAD_LOCK_STATEMENT } from '../../audit/log-writer-store.ts';
import type { LogHead } from '../../audit/seal-events.ts';
import { allAnswered } from '../../database/all-answered.ts';
import { sharedLockStatements } from '../locks/locks-store.ts';
import type { BatchFacts } from './batch-facts.ts';
import { readUnderLocks } from './batch-facts-store.ts';
import { readCaseHistories } from './case-histories-store.ts';
import { readHeldQueries } from './collection-store.ts';
import { officersOf, placesOn } from './enrol-officers.ts';
import type { CodeHistory } from './history-codes.ts';
import { readKnownWords } from './known-words-store.ts';
import { collectionOf, isAskedInWords, type PendingQuery, peersOf } from './pending-query.ts';
import { readRewordings } from './rewordings-store.ts';
import type { CommitClient, OfficerKey } from './standing-store.ts';

export interface ReadForBatch {
  readonly facts: BatchFacts;
  readonly head: LogHead;
  /** Hashes of the entries since `leavesFrom`. */
  readonly leaves: readonly Buffer[];
}

/**
 * Reads the facts for a batch, and the head to which its entries are added. INVARIANT (P2): locks are sent
 * first, each a statement of its own, then what they guard.
 * @param leavesFrom size of the log that the node knows; null: it knows none
 */
export async function readBatchFacts(
  client: CommitClient,
  batch: readonly PendingQuery[],
  codeHistory: CodeHistory,
  leavesFrom: number | null,
): Promise<ReadForBatch> {
  const agencyIds = batch.map(({ subject }) => subject.agencyId);
  const concerned = [...agencyIds, ...batch.flatMap(peersOf).map(({ agencyId }) => agencyId)];
  const officers = batch.map(({ subject, query }) => officersOf(subject, query));
  // An agency that names nobody still has its records of the day read.
  const keys = officers.flatMap((asking, i): readonly OfficerKey[] =>
    asking.length > 0 ? asking : [{ agencyId: agencyIds[i] as number, reference: '' }],
  );
  // A standing query is judged at each notice again: there it is not one officer asking again and again.
  const codes = batch.map((asked, i) => {
    const asking = officers[i] ?? [];
    return asking.length > 0 && isAskedInWords(asked) ? codeHistory(asking, asked) : null;
  });
  const heldIds = batch.flatMap((asked) => collectionOf(asked)?.heldId ?? []);
  const first = [
    'BEGIN ISOLATION LEVEL READ COMMITTED',
    ...sharedLockStatements(concerned),
    HEAD_LOCK_STATEMENT,
  ];
  // The message is one, the statements are several, each with its own snapshot.
  const locked = client.query({ text: first.join('; ') });
  const asked = {
    agencyIds: concerned,
    officers: keys,
    codes: codes.filter((code) => code !== null),
    proofs: batch.flatMap(({ proof }) => proof ?? []),
    leavesFrom,
  };
  const [{ facts, standings, history, freeProofs, head, leaves }, held] = await allAnswered([
    readUnderLocks(client, asked),
    heldIds.length === 0 ? null : readHeldQueries(client, heldIds),
    locked,
  ] as const);
  const [knownWords, caseHistories] = await allAnswered([
    readKnownWords(client, { batch, codes, history, now: head.now }),
    readCaseHistories(client, codes, batch),
    readRewordings(client, codes, history),
  ] as const);
  const read = {
    registry: facts,
    standings,
    history,
    caseHistories,
    codes,
    knownWords,
    places: placesOn(facts),
    freeProofs,
    held: held ?? new Map(),
  };
  return { facts: { ...read, now: head.now }, head, leaves };
}
