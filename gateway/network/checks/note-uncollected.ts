/**
 * Records that no answer has come for each question that is still open: the officer did not wait, or the node was killed
 * before it recorded the answer. An answer in the other log then does not count as a difference, and can still be collected.
 */
import type pg from 'pg';
import type { OurAnswer, TheirEntry } from '../../../sharing-rules/network/cross-check.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { findOpenQuestions } from './checks-store.ts';

/** @returns what it wrote */
export async function noteUncollected(
  agency: { readonly id: number; readonly ori: string },
  theirs: readonly TheirEntry[],
  answers: readonly OurAnswer[],
  pool: pg.Pool,
): Promise<OurAnswer[]> {
  const proven = new Set(answers.map((answer) => answer.proven?.index));
  const unproven = new Set(answers.flatMap((answer) => (answer.proven === null ? answer.asked : [])));
  const lost = theirs.flatMap(({ asker, index }) =>
    asker === null || proven.has(index) || unproven.has(asker.index) ? [] : asker.index,
  );
  if (lost.length === 0) return [];
  return inTransaction(pool, async (trx) => {
    const open = await findOpenQuestions(trx, agency.ori, lost);
    if (open.length === 0) return [];
    const outcome = { peer: agency.ori, outcome: 'no_answer', fault: 'not_collected', count: 0 };
    const events = open.map((question) =>
      ownerEvent({ kind: 'peer_answered', agency, owner: { ...question, ...outcome } }),
    );
    const { sealed } = await appendEvents(trx, events);
    return sealed.map(({ index }, i) => ({ index, asked: open[i]?.asked ?? -1, proven: null, count: null }));
  });
}
