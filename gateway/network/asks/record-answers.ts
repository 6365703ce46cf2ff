/** Records what partners answered. INVARIANT: an answer is shown only once its entry is committed. */
import type pg from 'pg';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import type { PeerAsked, PeerResult } from './ask-peer.ts';
import { type AnsweredPeer, forgetAnswered, keepAnswered, keepHead, stopAsking } from './asks-store.ts';

export interface Answered extends PeerAsked {
  readonly result: PeerResult;
}

export interface RecordDeps {
  readonly pool: pg.Pool;
  readonly log: { error(fields: object, message: string): void };
}

/** @param ask its id, and the transaction by which both logs name it */
export async function recordAnswers(
  ask: { readonly id: string; readonly transaction: string },
  answers: readonly Answered[],
  { log, pool }: RecordDeps,
): Promise<void> {
  await inTransaction(pool, async (trx) => {
    // An answer that is given again has its entry.
    const told = answers.filter((answer) => !isAnsweredBefore(answer));
    if (told.length > 0)
      await appendEvents(
        trx,
        told.map((answer) => eventOf(ask, answer)),
      );
    for (const answer of answers) {
      const { peer, result } = answer;
      await keepAnswered(trx, ask.id, rowOf(answer));
      if (result.kind === 'proven') await keepHead(trx, peer.ori, result.proven.head.note);
      if (result.kind === 'unproven') await stopAsking(trx, peer.ori, result.lie);
    }
    await forgetAnswered(trx, ask.id);
  });
  for (const { peer, result } of answers) {
    if (result.kind !== 'unproven') continue;
    log.error(
      { agency: peer.ori, lie: result.lie, transaction: ask.transaction },
      'ALARM: another agency answered what cannot be true: nothing of it was shown, and it is asked no more. Next: look at ' +
        'the entry `peer_answered`, which holds both signed heads, and call the agency',
    );
  }
}

function isAnsweredBefore({ result, row }: Answered): boolean {
  return result.kind === 'proven' && row.answeredIndex === result.proven.index;
}

function eventOf(
  { id, transaction }: { readonly id: string; readonly transaction: string },
  answer: Answered,
): AuditEvent {
  const { peer, result, row } = answer;
  return ownerEvent({
    kind: 'peer_answered',
    agency: { id: peer.agencyId, ori: peer.ori },
    owner: {
      ask: id,
      asked: row.askedIndex,
      page: row.page,
      peer: peer.ori,
      transaction,
      ...outcomeOf(answer, result),
    },
  });
}

function outcomeOf({ peer }: Answered, result: PeerResult): Readonly<Record<string, unknown>> {
  if (result.kind === 'no_answer') return { outcome: 'no_answer', fault: result.fault, count: 0 };
  if (result.kind === 'unproven') {
    const { checkpoint, lie } = result;
    return { outcome: 'unproven', lie, count: 0, notes: { given: checkpoint, seen: peer.lastHead } };
  }
  const { head, index, leafHash, order, outcome, reads } = result.proven;
  const root = Buffer.from(head.root).toString('base64');
  return { outcome, order, count: reads.length, origin: head.origin, index, leafHash, root, size: head.size };
}

function rowOf({ peer: { ori }, result, row }: Answered): AnsweredPeer {
  const before = { ...row, ori };
  // It may be asked again, under the same key.
  if (result.kind === 'no_answer') return { ...before, state: row.heldIndex === null ? 'no_answer' : 'held' };
  if (result.kind === 'unproven') return { ...before, state: 'unproven', cursor: null };
  const { id, index, next, outcome, reasons, receipt } = result.proven;
  return {
    ...{ ori, reasons, receipt, state: outcome, answeredIndex: index },
    queryId: id ?? row.queryId,
    heldIndex: outcome === 'held' ? index : null,
    cursor: next,
  };
}
